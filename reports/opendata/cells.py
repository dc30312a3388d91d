"""Small tables as CSV, from values that Python has at hand."""

import csv
from collections.abc import Iterable
from datetime import date, datetime
from pathlib import Path
from typing import Any

from django.utils import timezone

from city.cells import safe_cell
from reports.extract.columns import Column
from reports.show import plain_number


def write_csv(path: Path, columns: tuple[Column, ...], rows: Iterable[tuple]) -> None:
    """UTF-8 with a mark for spreadsheets, CRLF, and no text that a spreadsheet would run."""
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file, lineterminator="\r\n")
        writer.writerow([column.name for column in columns])
        writer.writerows([cell(value) for value in row] for row in rows)


def cell(value: Any) -> Any:
    if value is None:
        return ""
    if isinstance(value, str):
        return safe_cell(value.replace("\x00", ""))
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, datetime):
        return timezone.localtime(value).isoformat(timespec="seconds")
    if isinstance(value, date):
        return value.isoformat()
    return plain_number(value)
