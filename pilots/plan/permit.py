"""규제샌드박스 허가 of a pilot: written down, extended once, and its end called to mind in time."""

from datetime import date, datetime

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from accounts.tell import tell
from pilots.amend import ENDED
from pilots.models import Permit, Pilot
from pilots.notify import in_both
from pilots.plan.rows import add_row, change_row
from pilots.plan.snapshot import permit_of

REMIND_AT = (60, 30, 7)  # days before the end


class PermitRefused(Exception):
    """str() is one sentence for the officer."""


@transaction.atomic
def set_permit(*, pilot: Pilot, by, reason="", at: datetime | None = None, **fields) -> Permit:
    """There is one permit; a new end date is called to mind anew."""
    permit = permit_of(pilot)
    if permit is None:
        return add_row(
            Permit(pilot=pilot), what="permit", by=by, reason=reason, at=at, fields=fields
        )
    expires_on = fields.get("expires_on", permit.expires_on)
    if permit.extended_until and expires_on >= permit.extended_until:
        raise PermitRefused(_("The permit was extended; it ends with its extension."))
    if expires_on != permit.expires_on:
        fields["reminded_days"] = None
    return change_row(permit, what="permit", by=by, reason=reason, at=at, fields=fields)


@transaction.atomic
def extend_permit(
    *, permit: Permit, until: date, reason: str, by, at: datetime | None = None
) -> Permit:
    """Once, with a public reason, and only while it still holds (규제샌드박스: 1회 연장)."""
    at = at or timezone.now()
    locked = Permit.objects.select_for_update().select_related("pilot").get(pk=permit.pk)
    if locked.extended_until:
        raise PermitRefused(_("A permit can be extended once, and this one has been."))
    if locked.expires_on < timezone.localtime(at).date():
        raise PermitRefused(_("This permit has ended. Enter the new one instead."))
    if until <= locked.expires_on:
        raise PermitRefused(_("An extension has to end later than the permit."))
    if not reason.strip():
        raise PermitRefused(_("Tell the public why."))
    fields = {
        "extended_until": until, "extension_reason": reason.strip()[:300], "reminded_days": None,
    }  # fmt: skip
    change_row(locked, what="permit", by=by, reason=reason.strip(), at=at, fields=fields)
    permit.refresh_from_db()
    return permit


def is_valid(permit: Permit | None, today: date) -> bool:
    """Whole, insured, granted and not over: without this nothing runs that needs a permit."""
    if permit is None or not (permit.authority and permit.scope and permit.insurance):
        return False
    is_insured = permit.insured_until is not None and permit.insured_until >= today
    is_granted = permit.granted_on is None or permit.granted_on <= today
    return is_insured and is_granted and permit.until >= today


def remind_of_permits(*, at: datetime | None = None) -> int:
    """60, 30 and 7 days before the end, each once; a day on which nothing ran is made up for."""
    at = at or timezone.now()
    today = timezone.localtime(at).date()
    going = Permit.objects.select_related("pilot").exclude(pilot__stage__in=ENDED)
    told = 0
    for permit in going:
        due = _reminder_due(permit, today)
        # Whoever writes the number tells; a second clock finds it written.
        if due and (
            Permit.objects.filter(pk=permit.pk, reminded_days=permit.reminded_days).update(
                reminded_days=due
            )
        ):
            _tell_end(permit, at)
            told += 1
    return told


def _reminder_due(permit: Permit, today: date) -> int | None:
    left = (permit.until - today).days
    passed = [days for days in REMIND_AT if left <= days]
    if not passed:
        return None
    already = permit.reminded_days
    return passed[-1] if already is None or already > passed[-1] else None


def _tell_end(permit: Permit, at: datetime) -> None:
    pilot = permit.pilot
    tell(
        people=[pilot.manager_id], kind="pilot-permit", thread=pilot.thread,
        url=reverse("pilots_desk:permit", args=[pilot.pk]),
        title=in_both(lambda: _("The permit of the pilot “%(title)s” ends on %(day)s")
                      % {"title": pilot.title, "day": date_format(permit.until, "DATE_FORMAT")}),
        body=in_both(lambda: _("It can be extended once. Without a valid permit nothing may run.")),
        at=at,
    )  # fmt: skip
