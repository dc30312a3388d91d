"""The answer clock: starts, pauses, goes on, stops, and starts anew."""

from datetime import datetime

import pytest
from django.utils import timezone

from city.models import City, DayOff
from city.words import words
from proposals.answer_request import answer
from proposals.appeal import ask_again
from proposals.clock import last_day
from proposals.triage import decide
from proposals.workflow import MoveNotAllowed
from tests import factories as f


def day(number, hour=10, month=3):
    """A day of March 2026: the 2nd is a substitute holiday, the 3rd a Tuesday."""
    return timezone.make_aware(datetime(2026, month, number, hour))


@pytest.fixture
def proposal(resident, officer):
    City.objects.update(answer_days=5)
    proposal = f.ProposalFactory(author=resident, officer=officer, created_at=day(3))
    decide(proposal=proposal, status="in_review", reason="봅니다.", by=officer, at=day(3))
    return proposal


def due(proposal):
    return timezone.localtime(last_day(proposal.answer_due_at)).day


def close(proposal, officer, at, outcome="declined"):
    decide(
        proposal=proposal, status="closed", outcome=outcome, reason="어렵습니다.", by=officer, at=at
    )


def test_the_answer_is_due_after_five_working_days(proposal):
    assert due(proposal) == 10


def test_the_citys_own_days_off_do_not_count(resident, officer):
    City.objects.update(answer_days=5)
    DayOff.objects.create(date=day(5).date(), name=words("시민의 날"))
    proposal = f.ProposalFactory(author=resident)

    decide(proposal=proposal, status="in_review", reason="봅니다.", by=officer, at=day(3))

    assert due(proposal) == 11


@pytest.mark.parametrize(("answered", "in_time"), [(10, True), (11, False)])
def test_the_last_day_is_in_time_and_the_next_is_not(proposal, officer, answered, in_time):
    close(proposal, officer, day(answered))

    assert proposal.answered_in_time is in_time
    assert proposal.answered_at == day(answered)
    assert proposal.answer_due_at is None


def test_the_clock_pauses_while_the_author_is_asked(proposal, resident, officer):
    decide(proposal=proposal, status="needs_info", reason="어디인가요?", by=officer, at=day(5))
    assert (proposal.answer_due_at, proposal.answer_days_left) == (None, 3)

    answer(proposal=proposal, text="학교 앞입니다.", by=resident, at=day(16))

    assert due(proposal) == 19  # 17, 18, 19


def test_asking_on_the_last_day_leaves_the_day_of_the_answer(proposal, resident, officer):
    decide(proposal=proposal, status="needs_info", reason="어디인가요?", by=officer, at=day(10))
    answer(proposal=proposal, text="학교 앞입니다.", by=resident, at=day(16))

    close(proposal, officer, day(16, hour=17))

    assert proposal.answered_in_time is True


def test_what_was_late_when_it_paused_stays_late(proposal, resident, officer):
    decide(proposal=proposal, status="needs_info", reason="어디인가요?", by=officer, at=day(12))
    answer(proposal=proposal, text="학교 앞입니다.", by=resident, at=day(16))

    close(proposal, officer, day(16, hour=11))

    assert proposal.answered_in_time is False


def test_a_second_look_starts_the_clock_anew_and_is_given_once(proposal, resident, officer):
    close(proposal, officer, day(10))

    ask_again(proposal=proposal, reason="새 사진이 있습니다.", by=resident, at=day(16))

    assert (proposal.status, proposal.answered_at, due(proposal)) == ("in_review", None, 23)
    close(proposal, officer, day(17))
    with pytest.raises(MoveNotAllowed):
        ask_again(proposal=proposal, reason="한 번 더요.", by=resident, at=day(18))


def test_a_late_answer_is_not_made_good_by_a_second_one_in_time(proposal, resident, officer):
    close(proposal, officer, day(12))
    ask_again(proposal=proposal, reason="새 사진이 있습니다.", by=resident, at=day(16))

    close(proposal, officer, day(17))

    assert proposal.answered_in_time is False


def test_only_the_author_asks_for_a_second_look(proposal, neighbour, officer):
    close(proposal, officer, day(10))

    with pytest.raises(MoveNotAllowed):
        ask_again(proposal=proposal, reason="저도 원합니다.", by=neighbour)


def test_a_withdrawn_proposal_was_not_answered(resident):
    proposal = f.ProposalFactory(author=resident)

    decide(
        proposal=proposal, status="closed", outcome="withdrawn", reason="해결됐습니다.",
        by=resident, mover="author",
    )  # fmt: skip

    assert (proposal.answered_at, proposal.answered_in_time) == (None, None)
