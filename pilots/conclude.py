"""The recorded decision at the end of a pilot, with its reasons and the evidence as it stood."""

from collections import Counter
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Sum
from django.db.models.functions import Coalesce
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from accounts.models import SignOff, User
from accounts.roles import Role
from accounts.sign_off import has_role
from city.digest import digest_of
from city.hiding.groups import hidden_groups
from city.models import City
from city.words import Words
from pilots import notify
from pilots.after.recheck import plan_rechecks
from pilots.compare import compare_all
from pilots.models import Conclusion, Pilot
from pilots.plan.money import lines_of, sum_of
from pilots.stages import arrive
from pilots.succeed import open_successor
from pilots.take_up import resolve_proposals
from pilots.workflow import Stage, Verdict, check_pilot_move
from pilots.workflow import Status as Place
from proposals.triage import SignOffNeeded, approver_for
from proposals.workflow import Outcome
from proposals.workflow import Status as ProposalStatus

# What a verdict means for the proposals. With "extend" and "change" they stay with the successor.
FATES = {
    Verdict.ADOPT: (ProposalStatus.PLANNED, ""),
    Verdict.STOP: (ProposalStatus.CLOSED, Outcome.ENDED_AFTER_PILOT),
}


TOOK_PART = {Place.CONSENTED, Place.ACTIVE, Place.COMPLETED}


class ConclusionRefused(Exception):
    """str() is one sentence for whoever concludes."""


@transaction.atomic
def conclude(
    *,
    pilot: Pilot,
    verdict: str,
    reasons: Words,
    by,
    learned: Words | None = None,
    sign_off: SignOff | None = None,
    evidence: dict[str, Any] | None = None,
    at: datetime | None = None,
) -> Conclusion:
    """Publishes the result. With a `sign_off` that approved it the `evidence` is what was signed;
    without, it is gathered now, and SignOffNeeded is raised where somebody else decides."""
    at = at or timezone.now()
    locked = Pilot.objects.select_for_update().get(pk=pilot.pk)
    check_pilot_move(locked.stage, Stage.CONCLUDED)
    if not reasons or not str(reasons.get("ko", "")).strip():
        raise ConclusionRefused(_("Give the reasons for the result in Korean."))
    if sign_off is None and (role := approver_of(locked, verdict, by=by, at=at)):
        raise SignOffNeeded(role)
    evidence = evidence or gather_evidence(locked, at=at)
    conclusion = Conclusion.objects.create(
        pilot=locked, verdict=verdict, reasons=reasons, learned=learned or Words(),
        evidence=evidence, digest=digest_of(evidence), decided_by=by, office=office_of(by),
        sign_off=sign_off, at=at,
    )  # fmt: skip
    plan_rechecks(pilot=locked, verdict=verdict, at=at)
    arrive(pilot=locked, to=Stage.CONCLUDED, reason=reasons["ko"][:2000], by=by, at=at)
    if verdict in FATES:
        status, outcome = FATES[Verdict(verdict)]
        resolve_proposals(
            pilot=locked, status=status, outcome=outcome, reason=_told_to_proposals(conclusion),
            by=by, at=at,
        )  # fmt: skip
    else:
        open_successor(pilot=locked, by=by, at=at)
    notify.tell_conclusion(conclusion)
    pilot.refresh_from_db()
    return conclusion


def approver_of(pilot: Pilot, verdict: str, *, by: User, at: datetime | None = None) -> str | None:
    """전결: the role that has to approve this result first, or None where `by` decides alone.

    A result is a manager's; the city's rows may ask for more, by what the pilot was planned to cost
    and by how many back what it tested.
    """
    support = pilot.proposals.aggregate(sum=Coalesce(Sum("support_count"), 0))["sum"]
    role = approver_for(
        (Stage.CONCLUDED, verdict), by=by, support=support,
        amount=sum_of(lines_of([pilot])).planned, at=at,
    )  # fmt: skip
    return role or (None if has_role(by, Role.MANAGER) else Role.MANAGER)


def gather_evidence(pilot: Pilot, *, at: datetime | None = None) -> dict[str, Any]:
    """Everything the decision rests on, as plain JSON: frozen with the conclusion, which closes
    the last wave at the same moment."""
    at = at or timezone.now()
    return {
        "as_of": at.isoformat(),
        "comparisons": compare_all(pilot, at=at, for_staff=True),
        "participants": shown_counts(
            Counter(pilot.participations.values_list("status", flat=True)),
            City.objects.current().smallest_group,
        ),
        "costs": dict(
            pilot.budget_lines.aggregate(
                planned=Coalesce(Sum("planned"), 0), spent=Coalesce(Sum("spent"), 0)
            )
        ),
        "plan": pilot.protocol_versions.order_by("-number").values("number", "digest").first(),
        "diary_entries": pilot.diaries.filter(hidden_at__isnull=True).count(),
        # Files are known by their digest: an officer's name of a file may tell more than it should.
        "imports": [
            {
                "digest": each.digest,
                "loaded": each.loaded,
                "gaps": each.gaps,
                "at": each.at.isoformat(),
            }
            for each in pilot.imports.filter(loaded__gt=0).order_by("at", "pk")
        ],
        "amendments": [
            {
                "what": each.what,
                "before": each.before,
                "after": each.after,
                "reason": each.reason,
                "at": each.at.isoformat(),
            }
            for each in pilot.amendments.all()
        ],
    }


def office_of(person: User) -> dict[str, Any]:
    """In public an office decides, in the words and with the role of that day; nobody's name."""
    department = person.department
    return {"department": dict(department.name) if department else None, "role": person.role}


def shown_counts(counts: dict[str, int], smallest_group: int) -> dict[str, int | None]:
    """Counts of people by status; None is hidden. How many took part in all is a figure of its own,
    so those who did and those who did not are hidden each with enough of their own."""
    shown: dict[str, int | None] = {}
    for side in (counts.keys() & TOOK_PART, counts.keys() - TOOK_PART):
        hidden = hidden_groups({key: (counts[key],) for key in side}, smallest_group)
        shown |= {key: None if hidden is None or key in hidden else counts[key] for key in side}
    return dict(sorted(shown.items()))


def _told_to_proposals(conclusion: Conclusion) -> str:
    with translation.override("ko"):
        return _("The pilot “%(title)s” ended with the result “%(verdict)s”. %(reasons)s") % {
            "title": conclusion.pilot.title,
            "verdict": conclusion.get_verdict_display(),
            "reasons": conclusion.reasons["ko"],
        }
