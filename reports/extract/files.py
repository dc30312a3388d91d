"""Writes what anybody may know at a time into Parquet files, away from residents' traffic.

Figures are computed from these files and the open data is cut from them, so what is published
and what is downloaded cannot differ.
"""

import hashlib
import json
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any

from django.conf import settings

from city.models import City
from reports.extract import duck, rows
from reports.extract.blocks import Events, keys_of
from reports.extract.derived import views
from reports.extract.events import PARTS
from reports.extract.parts import Kept, Tell, content_of, keep, write_rows
from reports.extract.proposals import EVENTS, block_of, proposal_parts
from reports.extract.scope import Scope
from reports.extract.tables import STORED, TABLES, Table

MANIFEST = "manifest.json"
DEMO_MARK = "시연용 demonstration"
EVERYTHING = Scope()

Step = Callable[[int, int], None]


def no_step(done: int, of: int) -> None:
    """For callers who have nobody to show progress to."""


def folder_of(as_of: datetime) -> Path:
    return Path(settings.EXTRACT_ROOT) / f"{as_of.astimezone(UTC):%Y%m%dT%H%M%S%fZ}"


def write_extract(*, as_of: datetime, step: Step = no_step) -> Path:
    """Writes all tables as of a time; the same time again returns the folder that is there.

    Written beside and renamed when whole, so that a killed worker leaves nothing half-made.
    """
    target = folder_of(as_of)
    if (target / MANIFEST).exists():
        return target
    target.parent.mkdir(parents=True, exist_ok=True)
    fresh = Path(tempfile.mkdtemp(prefix=f".{target.name}-", dir=target.parent))
    try:
        mark = {"demonstration": DEMO_MARK} if City.objects.current().is_demo else {}
        written: dict[str, list[Kept]] = {}
        # Proposals come last: how they stood follows from their events.
        for number, table in enumerate((*STORED[1:], STORED[0]), start=1):
            tell = partial(step, number, len(STORED))
            written[table.name] = _write_table(fresh, target, table, as_of, mark, written, tell)
        _write_manifest(fresh, as_of, written, mark)
        # Of two workers with the same time the second finds the first one's files: equal anyway.
        with _first_wins(target):
            fresh.rename(target)
    finally:
        shutil.rmtree(fresh, ignore_errors=True)
    return target


@contextmanager
def _first_wins(target: Path) -> Iterator[None]:
    try:
        yield
    except OSError:
        if not (target / MANIFEST).exists():
            raise


def _write_table(
    fresh: Path, target: Path, table: Table, as_of: datetime, mark: dict, written: dict, tell: Tell
) -> list[Kept]:  # fmt: skip
    tell()
    if table.name in PARTS:
        parts = PARTS[table.name](as_of)
        return [keep(table.name, part, table.columns, mark, tell) for part in parts]
    if table.name == "proposals":
        return proposal_parts(as_of, mark, written, tell)
    path = fresh / f"{table.name}.parquet"
    write_rows(path, rows.READ[table.name](as_of), table.columns, mark, tell)
    return [Kept(f"{target.name}/{path.name}", *content_of(path))]


def _write_manifest(
    folder: Path, as_of: datetime, written: dict[str, list[Kept]], mark: dict
) -> None:
    tables = {
        name: {
            "rows": sum(part.rows for part in parts),
            "content": str(sum(part.content for part in parts)),
            "parts": [part.path for part in parts],
        }
        for name, parts in sorted(written.items())
    }
    # The same rows give the same digest, in whatever parts they lie.
    listing = [(name, table["rows"], table["content"]) for name, table in tables.items()]
    manifest: dict[str, Any] = {
        "as_of": as_of.astimezone(UTC).isoformat(),
        "tables": tables,
        "digest": hashlib.sha256(json.dumps(listing).encode()).hexdigest(),
        **mark,
    }
    with (folder / MANIFEST).open("w", encoding="utf-8") as file:
        json.dump(manifest, file, ensure_ascii=False, indent=1, sort_keys=True)
        file.flush()
        os.fsync(file.fileno())


def file_digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def read_manifest(folder: Path) -> dict[str, Any]:
    return json.loads((folder / MANIFEST).read_text("utf-8"))


def digest_of(folder: Path) -> str:
    return read_manifest(folder)["digest"]


# ── Reading ──────────────────────────────────────────────────────────────────────────────────


@contextmanager
def open_extract(folder: Path, scope: Scope = EVERYTHING, *, block: int | None = None):
    """A DuckDB connection with every table of the extract, narrowed to what is asked about.

    `proposals` holds the rows of the scope, `every_proposals` all of them; so with each table.
    Events know the category, district and call of their proposal, and those of hidden proposals
    are left out. Of a `block` there are its proposals and their events (reports/extract/blocks.py).
    """
    manifest = read_manifest(folder)
    with duck.connect() as connection:
        extract = duck.Views(connection)
        for table in STORED:
            extract.offer(f"raw_{table.name}", partial(_raw, extract, table, manifest, block))
        for table in TABLES:
            extract.offer(f"every_{table.name}", partial(_every, table))
            extract.offer(table.name, partial(_narrowed, table, scope))
        for name, select in views(City.objects.current().smallest_group).items():
            extract.offer(name, partial(str, select))
        yield extract


# What the parts of a table say to a reader: events of public proposals with their place, values of
# public pilots with the period they belong to.
SEEN = {
    name: (
        'SELECT e.*, strftime(e."at", \'%Y-%m\') AS month, p.category, p.district, p."call" '  # noqa: S608
        f"FROM raw_{name} e JOIN raw_proposals p ON p.id = e.proposal"
    )
    for name in ("support_events", "decisions")
} | {
    "observations": (
        'SELECT o.id, o.measure, p.pilot, o.site, o."at", CASE '
        "WHEN o.\"at\"::DATE BETWEEN p.after_from AND p.after_until THEN 'after' "
        "WHEN o.\"at\"::DATE BETWEEN p.before_from AND p.before_until THEN 'before' "
        "WHEN o.\"at\"::DATE BETWEEN p.follow_from AND p.follow_until THEN 'follow' "
        "ELSE '' END AS period, o.value "
        "FROM raw_observations o JOIN raw_periods p ON p.measure = o.measure"
    )
}
HAPPENED = ("support_events", "decisions", "observations")


def _narrowed(table: Table, scope: Scope) -> str:
    asked = scope.condition(table.name) or "true"
    return f"SELECT * FROM every_{table.name} WHERE {asked}"  # noqa: S608


def _every(table: Table) -> str:
    return SEEN.get(table.name, f"SELECT * FROM raw_{table.name}")  # noqa: S608


def _raw(extract, table: Table, manifest: dict, block: int | None) -> str:
    """The files of a table; of events only those that had happened."""
    # An extract of earlier knows nothing of a table that came later: it has no rows.
    paths = manifest["tables"].get(table.name, {"parts": []})["parts"]
    until = f"\"at\" <= TIMESTAMPTZ '{manifest['as_of']}'" if table.name in HAPPENED else "true"
    if block is not None and table.name == "proposals":
        paths = [path for path in paths if block_of(path) == block]
    elif block is not None and table.name in EVENTS:
        paths, until = Events(paths).paths(block), f"{until} AND {keys_of(block)}"
    return duck.in_parts(extract, f"raw_{table.name}", paths, table.columns, until)
