"""At the desk's first page: re-checks whose day has come, and results on their way to be signed."""

from datetime import datetime

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.due import AT_MOST, Due
from accounts.models import SignOff, User
from accounts.sign_off import waiting_for
from city.calendar import end_of_day
from pilots.after.approve import KIND, key_of
from pilots.models import Pilot, ReCheck
from pilots.workflow import Stage


def due_rows(person: User, until: datetime) -> list[Due]:
    return [*_rechecks(person, until), *_signatures(person)]


def _rechecks(person: User, until: datetime) -> list[Due]:
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


def _signatures(person: User) -> list[Due]:
    """결재: what waits for this person's word is due the day it came, and so is what came back."""
    returned = SignOff.objects.filter(state=SignOff.State.RETURNED, written_by=person)
    rows = [
        row
        for each in (waiting_for(person), returned)
        for row in each.filter(thread__startswith=KIND).select_related("written_by")[:AT_MOST]
    ]
    pilots = Pilot.objects.in_bulk({key_of(row) for row in rows})
    return [
        Due(
            at=end_of_day(timezone.localdate(row.sent_at or row.created_at)),
            kind=_("Sign-off") if row.state == SignOff.State.SENT else _("Sign-off, returned"),
            title=str(pilots[key_of(row)].title),
            url=reverse(
                "pilots_desk:sign_off" if row.state == SignOff.State.SENT else "pilots_desk:conclude",
                args=[key_of(row)],
            ),
            whose=str(row.written_by), is_mine=True,
        )
        for row in rows
        if key_of(row) in pilots and pilots[key_of(row)].stage == Stage.EVALUATING
    ]  # fmt: skip
