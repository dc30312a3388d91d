"""The answers of a survey that everybody may have: what was answered, without who answered it.

One row is one response. Rows carry no code and nothing about the person, and stand in an order of
their own in each wave, so that nobody can be followed from one wave to the next. Words and photos
are left out. Answers of fewer than k people are hidden with enough others (city/hiding), k being
the city's smallest group. Waves with fewer than k responses are left out. How groups of people
answered stands in a second file (surveys/figures/cross.py). The tables of the results page are
counted from these two files and nothing else.

An imported survey whose source has published its rows already hides nothing: k is 1, and the rows
keep what people are and their weight.

Once somebody's answers were taken out of a closed wave, it is told as it was (surveys/keep.py).
"""

from collections import Counter
from collections.abc import Callable, Hashable, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.crypto import salted_hmac

from city.hiding.groups import is_small
from city.hiding.scales import (
    AND_SPREAD,
    TOTAL_AND_AVERAGE,
    average_is_safe,
    hidden_levels,
    hidden_options,
    in_groups,
)
from city.models import City
from surveys.figures.who import Dimension, answered_by, dimensions_of, read_responses
from surveys.models import KeptWave, Survey, Wave
from surveys.parts import Part, Shape, parts_of_all, value_in
from surveys.tally import HIDDEN, NO_ANSWER

Row = dict[str, Any]


def published_waves(survey: Survey, at: datetime | None = None) -> list[Wave]:
    """Waves that have closed. An open one read twice would show what the last person answered."""
    at = at or timezone.now()
    return [wave for wave in survey.waves.all() if wave.closes_at and wave.closes_at <= at]


def smallest_group(survey: Survey) -> int:
    """How many people have to share what is told about them."""
    return 1 if is_open_already(survey) else max(City.objects.current().smallest_group, 1)


def is_open_already(survey: Survey) -> bool:
    imported = getattr(survey, "imported", None)
    return imported is not None and imported.is_open


def known_sums(survey: Survey) -> int:
    """The interval of a pilot's result tells how far answers to its instrument lie apart."""
    return AND_SPREAD if hasattr(survey, "pilot") else TOTAL_AND_AVERAGE


def rows(survey: Survey, at: datetime | None = None) -> list[Row]:
    """The published file: columns as in `columns(survey)`, wave after wave."""
    k, parts, people = smallest_group(survey), _parts(survey), _people(survey)
    kept = KeptWave.objects.of(survey.pk)
    return [
        row
        for wave in published_waves(survey, at)
        for row in (
            kept[wave.pk].told_rows
            if wave.pk in kept
            else rows_of(wave, read_responses(wave), parts, people, k)
        )
    ]


def columns(survey: Survey) -> list[str]:
    """The header: wave, then the columns of each question.

    A question with several answers has a column for each option (1, 0, * hidden, empty: skipped), a
    matrix one for each statement, a ranking the first choice and the place each option got.
    """
    weight = ["weight"] if is_open_already(survey) else []
    return [
        "wave", *weight, *(each.code for each in _people(survey)),
        *(name for part in _parts(survey) for name in part.columns),
    ]  # fmt: skip


def _parts(survey: Survey) -> list[Part]:
    return parts_of_all(survey.questions.all(), sums=known_sums(survey))


def _people(survey: Survey) -> list[Dimension]:
    return dimensions_of(survey) if is_open_already(survey) else []


def rows_of(
    wave: Wave,
    responses: Sequence[Mapping[str, Any]],
    parts: Sequence[Part],
    people: Sequence[Dimension] = (),
    k: int = 1,
) -> list[Row]:
    """The rows of one wave; `people` only where the source has published who answered what."""
    if len(responses) < k or not responses:
        return []
    shuffled = sorted(responses, key=lambda each: _shuffle(wave, each["code"]))
    told = told_answers(parts, [each["answers"] for each in shuffled], k)
    return [
        {"wave": wave.code}
        | ({"weight": each["weight"]} if people else {})
        | {dimension.code: answered_by(each, dimension) for dimension in people}
        | {name: column[place] for name, column in told.items()}
        for place, each in enumerate(shuffled)
    ]


def _shuffle(wave: Wave, code: str) -> str:
    """The same order every time, and one that nobody outside can compute from the codes."""
    return salted_hmac(f"surveys.rows.{wave.pk}", code, algorithm="sha256").hexdigest()


# ── Pure: answers in, columns out ────────────────────────────────────────────────────────────


def told_answers(
    parts: Sequence[Part], answers: Sequence[Mapping[str, Any]], k: int
) -> dict[str, list]:
    """The columns that may be published, person by person."""
    result: dict[str, list] = {}
    told = _told_ranks([part for part in parts if part.kind == "ranking"], answers, k)
    for part in parts:
        values = [value_in(part, each) for each in answers]
        if part.shape == Shape.RANK:
            result |= _blank(part.column, values, k, told[part.column])
        else:
            result |= _COLUMNS[part.shape](part, values, k)
    return result


def _choice(part: Part, values: list, k: int) -> dict[str, list]:
    hidden = hidden_options(_counts(values, part.codes), k)
    return _blank(part.column, values, k, lambda value: HIDDEN if value in hidden else value)


def _levels(part: Part, values: list, k: int) -> dict[str, list]:
    counts = _counts(values, part.codes)
    hidden = hidden_levels(counts, k, part.sums)
    told: dict[Any, Any] = {level: level for level in part.codes}
    if hidden:
        people = sum(counts[level] for level in hidden)
        average = round(sum(level * counts[level] for level in hidden) / people, 6)
        is_safe = average_is_safe({level: counts[level] for level in hidden}, k, part.sums)
        told |= dict.fromkeys(hidden, average if is_safe else HIDDEN)
    level, average_name = part.columns
    return {
        **_blank(level, values, k, lambda value: HIDDEN if value in hidden else value),
        **_blank(average_name, values, k, lambda value: told[value]),
    }


def _tick(part: Part, values: list, k: int) -> dict[str, list]:
    """Those who did not tick it are a group too."""
    counts = _counts(values, (0, 1))
    hides = any(is_small(count, k) for count in counts.values())
    return _blank(part.column, values, k, lambda value: HIDDEN if hides else value)


def _number(part: Part, values: list, k: int) -> dict[str, list]:
    told = iter(in_groups([value for value in values if value is not None], k))
    return _blank(part.column, values, k, lambda _value: round(next(told), 6))


_COLUMNS: dict[Shape, Callable[[Part, list, int], dict[str, list]]] = {
    Shape.CHOICE: _choice,
    Shape.OPEN: _choice,
    Shape.LEVELS: _levels,
    Shape.TICK: _tick,
    Shape.NUMBER: _number,
}


def _told_ranks(
    parts: Sequence[Part], answers: Sequence[Mapping[str, Any]], k: int
) -> dict[str, Callable]:
    """For each option what may be told of the places it got.

    The places of one option say something of those of the others, since everybody gives each place
    once: when one option has a place that only a few gave it, all tell their average place instead.
    """
    counts = {
        part: _counts([value_in(part, each) for each in answers], ())
        for part in parts
        if part.shape == Shape.RANK
    }
    few = {
        part.question
        for part, places in counts.items()
        if any(is_small(n, k) for n in places.values())
    }
    return {
        part.column: _average_place(places, k) if part.question in few else lambda place: place
        for part, places in counts.items()
    }


def _average_place(places: Counter, k: int) -> Callable:
    people = sum(places.values())
    doubled = {int(2 * place): n for place, n in places.items()}  # shared places are halves
    without_first = {place: n for place, n in doubled.items() if place != 2}
    if not (average_is_safe(doubled, k) and average_is_safe(without_first, k)):
        return lambda _place: HIDDEN
    average = round(sum(place * n for place, n in places.items()) / people, 6)
    return lambda _place: average


def _counts[T: Hashable](values: Sequence[T | None], possible: Sequence) -> Counter:
    counts: Counter = Counter(dict.fromkeys(possible, 0))
    counts.update(value for value in values if value is not None)
    return counts


def _blank(column: str, values: list, k: int, tell: Callable) -> dict[str, list]:
    """A question that fewer than k people answered is left out whole."""
    if is_small(sum(value is not None for value in values), k):
        return {column: [NO_ANSWER] * len(values)}
    return {column: [NO_ANSWER if value is None else tell(value) for value in values]}
