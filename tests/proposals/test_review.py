"""전문가 검토: who is asked, who writes, who reads it and when."""

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.erase import erase_person
from accounts.models import Delivery
from city.words import words
from proposals.models import Criterion, Review
from proposals.periods import end_periods
from proposals.review import (
    ReviewRefused,
    ask_for_reviews,
    keep_review,
    means_of,
    public_reviews,
    send_review,
    sent_reviews,
    take_back_request,
)
from proposals.triage import decide
from proposals.workflow import MOVES
from tests import factories as f


@pytest.fixture
def criteria(city):
    return [
        Criterion.objects.create(name=words(name), position=n)
        for n, name in enumerate(["실현 가능성", "주민 편익"])
    ]


@pytest.fixture
def proposal(resident, officer):
    return f.ProposalFactory(author=resident, officer=officer, title="횡단보도 시간이 짧아요")


@pytest.fixture
def review(proposal, expert, officer, criteria):
    return ask_for_reviews(proposal=proposal, experts=[expert], by=officer)[0]


def send(review, by, points=(4, 2), **fields):
    given = dict(zip(Criterion.objects.all(), points, strict=False))
    return send_review(
        review=review, by=by, **{"text": "해 볼 만합니다.", "points": given} | fields
    )


# ── Asking ───────────────────────────────────────────────────────────────────────────────────
def test_experts_are_asked_once_and_told(proposal, expert, officer):
    second = f.UserFactory(role="expert")

    ask_for_reviews(proposal=proposal, experts=[expert], by=officer)
    newly = ask_for_reviews(proposal=proposal, experts=[expert, second], by=officer)

    assert [row.expert for row in newly] == [second]
    told = Delivery.objects.filter(update_told__kind="review-asked")
    assert sorted(told.values_list("person", flat=True)) == sorted([expert.pk, second.pk])
    assert told[0].update_told.url == f"/proposals/{proposal.pk}/review/"


@pytest.mark.parametrize("who", ["resident", "officer", "manager"])
def test_only_experts_are_asked(proposal, officer, who, request):
    with pytest.raises(ReviewRefused):
        ask_for_reviews(proposal=proposal, experts=[request.getfixturevalue(who)], by=officer)


@pytest.mark.parametrize("who", ["resident", "expert"])
def test_only_the_desk_asks(proposal, expert, who, request):
    with pytest.raises(ReviewRefused):
        ask_for_reviews(proposal=proposal, experts=[expert], by=request.getfixturevalue(who))


@pytest.mark.parametrize("state", MOVES, ids="-".join)
def test_reviews_are_about_what_is_still_to_be_decided(state, expert, officer):
    status, outcome = state
    into = f.ProposalFactory() if outcome == "merged" else None
    proposal = f.ProposalFactory(status=status, outcome=outcome, merged_into=into)

    if status in ("received", "needs_info", "in_review", "accepted"):
        assert ask_for_reviews(proposal=proposal, experts=[expert], by=officer)
    else:
        with pytest.raises(ReviewRefused):
            ask_for_reviews(proposal=proposal, experts=[expert], by=officer)


def test_nobody_and_yesterday_are_no_answers(proposal, expert, officer):
    yesterday = timezone.localdate() - timedelta(days=1)
    for wrong in ({"experts": []}, {"experts": [expert], "due_on": yesterday}):
        with pytest.raises(ReviewRefused):
            ask_for_reviews(proposal=proposal, by=officer, **wrong)


def test_what_is_not_needed_any_more_is_taken_back_unless_sent(review, expert, officer, neighbour):
    with pytest.raises(ReviewRefused):
        take_back_request(review=review, by=neighbour)
    send(review, expert)

    with pytest.raises(ReviewRefused):
        take_back_request(review=review, by=officer)
    assert Review.objects.exists()


# ── Writing ──────────────────────────────────────────────────────────────────────────────────
def test_a_draft_may_leave_gaps_and_changes_until_it_is_sent(review, expert, criteria):
    keep_review(review=review, by=expert, text="아직", points={criteria[0]: 1})
    keep_review(
        review=review, by=expert, points={criteria[1]: 5}, has_interest=True, interest="주주"
    )
    review.refresh_from_db()
    assert (review.text, review.sent_at, review.interest) == ("", None, "주주")
    assert [(row.criterion, row.points) for row in review.scores.all()] == [(criteria[1], 5)]

    send(review, expert)

    review.refresh_from_db()
    assert review.sent_at
    assert (review.has_interest, review.interest) == (False, "")


def test_sent_is_sent(review, expert):
    send(review, expert)

    for act in (send, lambda row, by: keep_review(review=row, by=by, text="다르게")):
        with pytest.raises(ReviewRefused):
            act(review, expert)
    review.refresh_from_db()
    assert review.text == "해 볼 만합니다."


@pytest.mark.parametrize(
    "wrong", [{"text": "  "}, {"points": (4,)}, {"points": ()}, {"points": (4, 6)},
              {"points": (0, 3)}, {"has_interest": True}],
)  # fmt: skip
def test_a_review_is_whole_or_not_sent(review, expert, wrong):
    with pytest.raises(ReviewRefused):
        send(review, expert, **wrong)

    review.refresh_from_db()
    assert (review.sent_at, review.scores.count()) == (None, 0)


@pytest.mark.parametrize("who", ["resident", "officer", "manager", "another"])
def test_only_who_was_asked_writes(review, who, request):
    by = f.UserFactory(role="expert") if who == "another" else request.getfixturevalue(who)

    with pytest.raises(ReviewRefused):
        send(review, by)


def test_who_is_no_expert_any_more_writes_no_review(review, expert):
    expert.role = "resident"
    expert.save()

    with pytest.raises(ReviewRefused):
        send(review, expert)


def test_after_the_decision_no_review_is_needed(review, expert, officer):
    decide(
        proposal=review.proposal,
        status="closed",
        outcome="declined",
        reason="어렵습니다.",
        by=officer,
    )

    with pytest.raises(ReviewRefused):
        send(review, expert)


def test_the_officer_hears_that_it_arrived(review, expert, officer):
    send(review, expert)

    assert Delivery.objects.filter(person=officer, update_told__kind="review").count() == 1


# ── Reading ──────────────────────────────────────────────────────────────────────────────────
def test_means_with_how_many_they_are_of(proposal, review, expert, officer, criteria):
    others = [f.UserFactory(role="expert") for _ in range(2)]
    first, _unsent = ask_for_reviews(proposal=proposal, experts=others, by=officer)
    send(review, expert, (5, 2))
    send(first, others[0], (4, 2))

    means = means_of(sent_reviews(proposal))

    assert [(str(row.criterion), row.mean, row.n) for row in means] == [
        ("실현 가능성", 4.5, 2), ("주민 편익", 2.0, 2),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("status", "outcome", "is_public"),
    [("received", "", False), ("in_review", "", False), ("needs_info", "", False),
     ("accepted", "", True), ("closed", "declined", True)],
)  # fmt: skip
def test_the_public_reads_it_after_the_decision(
    review, expert, visitor, status, outcome, is_public
):
    send(review, expert, has_interest=True, interest="신호기 회사에서 일합니다.")
    type(review.proposal).objects.update(status=status, outcome=outcome, came_from="received")
    review.proposal.refresh_from_db()

    page = visitor.get(f"/proposals/{review.proposal_id}/").content.decode()

    assert bool(public_reviews(review.proposal)) is is_public
    for words_of_it in ("해 볼 만합니다.", "신호기 회사에서 일합니다.", expert.pseudonym):
        assert (words_of_it in page) is is_public


def test_the_desk_reads_it_at_once(review, expert, officer, sign_in):
    send(review, expert)

    page = sign_in(officer).get(f"/desk/proposals/{review.proposal_id}/").content.decode()

    assert "해 볼 만합니다." in page


def test_an_unsent_draft_is_the_experts_alone(review, expert, manager, sign_in):
    keep_review(review=review, by=expert, text="아직 쓰는 중")

    page = sign_in(manager).get(f"/desk/proposals/{review.proposal_id}/").content.decode()

    assert "아직 쓰는 중" not in page
    assert expert.pseudonym in page


# ── The expert's page ────────────────────────────────────────────────────────────────────────
def page_of(review):
    return f"/proposals/{review.proposal_id}/review/"


def test_an_expert_finds_it_writes_and_sends(review, expert, sign_in, criteria):
    client = sign_in(expert)
    first, second = (f"points-{row.pk}" for row in criteria)
    assert page_of(review) in client.get("/me/").content.decode()

    client.post(page_of(review), {"text": "아직", first: "3", "keep": "1"})
    assert "아직" in client.get(page_of(review)).content.decode()
    answer = client.post(page_of(review), {"text": "좋습니다.", first: "3", second: "5"})

    assert answer.status_code == 302
    review.refresh_from_db()
    assert (review.text, review.scores.count(), bool(review.sent_at)) == ("좋습니다.", 2, True)


@pytest.mark.parametrize(
    "written", [{"text": ""}, {"points": "6"}, {"points": "x"}, {"has_interest": "1"}]
)
def test_what_is_missing_is_said_and_nothing_is_lost(review, expert, sign_in, criteria, written):
    data = {f"points-{row.pk}": written.get("points", "3") for row in criteria}

    answer = sign_in(expert).post(page_of(review), {"text": "좋습니다."} | data | written)

    assert answer.status_code == 422
    review.refresh_from_db()
    assert review.sent_at is None


@pytest.mark.parametrize("who", ["resident", "officer", "manager", "another"])
def test_nobody_else_finds_the_page(review, who, request, sign_in, visitor):
    person = f.UserFactory(role="expert") if who == "another" else request.getfixturevalue(who)

    assert sign_in(person).get(page_of(review)).status_code == 404
    assert visitor.get(page_of(review)).status_code == 302


def test_a_hidden_proposal_is_reviewed_by_nobody(review, expert, sign_in):
    type(review.proposal).objects.update(hidden_at=timezone.now())

    assert sign_in(expert).get(page_of(review)).status_code == 404
    assert page_of(review) not in sign_in(expert).get("/me/").content.decode()


def test_an_expert_who_leaves_takes_the_draft_along_but_not_what_was_sent(
    review, proposal, expert, officer
):
    other = ask_for_reviews(proposal=f.ProposalFactory(), experts=[expert], by=officer)[0]
    keep_review(review=other, by=expert, text="아직 쓰는 중")
    send(review, expert)

    erase_person(person=expert)

    assert list(Review.objects.values_list("pk", "text")) == [(review.pk, "해 볼 만합니다.")]


# ── At the desk ──────────────────────────────────────────────────────────────────────────────
def test_an_officer_asks_at_the_desk_and_takes_it_back(proposal, expert, officer, sign_in):
    client, desk = sign_in(officer), f"/desk/proposals/{proposal.pk}/reviews/"

    assert client.post(desk, {"reviews-due_on": "2099-01-01"}).status_code == 422
    client.post(desk, {"reviews-experts": [expert.pk], "reviews-due_on": "2099-01-01"})
    review = proposal.reviews.get()
    client.post(f"{desk}{review.pk}/")

    assert not Review.objects.exists()


# ── Reminders ────────────────────────────────────────────────────────────────────────────────
def test_who_is_late_is_reminded_once(proposal, expert, officer, criteria):
    today, now = timezone.localdate(), timezone.now()
    ask_for_reviews(proposal=proposal, experts=[expert], by=officer, due_on=today)

    end_periods(now)
    assert end_periods(now + timedelta(days=1))["reviewers_reminded"] == 1
    assert end_periods(now + timedelta(days=2))["reviewers_reminded"] == 0

    assert Delivery.objects.filter(person=expert, update_told__kind="review-late").count() == 1


def test_who_has_sent_it_is_not_reminded(review, expert):
    Review.objects.update(due_on=timezone.localdate())
    send(review, expert)

    assert end_periods(timezone.now() + timedelta(days=1))["reviewers_reminded"] == 0
