"""Rows of open data that are not one SELECT: people in groups, and the figures themselves."""

from collections.abc import Iterator
from typing import Any

from reports.figures import BY_KEY, DIMENSIONS
from reports.hiding.released import (
    asked_again,
    confirmations,
    participants,
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
    for whole in run.figures.filter(key="people_taking_part", is_suppressed=False):
        yield "all", "all", plain_number(whole.value), None
    for by in ("district", "age", "sex"):
        for group in run.figures.filter(key=f"people_by_{by}").order_by("cut_key"):
            told = None if group.is_suppressed else plain_number(group.value)
            yield by, group.cut[by], told, group.extra.get("residents") or None


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
        definitions, people,
    )
}  # fmt: skip
