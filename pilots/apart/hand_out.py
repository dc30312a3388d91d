"""Rows of a pilot go to a partner, or to the staff who run it: under codes, and written down."""

import csv
import hashlib
import io
import tempfile
from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from itertools import batched, chain
from typing import IO, Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.access import note_access
from accounts.models import User
from city.cells import safe_cell
from city.models import City
from pilots.apart.rows import READ
from pilots.models import ExtraConsent, Handout, Partner, Pilot, What
from pilots.permissions import can_run

IN_MEMORY = 4 * 1024 * 1024
LINES_AT_ONCE = 500
MAY_TAKE = (Partner.Duty.CO_INVESTIGATOR, Partner.Duty.ANALYST)
MARK = "시연용"


class HandOutRefused(Exception):
    """str() is one sentence that says what is missing."""


def partner_of(pilot: Pilot, person: User, today: date | None = None) -> Partner | None:
    """The row under which somebody may take data out of this pilot today."""
    today = today or timezone.localdate()
    rows = pilot.partners.filter(person=person, duty__in=MAY_TAKE)
    return next((row for row in rows if row.until is None or row.until >= today), None)


def check_agreement(partner: Partner, today: date) -> None:
    if not partner.agreement or partner.agreed_on is None or partner.agreed_on > today:
        raise HandOutRefused(_("No agreement on data with this partner is recorded."))
    asked = ExtraConsent.objects.filter(pilot=partner.pilot_id, covers=ExtraConsent.Covers.PARTNER)
    if not asked.exists():
        raise HandOutRefused(
            _("Participants were not asked whether a partner may have their data.")
        )


def hand_out(
    *, pilot: Pilot, what: str, by: User, partner: Partner | None = None, at: datetime | None = None
) -> tuple[Handout, IO[bytes]]:
    """The file stands ready before anything is written down, and is written down before it goes."""
    at = at or timezone.now()
    today = timezone.localtime(at).date()
    if partner is None:
        if not can_run(by, pilot):
            raise PermissionDenied
    elif partner.pilot_id != pilot.pk or partner_of(pilot, by, today) != partner:
        raise PermissionDenied
    elif what != What.OBSERVATIONS:
        check_agreement(partner, today)
    file, rows, digest = _write(pilot, What(what), partner)
    with transaction.atomic():
        handed = Handout.objects.create(
            pilot=pilot, partner=partner, what=what, rows=rows, digest=digest,
            agreement=partner.agreement if partner else "", by=by, at=at,
        )  # fmt: skip
        note_access(staff=by, action="pilot-hand-out", thread=pilot.thread, at=at)
    return handed, file


def _write(pilot: Pilot, what: str, partner: Partner | None) -> tuple[IO[bytes], int, str]:
    """What is large goes to the disk, not into memory."""
    header, rows = READ[what](pilot, partner)
    mark = [MARK] if City.objects.current().is_demo else []
    file = tempfile.SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115  # sent, then closed
    digest, count = hashlib.sha256(), -1  # the header is no row
    lines = chain([[*header, *mark]], ([*map(safe_cell, row), *mark] for row in rows))
    for some in batched(lines, LINES_AT_ONCE):
        # A mark for spreadsheets stands before the header.
        piece = (("\ufeff" if count < 0 else "") + _lines(some)).encode()
        file.write(piece)
        digest.update(piece)
        count += len(some)
    file.seek(0)
    return file, count, digest.hexdigest()


def _lines(rows: Iterable[Sequence[Any]]) -> str:
    text = io.StringIO()
    csv.writer(text, lineterminator="\r\n").writerows(rows)
    return text.getvalue()


def handed_out(pilot: Pilot) -> list[dict[str, Any]]:
    """For the public page: to whom, under which agreement, how often, and when last."""
    found: dict[tuple, list[Handout]] = defaultdict(list)
    rows = pilot.handouts.exclude(partner=None, agreement="").select_related("partner")
    for row in rows:
        found[(row.partner, row.agreement)].append(row)
    return [
        {"partner": partner, "agreement": agreement, "times": len(some), "last": some[0].at,
         "what": _what(some)}
        for (partner, agreement), some in found.items()
    ]  # fmt: skip


def _what(rows: list[Handout]) -> list[str]:
    kinds = {row.what for row in rows}
    return [str(kind.label) for kind in What if kind in kinds]
