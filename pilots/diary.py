"""A participant writes down how it was today: a few words, a rating, perhaps a photo."""

from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.roles import Channel
from photos.erase import erase_photos
from photos.keep import keep_photo
from pilots.apart.consents import may_send_photos
from pilots.models import Diary, Participation
from pilots.participation import TAKES_PART, check_own
from pilots.workflow import IN_THE_STREET

LONGEST = 1000


class DiaryRefused(Exception):
    """str() is one sentence that says what to do instead."""


def may_write(participation: Participation) -> bool:
    return participation.status in TAKES_PART and participation.pilot.stage in IN_THE_STREET


@transaction.atomic
def write_diary(
    *,
    participation: Participation,
    text: str = "",
    rating: int | None = None,
    upload=None,
    alt: str = "",
    covers: tuple = (),
    by: User | None = None,
    channel: str = Channel.WEB,
    level: str = "",
    client_id: UUID | None = None,
    at: datetime | None = None,
) -> Diary:
    """Raises photos.clean.PhotoRefused when the photo cannot be used; nothing is written then."""
    if by is not None:
        check_own(participation, by)
    if not may_write(participation):
        raise DiaryRefused(_("The diary is open to participants while the pilot is in the street."))
    if upload and not may_send_photos(participation):
        raise DiaryRefused(
            _("You have not agreed to photos. Leave the photo out, or agree to photos first.")
        )
    text = text.strip()
    if not text and rating is None:
        raise DiaryRefused(_("Write a few words or choose a number."))
    if len(text) > LONGEST:
        raise DiaryRefused(_("Please shorten this to 1,000 characters."))
    if rating is not None and rating not in range(1, 6):
        raise DiaryRefused(_("Please choose a number from 1 to 5."))
    if already := _written_before(participation, client_id):
        return already
    person = participation.panelist.person
    entry = Diary(
        pilot=participation.pilot,
        panelist=participation.panelist,
        text=text,
        rating=rating,
        photo=keep_photo(upload=upload, alt=alt, covers=covers) if upload else None,
        channel=channel,
        level=level or (person.level if person else participation.level),
        client_id=client_id,
        created_at=at or timezone.now(),
    )
    return _insert(participation, entry)


def _written_before(participation: Participation, client_id: UUID | None) -> Diary | None:
    if client_id is None:
        return None
    return Diary.objects.filter(client_id=client_id, panelist=participation.panelist).first()


def _insert(participation: Participation, entry: Diary) -> Diary:
    try:
        with transaction.atomic():
            entry.save(force_insert=True)
            return entry
    except IntegrityError:
        if already := _written_before(participation, entry.client_id):
            if entry.photo:  # the other window brought the same photo
                erase_photos(photos=[entry.photo])
            return already
        # The client's number belongs to something else: this is a new entry all the same.
        entry.client_id = None
        entry.save(force_insert=True)
        return entry
