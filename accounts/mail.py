"""Writes a person's news as a letter, in text and HTML, with its way out (RFC 8058)."""

from urllib.parse import urlencode, urlsplit

from django.conf import settings
from django.core import signing
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation

from accounts.digest import Digest
from accounts.models import Message, Update, User
from accounts.personal_links import personal_link
from accounts.rhythm import Rhythm
from city.models import City

SALT = "accounts.mail.unsubscribe"


def write_letter(message: Message, person: User, digest: Digest) -> EmailMultiAlternatives:
    unsubscribe = settings.SITE_URL + reverse("unsubscribe", args=[unsubscribe_token(person)])
    with translation.override(person.language):
        context = {
            "city": City.objects.current(),
            "person": person,
            "digest": digest,
            "threads": [_thread(person, thread, unsubscribe) for thread in digest.threads],
            "inbox": settings.SITE_URL + reverse("inbox"),
            "unsubscribe": unsubscribe,
            "daily": _with(unsubscribe, rhythm=Rhythm.DAILY),
            "weekly": _with(unsubscribe, rhythm=Rhythm.WEEKLY),
        }
        subject = " ".join(render_to_string("accounts/email/update_subject.txt", context).split())
        letter = EmailMultiAlternatives(
            subject=subject,
            body=render_to_string("accounts/email/update_body.txt", context),
            to=[str(person.email)],
            headers={
                # A copy that went out twice is shown once by most mail programs.
                "Message-ID": f"<news-{message.pk}-{message.created_at:%Y%m%d%H%M%S}@{_host()}>",
                "List-Unsubscribe": f"<{unsubscribe}>",
                "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
                "Auto-Submitted": "auto-generated",  # nobody's holiday notice need answer
            },
        )
        letter.attach_alternative(
            render_to_string("accounts/email/update_body.html", context), "text/html"
        )
    return letter


def unsubscribe_token(person: User) -> str:
    return signing.dumps(person.pk, salt=SALT)


def person_of_token(token: str) -> User | None:
    """Old letters keep working: the link can only ever make letters fewer."""
    try:
        pk = signing.loads(token, salt=SALT)
    except signing.BadSignature:
        return None
    return User.objects.filter(pk=pk, erased_at=None).first()


def _thread(person: User, thread, unsubscribe: str) -> dict:
    return {
        "news": [
            {"title": update.title, "body": update.body, "url": _address(update, person)}
            for update in thread.news
        ],
        "department": thread.department,
        "mute": _with(unsubscribe, thread=thread.news[0].thread),
    }


def _address(update: Update, person: User) -> str:
    return settings.SITE_URL + (personal_link(update, person) or update.url)


def _with(address: str, **query: str) -> str:
    return f"{address}?{urlencode(query)}"


def _host() -> str:
    return urlsplit(settings.SITE_URL).hostname or "localhost"
