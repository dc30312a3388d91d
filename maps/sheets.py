"""Reads a table as Korean offices save it: CSV in either encoding, or a spreadsheet."""

import csv
import io
from pathlib import Path

from django.utils.translation import gettext as _

from maps.outline_files import FileRefused


def read_sheet(path: Path) -> list[list[str]]:
    """The rows of a CSV file (UTF-8 or CP949) or of the first sheet, as text."""
    rows = _sheet(path) if path.suffix.lower() in {".xlsx", ".ods"} else _csv(path)
    return [[" ".join(str(cell).split()) for cell in row] for row in rows]


def _csv(path: Path) -> list[list[str]]:
    content = path.read_bytes()
    if content.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
        raise FileRefused(
            _("%(file)s is a spreadsheet. Save it as CSV or .xlsx.") % {"file": path.name}
        )
    for encoding in ("utf-8-sig", "cp949"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        first = text.split("\n", 1)[0]
        try:
            return list(csv.reader(io.StringIO(text), delimiter="\t" if "\t" in first else ","))
        except csv.Error as error:
            raise FileRefused(
                _("%(file)s cannot be read as a table.") % {"file": path.name}
            ) from error
    raise FileRefused(
        _("The letters of %(file)s are neither UTF-8 nor CP949.") % {"file": path.name}
    )


def _sheet(path: Path) -> list[list[str]]:
    """GDAL, which reads the outlines, reads the first sheet as well."""
    import pyogrio

    try:
        table = pyogrio.read_dataframe(
            path, read_geometry=False, HEADERS="DISABLE", FIELD_TYPES="STRING", layer=0
        )
    except (pyogrio.errors.DataSourceError, pyogrio.errors.DataLayerError, ValueError) as error:
        raise FileRefused(_("%(file)s cannot be read as a table.") % {"file": path.name}) from error
    return table.astype(object).where(table.notna(), "").to_numpy().tolist()
