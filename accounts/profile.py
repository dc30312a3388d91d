"""What people say about themselves: display name, and the optional details for statistics."""

import re
import unicodedata
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.consent import current_text, give_consent
from accounts.models import ConsentText, User
from accounts.pseudonyms import new_pseudonym
from maps.models import District

LOOKS_LIKE_CONTACT = re.compile(
    r"@|https?:|www\.|\.(com|net|kr|org)\b|(?:\d[\s.-]?){7,}", re.IGNORECASE
)
RESERVED = re.compile(
    r"시청|구청|군청|주민센터|담당자|관리자|공무원|탈퇴한|admin|official", re.IGNORECASE
)
HANGUL_FILLERS = "\u115f\u1160"  # letters that nobody sees


class NameRefused(Exception):
    """str() is one sentence that says what to change."""


def choose_display_name(*, person: User, name: str) -> None:
    """Everybody sees this name, so it may hold nothing by which a person can be reached."""
    name = " ".join(_seen(name).split())
    if not 2 <= len(name) <= 40:
        raise NameRefused(_("A display name has 2 to 40 characters."))
    if LOOKS_LIKE_CONTACT.search(name):
        raise NameRefused(
            _("Everybody can see this name: leave out e-mail addresses, links and numbers.")
        )
    if RESERVED.search(name) and not person.is_officer:
        raise NameRefused(_("This name could be taken for the city’s staff. Choose another one."))
    if User.objects.filter(pseudonym__iexact=name).exclude(pk=person.pk).exists():
        raise NameRefused(_("Somebody else uses this name. Choose another one."))
    person.pseudonym = name
    person.save(update_fields=["pseudonym"])


def _seen(name: str) -> str:
    """Without what only hides another name: wide letters, joiners, marks that turn the direction."""
    return "".join(
        letter
        for letter in unicodedata.normalize("NFKC", name)
        if unicodedata.category(letter)[0] != "C" and letter not in HANGUL_FILLERS
    )


def draw_display_name(*, person: User) -> str:
    """A new name that says nothing about the person."""
    name = new_pseudonym()
    while User.objects.filter(pseudonym=name).exists():
        name = new_pseudonym()
    person.pseudonym = name
    person.save(update_fields=["pseudonym"])
    return name


@transaction.atomic
def keep_profile(
    *,
    person: User,
    birth_year: int | None = None,
    sex: str = "",
    home_district: District | None = None,
    at: datetime | None = None,
) -> None:
    """Only called with the person's yes to the optional consent."""
    give_consent(person=person, text=current_text("profile"), at=at)
    person.birth_year, person.sex, person.home_district = birth_year, sex, home_district
    person.save(update_fields=["birth_year", "sex", "home_district"])


def erase_profile(*, person: User, text: ConsentText, at: datetime) -> None:
    """Follows when the optional consent is taken back."""
    person.birth_year, person.sex, person.home_district = None, "", None
    person.save(update_fields=["birth_year", "sex", "home_district"])
