"""Re-checks at the desk's first page: those whose day has come."""

from datetime import datetime

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.due import AT_MOST, Due
from accounts.models import User
from city.calendar import end_of_day
from pilots.models import ReCheck


def due_rows(person: User, until: datetime) -> list[Due]:
    rows = ReCheck.objects.filter(done_at__isnull=True, due_on__lte=timezone.localdate(until))
    return [
        Due(
            at=end_of_day(row.due_on), kind=_("Re-check of a result"), title=str(row.pilot.title),
            url=reverse("pilots_desk:recheck", args=[row.pilot_id, row.months]),
            whose=str(row.pilot.manager), is_mine=row.pilot.manager_id == person.pk,
        )
        for row in rows.select_related("pilot__manager").order_by("due_on", "pk")[:AT_MOST]
        if end_of_day(row.due_on) <= until
    ]  # fmt: skip
