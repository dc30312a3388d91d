"""Tells those whom a published report is about. Nobody else is disturbed: reports can be read."""

from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import Update, User
from accounts.roles import Role
from accounts.tell import tell
from city.words import in_both
from pilots.models import Pilot
from pilots.notify import whom_it_touches
from proposals.models import Call
from reports.models import Report

MISSING = "report-missing"


def tell_published(report: Report) -> Update | None:
    """Of a pilot: those who took part, and those who raised or follow what it tests."""
    pilot = report.pilot
    if pilot is None:
        return None
    corrected = report.version > 1
    said = (
        (lambda: _("The report on the pilot “%(title)s” was corrected") % {"title": pilot.title})
        if corrected
        else (
            lambda: _("The report on the pilot “%(title)s” is published") % {"title": pilot.title}
        )
    )
    return tell(
        people=whom_it_touches(pilot), kind="report-published", thread=pilot.thread,
        url=report.get_absolute_url(), title=in_both(said),
        body=report.correction_reason if corrected else report.summary, at=report.published_at,
    )  # fmt: skip


def tell_missing(thing: Call | Pilot, *, at: datetime) -> Update:
    """To the managers, once."""
    managers = User.objects.filter(role__in=[Role.MANAGER, Role.ADMIN], is_active=True)
    return tell(
        people=managers.values_list("pk", flat=True), kind=MISSING, thread=thread_of(thing),
        url=address_of(thing),
        title=in_both(lambda: _("“%(title)s” is over, and nothing is published about it")
                      % {"title": thing.title}),
        body=in_both(lambda: _("Seven days have passed. Those who took part wait for a report.")),
        at=at,
    )  # fmt: skip


def was_told(thing: Call | Pilot) -> bool:
    return Update.objects.filter(thread=thread_of(thing), kind=MISSING).exists()


def thread_of(thing: Call | Pilot) -> str:
    return thing.thread if isinstance(thing, Pilot) else f"call:{thing.pk}"


def address_of(thing: Call | Pilot) -> str:
    """Where a manager begins the report: the form, filled in."""
    kind = "pilot" if isinstance(thing, Pilot) else "call"
    return f"{reverse('reports_desk:new_of', args=[kind])}?{kind}={thing.pk}"
