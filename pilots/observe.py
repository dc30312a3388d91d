"""Loads observations from a file: each refused row with its reason, gaps counted and left gaps."""

import hashlib
from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from pilots.columns import Columns, ColumnsRefused, bare, guess_columns, names_of
from pilots.decode import FileRefused, Table, read_table
from pilots.devices.store import Value, already_there, keep_values, lock_values
from pilots.models import Measure, ObservationImport, Pilot
from pilots.readings import CellRefused, read_at, read_value
from pilots.workflow import ENDED

# Both say in one sentence why nothing was loaded.
REFUSALS = (FileRefused, ColumnsRefused)


class ElsewhereSkipped(Exception):
    """The row is about a place outside the pilot, and such rows are to be left out."""


@transaction.atomic
def import_observations(
    *,
    pilot: Pilot,
    file,
    file_name: str,
    by=None,
    columns: Mapping[str, Any] | None = None,
    replace: bool = False,
    all_or_nothing: bool = False,
    skip_other_sites: bool = False,
    at: datetime | None = None,
) -> ObservationImport:
    """`file` is bytes or has read(). Raises FileRefused or ColumnsRefused when nothing can be
    read; refused rows are kept with number and reason, and the rest is loaded (or nothing, with
    `all_or_nothing`). `replace` lets the same file, or corrected values for the same times, in;
    what they said before is kept."""
    at = at or timezone.now()
    content = file if isinstance(file, bytes) else file.read()
    pilot = lock_values(pilot)
    digest = hashlib.sha256(content).hexdigest()
    _refuse_when_ended(pilot)
    if not replace:
        _refuse_twice(pilot, digest)
    table = read_table(content)
    measures = observed_measures(pilot)
    meaning = Columns.said(columns) if columns else guess(pilot, table, measures)
    meaning.check(table.headers, measures)

    reader = RowReader(pilot, measures, table.headers, meaning, skip_other_sites, at)
    readings, refused = reader.read(table.rows)
    readings, double = _settle_double(readings, replace)
    refused = sorted([*refused, *double], key=lambda each: each["row"])
    loads = not (refused and all_or_nothing)
    result = ObservationImport.objects.create(
        pilot=pilot, file_name=file_name[:200], digest=digest, encoding=table.encoding,
        columns=meaning.as_json(), rows=reader.rows, loaded=len(readings) if loads else 0,
        gaps=reader.gaps, skipped=reader.skipped, refused=refused, by=by, at=at,
    )  # fmt: skip
    if loads:
        keep_values(values=readings, imported=result, by=by, at=at)
    return result


def observed_measures(pilot: Pilot) -> list[Measure]:
    return list(pilot.measures.filter(source=Measure.Source.OBSERVATIONS))


def guess(pilot: Pilot, table: Table, measures: list[Measure]) -> Columns:
    earlier = pilot.imports.filter(loaded__gt=0).values_list("columns", flat=True).first()
    return guess_columns(table.headers, measures, earlier)


def other_sites(pilot: Pilot, table: Table, column: str) -> dict[str, int]:
    """Places in the file that are not sites of the pilot, with the number of their rows."""
    if column not in table.headers:
        return {}
    place, known = table.headers.index(column), _sites_by_name(pilot)
    others: dict[str, int] = {}
    for row in table.rows:
        name = row[place].strip() if place < len(row) else ""
        if name and bare(name) not in known:
            others[name] = others.get(name, 0) + 1
    return others


class RowReader:
    """Reads rows into readings, counting what is missing on the way."""

    def __init__(self, pilot, measures, headers, columns: Columns, skip_other_sites, at):
        self.place = {name: number for number, name in enumerate(headers)}
        self.width = len(headers)
        self.columns, self.skip_other_sites = columns, skip_other_sites
        self.latest = at + timedelta(days=1)
        self.codes = {measure.code: measure.pk for measure in measures}
        self.measures = {name: each.pk for each in measures for name in names_of(each)}
        self.only_measure = measures[0].pk if len(measures) == 1 else None
        self.sites = _sites_by_name(pilot)
        only = list(dict.fromkeys(self.sites.values()))
        self.only_site = only[0] if len(only) == 1 else None
        self.rows = self.gaps = self.skipped = 0

    def read(self, rows) -> tuple[list[Value], list[dict[str, Any]]]:
        readings: list[Value] = []
        refused: list[dict[str, Any]] = []
        for number, row in enumerate(rows, start=2):
            if not any(cell.strip() for cell in row):
                continue
            self.rows += 1
            gaps = self.gaps
            try:
                readings.extend([*self._read_row(number, row)])
            except ElsewhereSkipped:
                self.skipped += 1
            except CellRefused as error:
                self.gaps = gaps  # a row is taken whole or refused whole
                refused.append({"row": number, "reason": str(error)})
        return readings, refused

    def _read_row(self, number: int, row: list[str]) -> Iterator[Value]:
        if len(row) != self.width:
            raise CellRefused(
                _("The row has %(cells)s cells, the header %(columns)s.")
                % {"cells": len(row), "columns": self.width}
            )
        site = self._site(row)
        at = self._at(row)
        for measure, text in self._values(row):
            value = read_value(text)
            if value is None:
                self.gaps += 1
            else:
                yield Value(number, measure, site, at, value)

    def _cell(self, row: list[str], column: str) -> str:
        return row[self.place[column]].strip() if column else ""

    def _at(self, row: list[str]) -> datetime:
        at = read_at(self._cell(row, self.columns.at), self._cell(row, self.columns.time))
        if at > self.latest:
            raise CellRefused(
                _("%(day)s lies in the future.") % {"day": date_format(at, "SHORT_DATE_FORMAT")}
            )
        return at

    def _site(self, row: list[str]) -> int | None:
        if not self.columns.site:
            return self.only_site
        name = self._cell(row, self.columns.site)
        if bare(name) in self.sites:
            return self.sites[bare(name)]
        if name and self.skip_other_sites:
            raise ElsewhereSkipped
        if not name:
            raise CellRefused(_("The row names no site."))
        raise CellRefused(_("This pilot has no site “%(name)s”.") % {"name": name[:60]})

    def _values(self, row: list[str]) -> Iterator[tuple[int, str]]:
        if self.columns.values:
            for column, code in self.columns.values.items():
                yield self.codes[code], self._cell(row, column)
            return
        measure = self.only_measure
        if self.columns.measure:
            name = self._cell(row, self.columns.measure)
            measure = self.measures.get(bare(name))
            if measure is None:
                raise CellRefused(_("This pilot has no measure “%(code)s”.") % {"code": name[:60]})
        assert measure is not None  # Columns.check asked for it
        yield measure, self._cell(row, self.columns.value)


def _sites_by_name(pilot: Pilot) -> dict[str, int]:
    return {name: site.pk for site in pilot.sites.all() for name in names_of(site)}


def _settle_double(readings: list[Value], replace: bool) -> tuple[list[Value], list[dict]]:
    """One value per measure, site and time: within the file, and with what is there already."""
    kept: dict[tuple, Value] = {}
    refused: dict[int, str] = {}
    for reading in readings:
        if reading.key in kept:
            refused[reading.index] = _(
                "Row %(row)s already has a value for this site and time."
            ) % {"row": kept[reading.key].index}
        else:
            kept[reading.key] = reading
    if not replace:
        for key in already_there(list(kept.values())):
            refused[kept[key].index] = _("There is already a value for this site and time.")
    return (
        [each for each in kept.values() if each.index not in refused],
        [{"row": row, "reason": reason} for row, reason in refused.items()],
    )


def _refuse_when_ended(pilot: Pilot) -> None:
    if pilot.stage in ENDED:
        raise FileRefused(_("This pilot has ended; its observations stay as they were."))


def _refuse_twice(pilot: Pilot, digest: str) -> None:
    if earlier := pilot.imports.filter(digest=digest, loaded__gt=0).first():
        raise FileRefused(
            _("This very file was imported on %(day)s. To load it again, choose to replace.")
            % {"day": date_format(timezone.localtime(earlier.at), "SHORT_DATE_FORMAT")}
        )
