"""처리 과정: who did what when on a proposal; residents read the public part, the desk all of it."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from accounts.models import DeskNote, ModerationAct, SignOff, SignOffStep
from proposals.clock import last_day
from proposals.models import (
    CommitmentChange,
    Decision,
    Extension,
    Proposal,
    ReferralAnswer,
    Revision,
)
from proposals.workflow import Mover, Status


@dataclass(frozen=True)
class Event:
    at: datetime
    kind: str  # the badge's colour
    label: str
    text: str = ""
    lines: list[str] = field(default_factory=list)  # what belongs to it: a receipt number, a month
    who: str = ""  # a department or a rule in public; at the desk the person
    anchor: str = ""
    is_inside: bool = False  # only the desk sees it
    in_part: bool = False


def public_history(proposal: Proposal) -> list[Event]:
    """From the oldest to the newest, in a constant number of queries."""
    return sorted(_public(proposal, _who_in_public), key=_when)


def desk_history(proposal: Proposal) -> list[Event]:
    """Public events with the names behind them, and what only the desk sees; newest first."""
    events = [*_public(proposal, _who_at_desk), *_inside(proposal)]
    return sorted(events, key=_when)[::-1]


def _when(event: Event) -> datetime:
    return event.at


def _public(proposal: Proposal, who) -> Iterator[Event]:
    yield Event(
        at=proposal.created_at, kind=Status.RECEIVED, label=pgettext("proposal", "Received"),
        text=_("The proposal arrived and is public."),
    )  # fmt: skip
    for decision in proposal.decisions.select_related("department", "decided_by"):
        yield Event(
            at=decision.at, kind=decision.state_code, label=decision.state_label,
            text=decision.reason, lines=_referral(decision), who=who(decision),
            anchor=f"decision-{decision.pk}", in_part=decision.in_part,
        )  # fmt: skip
    for revision in proposal.revisions.all():
        is_earlier = revision.kind == Revision.Kind.EARLIER
        yield Event(
            at=revision.at, kind="change", text=revision.text, who=_("By the author"),
            label=_("Words changed; before") if is_earlier else _("Added"),
            lines=[revision.title] if revision.title else [],
        )  # fmt: skip
    for more in proposal.extensions.select_related("by"):
        yield Event(
            at=more.at, kind="late", label=_("More time for the answer"), text=more.reason,
            lines=[_from_to(more)], who=_desk_name(who, more.by),
        )  # fmt: skip
    for reply in proposal.official_replies.select_related("department", "written_by"):
        yield Event(
            at=reply.created_at, kind="published", label=_("Official reply"), text=reply.text,
            who=f"{reply.department}{_beside(_desk_name(who, reply.written_by))}",
        )  # fmt: skip
    for answer in ReferralAnswer.objects.filter(decision__proposal=proposal).select_related(
        "decision", "written_by"
    ):
        yield Event(
            at=answer.at, kind="referred", label=_("The other body answered"), text=answer.text,
            lines=[line for line in [answer.decision.referred_to, answer.link] if line],
            who=_desk_name(who, answer.written_by),
        )  # fmt: skip
    changes = CommitmentChange.objects.filter(commitment__proposal=proposal)
    for change in changes.select_related("commitment__department", "by"):
        yield Event(
            at=change.at, kind=change.state, label=_("Commitment: %(state)s") % {"state": change.get_state_display()},
            text=change.reason, lines=[str(change.commitment)],
            who=f"{change.commitment.department}{_beside(_desk_name(who, change.by))}",
        )  # fmt: skip


def _inside(proposal: Proposal) -> Iterator[Event]:
    for hand in proposal.assignments.select_related("department", "officer", "by"):
        names = [str(each) for each in (hand.department, hand.officer) if each]
        yield Event(
            at=hand.at, kind="draft", label=_("Handed to"), text=hand.note,
            lines=[" · ".join(names) or _("Nobody yet")],
            who=str(hand.by) if hand.by else _("By an assignment rule"), is_inside=True,
        )  # fmt: skip
    steps = SignOffStep.objects.filter(sign_off__thread=proposal.thread)
    for step in steps.select_related("by", "by_for", "sign_off"):
        yield Event(
            at=step.at, kind=step.state, label=_("Sign-off: %(state)s") % {"state": step.get_state_display()},
            text=step.note, lines=_document(step), is_inside=True,
            who=_("%(name)s for %(other)s") % {"name": step.by, "other": step.by_for} if step.by_for else str(step.by),
        )  # fmt: skip
    for review in proposal.reviews.select_related("expert", "asked_by"):
        yield Event(
            at=review.asked_at, kind="draft", label=_("Expert asked"), lines=[str(review.expert)],
            who=str(review.asked_by), is_inside=True,
        )  # fmt: skip
        if review.sent_at:
            yield Event(
                at=review.sent_at, kind="accepted", label=_("Expert review"), text=review.text,
                who=str(review.expert), is_inside=True,
            )  # fmt: skip
    acts = ModerationAct.objects.filter(kind="proposal", target=proposal.pk).select_related("by")
    for act in acts:
        yield Event(
            at=act.at, kind="hidden", label=_("Hidden") if act.hidden else _("Shown"),
            text=act.reason, who=str(act.by), is_inside=True,
        )  # fmt: skip
    for note in DeskNote.objects.filter(thread=proposal.thread).select_related("written_by"):
        yield Event(
            at=note.at, kind="draft", label=_("Internal note"), text=note.text,
            who=str(note.written_by), is_inside=True,
        )  # fmt: skip


def _from_to(more: Extension) -> str:
    before, after = (
        date_format(timezone.localtime(last_day(due)), "DATE_FORMAT")
        for due in (more.due_before, more.due_at)
    )
    return _("The answer takes longer: until %(after)s instead of %(before)s.") % {
        "after": after, "before": before,
    }  # fmt: skip


def _document(step: SignOffStep) -> list[str]:
    number = step.sign_off.document_number if step.state == SignOff.State.APPROVED else ""
    return [_("Document number: %(number)s") % {"number": number}] if number else []


def _referral(decision: Decision) -> list[str]:
    lines = []
    if decision.referred_to:
        lines.append(_("Passed on to: %(body)s") % {"body": decision.referred_to})
    if decision.receipt:
        lines.append(_("Receipt number: %(number)s") % {"number": decision.receipt})
    return [*lines, decision.link] if decision.link else lines


def _who_in_public(decision: Decision) -> str:
    names = {
        Mover.AUTHOR: _("By the author"),
        Mover.CLOCK: _("By itself, as the rules say"),
        Mover.PILOT: _("By the result of a pilot"),
    }
    return names.get(Mover(decision.mover)) or str(decision.department or "")


def _who_at_desk(decision: Decision) -> str:
    if decision.mover == Mover.OFFICER and decision.decided_by:
        return f"{decision.department or ''}{_beside(str(decision.decided_by))}".strip()
    return _who_in_public(decision)


def _desk_name(who, person) -> str:
    return str(person) if person and who is _who_at_desk else ""


def _beside(name: str) -> str:
    return f" ({name})" if name else ""
