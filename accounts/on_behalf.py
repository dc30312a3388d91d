"""대리 등록: somebody for whom an officer acts is found again, or written down for the first time."""

import re
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.consent import current_text, give_consent
from accounts.erase import EraseRefused, erase_person
from accounts.models import User
from accounts.outgoing import tell_by_desk
from accounts.rhythm import Rhythm
from accounts.roles import Level
from accounts.texting import mobile_number

MOST_FOUND = 6
LOOKS_LIKE_PHONE = re.compile(r"[\d\s().+-]{8,20}")


@dataclass(frozen=True)
class Newcomer:
    """Somebody whom the portal does not know. Without `told_by` no name or number is kept."""

    told_by: str = ""
    name: str = ""
    phone: str = ""
    address: str = ""


def find_people(words: str) -> list[User]:
    """By the whole e-mail address, display name or telephone number, never by a part of one."""
    asked = Q(email__iexact=words) | Q(pseudonym__iexact=words)
    if LOOKS_LIKE_PHONE.fullmatch(words) and (digits := _national(words)):
        # People write the same number with dashes, dots or neither.
        asked |= Q(desk_contact__phone__regex=r"^\D*" + r"\D*".join(digits) + r"\D*$")
        asked |= Q(phone=mobile_number(words) or "-")
    people = User.objects.filter(asked, erased_at=None, is_active=True)
    return list(people.order_by("pk")[:MOST_FOUND])


@transaction.atomic
def write_down_person(*, newcomer: Newcomer, by: User, at: datetime | None = None) -> User:
    """A guest without a password; name, number and address stay in the desk's own contact.

    Raises accounts.outgoing.ContactRefused where a letter has no address or a call no number.
    """
    at = at or timezone.now()
    person = User.objects.create_user(level=Level.GUEST, rhythm=Rhythm.NEVER, created_at=at)
    give_consent(person=person, text=current_text("privacy"), at=at)
    if newcomer.told_by:
        tell_by_desk(
            person=person, told_by=newcomer.told_by, name=newcomer.name, phone=newcomer.phone,
            address=newcomer.address, by=by, at=at,
        )  # fmt: skip
    return person


def goes_online(person: User) -> bool:
    """Whoever can come in by themselves also leaves by themselves."""
    return bool(person.email or person.phone or person.has_usable_password())


def forget_on_request(*, person: User, by: User, at: datetime | None = None) -> User:
    """A call is enough for somebody whom only the desk wrote down."""
    if not by.is_officer:
        raise EraseRefused(_("Only people who work at the desk can do this."))
    if goes_online(person):
        raise EraseRefused(_("This person has an own way in and erases the account there."))
    return erase_person(person=person, by=by, at=at)


def _national(words: str) -> str:
    mobile = mobile_number(words)
    return "0" + mobile[2:] if mobile else re.sub(r"\D", "", words)
