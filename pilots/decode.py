"""Reads a table from a file, however a Korean office saved it, and says which encoding it was."""

import csv
from typing import NamedTuple

from django.utils.translation import gettext as _

MAX_BYTES = 20_000_000
MOST_COLUMNS = 200


class FileRefused(ValueError):
    """Nothing of the file can be read; str() is one sentence that says what to do."""


class Table(NamedTuple):
    encoding: str
    headers: list[str]
    rows: list[list[str]]  # rows[0] is row 2 of the file, as a spreadsheet counts


def read_table(content: bytes) -> Table:
    text, encoding = decode(content)
    if not text.strip():
        raise FileRefused(_("The file is empty."))
    try:
        rows = list(csv.reader(text.splitlines(keepends=True), delimiter=_delimiter(text)))
    except csv.Error as error:
        raise FileRefused(_("This is not a table: save it as CSV and choose it again.")) from error
    headers = _headers(rows[0])
    if len(headers) < 2 or len(rows) < 2:
        raise FileRefused(
            _("The file needs a row of column names, and below it rows with at least two columns.")
        )
    return Table(encoding, headers, rows[1:])


def decode(content: bytes) -> tuple[str, str]:
    """UTF-8 with or without its mark, UTF-16, or CP949; EUC-KR is the part of CP949 that has only
    the common syllables, and is named where that is enough."""
    if len(content) > MAX_BYTES:
        raise FileRefused(_("The file is larger than 20 MB. Split it by month and send the parts."))
    if content.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
        raise FileRefused(_("This is a spreadsheet. Save it as CSV and choose that file."))
    for encoding, name in _candidates(content):
        try:
            text = content.decode(encoding)
        except UnicodeError:
            continue
        if "\x00" not in text:
            return text, name
    raise FileRefused(
        _("The letters of this file cannot be read. Save it as CSV UTF-8 and choose it again.")
    )


def _candidates(content: bytes) -> list[tuple[str, str]]:
    if content.startswith(b"\xef\xbb\xbf"):
        return [("utf-8-sig", "UTF-8-BOM")]
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return [("utf-16", "UTF-16")]
    # Without a mark, UTF-16 shows by the zero half of every digit and comma.
    start = content[:2000]
    if start[1::2].count(0) > len(start) // 8:
        return [("utf-16-le", "UTF-16")]
    if start[::2].count(0) > len(start) // 8:
        return [("utf-16-be", "UTF-16")]
    return [("utf-8", "UTF-8"), ("euc_kr", "CP949 (EUC-KR)"), ("cp949", "CP949")]


def _delimiter(text: str) -> str:
    first = text.split("\n", 1)[0]
    return max(",\t;", key=first.count)


def _headers(row: list[str]) -> list[str]:
    if len(row) > MOST_COLUMNS:
        raise FileRefused(
            _("The file has more than %(most)s columns. Leave out those that nobody needs.")
            % {"most": MOST_COLUMNS}
        )
    names: list[str] = []
    for number, cell in enumerate(row, start=1):
        name = " ".join(cell.split()) or _("column %(number)s") % {"number": number}
        if name in names:
            raise FileRefused(
                _("Two columns are called “%(name)s”. Give each its own name.") % {"name": name}
            )
        names.append(name)
    return names
