"""Thanks for taking part (활동비, 봉사시간): as the plan promised, recorded once, with a certificate.

What somebody answered or wrote is not looked at here; only that they took part.
"""

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.access import note_access
from accounts.models import User
from pilots import notify_participants as notify
from pilots.models import Participation, Payout, Pilot, Reveal, Thanks
from pilots.participation import TAKES_PART, check_own, lock_pilot
from pilots.workflow import Status

MAY_BE_THANKED = {*TAKES_PART, Status.COMPLETED}
MONEY = Pilot.ThanksKind.MONEY


class ThanksRefused(Exception):
    """str() is one sentence that says why."""


@transaction.atomic
def thank(
    *, pilot: Pilot, for_what: str, by: User, code: str = "", at: datetime | None = None
) -> list[Thanks]:
    """Everybody who completed the pilot, or the one with this code. Who was thanked for the same
    already is passed over, so a second click gives nothing twice."""
    at = at or timezone.now()
    locked = lock_pilot(pilot)
    if not (locked.thanks_kind and locked.thanks_amount):
        raise ThanksRefused(_("The plan of this pilot promises no thanks. Write them there first."))
    if not for_what.strip():
        raise ThanksRefused(_("Say what the thanks are for."))
    people = _people(locked, code.strip().upper())
    for_what = for_what.strip()[:120]
    new = people.exclude(thanks__for_what=for_what).select_related("panelist", "representative")
    first = Thanks.objects.filter(participation__pilot=locked).count() + 1
    made = Thanks.objects.bulk_create(
        Thanks(
            participation=participation, kind=locked.thanks_kind, amount=locked.thanks_amount,
            for_what=for_what, number=f"{locked.pk}-{number:04}", by=by, at=at,
        )
        for number, participation in enumerate(new, start=first)
    )  # fmt: skip
    notify.tell_thanked(locked, [one.participation for one in made], at=at)
    return made


def _people(pilot: Pilot, code: str):
    people = pilot.participations.order_by("created_at", "pk")
    if not code:
        return people.filter(status=Status.COMPLETED)
    one = people.filter(panelist__code=code, status__in=MAY_BE_THANKED)
    if not one.exists():
        raise ThanksRefused(_("Nobody who takes part in this pilot has this code."))
    return one


@transaction.atomic
def note_payout(
    *, thanks: Thanks, name: str, bank: str, account: str, by: User, at: datetime | None = None
) -> Payout:
    """The participant says where to pay; a correction takes the place of what stood there."""
    check_own(thanks.participation, by)
    locked = Thanks.objects.select_for_update().get(pk=thanks.pk)
    if locked.kind != MONEY:
        raise ThanksRefused(_("Volunteer hours are not paid out."))
    if locked.paid_at:
        raise ThanksRefused(_("This has been paid already."))
    told = {"name": name.strip(), "bank": bank.strip(), "account": account.strip(), "person": by}
    return Payout.objects.update_or_create(
        thanks=locked, defaults=told | {"at": at or timezone.now()}
    )[0]


@transaction.atomic
def read_payout(*, thanks: Thanks, reason: str, by: User, at: datetime | None = None) -> Payout:
    """The officer who pays reads name and account, once, for a reason that is written down."""
    at = at or timezone.now()
    if not reason.strip():
        raise ThanksRefused(_("Say in a sentence why you need to know."))
    payout = Payout.objects.select_related("person").filter(thanks=thanks).first()
    if payout is None:
        raise ThanksRefused(_("Nobody has said yet where to pay this."))
    participation = thanks.participation
    Reveal.objects.create(participation=participation, reason=reason.strip()[:300], by=by, at=at)
    note_access(
        staff=by, action="payout-read", subject=payout.person,
        thread=participation.pilot.thread, at=at,
    )  # fmt: skip
    return payout


@transaction.atomic
def mark_paid(*, thanks: Thanks, by: User, at: datetime | None = None) -> Thanks:
    """Name and account go at once; that it was paid stays."""
    locked = Thanks.objects.select_for_update().get(pk=thanks.pk)
    if locked.kind != MONEY:
        raise ThanksRefused(_("Volunteer hours are not paid out."))
    Payout.objects.filter(thanks=locked).delete()
    if locked.paid_at is None:
        locked.paid_at = at or timezone.now()
        locked.save(update_fields=["paid_at"])
    return locked


def own_thanks(participation: Participation) -> list[Thanks]:
    return list(participation.thanks.select_related("payout"))
