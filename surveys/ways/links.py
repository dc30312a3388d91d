"""The link of one's own in a letter: answers one wave under one code, without signing in."""

import re
from typing import NamedTuple

from django.core import signing
from django.urls import reverse

from accounts.models import Update, User
from surveys.models import Panelist, WaveInvitation
from surveys.panel import reachable

SALT = "surveys.ways.links"
NAMED = re.compile(r"(?:\?for=(?P<code>\w+))?#wave-(?P<wave>\d+)$")


class Invited(NamedTuple):
    invitation: WaveInvitation
    person: User  # who answers: the panelist, or whoever answers for them


class LinkIsOver(Exception):
    """Whoever it was for has left, so it leads nowhere now."""


def link_of(invitation: WaveInvitation) -> str:
    """Names wave and code; signed, so that nobody can write one for a neighbour."""
    named = [invitation.wave_id, invitation.panelist_id]
    return reverse("surveys:by_link", args=[signing.dumps(named, salt=SALT)])


def link_in_letter(update: Update, person: User) -> str | None:
    """Called by accounts.personal_links; None where there is nothing to answer any more."""
    named = NAMED.search(update.url)
    if named is None:
        return None
    wave, code = int(named["wave"]), named["code"]
    whose = {"code": code} if code else {"person": person}
    panelists = reachable(Panelist.objects.filter(**whose)).filter(whom=person.pk)
    invitation = (
        WaveInvitation.objects.filter(wave=wave, panelist__in=panelists)
        .exclude(panelist__responses__wave=wave)
        .first()
    )
    return link_of(invitation) if invitation else None


def invited_by(token: str) -> Invited | None:
    """Who is asked for what; None for a link that nobody wrote, LinkIsOver for one that was taken
    back. It works as long as the wave is open, which the caller looks at."""
    try:
        wave, panelist = signing.loads(token, salt=SALT)
    except signing.BadSignature:
        return None
    whom = reachable(Panelist.objects.filter(pk=panelist)).values("whom")
    person = User.objects.filter(pk__in=whom).first()
    invitation = (
        WaveInvitation.objects.filter(wave=wave, panelist=panelist)
        .select_related("wave__survey", "panelist")
        .first()
    )
    if person is None or invitation is None:
        raise LinkIsOver
    return Invited(invitation, person)
