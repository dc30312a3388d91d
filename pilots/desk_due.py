"""What is due of pilots: an end date without a result, a permit that runs out."""

from datetime import datetime

from django.db.models import Q
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.due import AT_MOST, Due
from accounts.models import User
from city.calendar import end_of_day
from pilots.models import Pilot
from pilots.workflow import Stage


def due_rows(person: User, until: datetime) -> list[Due]:
    day = timezone.localdate(until)
    going = Pilot.objects.for_lists().exclude(
        stage__in=[Stage.DRAFT, Stage.CONCLUDED, Stage.STOPPED]
    )
    going = going.annotate(permit_until=Coalesce("permit__extended_until", "permit__expires_on"))
    rows = going.filter(Q(ends_on__lte=day) | Q(permit_until__lte=day)).order_by("ends_on")
    return [due for row in rows[:AT_MOST] for due in _of(row, person, until)]


def _of(row: Pilot, person: User, until: datetime) -> list[Due]:
    days = {
        _("Pilot ends without a result yet"): row.ends_on,
        _("Permit expires"): row.permit_until,  # type: ignore[attr-defined]
    }
    return [
        Due(
            at=end_of_day(last), kind=kind, title=str(row.title),
            url=reverse("pilots_desk:detail", args=[row.pk]), whose=str(row.manager),
            is_mine=row.manager_id == person.pk,
        )
        for kind, last in days.items()
        if last and end_of_day(last) <= until
    ]  # fmt: skip
