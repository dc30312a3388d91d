"""접수증 번호: 2026-0001234-7K, drawn at random, with two check characters against slips of the pen."""

import re
import secrets
import unicodedata
from datetime import datetime

from django.utils import timezone

from proposals.models import Receipt

CHECK_LETTERS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"  # nothing that looks like something else
# A prime below 30²: no single wrong digit and no two neighbours swapped keep the remainder.
PRIME = 887
LOOKS_LIKE_NUMBER = re.compile(r"20\d{2}\d{5,9}[0-9A-Z]{0,3}")
NUMBER = re.compile(r"(20\d{2})(\d{7})([0-9A-Z]{2})")


def new_number(at: datetime) -> str:
    """Not in sequence, so that nobody's number says how to find the next person's."""
    number = ""
    while not number or Receipt.objects.filter(number=number).exists():
        year, digits = f"{timezone.localtime(at):%Y}", f"{secrets.randbelow(10**7):07}"
        number = f"{year}-{digits}-{_check(year + digits)}"
    return number


def looks_like_number(typed: str) -> bool:
    """Whether somebody meant a number, rightly written or not; everything else is words."""
    return bool(LOOKS_LIKE_NUMBER.fullmatch(_bare(typed)))


def find_receipt(typed: str) -> Receipt | None:
    """However it is written: small letters, other dashes, spaces, full width."""
    parts = NUMBER.fullmatch(_bare(typed))
    if parts is None or _check(parts[1] + parts[2]) != parts[3]:
        return None
    receipts = Receipt.objects.select_related("proposal__category", "proposal__district", "person")
    return receipts.filter(number="-".join(parts.groups())).first()


def _bare(typed: str) -> str:
    typed = unicodedata.normalize("NFKC", typed[:60]).upper()
    return re.sub(r"[\s\-–—_.·]", "", typed)


def _check(digits: str) -> str:
    first, second = divmod(int(digits) % PRIME, len(CHECK_LETTERS))
    return CHECK_LETTERS[first] + CHECK_LETTERS[second]
