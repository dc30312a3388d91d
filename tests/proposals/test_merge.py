"""Two proposals about the same thing become one, with their support; and come apart again."""

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.models import Delivery
from proposals.compare import merge_candidates, pair_of
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


# ── Both sides beside each other ─────────────────────────────────────────────────────────────
def test_both_stand_beside_each_other_with_what_merging_would_do(pair, officer, sign_in):
    first, second, *_ = pair
    type(second).objects.filter(pk=second.pk).update(lon=127.021)

    response = sign_in(officer).get(f"/desk/proposals/{first.pk}/compare/{second.pk}/")

    page = response.content.decode()
    assert first.title in page
    assert second.title in page
    shown = response.context["pair"]
    assert (shown.both, shown.together) == (1, 2)
    assert 86 <= shown.metres <= 90  # a thousandth of a degree at 37.75° north
    assert "88m" in page
    assert page.count('font-size="46"') == 2  # one pin each, on one map


def test_the_preview_says_what_the_merge_then_does(pair, officer):
    together = pair_of(pair[0], pair[1]).together

    merge(pair, officer)

    assert count(pair[1]) == together


def test_swapping_lets_the_other_one_stay(pair, officer, sign_in):
    first, second, *_ = pair
    browser = sign_in(officer)

    page = browser.get(f"/desk/proposals/{first.pk}/compare/{second.pk}/").content.decode()
    assert f"/desk/proposals/{second.pk}/compare/{first.pk}/" in page
    swapped = browser.get(f"/desk/proposals/{second.pk}/compare/{first.pk}/")
    browser.post(
        f"/desk/proposals/{second.pk}/move/merged/", {"into": first.pk, "reason": "같은 곳입니다."}
    )

    assert swapped.context["pair"].other == first
    second.refresh_from_db()
    assert second.merged_into == first


def test_what_is_closed_can_be_looked_at_but_not_merged_into(pair, officer, sign_in):
    first, second, *_ = pair
    decide(proposal=second, status="closed", outcome="declined", reason="안 됩니다.", by=officer)

    response = sign_in(officer).get(f"/desk/proposals/{first.pk}/compare/{second.pk}/")

    assert response.status_code == 200
    assert not response.context["may_merge"]


def test_only_the_desk_compares(pair, resident, sign_in):
    address = f"/desk/proposals/{pair[0].pk}/compare/{pair[1].pk}/"

    assert sign_in(resident).get(address).status_code == 403


def test_a_proposal_is_not_compared_with_itself(pair, officer, sign_in):
    first = pair[0]

    assert (
        sign_in(officer).get(f"/desk/proposals/{first.pk}/compare/{first.pk}/").status_code == 404
    )


def test_near_ones_with_the_same_words_come_first(resident, officer):
    near = {"lat": 37.75, "author": resident}
    one = f.ProposalFactory(
        title="초등학교 앞 횡단보도가 어둡습니다", text="밤에 무섭습니다.", **near
    )
    other_words = f.ProposalFactory(
        title="버스가 늦습니다", text="아침마다요.", lon=127.0201, **near
    )
    same_words = f.ProposalFactory(
        title="학교 앞 횡단보도 어두워요", text="밤에는 무섭습니다", lon=127.0202, **near
    )

    assert merge_candidates(one) == [same_words, other_words]
    assert merge_candidates(one, "버스") == [other_words]


def test_the_page_says_what_undoing_does_and_until_when(pair, officer, sign_in):
    merge(pair, officer)
    first = pair[0]

    response = sign_in(officer).get(f"/desk/proposals/{first.pk}/move/unmerge/")

    undone = response.context["move_form"].undone
    assert (undone["support"], undone["target"]) == (1, pair[1])
    assert undone["until"] - first.status_since == timedelta(days=30)
    assert "되돌릴 수 있습니다" in response.content.decode()
