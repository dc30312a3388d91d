"""Rows of open data that are not one SELECT: people in groups, and the figures themselves."""

from collections.abc import Iterator
from typing import Any

from reports.figures import BY_KEY, DIMENSIONS
from reports.hiding.released import (
    asked_again,
    came_back,
    confirmations,
    moderation_by_reason,
    participants,
    stay_rate,
    stayed,
    support_by_channel,
    support_by_level,
    told_on,
)
from reports.models import Run
from reports.show import plain_number

ROWS_AT_ONCE = 10_000
Rows = Iterator[tuple]


def people(run: Run, extract: Any) -> Rows:
    """As the figures show them, everybody first; a group that is hidden stands without its number."""
    for whole in _stored(run, "people_taking_part").filter(is_suppressed=False):
        yield "all", "all", plain_number(whole.value), None, told_on(whole)
    for by in ("district", "age", "sex"):
        for group in _stored(run, f"people_by_{by}"):
            told = None if group.is_suppressed else plain_number(group.value)
            residents = group.extra.get("residents") or None
            yield by, group.cut[by], told, residents, told_on(group)


def _stored(run: Run, key: str):
    return run.figures.filter(key=key).select_related("run").order_by("cut_key")


def figures(run: Run, extract: Any) -> Rows:
    rows = run.figures.select_related("run").order_by("key", "cut_key")
    for figure in rows.iterator(chunk_size=ROWS_AT_ONCE):
        yield (
            figure.key, *(figure.cut.get(cut) for cut in DIMENSIONS), ",".join(sorted(figure.cut)),
            figure.value, figure.n, figure.is_suppressed, told_on(figure),
        )  # fmt: skip


def definitions(run: Run, extract: Any) -> Rows:
    for d in BY_KEY.values():
        sides = (d.name, d.unit, d.definition, d.denominator)
        both = (side.get(language) for side in sides for language in ("ko", "en"))
        yield d.key, *both, d.sql if d.source else "", d.pandas


MADE = {
    make.__name__: make
    for make in (
        support_by_level, support_by_channel, participants, asked_again, confirmations, figures,
        definitions, people, stayed, stay_rate, came_back, moderation_by_reason,
    )
}  # fmt: skip
