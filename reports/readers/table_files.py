"""The same table as CSV, a value a line, and as a spreadsheet with a sheet that defines its figures."""

import csv
from io import BytesIO, StringIO
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from city.models import City
from reports.models import Run
from reports.opendata.cells import cell
from reports.paper.sheets import add_sheet
from reports.readers.asked import FIGURES, Asked
from reports.readers.table import Cell, Head, Table, checksum


def as_csv(tables: list[Table], asked: Asked, run: Run, address: str) -> bytes:
    """Every line can be read alone: what it counts, of when, and as of when."""
    written = StringIO(newline="")
    writer = csv.writer(written, lineterminator="\r\n")
    writer.writerow([
        _("Figure"), _("Unit"), _("Row"), _("Column"), _("Value"), "n", _("Note"), _("From"),
        pgettext("last day", "Until"), _("As of"), _("Definition"), _("Counted over"),
        _("Address of this table"),
    ])  # fmt: skip
    for table in tables:
        for line in table.lines:
            for d, head, one in zip(table.figures, table.heads, line.cells, strict=True):
                days = ("", "") if head.note else (asked.scope.since, asked.scope.until)
                row = [
                    d.name, d.unit, line.name, "" if asked.columns == FIGURES else head.name,
                    one.value, one.n, _note(head, one), *days, run.as_of, d.definition, d.denominator, address,
                ]  # fmt: skip
                writer.writerow([cell(_plain(value)) for value in row])
    return b"\xef\xbb\xbf" + written.getvalue().encode()


def _note(head: Head, one: Cell) -> str:
    return " ".join(filter(None, [head.note, one.shown if one.value is None else ""]))


def _plain(value: Any) -> Any:
    return str(value) if isinstance(value, dict) else value


def as_sheets(tables: list[Table], asked: Asked, run: Run, address: str) -> bytes:
    from openpyxl import Workbook

    book, city = Workbook(), City.objects.current()
    book.remove(book.active)
    book.properties.creator = str(city.name)
    for number, table in enumerate(tables, start=1):
        name = table.title if len(tables) == 1 else f"{number} {table.title}"
        add_sheet(book, name, _rows(table), city.is_demo)
    add_sheet(book, _("Definitions"), _definitions(asked), city.is_demo)
    add_sheet(book, _("About this table"), _about(tables, asked, run, address), city.is_demo)
    kept = BytesIO()
    book.save(kept)
    return kept.getvalue()


def _rows(table: Table) -> list[list[Any]]:
    """Numbers as numbers; where there is none, why."""
    heads = [" ".join(filter(None, [h.name, f"({h.unit})", h.note])) for h in table.heads]
    return [
        [table.of, *heads],
        *(
            [line.name, *(one.shown if one.value is None else one.value for one in line.cells)]
            for line in table.lines
        ),
    ]


def _definitions(asked: Asked) -> list[list[Any]]:
    return [
        [_("Key"), _("Figure"), _("Unit"), _("Definition"), _("Counted over"), "SQL", "pandas"],
        *(
            [d.key, d.name, d.unit, d.definition, d.denominator, d.sql, d.pandas]
            for d in asked.figures
        ),
    ]


def _about(tables: list[Table], asked: Asked, run: Run, address: str) -> list[list[Any]]:
    return [
        [_("City"), City.objects.current().name],
        [_("From"), asked.scope.since],
        [pgettext("last day", "Until"), asked.scope.until],
        [_("As of"), timezone.localtime(run.as_of).isoformat(timespec="seconds")],
        [_("Address of this table"), address],
        [_("Checksum of the values (SHA-256)"), checksum(tables)],
        [_("Checksum of the extract (SHA-256)"), run.digest],
    ]
