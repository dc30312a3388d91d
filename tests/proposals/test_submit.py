"""A resident proposes, corrects the words while nobody else backs them, or withdraws."""

from datetime import datetime, timedelta
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest

from city.words import words
from maps.locate import PlaceOutside
from proposals.models import Call, Proposal
from proposals.submit import (
    CallIsClosed,
    CannotEdit,
    CannotWithdraw,
    edit_proposal,
    submit_proposal,
    withdraw_proposal,
)
from proposals.support import give_support
from tests.factories import ProposalFactory, category, department
from tests.proposals.test_support import in_parallel

pytestmark = pytest.mark.usefixtures("city")

# A Friday before the three days of 설날 2026 (Monday to Wednesday).
FRIDAY = datetime(2026, 2, 13, 14, 0, tzinfo=ZoneInfo("Asia/Seoul"))
HERE = {"lon": 127.02, "lat": 37.75}


def submit(by, **given):
    return submit_proposal(
        **{"by": by, "title": "제목", "text": "내용", "category": category(), "place": HERE} | given
    )


def test_a_proposal_is_public_at_once_and_takes_the_citys_rules(resident):
    proposal = submit(resident, at=FRIDAY)

    assert proposal in Proposal.objects.public()
    assert proposal.status == "received"
    assert proposal.support_threshold == 3
    assert proposal.support_until == FRIDAY + timedelta(days=30)
    assert proposal.department == department()
    assert proposal.level == resident.level
    assert proposal.district.code == "4199051000"
    assert proposal.cell


def test_the_first_look_is_due_in_working_days(resident):
    proposal = submit(resident, at=FRIDAY)

    # Thursday, Friday, Monday: the weekend and the holiday do not count.
    assert proposal.first_look_due_at == datetime(2026, 2, 24, tzinfo=ZoneInfo("Asia/Seoul"))


def test_a_call_brings_its_own_threshold_and_period(resident):
    call = Call.objects.create(
        slug="봄-안전", title=words("봄 안전"), opens_at=FRIDAY - timedelta(days=1),
        closes_at=FRIDAY + timedelta(days=9), support_threshold=7, support_days=10,
    )  # fmt: skip

    proposal = submit(resident, call=call, at=FRIDAY)

    assert proposal.support_threshold == 7
    assert proposal.support_until == FRIDAY + timedelta(days=10)
    with pytest.raises(CallIsClosed):
        submit(resident, call=call, at=call.closes_at)


def test_a_dong_without_a_point_is_enough(resident):
    district = submit(resident).district

    proposal = submit(resident, place={"district": district, "place_note": "버스 정류장 뒤"})

    assert (proposal.lon, proposal.cell) == (None, None)
    assert proposal.district == district


def test_a_place_outside_is_refused(resident):
    with pytest.raises(PlaceOutside):
        submit(resident, place={"lon": -0.12, "lat": 51.5})

    assert not Proposal.objects.exists()


def test_a_form_sent_twice_is_one_proposal(resident):
    key = uuid4()

    assert submit(resident, client_id=key) == submit(resident, client_id=key)

    assert Proposal.objects.count() == 1


def test_two_people_at_one_computer_may_send_the_same_number(resident, neighbour):
    key = uuid4()

    first, second = submit(resident, client_id=key), submit(neighbour, client_id=key)

    assert (first.author, second.author) == (resident, neighbour)
    assert first.pk != second.pk


@pytest.mark.django_db(transaction=True)
def test_a_form_sent_twice_at_the_same_moment_is_one_proposal(resident):
    key, kind = uuid4(), category()

    sent = in_parallel(*[lambda: submit(resident, client_id=key, category=kind)] * 4)

    assert len(set(sent)) == Proposal.objects.count() == 1


def test_the_author_corrects_the_words_while_nobody_else_backs_them(resident, neighbour):
    proposal = submit(resident)
    other = category("care", "돌봄", "Care")

    edit_proposal(proposal=proposal, by=resident, title="새 제목", text="새 내용", category=other)

    proposal.refresh_from_db()
    assert (proposal.title, proposal.text, proposal.category) == ("새 제목", "새 내용", other)
    give_support(proposal=proposal, by=neighbour)
    with pytest.raises(CannotEdit):
        edit_proposal(proposal=proposal, by=resident, title="x", text="y", category=other)


def test_the_author_withdraws_what_nobody_else_backs(resident):
    proposal = submit(resident)
    give_support(proposal=proposal, by=resident)

    decision = withdraw_proposal(proposal=proposal, by=resident)

    proposal.refresh_from_db()
    assert proposal.state == ("closed", "withdrawn")
    assert (decision.mover, decision.decided_by) == ("author", resident)
    assert decision.reason


def test_what_others_back_goes_on(resident, neighbour):
    proposal = submit(resident)
    give_support(proposal=proposal, by=neighbour)

    with pytest.raises(CannotWithdraw):
        withdraw_proposal(proposal=proposal, by=resident)

    assert Proposal.objects.get().status == "received"


def test_nobody_withdraws_for_somebody_else(neighbour, officer):
    proposal = ProposalFactory()

    for person in (neighbour, officer):
        with pytest.raises(CannotWithdraw):
            withdraw_proposal(proposal=proposal, by=person)
