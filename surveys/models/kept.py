"""What a closed wave has published, once somebody's answers were taken out of it."""

from typing import Any

from django.db import models
from django.utils import timezone

from city.history import AppendOnly
from surveys.models.asked import Wave

Packed = list[list[Any]]


class KeptWaveQuerySet(models.QuerySet["KeptWave"]):
    def of(self, survey_id: int) -> dict[int, "KeptWave"]:
        """By wave."""
        return {kept.wave_id: kept for kept in self.filter(wave__survey=survey_id)}


class KeptWave(AppendOnly):
    """The anonymised rows and lines about groups of a wave as everybody could read them.

    Counted anew without one person, the old file minus the new one would be that person's answers.
    """

    wave = models.OneToOneField(Wave, models.PROTECT, related_name="kept")
    k = models.PositiveIntegerField()  # how many people had to share what is told
    # Both as a header and its rows: PostgreSQL forgets the order of keys.
    rows = models.JSONField(default=list)
    lines = models.JSONField(default=list)
    # [invited, opened, answered]; empty where nobody was invited.
    reached = models.JSONField(default=list)
    population_of = models.DateField(null=True)  # the day of what the lines are weighted to
    population_source = models.TextField(default="")
    at = models.DateTimeField(default=timezone.now)

    objects = KeptWaveQuerySet.as_manager()

    @property
    def told_rows(self) -> list[dict[str, Any]]:
        return unpacked(self.rows)

    @property
    def told_lines(self) -> list[dict[str, Any]]:
        return unpacked(self.lines)


def packed(rows: list[dict[str, Any]]) -> Packed:
    return [list(rows[0]), *(list(row.values()) for row in rows)] if rows else []


def unpacked(table: Packed) -> list[dict[str, Any]]:
    return [dict(zip(table[0], row, strict=True)) for row in table[1:]]
