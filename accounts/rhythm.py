"""When news leaves the house: at once, in the morning, on Monday or never; and nobody is woken."""

from datetime import datetime, time, timedelta

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

MORNING = time(8)
MONDAY = 0


class Rhythm(models.TextChoices):
    AT_ONCE = "at-once", _("At once")
    DAILY = "daily", _("Once a day, at 8 in the morning")
    WEEKLY = "weekly", _("Once a week, on Monday at 8 in the morning")
    NEVER = "never", _("Never")


def rarer_than(rhythm: str) -> list[str]:
    """Empty after "never": who wants nothing is not asked how little."""
    order = [Rhythm.AT_ONCE, Rhythm.DAILY, Rhythm.WEEKLY]
    return [*order[order.index(Rhythm(rhythm)) + 1 :]] if rhythm in order else []


class ToldBy(models.TextChoices):
    """전달 수단: what carries news to a person. Letters and calls are set by the desk only."""

    EMAIL = "email", _("E-mail")
    TEXT = "text", _("Text message")
    LETTER = "letter", _("Printed letter")
    CALL = "call", _("Telephone call")


def due(rhythm: str, at: datetime) -> datetime | None:
    """When news of that moment goes out; None where it stays in the inbox."""
    if rhythm == Rhythm.NEVER:
        return None
    if rhythm == Rhythm.AT_ONCE:
        return at
    morning = _next_morning(at)
    if rhythm == Rhythm.WEEKLY:
        morning += timedelta(days=(MONDAY - timezone.localtime(morning).weekday()) % 7)
    return morning


def after_quiet_hours(at: datetime, quiet_from: int, quiet_until: int) -> datetime:
    """The moment itself, or the hour at which the city's quiet hours around it end."""
    local = timezone.localtime(at)
    if not _is_quiet(local.hour, quiet_from, quiet_until):
        return at
    end = local.replace(hour=quiet_until, minute=0, second=0, microsecond=0)
    return end if end > local else end + timedelta(days=1)


def _is_quiet(hour: int, quiet_from: int, quiet_until: int) -> bool:
    if quiet_from <= quiet_until:
        return quiet_from <= hour < quiet_until
    return hour >= quiet_from or hour < quiet_until


def _next_morning(at: datetime) -> datetime:
    local = timezone.localtime(at)
    morning = local.replace(hour=MORNING.hour, minute=0, second=0, microsecond=0)
    return morning if morning >= local else morning + timedelta(days=1)
