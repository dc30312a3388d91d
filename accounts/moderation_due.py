"""Emergencies stand on the desk's page of today until somebody has looked."""

from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.due import AT_MOST, Due
from accounts.models import User
from accounts.moderation import text_of
from accounts.moderation_queue import Waiting, open_cases, rows_of


def due_rows(person: User, until: datetime) -> list[Due]:
    """Everybody's, since minutes count."""
    cases = open_cases().filter(is_urgent=True, created_at__lte=until).order_by("created_at")
    lines = [Waiting(c.kind, c.target, c.created_at, [c], 0) for c in cases[:AT_MOST]]
    rows = rows_of(lines)
    return [
        Due(
            at=line.since,
            kind=_("Emergency?"),
            title=text_of(rows[line.key]).partition("\n")[0][:80],
            url=reverse("accounts_desk:decide", args=line.key),
            whose=_("Everybody at the desk"),
            is_mine=True,
        )
        for line in lines
        if line.key in rows
    ]
