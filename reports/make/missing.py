"""Calls and pilots that ended a week ago without a published report."""

from datetime import datetime, timedelta

from django.db.models import DateTimeField, Exists, F, OuterRef, Subquery
from django.utils.translation import gettext as _

from accounts.due import AT_MOST, Due
from accounts.models import User
from pilots.models import Pilot, StageChange
from pilots.workflow import ENDED
from proposals.models import Call
from reports.make.tell import address_of, tell_missing, was_told
from reports.models import Report

WITHIN = timedelta(days=7)
# What ended long before this portal knew of reports is let rest.
LATELY = timedelta(days=180)


def calls_ended(since: datetime, until: datetime):
    """Without a published report, the longest over first; `ended_at` says when."""
    told = Report.objects.published().filter(call=OuterRef("pk"))
    rows = Call.objects.filter(~Exists(told), closes_at__gt=since, closes_at__lte=until)
    return rows.annotate(ended_at=F("closes_at")).order_by("closes_at", "pk")


def pilots_ended(since: datetime, until: datetime):
    told = Report.objects.published().filter(pilot=OuterRef("pk"))
    ends = StageChange.objects.filter(pilot=OuterRef("pk"), after__in=ENDED)
    last = Subquery(ends.order_by("-at", "-pk").values("at")[:1], output_field=DateTimeField())
    rows = Pilot.objects.public().filter(~Exists(told), stage__in=ENDED).annotate(ended_at=last)
    return rows.filter(ended_at__gt=since, ended_at__lte=until).order_by("ended_at", "pk")


def _waiting(at: datetime) -> list[Call | Pilot]:
    since, until = at - LATELY, at - WITHIN
    return [*calls_ended(since, until)[:AT_MOST], *pilots_ended(since, until)[:AT_MOST]]


def remind_of_reports(at: datetime) -> int:
    """Tells the managers of each, once."""
    untold = [thing for thing in _waiting(at) if not was_told(thing)]
    for thing in untold:
        tell_missing(thing, at=at)
    return len(untold)


def due_rows(person: User, until: datetime) -> list[Due]:
    kind, managers = _("Report on what has ended"), _("managers")
    return [
        Due(
            at=thing.ended_at + WITHIN,  # type: ignore[union-attr]  # annotated
            kind=kind, title=str(thing.title), url=address_of(thing),
            whose=managers, is_mine=person.is_manager,
        )
        for thing in _waiting(until)
    ]  # fmt: skip
