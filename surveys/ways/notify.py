"""Asks members of a panel for their answers, and once more those who have not given any."""

from collections.abc import Iterable
from datetime import datetime

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from accounts.models import Update
from accounts.tell import tell
from city.words import in_both
from surveys.models import Wave

INVITATION, REMINDER = "wave-invitation", "wave-reminder"


def address_of(wave: Wave, code: str = "") -> str:
    """The public one; a letter has its reader's own link instead (surveys/ways/links.py)."""
    return f"{wave.survey.get_absolute_url()}{f'?for={code}' if code else ''}#wave-{wave.pk}"


def tell_waiting(
    kind: str, wave: Wave, people: Iterable[int], at: datetime, code: str = ""
) -> Update:
    """`code` is of somebody for whom the one who is told answers."""
    return tell(
        people=people, kind=kind, thread=f"survey:{wave.survey_id}",
        url=address_of(wave, code),
        title=in_both(lambda: _title(kind) % {"title": wave.survey.title}),
        body=in_both(lambda: " ".join(filter(None, _sentences(kind, wave, code)))), at=at,
    )  # fmt: skip


def _title(kind: str) -> str:
    if kind == INVITATION:
        return _("Please answer the survey “%(title)s”")
    return _("The survey “%(title)s” is still open for you")


def _sentences(kind: str, wave: Wave, code: str) -> list[str]:
    return [
        _which(wave),
        _("You answer for the participant with the code %(code)s.") % {"code": code} if code else "",
        _until(wave),
        _("The link is yours alone; you need not sign in.") if kind == INVITATION
        else _("Every answer helps to tell what really changed. We ask only this once more."),
    ]  # fmt: skip


def _which(wave: Wave) -> str:
    return "" if wave.kind == Wave.Kind.ONCE else f"{capfirst(str(wave))}."


def _until(wave: Wave) -> str:
    if wave.closes_at is None:
        return ""
    day = date_format(timezone.localtime(wave.closes_at), "DATE_FORMAT")
    return _("It is open until %(day)s.") % {"day": day}
