"""Tells participants, and whoever follows the proposals of a pilot, what became of it."""

from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import Update
from accounts.tell import tell
from city.words import Words, in_both
from pilots.models import Amendment, Conclusion, Participation, Pilot, StageChange
from pilots.workflow import Status
from proposals.models import Follow, Proposal

GONE = {Status.NOT_SELECTED, Status.EXPIRED, Status.DECLINED, Status.WITHDRAWN}


def tell_stage(change: StageChange, *, proposals_told: bool) -> Update:
    """`proposals_told`: the same event moved proposals, and whoever follows those knows already."""
    pilot = change.pilot
    people = _participants(pilot) | (set() if proposals_told else _followers(pilot))
    return tell(
        people=people, kind="pilot-stage", thread=pilot.thread, url=pilot.get_absolute_url(),
        title=in_both(lambda: _("Pilot “%(title)s”: %(stage)s")
                      % {"title": pilot.title, "stage": change.get_after_display()}),
        body=Words({"ko": change.reason}), at=change.at,
    )  # fmt: skip


def tell_conclusion(conclusion: Conclusion) -> Update:
    pilot = conclusion.pilot
    return tell(
        people=whom_it_touches(pilot), kind="pilot-concluded",
        thread=pilot.thread, url=pilot.get_absolute_url(),
        title=in_both(lambda: _("Pilot “%(title)s” has a result: %(verdict)s")
                      % {"title": pilot.title, "verdict": conclusion.get_verdict_display()}),
        body=conclusion.reasons, at=conclusion.at,
    )  # fmt: skip


def tell_amendment(amendment: Amendment) -> Update:
    pilot = amendment.pilot
    return tell(
        people=_participants(pilot), kind="pilot-amended", thread=pilot.thread,
        url=f"{pilot.get_absolute_url()}#amendments",
        title=in_both(lambda: _("The plan of the pilot “%(title)s” was changed")
                      % {"title": pilot.title}),
        body=Words({"ko": amendment.reason}), at=amendment.at,
    )  # fmt: skip


def nag_manager(pilot: Pilot, *, at: datetime) -> Update:
    return tell(
        people=[pilot.manager_id], kind="pilot-overdue", thread=pilot.thread,
        url=reverse("pilots_desk:detail", args=[pilot.pk]),
        title=in_both(lambda: _("The pilot “%(title)s” is past its end date without a result")
                      % {"title": pilot.title}),
        body=in_both(lambda: _("The public sees it as overdue. Evaluate it and record the result, "
                               "or stop it with a reason.")),
        at=at,
    )  # fmt: skip


def whom_it_touches(pilot: Pilot) -> set[int]:
    """Who takes or took part, and who raised or follows a proposal that it tests."""
    return _participants(pilot) | _followers(pilot)


def _participants(pilot: Pilot) -> set[int]:
    return set(
        Participation.objects.filter(pilot=pilot, panelist__person__isnull=False)
        .exclude(status__in=GONE)
        .values_list("panelist__person", flat=True)
    )


def _followers(pilot: Pilot) -> set[int]:
    proposals = pilot.proposals.values("pk")
    return set(
        Follow.objects.filter(proposal__in=proposals).values_list("person", flat=True)
    ) | set(Proposal.objects.filter(pk__in=proposals).values_list("author", flat=True))
