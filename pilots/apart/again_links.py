"""The link of one's own in a letter: answers one question, for one person, without signing in."""

from datetime import timedelta

from django.core import signing
from django.urls import reverse

from accounts.models import Update, User
from pilots.models import AskedAgain

WORKS_FOR = timedelta(days=90)
SALT = "pilots.apart.again_links"


class LinkIsOver(Exception):
    """It is too old, or its person has left."""


def link_of(row: AskedAgain) -> str:
    """Signed, so that nobody can write one for a neighbour."""
    named = signing.dumps([row.pk, row.person_id], salt=SALT)
    return reverse("pilots:again", args=[named])


def link_in_letter(update: Update, person: User) -> str | None:
    """Called by accounts.personal_links."""
    rows = AskedAgain.objects.filter(person=person, asked_at=update.at).select_related("pilot")
    row = next((row for row in rows if row.pilot.thread == update.thread), None)
    return link_of(row) if row else None


def asked_by(token: str) -> AskedAgain | None:
    """What the link asks; None for a link that nobody wrote, LinkIsOver for an old one."""
    try:
        row, person = signing.loads(token, salt=SALT, max_age=WORKS_FOR)
    except signing.SignatureExpired:
        raise LinkIsOver from None
    except signing.BadSignature:
        return None
    found = AskedAgain.objects.filter(
        pk=row, person=person, person__is_active=True, person__erased_at=None
    )
    asked = found.select_related("pilot__department", "pilot__conclusion").first()
    if asked is None:
        raise LinkIsOver
    return asked
