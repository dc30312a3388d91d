"""Tells those in charge what waits for them, and everybody what the desk did besides deciding."""

from datetime import date, datetime, timedelta

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format

from accounts.deputise import deputies_of
from accounts.models import Update, User
from accounts.roles import Role
from accounts.tell import tell
from city.words import Words, words
from proposals.models import Extension, Proposal, ReferralAnswer, Review
from proposals.notify import audience, tell_about, tell_officer, titled

Phrase = tuple[str, str]
# A due time is the midnight that ends the day which people are told.
A_MOMENT = timedelta(microseconds=1)

WARNED: dict[tuple[str, bool], Phrase] = {
    ("answer", False): (
        "‘{title}’ 제안의 답변 기간이 절반 지났습니다",
        "Half of the time to answer “{title}” is over",
    ),
    ("answer", True): (
        "‘{title}’ 제안의 답변 기한이 지났습니다",
        "The answer to “{title}” is overdue",
    ),
    ("short_answer", True): (
        "‘{title}’ 제안의 짧은 답변 기한이 지났습니다",
        "The short answer to “{title}” is overdue",
    ),
    ("first_look", True): (
        "‘{title}’ 제안의 첫 검토 기한이 지났습니다",
        "The first look at “{title}” is overdue",
    ),
}


def in_charge_of(proposal: Proposal, at: datetime) -> set[int]:
    """The officer with today's deputy; else the department's officers; else the managers."""
    staff = User.objects.staff()
    if proposal.officer_id and staff.filter(pk=proposal.officer_id).exists():
        day = timezone.localdate(at)
        return {proposal.officer_id} | deputies_of(proposal.officer_id, day)
    if proposal.department_id:
        colleagues = set(
            staff.filter(department=proposal.department_id).values_list("pk", flat=True)
        )
        if colleagues:
            return colleagues
    leaders = staff.filter(role__in=[Role.MANAGER, Role.ADMIN])
    return set(leaders.values_list("pk", flat=True))


def tell_in_charge(
    proposal: Proposal, *, kind: str, title: Phrase, at: datetime, body: Words | None = None
) -> Update:
    """News for whoever has to act, with the address of the desk."""
    return tell(
        people=in_charge_of(proposal, at),
        kind=kind,
        thread=proposal.thread,
        url=reverse("proposals_desk:proposal", args=[proposal.pk]),
        title=titled(title, proposal),
        body=body,
        at=at,
    )


def warn(proposal: Proposal, *, clock: str, is_due: bool, at: datetime) -> Update:
    return tell_in_charge(proposal, kind="clock", title=WARNED[clock, is_due], at=at)


def tell_extension(extension: Extension) -> Update:
    proposal, day = extension.proposal, timezone.localtime(extension.due_at) - A_MOMENT
    ko, en = f"{day.year}. {day.month}. {day.day}.", date_format(day, "j F Y")
    title = (
        f"‘{{title}}’ 제안에 {ko}까지 답변드리겠습니다",
        f"The answer to “{{title}}” will take until {en}",
    )
    return tell_about(
        proposal,
        people=audience(proposal) - {extension.by_id},
        kind="extension",
        title=titled(title, proposal),
        body=words(extension.reason),
        at=extension.at,
    )


def tell_referral_answer(answer: ReferralAnswer) -> Update:
    proposal = answer.decision.proposal
    title = (
        "이송한 ‘{title}’ 제안에 담당 기관의 답변이 왔습니다",
        "“{title}”: the body in charge has answered",
    )
    return tell_about(
        proposal,
        people=audience(proposal) - {answer.written_by_id},
        kind="referral-answer",
        title=titled(title, proposal),
        body=words(answer.text),
        at=answer.at,
    )


def ask_for_review(reviews: list[Review]) -> None:
    """All were asked about the same proposal in the same moment."""
    if reviews:
        first = reviews[0]
        _tell_experts(
            first,
            people={row.expert_id for row in reviews},
            kind="review-asked",
            title=("‘{title}’ 제안의 전문가 검토를 부탁드립니다", "Please review “{title}”"),
            at=first.asked_at,
        )


def remind_reviewer(review: Review, at: datetime) -> None:
    _tell_experts(
        review,
        people={review.expert_id},
        kind="review-late",
        title=(
            "‘{title}’ 제안의 전문가 검토를 기다리고 있습니다",
            "Your review of “{title}” is still awaited",
        ),
        at=at,
    )


def tell_assigned(proposal: Proposal, *, note: str, at: datetime) -> None:
    tell_officer(
        proposal, kind="assigned", body=note, at=at,
        title=("‘{title}’ 제안의 담당자로 지정되었습니다", "“{title}” is now yours to handle"),
    )  # fmt: skip


def tell_review(review: Review, at: datetime) -> Update:
    title = ("‘{title}’ 제안의 전문가 검토가 도착했습니다", "A review of “{title}” has arrived")
    return tell_in_charge(review.proposal, kind="review", title=title, at=at)


def _tell_experts(
    review: Review, *, people: set[int], kind: str, title: Phrase, at: datetime
) -> None:
    tell(
        people=people,
        kind=kind,
        thread=review.proposal.thread,
        url=reverse("proposals:review", args=[review.proposal_id]),
        title=titled(title, review.proposal),
        body=_by_day(review.due_on),
        at=at,
    )


def _by_day(day: date | None) -> Words | None:
    if day is None:
        return None
    return words(
        f"{day.year}. {day.month}. {day.day}.까지 부탁드립니다.",
        f"Please send it by {date_format(day, 'j F Y')}.",
    )
