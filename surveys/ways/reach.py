"""Reads from the database what response rates are counted from (surveys/ways/rates.py)."""

from collections.abc import Hashable
from datetime import datetime
from typing import Any

from django.db.models import Count, Exists, F, OuterRef

from accounts.roles import Channel
from surveys.anonymise import published_waves
from surveys.models import KeptWave, Response, Survey, Wave, WaveInvitation
from surveys.ways.rates import Asked, Kept, Reached, attrition, reached_by_wave, times_answered

# What a pilot froze about its participants; in other surveys everybody is "not said".
WHO = {
    "district": "panelist__participation__district__code",
    "age_band": "panelist__participation__age_band",
    "sex": "panelist__participation__sex",
}
# One code for one sheet or one passer-by: they are nobody who could have come back.
WITHOUT_PANEL = (Channel.KIOSK, Channel.PAPER)


def asked_of(survey: Survey, wave: Wave | None = None) -> list[Asked]:
    """Everybody invited, to one wave or to any."""
    rows = WaveInvitation.objects.filter(wave__survey=survey)
    if wave is not None:
        rows = rows.filter(wave=wave)
    answered = Response.objects.filter(wave=OuterRef("wave"), panelist=OuterRef("panelist"))
    values = rows.values_list(
        "wave", "opened_at", Exists(answered), *(F(path) for path in WHO.values())
    )
    return [
        Asked(wave_id, opened is not None, has_answered, dict(zip(WHO, who, strict=True)))
        for wave_id, opened, has_answered, *who in values
    ]


def codes_of(survey: Survey) -> dict[Hashable, set[str]]:
    """The codes that answered each wave, without those that are made for one answer only."""
    codes: dict[Hashable, set[str]] = {}
    rows = Response.objects.filter(wave__survey=survey).exclude(channel__in=WITHOUT_PANEL)
    for wave, code in rows.values_list("wave", "panelist__code"):
        codes.setdefault(wave, set()).add(code)
    return codes


def panel_of(survey: Survey) -> dict[str, Any]:
    """For staff: how many answered one, two, three waves, and how the panel shrank."""
    waves = {wave.pk: wave for wave in survey.waves.all() if wave.opens_at}
    codes = codes_of(survey)
    lines: list[Kept] = attrition(list(waves), codes)
    return {
        "times": times_answered(codes),
        "waves": [{"wave": waves[line.wave], "kept": line} for line in lines],  # type: ignore[index]
    }


def public_rates(survey: Survey, k: int, at: datetime | None = None) -> list[dict[str, Any]]:
    """One line for each closed wave to which people were invited; `reached` is None where telling
    it would say of fewer than k people whether they answered."""
    found = _reached_in_public(survey)
    return [
        {"wave": wave, "reached": found[wave.pk] if found[wave.pk].may_be_told(k) else None}
        for wave in published_waves(survey, at)
        if wave.pk in found
    ]


def _reached_in_public(survey: Survey) -> dict[Hashable, Reached]:
    """Of a kept wave as it was: one answer fewer would tell who had answered."""
    found = reached_by_wave(asked_of(survey))
    kept = KeptWave.objects.filter(wave__survey=survey).exclude(reached=[])
    return found | {wave: Reached(*told) for wave, told in kept.values_list("wave", "reached")}


def apart(survey: Survey, k: int, at: datetime | None = None) -> list[tuple[str, int]]:
    """Answers that came in beside the panel and are counted apart; none where they are few."""
    counts = (
        Response.objects.filter(wave__in=published_waves(survey, at), channel__in=WITHOUT_PANEL)
        .order_by("channel")
        .values_list("channel")
        .annotate(count=Count("pk"))
    )
    return [(str(Channel(channel).label), count) for channel, count in counts if count >= k]
