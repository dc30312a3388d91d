"""What an officer wants in a table: figures, months, rows and columns. The address carries all of it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.utils.translation import gettext_lazy

from maps.models import District
from reports.extract.scope import Scope
from reports.figures import DEFINITIONS, SUBJECTS, Definition
from reports.make.periods import MONTH, Period, period_around
from reports.make.scope_of import codes_of

ROWS = ("district", "category", "department", "month")
FIGURES, BY_MONTH, BY_DISTRICT = "figures", "month", "district"
COLUMNS = {
    FIGURES: gettext_lazy("The figures beside each other"),
    BY_MONTH: gettext_lazy("Months: a table for each figure"),
    BY_DISTRICT: gettext_lazy("Districts: a table for each figure"),
}
MOST_MONTHS = 24  # across a page


def offered() -> Iterator[tuple[str, Any, list[Definition]]]:
    """By subject, those that are told of the whole city or by one of the rows."""
    for slug, name, definitions in SUBJECTS:
        found = [
            d for d in definitions if d in DEFINITIONS and any(fits(d, r) for r in ("", *ROWS))
        ]
        if found:
            yield slug, name, found


def fits(d: Definition, rows: str) -> bool:
    return ((rows,) if rows else ()) in d.cuts


@dataclass(frozen=True)
class Asked:
    figures: tuple[Definition, ...]
    since: Period
    until: Period
    rows: str
    columns: str

    @property
    def scope(self) -> Scope:
        return Scope(since=self.since.since, until=self.until.until)

    def parts(self) -> list[tuple[str, Scope]]:
        """The columns: what stands above each, and which rows of the extract it is about."""
        if self.columns == BY_MONTH:
            return [(str(m.name), Scope(since=m.since, until=m.until)) for m in self.months()]
        if self.columns == BY_DISTRICT:
            since, until = self.since.since, self.until.until
            districts = District.objects.current().without_outline().order_by("code")
            return [(str(d.name), Scope(since, until, codes_of(d))) for d in districts]
        return []

    def months(self) -> list[Period]:
        found = [self.until]
        while found[-1].since > self.since.since:
            found.append(period_around(MONTH, found[-1].since - timedelta(days=1)))
        return found[::-1]
