"""Changes to the protocol: free until the baseline opens, public and with a reason afterwards."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from pilots import notify
from pilots.models import Amendment, Pilot
from pilots.workflow import ENDED, MEASURES_ARE_OPEN

# What an amendment changed, in the words of its page.
SUBJECTS = {
    "protocol": _("Protocol"),
    "alternatives": _("Alternatives"),
    "sites": _("Sites"),
    "measures": _("Measures"),
    "budget": _("Budget"),
    "partners": _("Partners"),
    "permit": _("Sandbox permit"),
    "solutions": _("Solutions tested"),
    "proposals": _("Proposals taken up"),
}


class ReasonNeeded(Exception):
    """The baseline has opened: a change needs a public reason."""


class ProtocolClosed(Exception):
    """The pilot has ended; what was tested stays as it was."""


def needs_reason(pilot: Pilot) -> bool:
    return pilot.stage not in MEASURES_ARE_OPEN


def amend(
    *,
    pilot: Pilot,
    what: str,
    before: Mapping[str, Any],
    after: Mapping[str, Any],
    by,
    reason: str = "",
    at: datetime | None = None,
) -> Amendment | None:
    """Called before a change is written: lets it pass, writes it down, or refuses it."""
    if before == after:
        return None
    if pilot.stage in ENDED:
        raise ProtocolClosed
    if not needs_reason(pilot):
        return None
    if not reason.strip():
        raise ReasonNeeded
    amendment = Amendment.objects.create(
        pilot=pilot, what=what, before=dict(before), after=dict(after),
        reason=reason.strip(), by=by, at=at or timezone.now(),
    )  # fmt: skip
    notify.tell_amendment(amendment)
    return amendment


def as_it_stands(row: models.Model, names) -> dict[str, Any]:
    """The named fields of a row as JSON; a key to another row is told by that row's name."""
    return {name: _plain(getattr(row, name)) for name in names}


def _plain(value: Any) -> Any:
    if isinstance(value, models.Model):
        return str(value)
    if isinstance(value, date):
        return value.isoformat()
    return dict(value) if isinstance(value, Mapping) else value
