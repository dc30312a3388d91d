"""Reports that wait for an answer, for the desk's first page."""

from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.due import AT_MOST, Due
from accounts.models import User
from pilots.models import TroubleReport
from pilots.permissions import runs


def due_rows(person: User, until: datetime) -> list[Due]:
    waiting = TroubleReport.objects.filter(
        answered_at__isnull=True, due_at__lte=until, pilot__in=runs(person)
    )
    rows = waiting.select_related("pilot__manager", "site").order_by("due_at", "pk")
    return [
        Due(
            at=row.due_at,
            kind=_("Trouble report (%(kind)s)") % {"kind": row.get_kind_display()},
            title=f"{row.pilot.title} · {row.site}" if row.site else str(row.pilot.title),
            url=reverse("pilots_desk:trouble_report", args=[row.pilot_id, row.pk]),
            whose=str(row.pilot.manager),
            is_mine=row.pilot.manager_id == person.pk,
        )
        for row in rows[:AT_MOST]
    ]
