"""Two proposals about the same thing become one, with their support; and come apart again."""

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.models import Delivery
from proposals.merge import merge_proposals, unmerge
from proposals.models import Support
from proposals.support import fold_support, give_support, take_back_support
from proposals.triage import decide
from proposals.workflow import MoveNotAllowed
from tests import factories as f


@pytest.fixture
def pair(resident, neighbour):
    """Two proposals; `both` backs both of them, one more person backs only the first."""
    first = f.ProposalFactory(author=resident, support_threshold=30)
    second = f.ProposalFactory(author=neighbour, support_threshold=30)
    both, one = f.UserFactory(), f.UserFactory()
    for proposal, person in [(first, both), (second, both), (first, one)]:
        give_support(proposal=proposal, by=person)
    return first, second, both, one


def merge(pair, officer, **more):
    first, second, *_ = pair
    merge_proposals(proposal=first, into=second, reason="같은 곳입니다.", by=officer, **more)


def count(proposal):
    fold_support()
    proposal.refresh_from_db()
    assert proposal.support_count == proposal.supports.count()
    return proposal.support_count


def test_support_moves_along_one_per_person(pair, officer):
    merge(pair, officer)

    first, second, both, one = pair
    assert count(second) == 2
    assert set(second.supports.values_list("supporter", flat=True)) == {both.pk, one.pk}
    assert count(first) == 2  # the originals stay
    assert first.merged_into == second


def test_undoing_takes_exactly_what_the_merge_brought(pair, officer):
    first, second, _both, one = pair
    merge(pair, officer)
    own = give_support(proposal=second, by=f.UserFactory())

    unmerge(proposal=first, reason="다른 곳이었습니다.", by=officer)

    assert count(second) == 2
    assert not second.supports.filter(supporter=one).exists()
    assert Support.objects.filter(pk=own.pk).exists()
    assert (first.state, first.merged_into) == (("received", ""), None)


def test_support_taken_back_after_the_merge_is_not_taken_twice(pair, officer):
    first, second, _both, one = pair
    merge(pair, officer)
    take_back_support(proposal=second, by=one)

    unmerge(proposal=first, reason="다른 곳이었습니다.", by=officer)

    assert count(second) == 1


@pytest.mark.parametrize("status", ["in_review", "needs_info", "accepted"])
def test_undoing_restores_the_status_and_its_clock(pair, officer, resident, status):
    first, *_ = pair
    decide(proposal=first, status="in_review", reason="봅니다.", by=officer)
    due = first.answer_due_at
    if status != "in_review":
        decide(proposal=first, status=status, reason="다음.", by=officer)
    merge(pair, officer)

    unmerge(proposal=first, reason="다른 곳이었습니다.", by=officer)

    first.refresh_from_db()
    assert first.status == status
    if status == "in_review":
        assert (first.answer_due_at, first.answered_at) == (due, None)
    if status == "needs_info":
        decide(proposal=first, status="in_review", reason="동쪽", by=resident, mover="author")
        assert first.answer_due_at == due


def test_a_merge_can_be_undone_for_thirty_days(pair, officer):
    now = timezone.now()
    merge(pair, officer, at=now)

    with pytest.raises(MoveNotAllowed):
        unmerge(
            proposal=pair[0], reason="늦었네요.", by=officer, at=now + timedelta(days=30, hours=1)
        )
    unmerge(proposal=pair[0], reason="아직 됩니다.", by=officer, at=now + timedelta(days=30))


def test_nothing_is_merged_into_itself_or_into_something_closed(pair, officer):
    first, second, *_ = pair

    with pytest.raises(MoveNotAllowed):
        merge_proposals(proposal=first, into=first, reason="같습니다.", by=officer)
    decide(proposal=second, status="closed", outcome="declined", reason="안 됩니다.", by=officer)
    with pytest.raises(MoveNotAllowed):
        merge(pair, officer)


def test_who_came_with_the_merge_hears_of_the_target(pair, officer, resident):
    merge(pair, officer)
    Delivery.objects.all().delete()

    decide(proposal=pair[1], status="accepted", reason="합니다.", by=officer)

    assert Delivery.objects.filter(person=resident).count() == 1


def test_a_merge_can_lift_the_target_over_its_threshold(pair, officer):
    second = pair[1]
    type(second).objects.filter(pk=second.pk).update(support_threshold=2)

    merge(pair, officer)
    fold_support()

    second.refresh_from_db()
    assert second.status == "in_review"


def test_merging_many_costs_as_much_as_merging_few(pair, officer, django_assert_max_num_queries):
    first, *_ = pair
    for _ in range(20):
        give_support(proposal=first, by=f.UserFactory())

    with django_assert_max_num_queries(29):
        merge(pair, officer)
