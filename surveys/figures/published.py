"""Everything a survey publishes: for each closed wave its rows and its lines about groups."""

from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from maps.population import PopulationUnknown
from surveys.anonymise import (
    Row,
    is_open_already,
    known_sums,
    published_waves,
    rows_of,
    smallest_group,
)
from surveys.figures.cross import Line, lines_of
from surveys.figures.population import Population, population_by
from surveys.figures.who import Dimension, crossed_by, dimensions_of, read_responses
from surveys.models import KeptWave, Question, Survey, Wave
from surveys.parts import Part, parts_of_all


@dataclass(frozen=True)
class PublishedWave:
    wave: Wave
    rows: list[Row]
    lines: list[Line]
    k: int
    is_kept: bool = False  # as it was before somebody took their answers out (surveys/keep.py)


@dataclass(frozen=True)
class Published:
    survey: Survey
    questions: list[Question]
    parts: list[Part]
    dimensions: list[Dimension]
    waves: list[PublishedWave]
    k: int  # the smallest of its waves
    population: Population | None  # what the first dimension is weighted to
    unweighted_because: str  # where weights were asked for and cannot be had

    @property
    def told(self) -> list[PublishedWave]:
        return [each for each in self.waves if each.rows]

    @property
    def has_own_weights(self) -> bool:
        """Brought along by a source that published its rows, and in them its weights."""
        return any("weight" in row for each in self.waves for row in each.rows)

    @property
    def is_weighted(self) -> bool:
        return self.population is not None or self.has_own_weights


def publish(survey: Survey, at: datetime | None = None) -> Published:
    at = at or timezone.now()
    questions = list(survey.questions.all())
    dimensions, k, sums = crossed_by(survey), smallest_group(survey), known_sums(survey)
    parts = parts_of_all(questions, sums=sums)
    parts_for_groups = parts_of_all(_asked_of_all(questions), sums=sums)
    closed, kept = published_waves(survey, at), KeptWave.objects.of(survey.pk)
    population, problem = _population(survey, dimensions, closed, kept)
    people = dimensions_of(survey) if is_open_already(survey) else []
    waves = []
    for wave in closed:
        if wave.pk in kept:
            waves.append(_as_kept(kept[wave.pk], wave))
            continue
        responses = read_responses(wave)
        rows = rows_of(wave, responses, parts, people, k)
        lines = lines_of(wave.code, responses, dimensions, parts_for_groups, k, population)
        waves.append(PublishedWave(wave, rows, lines if rows else [], k))
    k = min((each.k for each in waves), default=k)
    return Published(survey, questions, parts, dimensions, waves, k, population, problem)


def _as_kept(kept: KeptWave, wave: Wave) -> PublishedWave:
    return PublishedWave(wave, kept.told_rows, kept.told_lines, kept.k, is_kept=True)


def _asked_of_all(questions: list[Question]) -> list[Question]:
    return [question for question in questions if not question.shown_if]


def _population(
    survey: Survey, dimensions: list[Dimension], closed: list[Wave], kept: dict[int, KeptWave]
) -> tuple[Population | None, str]:
    if not survey.weight_by or not closed:
        return None, ""
    asked = dimensions[0].code.split("+")
    if asked != survey.weight_by:
        return None, _("It was not asked of everybody by what the answers should be weighted.")
    is_kept = all(wave.pk in kept for wave in closed)
    last = kept.get(closed[-1].pk)
    if is_kept and last and last.population_of:
        return Population({}, last.population_of, last.population_source), ""
    try:
        closes_at = closed[-1].closes_at
        assert closes_at is not None  # it has closed
        population = population_by(dimensions[0], closes_at)
    except PopulationUnknown as unknown:
        return None, str(unknown)
    return (None if is_kept else population), ""  # it came to be known after they were kept
