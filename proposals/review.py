"""전문가 검토: officers ask experts about a proposal; each gives points and reasons, once."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import NamedTuple

from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.roles import Role
from proposals import notify_desk
from proposals.models import Criterion, Proposal, Review, Score
from proposals.workflow import Status

# Reviews are about what is still to be decided.
TAKES_REVIEWS = {Status.RECEIVED, Status.NEEDS_INFO, Status.IN_REVIEW, Status.ACCEPTED}
LOWEST, HIGHEST = 1, 5
SHOWN = 50


class ReviewRefused(Exception):
    """str() is one sentence that says why."""


class Mean(NamedTuple):
    """What the experts think of one criterion: the mean of n of them."""

    criterion: Criterion
    mean: float
    n: int


@transaction.atomic
def ask_for_reviews(
    *,
    proposal: Proposal,
    experts: Iterable[User],
    by: User,
    due_on: date | None = None,
    at: datetime | None = None,
) -> list[Review]:
    """Who was asked before is not asked again; returns those newly asked."""
    at = at or timezone.now()
    experts = list(experts)
    _check_asking(proposal, experts, by, due_on, at)
    asked = set(proposal.reviews.values_list("expert_id", flat=True))
    reviews = Review.objects.bulk_create(
        Review(proposal=proposal, expert=one, asked_by=by, asked_at=at, due_on=due_on)
        for one in experts
        if one.pk not in asked
    )
    notify_desk.ask_for_review(reviews)
    return reviews


@transaction.atomic
def keep_review(
    *,
    review: Review,
    by: User,
    text: str = "",
    points: Mapping[Criterion, int] | None = None,
    has_interest: bool = False,
    interest: str = "",
) -> Review:
    """What an expert has written so far; only they see it until it is sent."""
    review = _unsent(review, by)
    points = points or {}
    if any(not LOWEST <= value <= HIGHEST for value in points.values()):
        raise ReviewRefused(_("Points go from 1 to 5."))
    if has_interest and not interest.strip():
        raise ReviewRefused(_("Say what your interest is."))
    review.text, review.has_interest = text.strip(), has_interest
    review.interest = interest.strip() if has_interest else ""
    review.save(update_fields=["text", "has_interest", "interest"])
    review.scores.all().delete()
    Score.objects.bulk_create(
        Score(review=review, criterion=criterion, points=value)
        for criterion, value in points.items()
    )
    return review


@transaction.atomic
def send_review(
    *,
    review: Review,
    by: User,
    text: str,
    points: Mapping[Criterion, int],
    has_interest: bool = False,
    interest: str = "",
    at: datetime | None = None,
) -> Review:
    """Once and for good: every criterion in use has its points, and the words say why."""
    at = at or timezone.now()
    if not text.strip():
        raise ReviewRefused(_("Write the review first."))
    if set(Criterion.objects.filter(is_open=True)) - set(points):
        raise ReviewRefused(_("Give points for every criterion."))
    review = keep_review(
        review=review, by=by, text=text, points=points, has_interest=has_interest,
        interest=interest,
    )  # fmt: skip
    review.sent_at = at
    review.save(update_fields=["sent_at"])
    notify_desk.tell_review(review, at)
    return review


@transaction.atomic
def take_back_request(*, review: Review, by: User) -> None:
    """The expert need not answer any more. What was sent stays."""
    if not by.is_officer:
        raise ReviewRefused(_("Only people who work at the desk can ask for reviews."))
    if not Review.objects.filter(pk=review.pk, sent_at__isnull=True).delete()[0]:
        raise ReviewRefused(_("This review has been sent already."))


def remind_late_reviewers(at: datetime | None = None, most: int = 200) -> int:
    """Once each, on the day after the one that was agreed."""
    at = at or timezone.now()
    late = (
        waiting_reviews()
        .filter(due_on__lt=timezone.localdate(at), reminded_at__isnull=True)
        .select_related("proposal")
        .order_by("due_on", "pk")[:most]
    )
    return sum(_remind(review, at) for review in late)


@transaction.atomic
def _remind(review: Review, at: datetime) -> bool:
    unsent = Review.objects.filter(pk=review.pk, reminded_at__isnull=True, sent_at__isnull=True)
    reminded = bool(unsent.update(reminded_at=at))
    if reminded:
        notify_desk.remind_reviewer(review, at)
    return reminded


def waiting_reviews() -> QuerySet[Review]:
    """Asked for, not sent, and still of use."""
    return Review.objects.filter(
        sent_at__isnull=True, proposal__status__in=TAKES_REVIEWS, proposal__hidden_at__isnull=True,
        expert__role=Role.EXPERT,
    )  # fmt: skip


def reviews_for(expert: User) -> list[Review]:
    """What this expert was asked, unsent ones first; nothing for anybody else."""
    if expert.role != Role.EXPERT:
        return []
    return list(
        Review.objects.filter(expert=expert, proposal__hidden_at__isnull=True)
        .select_related("proposal")
        .order_by(F("sent_at").desc(nulls_first=True), "due_on", "pk")[:SHOWN]
    )


def public_reviews(proposal: Proposal) -> list[Review]:
    """Anybody reads them once the city has decided; until then nobody is swayed by them."""
    if proposal.status in (Status.RECEIVED, Status.NEEDS_INFO, Status.IN_REVIEW):
        return []
    return list(sent_reviews(proposal))


def sent_reviews(proposal: Proposal) -> QuerySet[Review]:
    return (
        proposal.reviews.filter(sent_at__isnull=False)
        .select_related("expert")
        .prefetch_related("scores__criterion")
        .order_by("sent_at", "pk")
    )


def means_of(reviews: Iterable[Review]) -> list[Mean]:
    """The mean of each criterion over the reviews that were sent, with how many they were."""
    points: dict[Criterion, list[int]] = {}
    for review in reviews:
        for score in review.scores.all() if review.sent_at else ():
            points.setdefault(score.criterion, []).append(score.points)
    in_order = sorted(points.items(), key=lambda item: (item[0].position, item[0].pk))
    return [
        Mean(criterion, sum(values) / len(values), len(values)) for criterion, values in in_order
    ]


def criteria_for(review: Review) -> list[Criterion]:
    """Those in use, and those that this review has points for already."""
    given = review.scores.values("criterion")
    return list(Criterion.objects.filter(Q(is_open=True) | Q(pk__in=given)))


def _unsent(review: Review, by: User) -> Review:
    review = Review.objects.select_for_update().select_related("proposal").get(pk=review.pk)
    if review.expert_id != by.pk or by.role != Role.EXPERT or not by.is_active:
        raise ReviewRefused(_("Only the expert who was asked can write this review."))
    if review.sent_at:
        raise ReviewRefused(_("This review has been sent already."))
    if review.proposal.status not in TAKES_REVIEWS:
        raise ReviewRefused(_("This proposal has been decided; a review is not needed any more."))
    return review


def _check_asking(
    proposal: Proposal, experts: list[User], by: User, due_on: date | None, at: datetime
) -> None:
    if not by.is_officer:
        raise ReviewRefused(_("Only people who work at the desk can ask for reviews."))
    if proposal.status not in TAKES_REVIEWS:
        raise ReviewRefused(_("This proposal has been decided; a review is not needed any more."))
    if not experts or any(one.role != Role.EXPERT or not one.is_active for one in experts):
        raise ReviewRefused(_("Choose at least one expert from the list."))
    if due_on and due_on < timezone.localdate(at):
        raise ReviewRefused(_("Choose today or a later day."))
