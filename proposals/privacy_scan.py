"""Finds numbers that would give a person away, before a text is published."""

import re
import unicodedata
from datetime import date

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

# Digits that belong together may be set apart by a space, a dot or any kind of dash.
_GAP = r"[\s.‐-―−ー~-]{0,3}"
RESIDENT_NUMBER = re.compile(rf"(?<!\d)(\d{{6}}){_GAP}([1-8])\d{{6}}(?!\d)")
CARD = re.compile(rf"(?<!\d)(?:\d{_GAP}){{14,15}}\d(?!\d)")
MOBILE_PHONE = re.compile(
    rf"(?<!\d)(?:\+?82{_GAP}\(?0?\)?1|01)[016789]{_GAP}\d{{3,4}}{_GAP}\d{{4}}(?!\d)"
)

REFUSALS = {
    "resident_number": _(
        "This looks like a resident registration number. The law does not let us keep it: "
        "please take it out."
    ),
    "card": _("This looks like a card number. Everybody could read it: please take it out."),
    "phone": _(
        "This looks like a mobile phone number. Everybody could read it: please take it out. "
        "The city reaches you through your updates."
    ),
}


def find_private(text: str) -> list[str]:
    """The kinds of private numbers in a text, in the order of REFUSALS."""
    plain = unicodedata.normalize("NFKC", text)
    found = {
        "resident_number": any(map(_is_birth_date, RESIDENT_NUMBER.findall(plain))),
        "card": any(map(_passes_luhn, CARD.findall(plain))),
        "phone": bool(MOBILE_PHONE.search(plain)),
    }
    return [kind for kind, is_there in found.items() if is_there]


def refuse_private(text: str) -> None:
    """A form validator."""
    if found := find_private(text):
        raise ValidationError([REFUSALS[kind] for kind in found], code="private")


def _is_birth_date(match: tuple[str, str]) -> bool:
    """Since October 2020 only the date can be checked: new numbers have no check digit."""
    born, century = match
    year = {"1": 1900, "2": 1900, "5": 1900, "6": 1900}.get(century, 2000) + int(born[:2])
    try:
        date(year, int(born[2:4]), int(born[4:]))
    except ValueError:
        return False
    return True


def _passes_luhn(number: str) -> bool:
    digits = [int(character) for character in reversed(number) if character.isdigit()]
    doubled = [digit * 2 - 9 * (digit > 4) for digit in digits[1::2]]
    return (sum(digits[::2]) + sum(doubled)) % 10 == 0
