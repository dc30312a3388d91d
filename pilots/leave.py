"""Leaving a pilot is as easy as joining it, and whoever leaves says what happens to their data."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from accounts.consent import has_consented, refuse_consent
from accounts.models import ConsentText, User
from photos.erase import erase_photos
from photos.models import Photo
from pilots import notify_participants as notify
from pilots.agree import forget_application
from pilots.models import Diary, Participation
from pilots.participation import MAY_WITHDRAW, check_own, move_participation
from pilots.select import offer_free_places
from pilots.workflow import Status
from surveys.models import Response
from surveys.panel import cut_key


@transaction.atomic
def withdraw(
    *,
    participation: Participation,
    by: User,
    reason: str = "",
    erase: bool = False,
    at: datetime | None = None,
) -> Participation:
    """With `erase` answers and diary go at once; without, they stay under a code that from now on
    leads to nobody."""
    at = at or timezone.now()
    check_own(participation, by)
    move_participation(participation=participation, to=Status.WITHDRAWN, at=at)
    participation.withdrawal_reason = reason.strip()[:300]
    participation.save(update_fields=["withdrawal_reason"])
    text = participation.pilot.consent_text
    if text and has_consented(by, text):
        refuse_consent(person=by, text=text, at=at)
    if erase:
        _erase_contributions(participation)
    notify.tell_withdrawn(participation, erased=erase, at=at)
    cut_key(panelist=participation.panelist)
    offer_free_places(pilot=participation.pilot, at=at)
    return participation


def _erase_contributions(participation: Participation) -> None:
    panelist = participation.panelist
    Response.objects.filter(panelist=panelist).delete()
    photos = list(Photo.objects.filter(of_diary__panelist=panelist))
    Diary.objects.filter(panelist=panelist).delete()
    erase_photos(photos=photos)
    forget_application(participation)


def leave_when_consent_is_withdrawn(*, person: User, text: ConsentText, at: datetime) -> None:
    """Somebody took the consent back on their own page: what was collected under it goes."""
    for participation in Participation.objects.filter(
        panelist__person=person, pilot__consent_text__kind=text.kind, status__in=MAY_WITHDRAW
    ).select_related("pilot", "panelist"):
        withdraw(participation=participation, by=person, erase=True, at=at)
