"""Keeps the columns of a large layer in files that every process reads at once.

Written to a folder of its own, then named in the database together with taking away the changes
that it holds; so at any moment the file that is named and the changes that are noted make up the
present rows. A mapped file is never written again: a new one replaces it.
"""

import json
import logging
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from secrets import token_hex

import numpy as np
from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone

from maps import layers
from maps.layers import PointLayer
from maps.models import Change, Snapshot
from maps.table import Table, read_table

log = logging.getLogger(__name__)
WORDS = "words.json"
DELETED_AT_ONCE = 10_000


class NotReadable(Exception):
    """The files of a snapshot are not on this machine, or not as they should be."""


@contextmanager
def one_moment() -> Iterator[None]:
    """All reads inside see the database as it was at the first of them."""
    if connection.in_atomic_block:
        yield
        return
    if connection.vendor == "postgresql":
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
            yield
        return
    # Django would begin with the lock of a writer; readers here must not hold anybody up.
    with connection.cursor() as cursor:
        cursor.execute("BEGIN DEFERRED")
        try:
            yield
        finally:
            cursor.execute("ROLLBACK")


# ── Building ─────────────────────────────────────────────────────────────────────────────────
def build_snapshot(name: str, step: Callable[[int], None] = lambda done: None) -> Snapshot:
    """Reads a layer, writes it to files and lets every process change over to them.

    A layer of fewer rows than MAP_SNAPSHOT_FROM needs no files; for it the noted changes are
    taken away, and that is all. Nobody sees a half-built snapshot: if this process dies, what it
    wrote is erased by the next.
    """
    layer = layers.layer(name)
    before = Snapshot.objects.get_or_create(layer=name)[0]
    # Before any row is read: what changes from here on stays noted and corrects the files.
    held = list(Change.objects.filter(layer=name).values_list("pk", flat=True))
    table = read_table(layer, layer.rows(), step) if _is_large(layer) else None
    folder = write_table(name, table) if table is not None else ""
    try:
        now = _change_over(before, folder, 0 if table is None else len(table), held)
    except BaseException:
        erase_folder(name, folder)
        raise
    erase_others(name, keep=folder)
    return now


def _is_large(layer: PointLayer) -> bool:
    enough = layer.rows().order_by().filter(cell__isnull=False)[: settings.MAP_SNAPSHOT_FROM]
    return enough.count() >= settings.MAP_SNAPSHOT_FROM


@transaction.atomic
def _change_over(before: Snapshot, folder: str, rows: int, held: list[int]) -> Snapshot:
    changed = Snapshot.objects.filter(pk=before.pk, number=before.number).update(
        number=before.number + 1, folder=folder, rows=rows, built_at=timezone.now()
    )
    if not changed:
        raise NotReadable(f"Another snapshot of {before.layer} was quicker.")
    for start in range(0, len(held), DELETED_AT_ONCE):
        some = held[start : start + DELETED_AT_ONCE]
        Change.objects.filter(pk__among=some).delete()
    return Snapshot.objects.get(pk=before.pk)


def write_table(name: str, table: Table) -> str:
    """Writes the columns to a new folder and returns its name; nothing is left if it fails."""
    folder = token_hex(8)
    place = _place(name) / folder
    try:
        place.mkdir(parents=True)
        for file, values in _files(table).items():
            _write(place / f"{file}.npy", values)
        (place / WORDS).write_text(json.dumps(table.words), "utf-8")
        _settle(place)
    except BaseException:
        shutil.rmtree(place, ignore_errors=True)
        raise
    return folder


def _files(table: Table) -> dict[str, np.ndarray]:
    columns = {f"column.{name}": values for name, values in table.columns.items()}
    totals = {f"total.{name}": values for name, values in table.totals.items()}
    return {**columns, **totals, "by_pk": table.by_pk}


def _write(path: Path, values: np.ndarray) -> None:
    with path.open("wb") as file:
        np.save(file, values, allow_pickle=False)
        file.flush()
        os.fsync(file.fileno())


def _settle(folder: Path) -> None:
    """After this the names of the files survive a power cut as well."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


# ── Reading ──────────────────────────────────────────────────────────────────────────────────
def open_table(layer: PointLayer, folder: str, rows: int) -> Table:
    """Maps the files into memory: a few milliseconds at any size, shared by all processes."""
    place = _place(layer.name) / folder
    try:
        words = json.loads((place / WORDS).read_text("utf-8"))
        files = {
            path.name.removesuffix(".npy"): np.asarray(np.load(path, mmap_mode="r"))
            for path in place.glob("*.npy")
        }
        table = Table(
            columns=_named(files, "column."),
            totals=_named(files, "total."),
            by_pk=files["by_pk"],
            words=words,
        )
        _check(layer, table, rows)
    except (OSError, ValueError, KeyError, EOFError) as error:
        raise NotReadable(f"{place}: {error}") from error
    return table


def _named(files: dict[str, np.ndarray], start: str) -> dict[str, np.ndarray]:
    return {
        name.removeprefix(start): values
        for name, values in files.items()
        if name.startswith(start)
    }  # fmt: skip


def _check(layer: PointLayer, table: Table, rows: int) -> None:
    """Files of another release of the portal may lack a column or know other words."""
    expected = read_table(layer, layer.rows().none())
    if expected.words != table.words or expected.columns.keys() != table.columns.keys():
        raise ValueError("written by another release")
    lengths = {len(values) for values in (*table.columns.values(), table.by_pk)}
    totals = {len(values) for values in table.totals.values()}
    if lengths != {rows} or totals != {rows + 1}:
        raise ValueError("not whole")


# ── Erasing ──────────────────────────────────────────────────────────────────────────────────
def erase_others(name: str, keep: str) -> None:
    """Old files go at once: they may hold rows that were hidden since. Processes that still
    have them open keep reading what they have mapped."""
    place = _place(name)
    for folder in place.iterdir() if place.is_dir() else ():
        if folder.name != keep:
            shutil.rmtree(folder, ignore_errors=True)


def erase_folder(name: str, folder: str) -> None:
    if folder:
        shutil.rmtree(_place(name) / folder, ignore_errors=True)


def _place(name: str) -> Path:
    return settings.MAPS_ROOT / name


# ── When ─────────────────────────────────────────────────────────────────────────────────────
def is_due(name: str) -> str:
    """Why a layer needs a new snapshot; nothing where it does not."""
    state = Snapshot.objects.filter(layer=name).first() or Snapshot(layer=name)
    changes = Change.objects.filter(layer=name)
    noted = changes.count()
    if noted >= max(settings.MAP_CHANGES_FROM, state.rows // 100):
        return "many changes"
    if state.folder:
        try:
            open_table(layers.layer(name), state.folder, state.rows)
        except NotReadable:
            return "not readable"
        oldest = changes.order_by("pk").values_list("noted_at", flat=True).first()
        # What was hidden leaves the files within a day; the tiles it leaves at once.
        return "old" if oldest and timezone.now() - oldest > settings.MAP_SNAPSHOT_AGE else ""
    return "large" if _is_large(layers.layer(name)) else ""
