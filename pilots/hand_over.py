"""What of an officer's pilots goes to a successor: those not over, and those to look at again."""

from datetime import datetime

from django.db.models import Prefetch, Q
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.hand_over import Line
from accounts.models import User
from pilots.models import Pilot, ReCheck
from pilots.workflow import ENDED


def take_over(*, person: User, successor: User | None, by: User, at: datetime) -> list[Line]:
    to_do = ReCheck.objects.filter(done_at__isnull=True)
    mine = Pilot.objects.filter(
        ~Q(stage__in=ENDED) | Q(pk__in=to_do.values("pilot")), manager=person
    ).order_by("ends_on", "pk")
    lines = [
        line
        for pilot in mine.prefetch_related(Prefetch("rechecks", to_do, to_attr="to_do"))
        for line in _lines(pilot)
    ]
    if successor:
        Pilot.objects.filter(pk__in=[pilot.pk for pilot in mine]).update(manager=successor)
    return lines


def _lines(pilot) -> list[Line]:
    if pilot.stage not in ENDED:
        page = reverse("pilots_desk:detail", args=[pilot.pk])
        return [_line(pilot, page, str(pilot.get_stage_display()), pilot.ends_on)]
    return [
        _line(
            pilot, reverse("pilots_desk:recheck", args=[pilot.pk, row.months]),
            _("Re-check of a result"), row.due_on,
        )
        for row in pilot.to_do
    ]  # fmt: skip


def _line(pilot: Pilot, url: str, state: str, due) -> Line:
    return {
        "title": str(pilot.title),
        "url": url,
        "state": state,
        "due": due.isoformat() if due else "",
    }
