"""Who was selected reads what they agree to, and says yes or no."""

import pytest
from django.core.exceptions import PermissionDenied

from accounts.consent import has_consented
from accounts.models import Consent, ConsentText
from pilots.agree import ConsentRefused, consent, decline
from pilots.join import apply
from pilots.models import Participation
from pilots.select import draw
from tests.factories import UserFactory
from tests.pilots.people import join, make_recruiting_pilot


@pytest.mark.parametrize(
    ("stage", "status"),
    [("recruiting", "consented"), ("baseline", "consented"), ("running", "active")],
)
def test_a_yes_is_kept_with_the_version_that_was_read(resident, stage, status):
    pilot = make_recruiting_pilot(stage=stage)
    participation = join(pilot, resident, "selected")

    consent(participation=participation, by=resident, text=pilot.consent_text)

    assert participation.status == status
    assert participation.panelist.may_answer
    assert Consent.objects.get(person=resident).text == pilot.consent_text


def test_nobody_agrees_to_a_text_that_has_changed_meanwhile(resident):
    pilot = make_recruiting_pilot()
    participation = join(pilot, resident, "selected")
    other = ConsentText.objects.create(
        kind="pilot-0", title={"ko": "다른 글"}, purpose={}, items={}, retention={}, refusal={}
    )

    with pytest.raises(ConsentRefused):
        consent(participation=participation, by=resident, text=other)

    assert not Consent.objects.exists()


@pytest.mark.parametrize("stage", ["follow_up", "evaluating", "concluded", "stopped"])
def test_nobody_agrees_when_the_pilot_is_past(resident, stage):
    participation = join(make_recruiting_pilot(stage=stage), resident, "selected")

    with pytest.raises(ConsentRefused):
        consent(participation=participation, by=resident)


def test_nobody_agrees_for_somebody_else(resident, neighbour):
    participation = join(make_recruiting_pilot(), resident, "selected")

    for verb in (consent, decline):
        with pytest.raises(PermissionDenied):
            verb(participation=participation, by=neighbour)


def test_a_no_frees_the_place_for_the_next_and_forgets_the_application(city, officer):
    pilot = make_recruiting_pilot(seats=1)
    for _one in range(2):
        apply(pilot=pilot, by=UserFactory(), motivation="꼭 해 보고 싶습니다")
    draw(pilot=pilot, by=officer)
    first = Participation.objects.get(status="selected")

    decline(participation=first, by=first.panelist.person)

    assert (first.status, first.motivation) == ("declined", "")
    assert Participation.objects.get(status="selected") != first
    assert not has_consented(first.panelist.person, pilot.consent_text)


def test_nothing_is_chosen_beforehand_on_the_page(resident, sign_in):
    pilot = make_recruiting_pilot()
    join(pilot, resident, "selected")
    client = sign_in(resident)

    page = client.get(f"/pilots/{pilot.pk}/consent/").content.decode()
    empty = client.post(f"/pilots/{pilot.pk}/consent/", {"text": pilot.consent_text_id})

    assert "checked" not in page.split('<form class="form"')[1]
    for words in ("기다리는 시간 확인", "설문, 일지", "1년", "거부할 수 있습니다."):
        assert words in page
    assert empty.status_code == 422
    assert Participation.objects.get().status == "selected"


@pytest.mark.parametrize(("answer", "status"), [("yes", "consented"), ("no", "declined")])
def test_the_page_takes_a_yes_and_a_no(resident, sign_in, answer, status):
    pilot = make_recruiting_pilot()
    join(pilot, resident, "selected")

    sign_in(resident).post(
        f"/pilots/{pilot.pk}/consent/", {"text": pilot.consent_text_id, "agrees": answer}
    )

    assert Participation.objects.get().status == status


def test_an_old_page_is_asked_again(resident, sign_in):
    pilot = make_recruiting_pilot()
    join(pilot, resident, "selected")

    page = sign_in(resident).post(
        f"/pilots/{pilot.pk}/consent/", {"text": pilot.consent_text_id + 1, "agrees": "yes"}
    )

    assert page.status_code == 200
    assert Participation.objects.get().status == "selected"
