"""Sends the news that waits: one letter per person and batch, marked only after it went out."""

import logging
from datetime import datetime, timedelta
from email import policy
from email.parser import BytesParser
from pathlib import Path

from allauth.account.models import EmailAddress
from django.conf import settings
from django.core import signing
from django.core.mail import EmailMultiAlternatives, get_connection
from django.db.models import Exists, OuterRef
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation

from accounts.models import Delivery, User
from city.models import City

log = logging.getLogger(__name__)

LETTERS_AT_ONCE = 200
# Whoever claims a person's news has this long to send it; afterwards another try may.
LEASE = timedelta(minutes=10)
# What could not be sent for so long is no news any more; the inbox still has it.
TOO_OLD = timedelta(days=14)
SALT = "accounts.mail.unsubscribe"


def send_waiting_mail(at: datetime | None = None) -> int:
    """Returns how many letters went out. With the mail server down everything waits."""
    at = at or timezone.now()
    people = list(_people_waiting(at)[:LETTERS_AT_ONCE])
    if not people:
        return 0
    connection = get_connection()
    try:
        connection.open()
    except OSError as error:
        log.warning("The mail server does not answer, the news waits: %s", error)
        return 0
    try:
        return sum(_send_to(person, at, connection) for person in people)
    finally:
        connection.close()


def _due(at: datetime):
    return Delivery.objects.filter(mail_due_at__lte=at, mailed_at=None, at__gt=at - TOO_OLD)


def _people_waiting(at: datetime):
    """Nothing goes to an address that somebody typed in and never confirmed."""
    unconfirmed = EmailAddress.objects.filter(
        user=OuterRef("pk"), email__iexact=OuterRef("email"), verified=False
    )
    return User.objects.filter(
        ~Exists(unconfirmed),
        pk__in=_due(at).values("person"),
        is_active=True,
        wants_email=True,
        email__isnull=False,
    ).order_by("pk")


def _send_to(person: User, at: datetime, connection) -> bool:
    lease = at + LEASE
    # The claim is one conditional UPDATE: of two workers at the same moment one finds nothing.
    if not _due(at).filter(person=person).update(mail_due_at=lease):
        return False
    claimed = Delivery.objects.filter(person=person, mail_due_at=lease, mailed_at=None)
    news = [delivery.update_told for delivery in claimed.select_related("update_told")]
    try:
        _letter(person, news, connection).send()
    except Exception as error:  # one refused address must not stop the others
        log.warning("A letter could not be sent and is tried again: %s", type(error).__name__)
        return False
    claimed.update(mailed_at=timezone.now())
    return True


def _letter(person: User, news: list, connection) -> EmailMultiAlternatives:
    unsubscribe = settings.SITE_URL + reverse("unsubscribe", args=[unsubscribe_token(person)])
    context = {
        "city": City.objects.current(),
        "news": news,
        "site": settings.SITE_URL,
        "unsubscribe": unsubscribe,
    }
    with translation.override(person.language):
        subject = " ".join(render_to_string("accounts/email/update_subject.txt", context).split())
        letter = EmailMultiAlternatives(
            subject=subject,
            body=render_to_string("accounts/email/update_body.txt", context),
            to=[str(person.email)],
            connection=connection,
            # One click, without signing in (RFC 8058).
            headers={
                "List-Unsubscribe": f"<{unsubscribe}>",
                "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
            },
        )
        letter.attach_alternative(
            render_to_string("accounts/email/update_body.html", context), "text/html"
        )
    return letter


def unsubscribe_token(person: User) -> str:
    return signing.dumps(person.pk, salt=SALT)


def person_of_token(token: str) -> User | None:
    """Old letters keep working: the link only ever stops mail."""
    try:
        pk = signing.loads(token, salt=SALT)
    except signing.BadSignature:
        return None
    return User.objects.filter(pk=pk, erased_at=None).first()


def forget_mails(telling: set[str]) -> int:
    """Where mail is written to files (the demo), deletes those that speak of a forgotten person."""
    folder = Path(settings.EMAIL_FILE_PATH)
    gone = 0
    for path in folder.glob("*.log") if folder.is_dir() else ():
        if any(text in _readable(path) for text in telling):
            path.unlink(missing_ok=True)
            gone += 1
    return gone


def _readable(path: Path) -> str:
    """The letters of one file, decoded."""
    parts = []
    for letter in path.read_bytes().split(b"\n" + b"-" * 79 + b"\n"):
        message = BytesParser(policy=policy.default).parsebytes(letter.lstrip())
        parts += [str(value) for value in message.values()]
        parts += [
            str(part.get_content())
            for part in message.walk()
            if part.get_content_maintype() == "text"
        ]
    return "\n".join(parts)
