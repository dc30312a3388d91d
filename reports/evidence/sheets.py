"""A pack as a spreadsheet: what it is, a sheet a chapter, the indicators, and the definitions."""

from collections.abc import Iterable
from io import BytesIO
from typing import Any

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from reports.evidence.paper import page_of
from reports.evidence.read import Chapter, FigureLine, Reader, Said, say
from reports.models import EvidencePack
from reports.paper.sheets import add_sheet
from reports.show import plain_number

Rows = list[list[Any]]


def write_sheets(pack: EvidencePack) -> bytes:
    """In the active language."""
    from openpyxl import Workbook

    page = page_of(pack)
    book = Workbook()
    book.remove(book.active)
    book.properties.title, book.properties.creator = page["title"], page["city_name"]
    for name, rows in _sheets(pack, page):
        add_sheet(book, name, rows, bool(pack.data["is_demo"]))
    kept = BytesIO()
    book.save(kept)
    return kept.getvalue()


def _sheets(pack: EvidencePack, page: dict[str, Any]) -> Iterable[tuple[str, Rows]]:
    yield _("About this pack"), _about(pack, page)
    for number, chapter in enumerate(page["chapters"], start=1):
        yield f"{number} {chapter.title}", _chapter(chapter)
    if page["indicators"]:
        yield _("Indicators"), _indicators(page["indicators"], pack)
    yield _("Definitions"), _definitions(pack)


def _about(pack: EvidencePack, page: dict[str, Any]) -> Rows:
    reader: Reader = page["reader"]
    return [
        [_("Title"), page["title"]],
        [_("City"), page["city_name"]],
        [_("Figures as of"), reader.as_of],
        [_("What this pack does not claim"), page["claims"]],
        *([[_("Which rows were counted"), page["rule"]]] if page["rule"] else []),
        [_("SHA-256 of the data of this pack"), pack.digest],
        [_("Checksum of the extract (SHA-256)"), pack.data["extract_sha256"]],
        [_("Version of the programme"), pack.code_version],
    ]


def _heads() -> list[str]:
    return [
        _("Figure"), _("Part"), _("Value"), _("Unit"), "n", _("Note"), _("Counted when"), _("Definition"),
        _("Counted over"),
    ]  # fmt: skip


def _chapter(chapter: Chapter) -> Rows:
    rows: Rows = [[chapter.title], [chapter.says]]
    for table in chapter.tables:
        rows += [[], [table.title]]
        if table.figures:
            rows += [_heads(), *map(_figure, table.figures)]
        elif table.cells:
            rows += [table.heads, *table.cells]
        else:
            rows.append([_("There is nothing to list.")])
        if table.source:
            rows.append([_("Source:"), table.source])
    return rows


def _figure(line: FigureLine) -> list[Any]:
    note = "" if line.number is not None else line.value
    return [
        line.name, line.part, plain_number(line.number), line.unit, line.n, note, line.when, line.definition,
        line.denominator,
    ]  # fmt: skip


def _indicators(indicators: list[Said], pack: EvidencePack) -> Rows:
    """One row each; below, the figures and files of all."""
    rows: Rows = [
        [
            _("Area"), _("Code"), capfirst(_("wording")), _("Department"), _("Year"), _("Target"),
            _("Value reached"), _("Difference to the target"), _("What it shows"),
            _("What is missing"), _("Figures"), _("Files"),
        ]
    ]  # fmt: skip
    for said, kept in zip(indicators, pack.data["indicators"], strict=True):
        rows.append([
            said.area, said.code, said.wording, say(kept["owner"]), kept["year"],
            plain_number(kept["target"]), plain_number(kept["value"]), plain_number(kept["difference"]),
            say(kept["text"]), say(kept["gap"]),
            "\n".join(f"{line.called}: {line.value} ({line.when})" for line in said.table.figures),
            "\n".join(f"{file['name']} SHA-256 {file['sha256']}" for file in said.files),
        ])  # fmt: skip
    return rows


def _definitions(pack: EvidencePack) -> Rows:
    return [
        [_("Key"), _("Figure"), _("Unit"), _("Definition"), _("Counted over"), "SQL", "pandas"],
        *(
            [
                one["key"], say(one["name"]), say(one["unit"]), say(one["definition"]),
                say(one["denominator"]), one["sql"], one["pandas"],
            ]
            for one in pack.data["definitions"]
        ),
    ]  # fmt: skip
