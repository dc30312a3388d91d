"""What of an officer's reports goes to a successor: those that are not published yet."""

from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.hand_over import Line
from accounts.models import User
from reports.models import Report


def take_over(*, person: User, successor: User | None, by: User, at: datetime) -> list[Line]:
    mine = Report.objects.filter(written_by=person, published_at__isnull=True)
    lines = [
        {
            "title": str(report),
            "url": reverse("reports_desk:report", args=[report.pk]),
            "state": _("not published yet"),
            "due": "",
        }
        for report in mine
    ]
    if successor:
        mine.update(written_by=successor)
    return lines
