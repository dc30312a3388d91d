"""A resident backs a proposal once, may take it back, and every counter is right."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from random import Random

import pytest
from django.db import connection
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from proposals.models import Proposal, Support, SupportEvent
from proposals.support import (
    SupportClosed,
    fold_support,
    give_support,
    give_supports,
    recount,
    take_back_support,
)
from proposals.workflow import TAKES_SUPPORT, Outcome, Status
from tests.factories import ProposalFactory, UserFactory, make_city

pytestmark = pytest.mark.usefixtures("city")


def now(proposal) -> int:
    """What a page shows."""
    return Proposal.objects.with_support_now().get(pk=proposal.pk).support_now


def counted(proposal) -> int:
    return Proposal.objects.get(pk=proposal.pk).support_count


def closed(proposal, outcome=Outcome.DECLINED):
    proposal.status, proposal.outcome = Status.CLOSED, outcome
    proposal.save()
    return proposal


def test_a_resident_can_support_once(resident):
    proposal = ProposalFactory()

    first = give_support(proposal=proposal, by=resident)
    again = give_support(proposal=proposal, by=resident)

    assert first == again
    assert proposal.supports.count() == 1
    assert SupportEvent.objects.count() == 1


def test_ones_own_tap_is_seen_at_once(resident):
    proposal = ProposalFactory()

    give_support(proposal=proposal, by=resident)

    assert now(proposal) == 1


def test_events_that_are_not_folded_yet_are_shown_all_the_same(resident):
    proposal = ProposalFactory(support_count=4)
    SupportEvent.objects.create(proposal=proposal, change=1, level="registered")

    assert counted(proposal) == 4
    assert now(proposal) == 5


def test_a_resident_takes_support_back(resident, neighbour):
    proposal = ProposalFactory()
    give_support(proposal=proposal, by=resident)
    give_support(proposal=proposal, by=neighbour)

    assert take_back_support(proposal=proposal, by=resident) is True
    assert take_back_support(proposal=proposal, by=resident) is False

    fold_support()
    assert counted(proposal) == now(proposal) == 1
    assert [event.change for event in SupportEvent.objects.order_by("pk")] == [1, 1, -1]


def test_folding_twice_counts_once(resident):
    proposal = ProposalFactory()
    give_support(proposal=proposal, by=resident)

    fold_support()
    fold_support()

    assert counted(proposal) == 1
    assert not SupportEvent.objects.filter(folded_at__isnull=True).exists()


@pytest.mark.parametrize("status", sorted(set(Status) - TAKES_SUPPORT))
def test_support_is_closed_on_planned_and_closed_proposals(status, resident, neighbour):
    proposal = ProposalFactory()
    give_support(proposal=proposal, by=neighbour)
    proposal.status = status
    proposal.outcome = Outcome.DECLINED if status == Status.CLOSED else ""

    with pytest.raises(SupportClosed):
        give_support(proposal=proposal, by=resident)
    with pytest.raises(SupportClosed):
        take_back_support(proposal=proposal, by=neighbour)


def test_the_threshold_moves_a_proposal_into_review_by_itself():
    proposal = ProposalFactory(support_threshold=3)
    people = UserFactory.create_batch(3)

    for person in people[:2]:
        give_support(proposal=proposal, by=person)
    fold_support()
    assert Proposal.objects.get().status == Status.RECEIVED
    last = give_support(proposal=proposal, by=people[2])
    fold_support()

    decision = proposal.decisions.get()
    assert (decision.status, decision.mover) == (Status.IN_REVIEW, "clock")
    assert decision.reason
    assert decision.at == last.created_at
    assert Proposal.objects.get().status == Status.IN_REVIEW


def test_support_after_the_threshold_moves_nothing_twice():
    proposal = ProposalFactory(support_threshold=2)

    for person in UserFactory.create_batch(5):
        give_support(proposal=proposal, by=person)
    fold_support()

    assert proposal.decisions.count() == 1
    assert counted(proposal) == 5


def test_taking_back_after_the_threshold_leaves_it_in_review():
    proposal = ProposalFactory(support_threshold=2)
    people = UserFactory.create_batch(2)
    for person in people:
        give_support(proposal=proposal, by=person)
    fold_support()
    proposal.refresh_from_db()

    take_back_support(proposal=proposal, by=people[0])
    fold_support()

    assert Proposal.objects.get().status == Status.IN_REVIEW


def test_recount_mends_counters_and_says_how_many(resident):
    right, wrong = ProposalFactory(), ProposalFactory()
    for proposal in (right, wrong):
        give_support(proposal=proposal, by=resident)
    fold_support()
    Proposal.objects.filter(pk=wrong.pk).update(support_count=17, comment_count=3)

    assert recount() == 1

    assert (counted(right), counted(wrong)) == (1, 1)
    assert recount() == 0


def test_recount_leaves_what_waits_for_the_fold(resident):
    proposal = ProposalFactory(support_count=9)
    Support.objects.create(proposal=proposal, supporter=resident)
    SupportEvent.objects.create(proposal=proposal, change=1, level="registered")

    recount()

    assert (counted(proposal), now(proposal)) == (0, 1)


class GiveAndTake(TestCase):
    """Whatever people do, in whatever order: counter = rows = sum of the events."""

    @settings(max_examples=25, deadline=None)
    @given(
        acts=st.lists(
            st.tuples(
                st.sampled_from(["give", "take", "fold"]), st.integers(0, 3), st.integers(0, 1)
            ),
            max_size=25,
        )
    )
    def test_counters_equal_the_rows(self, acts):
        make_city()
        people = UserFactory.create_batch(4)
        proposals = ProposalFactory.create_batch(2, support_threshold=1_000)

        for act, person, proposal in acts:
            if act == "fold":
                fold_support()
                continue
            verb = give_support if act == "give" else take_back_support
            verb(proposal=proposals[proposal], by=people[person])
        shown = [now(proposal) for proposal in proposals]
        fold_support()

        for proposal, before in zip(proposals, shown, strict=True):
            assert proposal.supports.count() == counted(proposal) == before


def in_parallel(*acts):
    """Each act in a thread and on a connection of its own; returns their results."""

    def run(act):
        try:
            return act()
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as threads:
        return [done.result() for done in [threads.submit(run, act) for act in acts]]


@pytest.mark.django_db(transaction=True)
def test_one_person_with_many_windows_backs_once(resident):
    proposal = ProposalFactory()

    in_parallel(*[lambda: give_support(proposal=proposal, by=resident)] * 8)

    fold_support()
    assert Support.objects.count() == SupportEvent.objects.count() == 1
    assert counted(proposal) == 1


@pytest.mark.django_db(transaction=True)
def test_one_support_is_taken_back_once(resident):
    proposal = ProposalFactory()
    give_support(proposal=proposal, by=resident)

    taken = in_parallel(*[lambda: take_back_support(proposal=proposal, by=resident)] * 8)

    fold_support()
    assert taken.count(True) == 1
    assert counted(proposal) == 0


@pytest.mark.django_db(transaction=True)
def test_crowds_and_two_folders_at_once_end_exact():
    proposals = ProposalFactory.create_batch(2, support_threshold=10)
    people = UserFactory.create_batch(12)

    def crowd(seed):
        random = Random(seed)

        def act():
            for _ in range(25):
                verb = give_support if random.random() < 0.7 else take_back_support
                verb(proposal=random.choice(proposals), by=random.choice(people))

        return act

    def folder():
        for _ in range(15):
            fold_support()

    in_parallel(*map(crowd, range(6)), folder, folder)

    fold_support()
    for proposal in proposals:
        events = SupportEvent.objects.filter(proposal=proposal)
        assert proposal.supports.count() == sum(event.change for event in events)
        assert counted(proposal) == proposal.supports.count()
        assert proposal.decisions.filter(status=Status.IN_REVIEW).count() <= 1


def test_taps_of_many_at_once_count_as_if_one_after_the_other(city, resident, neighbour, officer):
    proposal = ProposalFactory(support_threshold=2)
    first = timezone.now() - timedelta(hours=3)
    give_support(proposal=proposal, by=officer, at=first)

    give_supports(
        proposal=proposal,
        taps=[(officer, first), (resident, first + timedelta(hours=1)),
              (neighbour, first + timedelta(hours=2))],
    )  # fmt: skip
    fold_support()

    proposal.refresh_from_db()
    assert (proposal.support_count, proposal.supports.count()) == (3, 3)
    assert proposal.status == Status.IN_REVIEW
    assert [event.at for event in SupportEvent.objects.order_by("pk")] == [
        first, first + timedelta(hours=1), first + timedelta(hours=2),
    ]  # fmt: skip
    proposal.status = Status.CLOSED
    with pytest.raises(SupportClosed):
        give_supports(proposal=proposal, taps=[(UserFactory(), timezone.now())])
