"""A step: a code that the city printed, handed out by letter or at the community centre."""

import re
import secrets
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from accounts.access import note_access
from accounts.models import ResidenceBatch, ResidenceCode, User
from accounts.residence import ResidenceRefused, confirm_residence
from city.models import City
from maps.models import District

ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"  # no 0 and O, no 1 and I
LENGTH = 8
MOST_CODES = 2_000  # of one sheet
SALT = "accounts.residence_codes"


@transaction.atomic
def make_batch(
    *,
    name: str,
    count: int,
    expires_at: datetime,
    by: User,
    district: District | None = None,
    at: datetime | None = None,
) -> tuple[ResidenceBatch, list[str]]:
    """The codes are in the answer and nowhere else; only their digests are kept."""
    at = at or timezone.now()
    batch = ResidenceBatch.objects.create(
        name=name, district=district, count=count, made_by=by, created_at=at, expires_at=expires_at
    )
    codes: set[str] = set()
    while len(codes) < count:
        codes.add("".join(secrets.choice(ALPHABET) for _each in range(LENGTH)))
    printed = sorted(codes)
    ResidenceCode.objects.bulk_create(
        ResidenceCode(batch=batch, digest=_digest(code)) for code in printed
    )
    note_access(staff=by, action="residence-codes", thread=f"residence-codes:{batch.pk}", at=at)
    return batch, [f"{code[:4]}-{code[4:]}" for code in printed]


def end_batch(*, batch: ResidenceBatch, by: User, at: datetime | None = None) -> None:
    """A lost sheet: what nobody has used yet is of no use any more."""
    at = at or timezone.now()
    if batch.expires_at > at:
        batch.expires_at = at
        batch.save(update_fields=["expires_at"])
        thread = f"residence-codes:{batch.pk}"
        note_access(staff=by, action="residence-codes-end", thread=thread, at=at)


@transaction.atomic
def use_residence_code(*, person: User, typed: str, at: datetime | None = None) -> None:
    at = at or timezone.now()
    digits = re.sub(r"[^0-9A-Z]", "", typed.upper())
    code = ResidenceCode.objects.select_related("batch__district").filter(digest=_digest(digits))
    row = code.first()
    if row is None:
        raise ResidenceRefused(
            _("We do not know this code. Please compare it with your letter once more; there is "
              "neither 0 nor O, neither 1 nor I in it.")
        )  # fmt: skip
    if row.used_at:
        raise ResidenceRefused(
            _("This code was used already. %(ask)s") % {"ask": _ask_for_another()}
        )
    if row.batch.expires_at <= at:
        raise ResidenceRefused(
            _("This code was valid until %(day)s. %(ask)s")
            % {
                "day": f"{timezone.localtime(row.batch.expires_at):%Y. %-m. %-d.}",
                "ask": _ask_for_another(),
            }
        )
    # One conditional UPDATE: of two neighbours with one letter one is confirmed.
    if not code.filter(used_at=None).update(used_by=person, used_at=at):
        raise ResidenceRefused(
            _("This code was used already. %(ask)s") % {"ask": _ask_for_another()}
        )
    confirm_residence(person=person, method="code", district=row.batch.district, at=at)


def _ask_for_another() -> str:
    phone = City.objects.current().phone
    if not phone:
        return _("Please ask the city for another one.")
    return _("Please ask the city for another one: %(phone)s") % {"phone": phone}


def _digest(code: str) -> str:
    return salted_hmac(SALT, code, algorithm="sha256").hexdigest()
