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


def address_of(wave: Wave) -> str:
    """The public one; a letter has its reader's own link instead (surveys/ways/links.py)."""
    return f"{wave.survey.get_absolute_url()}#wave-{wave.pk}"


def tell_invited(wave: Wave, people: Iterable[int], at: datetime) -> Update:
    return tell(
        people=people, kind=INVITATION, thread=f"survey:{wave.survey_id}", url=address_of(wave),
        title=in_both(lambda: _("Please answer the survey “%(title)s”")
                      % {"title": wave.survey.title}),
        body=in_both(lambda: f"{_which(wave)}{_until(wave)}"
                     + _("The link is yours alone; you need not sign in.")), at=at,
    )  # fmt: skip


def tell_reminded(wave: Wave, people: Iterable[int], at: datetime) -> Update:
    return tell(
        people=people, kind=REMINDER, thread=f"survey:{wave.survey_id}", url=address_of(wave),
        title=in_both(lambda: _("The survey “%(title)s” is still open for you")
                      % {"title": wave.survey.title}),
        body=in_both(lambda: _until(wave)
                     + _("Every answer helps to tell what really changed. We ask only this once more.")),
        at=at,
    )  # fmt: skip


def _which(wave: Wave) -> str:
    return "" if wave.kind == Wave.Kind.ONCE else f"{capfirst(str(wave))}. "


def _until(wave: Wave) -> str:
    if wave.closes_at is None:
        return ""
    day = date_format(timezone.localtime(wave.closes_at), "DATE_FORMAT")
    return _("It is open until %(day)s.") % {"day": day} + " "
