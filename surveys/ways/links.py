"""The link of one's own in a letter: answers one wave under one code, without signing in."""

import re

from django.core import signing
from django.urls import reverse

from accounts.models import Update, User
from surveys.models import WaveInvitation

SALT = "surveys.ways.links"
NAMED = re.compile(r"#wave-(\d+)$")


class LinkIsOver(Exception):
    """Whoever it was for has left, so it leads nowhere now."""


def link_of(invitation: WaveInvitation) -> str:
    """Names wave and code; signed, so that nobody can write one for a neighbour."""
    named = [invitation.wave_id, invitation.panelist_id]
    return reverse("surveys:by_link", args=[signing.dumps(named, salt=SALT)])


def link_in_letter(update: Update, person: User) -> str | None:
    """Called by accounts.personal_links; None where there is nothing to answer any more."""
    named = NAMED.search(update.url)
    invitation = named and (
        WaveInvitation.objects.filter(
            wave=int(named[1]), panelist__person=person, panelist__may_answer=True
        )
        .exclude(panelist__responses__wave=int(named[1]))
        .first()
    )
    return link_of(invitation) if invitation else None


def invitation_of(token: str) -> WaveInvitation | None:
    """Whom the link invites to what; None for a link that nobody wrote, LinkIsOver for one that
    was taken back. It works as long as the wave is open, which the caller looks at."""
    try:
        wave, panelist = signing.loads(token, salt=SALT)
    except signing.BadSignature:
        return None
    invitation = (
        WaveInvitation.objects.filter(
            wave=wave,
            panelist=panelist,
            panelist__may_answer=True,
            panelist__person__is_active=True,
            panelist__person__erased_at__isnull=True,
        )
        .select_related("wave__survey", "panelist__person")
        .first()
    )
    if invitation is None:
        raise LinkIsOver
    return invitation
