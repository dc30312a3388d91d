"""Drafts by the clock: what a kind of report asks for when its week, month, call or pilot has ended."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from maps.models import District
from proposals.models import Proposal
from reports.make.asking import NotPossible
from reports.make.missing import calls_ended, pilots_ended
from reports.make.periods import last_ended
from reports.models import DiscardedDraft, Report, ReportKind
from reports.publish import start_report

About = ReportKind.About
# A call or pilot that ended before that has its report, or nobody wanted one.
LATELY = timedelta(days=7)


def draft_what_ended(at: datetime) -> list[Report]:
    """One draft each, however often the clock asks; officers add the words."""
    drafted = []
    for kind in ReportKind.objects.filter(drafts_itself=True, is_open=True):
        for about in _ended(kind, at):
            if _was_there(kind, about):
                continue
            try:
                drafted.append(start_report(kind=kind.pk, by=None, at=at, **about))
            except NotPossible:  # another clock was quicker, or its district has gone
                continue
    return drafted


def _was_there(kind: ReportKind, about: dict[str, Any]) -> bool:
    """Also one that somebody deleted: nobody wanted it."""
    return any(
        model.objects.filter(kind=kind, **about).exists() for model in (Report, DiscardedDraft)
    )


def _ended(kind: ReportKind, at: datetime) -> Iterator[dict[str, Any]]:
    days: dict[str, Any] = {}
    if kind.period:
        period = last_ended(kind.period, timezone.localdate(at))
        days = {"since": period.since, "until": period.until}
        if not _anything_until(period.until):
            return
    if kind.about == About.CALL:
        yield from ({"call": call, **days} for call in calls_ended(at - LATELY, at))
    elif kind.about == About.PILOT:
        yield from ({"pilot": pilot, **days} for pilot in pilots_ended(at - LATELY, at))
    elif days and kind.about == About.DISTRICT:
        districts = District.objects.current().without_outline()
        yield from ({"district": district, **days} for district in districts)
    elif days:
        yield days


def _anything_until(day) -> bool:
    """A portal that has just begun has nothing to report of the months before."""
    return Proposal.objects.public().filter(created_at__date__lte=day).exists()
