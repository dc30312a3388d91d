"""A pilot begins from a service that cities know, and everything in it can be rewritten."""

import pytest

from city.words import words
from pilots.models import Pilot
from pilots.plan.services import SERVICES, start_from
from pilots.protocol import create_pilot
from tests import factories as f

pytestmark = pytest.mark.django_db


def test_the_ten_services_are_there():
    assert len(SERVICES) == 10


@pytest.mark.parametrize("service", SERVICES)
@pytest.mark.parametrize("with_people", [True, False])
def test_each_is_a_whole_start_in_both_languages(officer, service, with_people):
    pilot = create_pilot(
        by=officer, title=words("시험"), department=officer.department,
        takes_participants=with_people,
    )  # fmt: skip

    start_from(pilot=pilot, service=service, by=officer)

    for told in (pilot.question, pilot.risk_sheet, pilot.privacy_sheet, pilot.stop_rule):
        assert told["ko"]
        assert told["en"]
    assert pilot.measures.filter(is_primary=True).count() == 1
    for measure in pilot.measures.all():
        assert measure.definition["ko"]
        assert measure.denominator["ko"]
        measure.full_clean()
    assert bool(pilot.consent_text) == with_people


def test_nobody_who_only_passes_by_is_counted_as_a_user():
    for service in SERVICES.values():
        for measure in service["measures"]:
            told = measure["denominator"]["ko"]
            assert "지나" not in told or "세지 않음" in told


def test_officers_choose_it_for_a_new_pilot(officer, sign_in):
    said = {
        "title_0": "주차 안내", "origin": "city", "takes_participants": "no",
        "department": officer.department_id, "service": "parking",
    }  # fmt: skip
    browser = sign_in(officer)

    wrong = browser.post("/desk/pilots/new/", said | {"service": "nonsense"})
    assert "id_service_error" in wrong.content.decode()
    browser.post("/desk/pilots/new/", said)

    assert Pilot.objects.get().measures.count() == 2


def test_without_one_the_plan_is_empty(officer, sign_in):
    sign_in(officer).post("/desk/pilots/new/", {
        "title_0": "주차 안내", "origin": "city", "takes_participants": "no",
        "department": officer.department_id,
    })  # fmt: skip

    assert not Pilot.objects.get().measures.exists()
    assert f.make_pilot().measures.count() == 1
