"""The tables of a report as a spreadsheet: numbers as numbers, and one sheet that defines them all."""

from collections.abc import Iterable
from io import BytesIO
from typing import Any

from django.utils.translation import gettext as _

from city.words import Words
from reports.opendata.cells import safe_cell
from reports.page import permanent_address
from reports.show import plain_number, shown

WIDEST = 60
NOT_IN_NAMES = str.maketrans(dict.fromkeys("[]:*?/\\'", " "))
NAME_LENGTH = 31  # of a sheet, in all spreadsheet programs

Rows = Iterable[list[Any]]


def write_sheets(report) -> bytes:
    """In the active language."""
    from openpyxl import Workbook

    book = Workbook()
    book.remove(book.active)
    book.properties.title = str(report.title)
    book.properties.creator = str(Words(report.frozen["city"]))
    for name, rows in _sheets(report):
        add_sheet(book, name, rows, bool(report.frozen["is_demo"]))
    kept = BytesIO()
    book.save(kept)
    return kept.getvalue()


def _sheets(report) -> Iterable[tuple[str, Rows]]:
    frozen = report.frozen
    names = {one["key"]: one for one in frozen["definitions"]}
    yield _("Report"), _about(report)
    yield (
        _("Figures"),
        [
            [_("Figure"), _("Value"), _("Unit"), "n", _("Note")],
            *(_figure(row, names[row["key"]]) for row in frozen["figures"]),
        ],
    )
    for number, chart in enumerate((c for c in frozen["charts"] if c["rows"]), start=1):
        yield f"{number} {Words(chart['title'])}", _chart(chart)
    yield _("Definitions"), [
        [_("Key"), _("Figure"), _("Unit"), _("Definition"), _("Counted over"), "SQL", "pandas"],
        *(
            [
                one["key"], Words(one["name"]), Words(one["unit"]), Words(one["definition"]),
                Words(one["denominator"]), one["sql"], one["pandas"],
            ]
            for one in frozen["definitions"]
        ),
    ]  # fmt: skip


def _about(report) -> Rows:
    return [
        [_("Title"), report.title],
        [_("Summary"), report.summary],
        [_("Version"), report.version],
        [_("Why there is a new version"), report.correction_reason],
        [_("Figures as of"), report.frozen["as_of"]],
        [_("Permanent address"), permanent_address(report)],
        ["SHA-256", report.digest or report.frozen["digest"]],
    ]


def _figure(row: dict[str, Any], definition: dict[str, Any]) -> list[Any]:
    said = "" if row["value"] is not None else shown(row["key"], None, row["hidden"])
    return [
        Words(definition["name"]), plain_number(row["value"]), Words(definition["unit"]), row["n"], said,
    ]  # fmt: skip


def _chart(chart: dict[str, Any]) -> Rows:
    if chart["kind"] == "days":
        return [[_("Day"), _("Test sites"), _("Comparison sites")], *chart["rows"]]
    return [
        [_("Group"), _("Code"), _("Value"), "n", _("Note")],
        *(
            [
                " · ".join(filter(None, [str(Words(row.get("of") or {})), str(Words(row["label"]))])),
                row["code"], plain_number(row["value"]), row["n"],
                "" if row["value"] is not None else shown(chart["key"], None, row["hidden"]),
            ]
            for row in chart["rows"]
        ),
    ]  # fmt: skip


def add_sheet(book, name: str, rows: Rows, is_demo: bool) -> None:
    from openpyxl.styles import Alignment, Font

    sheet = book.create_sheet(_free_name(book, name))
    if is_demo:
        sheet.append([_("Demonstration"), _("An invented example, not a real city’s decisions.")])
    for row in rows:
        sheet.append([_cell(value) for value in row])
        if sheet.max_row == 1 + is_demo:
            for cell in sheet[sheet.max_row]:
                cell.font = Font(bold=True)
    sheet.freeze_panes = sheet.cell(row=2 + is_demo, column=1)
    for column in sheet.columns:
        longest = max(len(str(cell.value or "")) for cell in column)
        sheet.column_dimensions[column[0].column_letter].width = min(longest * 1.6 + 2, WIDEST)
        for cell in column:
            cell.alignment = Alignment(wrap_text=True, vertical="top")


def _free_name(book, name: str) -> str:
    wanted = name.translate(NOT_IN_NAMES)[:NAME_LENGTH].strip()
    taken = {sheet.title.casefold() for sheet in book.worksheets}
    return wanted if wanted.casefold() not in taken else f"{wanted[: NAME_LENGTH - 4]} {len(taken)}"


def _cell(value: Any) -> Any:
    """A text that a spreadsheet would take for a formula stays a text."""
    if isinstance(value, int | float) or value is None:
        return value
    return safe_cell(_clean(str(value)))


def _clean(text: str) -> str:
    """Without the control characters that the format cannot hold."""
    return "".join(letter for letter in text if letter >= " " or letter in "\t\n")
