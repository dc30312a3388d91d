"""When the waves of a survey are open: planned by an officer, or opened by the stages of a pilot."""

from datetime import datetime, time, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from city.calendar import add_months
from surveys.models import Survey, Wave

FOLLOW_UPS = (6, 12)  # months after the pilot has concluded
FOLLOW_UP_IS_OPEN = timedelta(days=28)
REMIND_AFTER = 7  # days, where nobody said otherwise
MORNING = time(9)


class WaveIsOver(Exception):
    """It has closed and its results are public: it opens no second time; str() says so kindly."""

    def __str__(self):
        return _("This wave has closed and its results are public. Plan another one instead.")


@transaction.atomic
def open_wave(
    *,
    survey: Survey,
    kind: str,
    opens_at: datetime,
    closes_at: datetime | None = None,
    number: int = 1,
    remind_after: int | None = None,
    at: datetime | None = None,
) -> Wave:
    """Opens the wave now or ahead, or gives it other times; ValidationError when it would close
    too early. When a wave began stays as it was once it has begun."""
    at = at or timezone.now()
    Survey.objects.select_for_update().get(pk=survey.pk)  # two officers plan one after the other
    if not survey.questions.exists():
        raise ValidationError(_("A survey needs at least one question."))
    wave = survey.waves.filter(kind=kind, number=number).first() or Wave(
        survey=survey, kind=kind, number=number
    )
    if wave.closes_at and wave.closes_at <= at:
        raise WaveIsOver
    if wave.opens_at is None or wave.opens_at > at:
        wave.opens_at = opens_at
    wave.closes_at, wave.remind_after = closes_at, remind_after
    wave.validate_constraints()
    wave.save()
    return wave


def close_wave(*, wave: Wave, at: datetime | None = None) -> Wave:
    """No more answers from now on. A wave that had not opened yet simply loses its dates."""
    at = at or timezone.now()
    if wave.opens_at is None or wave.opens_at >= at:
        wave.opens_at = wave.closes_at = None
    elif wave.closes_at is None or wave.closes_at > at:
        wave.closes_at = at
    wave.save(update_fields=["opens_at", "closes_at"])
    return wave


# ── A pilot's stages ─────────────────────────────────────────────────────────────────────────
def begin_wave(*, survey: Survey, kind: str, at: datetime) -> Wave:
    """Opens the first wave of a kind, unless it is open or over; keeps the end planned for it."""
    wave = survey.waves.filter(kind=kind, number=1).first()
    if wave and wave.opens_at and wave.opens_at <= at:
        return wave
    ends = wave.closes_at if wave and wave.closes_at and wave.closes_at > at else None
    days = wave.remind_after if wave else REMIND_AFTER
    return open_wave(
        survey=survey, kind=kind, opens_at=at, closes_at=ends, remind_after=days, at=at
    )


def end_waves(*, survey: Survey, kinds: list[str], at: datetime) -> None:
    """Those of these kinds that are open close; those planned lose their dates."""
    for wave in survey.waves.filter(kind__in=kinds, opens_at__isnull=False):
        close_wave(wave=wave, at=at)


def ask_after_the_pilot(*, survey: Survey, wanted: bool) -> Survey:
    survey.follows_up = wanted
    survey.save(update_fields=["follows_up"])
    return survey


@transaction.atomic
def plan_follow_ups(*, survey: Survey, concluded_at: datetime) -> list[Wave]:
    """The same questions again after six and twelve months; what has dates keeps them."""
    day = timezone.localdate(concluded_at)
    return [
        _plan_follow_up(survey, number, datetime.combine(add_months(day, months), MORNING))
        for number, months in enumerate(FOLLOW_UPS, 1)
    ]


def _plan_follow_up(survey: Survey, number: int, opens: datetime) -> Wave:
    kind = Wave.Kind.FOLLOW_UP
    planned = survey.waves.filter(kind=kind, number=number, opens_at__isnull=False).first()
    opens_at = timezone.make_aware(opens)
    return planned or open_wave(
        survey=survey, kind=kind, number=number, opens_at=opens_at,
        closes_at=opens_at + FOLLOW_UP_IS_OPEN, remind_after=REMIND_AFTER,
    )  # fmt: skip
