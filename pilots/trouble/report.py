"""Anybody says that something at a pilot does not work or is dangerous; no account is needed."""

from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from accounts.entrance_codes import read_address
from accounts.models import User
from accounts.roles import Level
from photos.erase import erase_photos
from photos.keep import keep_photo
from pilots.models import Pilot, Site, TroubleContact, TroubleReport
from pilots.own_words import number_in
from pilots.trouble import notify
from pilots.trouble.clock import clock_of, due_at
from pilots.workflow import IN_THE_STREET, Stage

LONGEST = 1000
# Sensors and signs stand there until the pilot has its result.
TAKEN_IN = {*IN_THE_STREET, Stage.EVALUATING}


class ReportRefused(Exception):
    """str() is one sentence that says what to do; `field` is what it is about."""

    def __init__(self, sentence: str, field: str | None = None):
        super().__init__(sentence)
        self.field = field


def takes_reports(pilot: Pilot) -> bool:
    return pilot.stage in TAKEN_IN


@transaction.atomic
def report_trouble(
    *,
    pilot: Pilot,
    kind: str,
    text: str,
    site: Site | None = None,
    upload=None,
    alt: str = "",
    contact: str = "",
    by: User | None = None,
    client_id: UUID | None = None,
    at: datetime | None = None,
) -> TroubleReport:
    """Raises photos.clean.PhotoRefused when the photo cannot be used; nothing is written then.
    Whoever has an account hears the answer there; others may leave an address for it."""
    at = at or timezone.now()
    if already := _sent_before(client_id, pilot):
        return already
    text = text.strip()
    _check(pilot, kind, text, site)
    address = _read_contact(contact) if contact.strip() and by is None else None
    report = TroubleReport(
        pilot=pilot, site=site, kind=kind, text=text, reporter=by,
        photo=keep_photo(upload=upload, alt=alt) if upload else None,
        level=by.level if by else Level.GUEST, client_id=client_id, created_at=at,
        due_at=due_at(clock_of(pilot), kind, at),
    )  # fmt: skip
    try:
        with transaction.atomic():
            report.save(force_insert=True)
    except IntegrityError:  # the other window was quicker
        if report.photo:
            erase_photos([report.photo])
        if already := _sent_before(client_id, pilot):
            return already
        raise ReportRefused(_("Please open the form again and send it once more.")) from None
    if address:
        TroubleContact.objects.create(
            report=report, kind=address[0], address=address[1], at=at,
            lang=(get_language() or "ko")[:2],
        )  # fmt: skip
    notify.tell_those_in_charge(report)
    return report


def _check(pilot: Pilot, kind: str, text: str, site: Site | None) -> None:
    if not takes_reports(pilot):
        raise ReportRefused(_("This pilot is not in the street at present, so nobody looks here."))
    if kind not in TroubleReport.Kind:
        raise ReportRefused(_("Choose what it is about."), "kind")
    if site is not None and site.pilot_id != pilot.pk:
        raise ReportRefused(_("This place does not belong to the pilot."), "site")
    if not text:
        raise ReportRefused(_("Say in a sentence what is wrong."), "text")
    if len(text) > LONGEST:
        raise ReportRefused(_("Please shorten this to 1,000 characters."), "text")
    if sentence := number_in(text):
        raise ReportRefused(sentence, "text")


def _read_contact(typed: str) -> tuple[str, str]:
    if (address := read_address(typed)) is None:
        raise ReportRefused(
            _("We cannot send an answer to this. Please look at the address again, or leave it out."),
            "contact",
        )  # fmt: skip
    return address


def _sent_before(client_id: UUID | None, pilot: Pilot) -> TroubleReport | None:
    if client_id is None:
        return None
    return TroubleReport.objects.filter(client_id=client_id, pilot=pilot).first()
