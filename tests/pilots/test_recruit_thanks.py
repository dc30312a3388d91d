"""Who took part is thanked as the plan promised, whatever they answered, and once."""

from pathlib import Path

import pytest
from django.conf import settings
from django.core.exceptions import PermissionDenied

from accounts.models import AccessLog, Delivery
from pilots.models import Payout, Reveal, Thanks
from pilots.recruit.thanks import ThanksRefused, mark_paid, note_payout, read_payout, thank
from tests.factories import UserFactory, make_city
from tests.pilots.people import join, make_recruiting_pilot
from tests.pilots.represented import child_of, make_family_pilot
from tests.surveys.test_answer import at_the_same_time

ACCOUNT = {"name": "김가람", "bank": "가람은행", "account": "110-123-456789"}


def make_pilot(**fields):
    return make_recruiting_pilot(**{"thanks_kind": "money", "thanks_amount": 30_000} | fields)


@pytest.fixture
def pilot(officer):
    return make_pilot(manager=officer, department=officer.department)


@pytest.fixture
def thanks(pilot, resident, officer):
    join(pilot, resident, "completed")
    return thank(pilot=pilot, for_what="끝까지 참여", by=officer)[0]


def test_everybody_who_completed_is_thanked_once_and_told(pilot, resident, neighbour, officer):
    join(pilot, resident, "completed")
    join(pilot, neighbour, "withdrawn")

    counts = [len(thank(pilot=pilot, for_what="끝까지 참여", by=officer)) for _time in range(2)]

    assert counts == [1, 0]
    row = Thanks.objects.get()
    assert (row.kind, row.amount, row.number) == ("money", 30_000, f"{pilot.pk}-0001")
    assert Delivery.objects.get(person=resident).update_told.kind == "participation-thanked"


@pytest.mark.django_db(transaction=True)
def test_six_clicks_thank_nobody_twice():
    make_city()
    pilot, officer = make_pilot(), UserFactory(role="officer")
    for _one in range(3):
        join(pilot, UserFactory(), "completed")

    problems = at_the_same_time(lambda: thank(pilot=pilot, for_what="끝까지 참여", by=officer))

    assert problems == []
    assert Thanks.objects.count() == 3


def test_somebody_is_thanked_by_their_code_before_the_end(pilot, resident, officer):
    place = join(pilot, resident, "active")

    assert len(thank(pilot=pilot, for_what="워크숍", code=place.panelist.code, by=officer)) == 1
    with pytest.raises(ThanksRefused):
        thank(pilot=pilot, for_what="워크숍", code="NOBODY", by=officer)


@pytest.mark.parametrize("fields", [{"thanks_kind": ""}, {"thanks_amount": None}])
def test_nothing_is_given_that_the_plan_did_not_promise(city, officer, fields):
    with pytest.raises(ThanksRefused):
        thank(pilot=make_pilot(**fields), for_what="끝까지 참여", by=officer)


def test_thanks_know_nothing_of_what_anybody_answered():
    """Neither answers nor diary are read where thanks are given: the file names none of them."""
    source = (Path(settings.BASE_DIR) / "pilots" / "recruit" / "thanks.py").read_text("utf-8")

    assert not any(word in source for word in ("Response", "Diary", "surveys", "entries"))


def test_the_certificate_is_the_participants_alone(thanks, resident, neighbour, visitor, sign_in):
    address = f"/pilots/{thanks.participation.pilot_id}/thanks/{thanks.number}/"

    assert thanks.number in sign_in(resident).get(address).content.decode()
    assert sign_in(neighbour).get(address).status_code == 404
    assert visitor.get(address).status_code == 302


def test_a_guardian_prints_the_childs_certificate(resident, officer, sign_in):
    pilot = make_family_pilot(thanks_kind="hours", thanks_amount=4)
    child_of(resident, pilot, status="completed")
    number = thank(pilot=pilot, for_what="끝까지 참여", by=officer)[0].number

    assert sign_in(resident).get(f"/pilots/{pilot.pk}/thanks/{number}/").status_code == 200


def test_the_account_is_told_read_with_a_reason_and_erased(thanks, resident, officer):
    for account in ("1", "2"):
        note_payout(thanks=thanks, by=resident, **ACCOUNT | {"account": account})
    with pytest.raises(ThanksRefused):
        read_payout(thanks=thanks, reason=" ", by=officer)
    assert not AccessLog.objects.filter(action="payout-read").exists()

    assert read_payout(thanks=thanks, reason="11월 활동비 지급", by=officer).account == "2"
    assert AccessLog.objects.get(action="payout-read").subject == resident
    assert Reveal.objects.get().reason == "11월 활동비 지급"

    for _time in range(2):
        mark_paid(thanks=thanks, by=officer)
    assert not Payout.objects.exists()
    with pytest.raises(ThanksRefused):
        note_payout(thanks=Thanks.objects.get(), by=resident, **ACCOUNT)


def test_nobody_elses_account_can_be_told(thanks, neighbour, sign_in):
    with pytest.raises(PermissionDenied):
        note_payout(thanks=thanks, by=neighbour, **ACCOUNT)
    address = f"/pilots/{thanks.participation.pilot_id}/thanks/{thanks.number}/payout/"
    assert sign_in(neighbour).post(address, ACCOUNT).status_code == 404


def test_hours_are_not_paid(resident, officer):
    pilot = make_pilot(thanks_kind="hours", thanks_amount=4)
    join(pilot, resident, "completed")
    row = thank(pilot=pilot, for_what="끝까지 참여", by=officer)[0]

    for act in (lambda: note_payout(thanks=row, by=resident, **ACCOUNT),
                lambda: mark_paid(thanks=row, by=officer)):  # fmt: skip
        with pytest.raises(ThanksRefused):
            act()


def test_the_page_keeps_what_was_typed(thanks, resident, sign_in):
    client = sign_in(resident)
    address = f"/pilots/{thanks.participation.pilot_id}/thanks/{thanks.number}/payout/"

    page = client.post(address, ACCOUNT | {"account": "계좌"})

    assert page.status_code == 422
    assert "가람은행" in page.content.decode()
    assert client.post(address, ACCOUNT).status_code == 302
    assert Payout.objects.get().person == resident


def test_the_desk_pays_without_seeing_who_has_which_code(thanks, resident, officer, sign_in):
    note_payout(thanks=thanks, by=resident, **ACCOUNT)
    client, start = sign_in(officer), f"/desk/pilots/{thanks.participation.pilot_id}/thanks"

    lists = client.get(f"{start}/").content.decode()
    asked = client.get(f"{start}/{thanks.pk}/").content.decode()
    refused = client.post(f"{start}/{thanks.pk}/", {"reason": ""})
    shown = client.post(f"{start}/{thanks.pk}/", {"reason": "11월 지급"}).content.decode()

    assert thanks.number in lists
    assert ACCOUNT["account"] not in lists + asked + refused.content.decode()
    assert refused.status_code == 422
    assert ACCOUNT["account"] in shown
    assert thanks.participation.panelist.code not in lists + shown
    client.post(f"{start}/{thanks.pk}/paid/")
    assert Thanks.objects.get().paid_at


def test_the_reason_that_was_typed_stays_when_there_is_no_account_yet(thanks, officer, sign_in):
    page = f"/desk/pilots/{thanks.participation.pilot_id}/thanks/{thanks.pk}/"

    refused = sign_in(officer).post(page, {"reason": "11월 활동비 지급"})

    assert refused.status_code == 422
    assert "11월 활동비 지급" in refused.content.decode()
    assert not AccessLog.objects.filter(action="payout-read").exists()
