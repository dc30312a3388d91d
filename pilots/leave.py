"""Leaving a pilot is as easy as joining it, and whoever leaves says what happens to their data."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.consent import has_consented, refuse_consent
from accounts.models import ConsentText, User
from photos.erase import erase_photos
from photos.models import Photo
from pilots import notify_participants as notify
from pilots.agree import forget_application
from pilots.apart.consents import erase_diary_photos, forget_further_consents
from pilots.evidence.live import keep_told
from pilots.models import Diary, Leaving, Participation, Representative
from pilots.participation import (
    HAS_ONLY_APPLIED,
    MAY_WITHDRAW,
    TAKES_PART,
    check_own,
    move_participation,
    theirs,
)
from pilots.select import offer_free_places
from pilots.workflow import MoveNotAllowed, Status
from surveys.keep import keep_published
from surveys.models import AnswerPhoto, Response, SavedAnswers
from surveys.panel import cut_key

STILL_HOLDS = {*TAKES_PART, Status.COMPLETED}


def may_leave(participation: Participation) -> bool:
    """Also from a completed pilot one's data can be taken out."""
    return participation.status in MAY_WITHDRAW or (
        participation.status == Status.COMPLETED and not participation.erased_at
    )


def name_of_leaving(participation: Participation) -> str:
    """What leaving is called from where somebody stands."""
    if participation.status == Status.COMPLETED:
        return _("Take my data out of the pilot")
    if participation.status in HAS_ONLY_APPLIED:
        return _("Withdraw my application")
    return _("Leave the pilot")


@transaction.atomic
def withdraw(
    *,
    participation: Participation,
    by: User,
    kind: str = "",
    reason: str = "",
    erase: bool = False,
    at: datetime | None = None,
) -> Participation:
    """With `erase` answers and diary go at once; without, they stay under a code that from now on
    leads to nobody. Neither a kind of reason nor words have to be given. Of an application that is
    taken back nothing stays."""
    at = at or timezone.now()
    check_own(participation, by)
    only_applied = participation.status in HAS_ONLY_APPLIED
    keep_told(participation.pilot, at)
    move_participation(participation=participation, to=Status.WITHDRAWN, at=at)
    participation.withdrawal_kind = Leaving(kind) if kind else ""
    participation.withdrawal_reason = reason.strip()[:300]
    participation.save(update_fields=["withdrawal_kind", "withdrawal_reason"])
    _end_consents(participation, by, at)
    if erase:
        _erase_contributions(participation, at)
    if only_applied:
        forget_application(participation)
        notify.tell_application_withdrawn(participation, at=at)
    else:
        notify.tell_withdrawn(participation, erased=erase, at=at)
    _cut_key(participation)
    offer_free_places(pilot=participation.pilot, at=at)
    return participation


@transaction.atomic
def remove_data(
    *, participation: Participation, by: User, at: datetime | None = None
) -> Participation:
    """For whoever completed the pilot: they stay counted as such, their data goes."""
    at = at or timezone.now()
    check_own(participation, by)
    if participation.status != Status.COMPLETED or participation.erased_at:
        raise MoveNotAllowed(participation.status, "erased")
    keep_told(participation.pilot, at)
    _end_consents(participation, by, at)
    _erase_contributions(participation, at)
    notify.tell_withdrawn(participation, erased=True, at=at)
    _cut_key(participation)
    return participation


def _cut_key(participation: Participation) -> None:
    """From now on nobody can tell whose place this was, nor who acted for them."""
    cut_key(panelist=participation.panelist)
    Representative.objects.filter(participation=participation).delete()


def _end_consents(participation: Participation, by: User, at: datetime) -> None:
    text = participation.pilot.consent_text
    if text and has_consented(by, text) and not _holds_for_others(participation, by):
        refuse_consent(person=by, text=text, at=at)
    forget_further_consents(participation, by=by, at=at)


def _holds_for_others(participation: Participation, by: User) -> bool:
    """Whether the same person's yes still holds for another place in this pilot: a parent's own
    when a child leaves, or the other way round."""
    places = Participation.objects.filter(theirs(by), pilot=participation.pilot_id)
    return places.filter(status__in=STILL_HOLDS).exclude(pk=participation.pk).exists()


def _erase_contributions(participation: Participation, at: datetime) -> None:
    """`erased_at` is what the next version of a report counts (pilots/apart/changed.py)."""
    panelist = participation.panelist
    erase_photos(Photo.objects.filter(of_answer__panelist=panelist))
    AnswerPhoto.objects.filter(panelist=panelist).delete()
    SavedAnswers.objects.filter(panelist=panelist).delete()
    responses = Response.objects.filter(panelist=panelist)
    keep_published(responses=responses, at=at)
    responses.delete()
    erase_diary_photos(participation)
    Diary.objects.filter(panelist=panelist).delete()
    forget_application(participation)
    participation.erased_at = at
    participation.save(update_fields=["erased_at"])


def leave_when_consent_is_withdrawn(*, person: User, text: ConsentText, at: datetime) -> None:
    """Somebody took the consent back on their own page: what was collected under it goes."""
    places = Participation.objects.filter(theirs(person), pilot__consent_text__kind=text.kind)
    for place in places.select_related("pilot", "panelist").distinct():
        if place.status in MAY_WITHDRAW:
            withdraw(participation=place, by=person, erase=True, at=at)
        elif place.status == Status.COMPLETED and not place.erased_at:
            remove_data(participation=place, by=person, at=at)
