"""답변 기한 연장: more time for an answer, with a public reason, and honest figures all the same."""

from datetime import date, datetime

import pytest
from django.utils import timezone

from accounts.models import Delivery
from city.models import City
from proposals.answer_request import answer
from proposals.clock import first_due, last_day
from proposals.extend import extend_answer
from proposals.models import Extension
from proposals.support import give_support
from proposals.triage import decide
from proposals.workflow import MOVES, MoveRefused
from tests import factories as f


def day(number, hour=10, month=3):
    """A day of March 2026: the 2nd is a substitute holiday, the 3rd a Tuesday."""
    return timezone.make_aware(datetime(2026, month, number, hour))


@pytest.fixture
def proposal(resident, officer):
    """In review since Tuesday the 3rd; the answer is due on Tuesday the 10th."""
    City.objects.update(answer_days=5)
    proposal = f.ProposalFactory(author=resident, officer=officer, created_at=day(3))
    decide(proposal=proposal, status="in_review", reason="봅니다.", by=officer, at=day(3))
    return proposal


def extend(proposal, officer, until=16, at=None, reason="현장을 한 번 더 봅니다."):
    return extend_answer(
        proposal=proposal, due_on=date(2026, 3, until), reason=reason, by=officer, at=at or day(6)
    )


def due(proposal):
    return timezone.localtime(last_day(proposal.answer_due_at)).day


def close(proposal, officer, at):
    decide(
        proposal=proposal,
        status="closed",
        outcome="declined",
        reason="어렵습니다.",
        by=officer,
        at=at,
    )


def test_the_answer_is_due_later_and_the_reason_stays(proposal, officer):
    extension = extend(proposal, officer)

    assert due(proposal) == 16
    assert (extension.due_at, extension.reason) == (
        proposal.answer_due_at,
        "현장을 한 번 더 봅니다.",
    )
    assert timezone.localtime(last_day(extension.due_before)).day == 10
    assert timezone.localtime(last_day(first_due(proposal))).day == 10


def test_everybody_it_touches_is_told(proposal, resident, neighbour, officer):
    give_support(proposal=proposal, by=neighbour)

    extend(proposal, officer)

    for person in (resident, neighbour):
        told = Delivery.objects.filter(person=person, update_told__kind="extension").get()
        assert "2026. 3. 16.까지" in told.update_told.title["ko"]
        assert str(told.update_told.body) == "현장을 한 번 더 봅니다."


@pytest.mark.parametrize(("answered", "in_time"), [(10, True), (11, False), (16, False)])
def test_in_time_is_what_comes_by_the_first_day(proposal, officer, answered, in_time):
    extend(proposal, officer)

    close(proposal, officer, day(answered))

    assert proposal.answered_in_time is in_time


@pytest.mark.parametrize(("answered", "in_time"), [(17, True), (18, False)])
def test_a_pause_moves_the_first_day_too(proposal, resident, officer, answered, in_time):
    extend(proposal, officer)  # four working days more
    decide(proposal=proposal, status="needs_info", reason="어디인가요?", by=officer, at=day(9))
    answer(proposal=proposal, text="학교 앞입니다.", by=resident, at=day(16))

    close(proposal, officer, day(answered))  # one day was left of the first five

    assert proposal.answered_in_time is in_time


def test_what_is_late_already_stays_late(proposal, officer):
    extend(proposal, officer, at=day(11))

    close(proposal, officer, day(11, 15))

    assert proposal.answered_in_time is False


def test_it_is_given_twice_in_a_run_and_again_after_a_second_look(proposal, officer):
    extend(proposal, officer, 12)
    extend(proposal, officer, 13)
    with pytest.raises(MoveRefused):
        extend(proposal, officer, 16)

    close(proposal, officer, day(12))
    decide(proposal=proposal, status="in_review", reason="다시 봅니다.", by=officer, at=day(16))
    extend(proposal, officer, 25, at=day(17))

    assert Extension.objects.count() == 3


@pytest.mark.parametrize("until", [5, 10, 18])
def test_the_new_day_is_later_but_not_far_away(proposal, officer, until):
    """Five working days after the 10th is the 17th."""
    with pytest.raises(MoveRefused):
        extend(proposal, officer, until)

    assert due(proposal) == 10


def test_a_day_that_is_over_is_no_new_day(proposal, officer):
    with pytest.raises(MoveRefused):
        extend(proposal, officer, 12, at=day(13))


def test_residents_read_a_reason(proposal, officer):
    with pytest.raises(MoveRefused):
        extend(proposal, officer, reason="  ")


def test_only_the_desk_takes_more_time(proposal, resident, expert):
    for person in (resident, expert):
        with pytest.raises(MoveRefused):
            extend(proposal, person)


@pytest.mark.parametrize(
    "state", [state for state in MOVES if state[0] != "in_review"], ids="-".join
)
def test_only_a_running_answer_clock_is_extended(city, officer, state):
    status, outcome = state
    into = f.ProposalFactory() if outcome == "merged" else None
    proposal = f.ProposalFactory(status=status, outcome=outcome, merged_into=into)

    with pytest.raises(MoveRefused):
        extend(proposal, officer)

    assert not Extension.objects.exists()


# ── At the desk and in public ────────────────────────────────────────────────────────────────
@pytest.fixture
def running(resident, officer):
    proposal = f.ProposalFactory(author=resident, officer=officer)
    decide(proposal=proposal, status="in_review", reason="봅니다.", by=officer)
    return proposal


def post(client, proposal, **written):
    data = {f"extend-{name}": value for name, value in written.items()}
    return client.post(f"/desk/proposals/{proposal.pk}/extend/", data)


def test_an_officer_extends_and_the_public_reads_it(running, officer, sign_in, visitor):
    later = last_day(running.answer_due_at).date() + timezone.timedelta(days=5)

    answer = post(sign_in(officer), running, due_on=later.isoformat(), reason="자문을 기다립니다.")

    assert answer.status_code == 302
    page = visitor.get(f"/proposals/{running.pk}/").content.decode()
    assert "자문을 기다립니다." in page
    assert "답변이 더 걸립니다" in page


@pytest.mark.parametrize("day", ["", "내일", "9999-12-31", "0001-01-01", "2020-02-30"])
def test_a_day_that_does_not_do_is_refused_and_the_reason_kept(running, officer, sign_in, day):
    answer = post(sign_in(officer), running, due_on=day, reason="자문을 기다립니다.")

    assert answer.status_code == 422
    assert "자문을 기다립니다." in answer.content.decode()
    assert not Extension.objects.exists()
