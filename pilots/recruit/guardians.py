"""A child under 14 wants to take part: the guardian is asked, and until then nothing is kept but
the guardian's name and how to reach them (개인정보 보호법 제22조의2)."""

import re
from datetime import datetime, timedelta
from smtplib import SMTPException

from django.conf import settings
from django.core import signing
from django.core.mail import EmailMessage
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.entrance_codes import Kind, read_address
from accounts.texting import TextNotSent, send_text
from city.models import City
from pilots.join import ApplicationsClosed, takes_applications
from pilots.models import GuardianRequest, Pilot

KEPT_FOR = timedelta(days=5)
MOST_OPEN = 3  # requests to one contact, whatever the pilot
SALT = "pilots.recruit.guardians"
NAME = re.compile(r"[^\W\d_]+(?:[ .'-]+[^\W\d_]+)*\.?")


class GuardianNotAsked(Exception):
    """str() is one sentence that says what to do."""


@transaction.atomic
def ask_guardian(
    *, pilot: Pilot, name: str, contact: str, at: datetime | None = None
) -> GuardianRequest:
    """Sends one message. Asking twice sends nothing again; what cannot be sent is not kept."""
    at = at or timezone.now()
    if not (pilot.children_may_join and takes_applications(pilot, at)):
        raise ApplicationsClosed
    if not NAME.fullmatch(name.strip()):
        raise GuardianNotAsked(_("Write only the guardian's name."))
    if (address := read_address(contact)) is None:
        raise GuardianNotAsked(_("This is neither an e-mail address nor a mobile number."))
    kind, reached_at = address
    open_requests = GuardianRequest.objects.filter(contact=reached_at, expires_at__gt=at)
    if already := open_requests.filter(pilot=pilot).first():
        return already
    if open_requests.count() >= MOST_OPEN:
        raise GuardianNotAsked(
            _("This guardian has been asked several times already. Please wait.")
        )
    GuardianRequest.objects.filter(pilot=pilot, contact=reached_at).delete()  # one that is over
    request = GuardianRequest.objects.create(
        pilot=pilot, name=name.strip(), contact=reached_at, asked_at=at, expires_at=at + KEPT_FOR
    )
    try:
        _send_text(request) if kind == Kind.PHONE else _send_letter(request)
    except (TextNotSent, SMTPException, OSError) as error:
        raise GuardianNotAsked(
            _("The message could not be sent just now. Please try again in a few minutes.")
        ) from error
    return request


def request_of(token: str, at: datetime | None = None) -> GuardianRequest | None:
    """None where the link is made up, answered, or over."""
    try:
        pk = signing.loads(token, salt=SALT, max_age=KEPT_FOR)
    except signing.BadSignature:
        return None
    open_requests = GuardianRequest.objects.filter(expires_at__gt=at or timezone.now())
    return open_requests.filter(pk=pk).select_related("pilot").first()


def forget_request(*, request: GuardianRequest) -> None:
    """Answered, with yes or no: name and contact go at once."""
    request.delete()


def token_of(request: GuardianRequest) -> str:
    return signing.dumps(request.pk, salt=SALT)


def _link(request: GuardianRequest) -> str:
    path = reverse("pilots:guardian", args=[request.pilot_id, token_of(request)])
    return settings.SITE_URL + path


def _send_letter(request: GuardianRequest) -> None:
    city = City.objects.current()
    context = {
        "city": city, "name": request.name, "pilot": request.pilot,
        "link": _link(request), "expires_at": request.expires_at,
    }  # fmt: skip
    EmailMessage(
        subject=_("A child asks you about a pilot of %(city)s") % {"city": city.name},
        body=render_to_string("pilots/recruit/email/guardian.txt", context),
        to=[request.contact],
        headers={"Auto-Submitted": "auto-generated"},
    ).send()


def _send_text(request: GuardianRequest) -> None:
    said = _(
        "[%(city)s] A child would like to take part in a pilot. Please read and decide: %(link)s"
    )
    send_text(request.contact, said % {"city": City.objects.current().name, "link": _link(request)})
