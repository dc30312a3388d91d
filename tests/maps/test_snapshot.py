"""The files of a large map: whole or not at all, replaced at once, erased when replaced."""

import errno
import os
import signal
import subprocess
import sys
from datetime import timedelta
from threading import Thread

import numpy as np
import pytest
from django.db import connection
from django.utils import timezone

from jobs.models import Job
from jobs.run import run_due_jobs
from maps import points, snapshot
from maps.in_columns import InColumns
from maps.in_database import InDatabase
from maps.models import Change, Snapshot
from maps.points import points_of
from maps.snapshot import build_snapshot, is_due
from maps.tasks import keep_snapshots
from proposals.models import Proposal
from proposals.on_map import LAYER
from tests import factories as f

pytestmark = pytest.mark.usefixtures("city")


@pytest.fixture(autouse=True)
def _every_map_is_large(settings, tmp_path):
    settings.MAP_SNAPSHOT_FROM = 1
    settings.MAPS_ROOT = tmp_path / "maps"


@pytest.fixture
def proposals(city):
    return f.ProposalFactory.create_batch(5)


def total():
    points.forget()
    return points_of("proposals").squares([], 0, 0, 0).total


def folders(settings):
    place = settings.MAPS_ROOT / "proposals"
    return {folder.name for folder in place.iterdir()} if place.exists() else set()


def test_a_large_map_is_counted_from_its_files(proposals):
    build_snapshot("proposals")

    assert isinstance(points_of("proposals"), InColumns)
    assert total() == 5
    assert not Change.objects.exists()


def test_a_small_map_needs_no_files(proposals, settings):
    settings.MAP_SNAPSHOT_FROM = 6

    build_snapshot("proposals")

    assert isinstance(points_of("proposals"), InDatabase)
    assert folders(settings) == set()
    assert not Change.objects.exists()


def test_hidden_moved_and_new_proposals_show_at_once(proposals):
    build_snapshot("proposals")

    Proposal.objects.filter(pk=proposals[0].pk).update(hidden_at=timezone.now())
    Proposal.objects.filter(pk=proposals[1].pk).delete()
    new = f.ProposalFactory(lon=127.09, lat=37.79)

    assert total() == 4
    found = points_of("proposals").in_view([], (127.08, 37.78, 127.1, 37.8), "newest")
    assert found.keys == [new.pk]


def test_a_new_revision_follows_every_change_and_every_snapshot(proposals):
    seen = {points.revision("proposals")}
    for change in (
        lambda: build_snapshot("proposals"),
        lambda: f.ProposalFactory(),
        lambda: Proposal.objects.filter(pk=proposals[0].pk).update(hidden_at=timezone.now()),
        lambda: build_snapshot("proposals"),
    ):
        change()
        seen.add(points.revision("proposals", anew=True))

    assert len(seen) == 5


def test_support_keeps_the_tiles_that_browsers_have(proposals):
    build_snapshot("proposals")
    before = points.revision("proposals")

    Proposal.objects.filter(pk=proposals[2].pk).update(support_count=7)
    points.forget()

    assert points.revision("proposals") == before
    assert points_of("proposals").in_view([], None, "support").keys[0] == proposals[2].pk


def test_a_new_snapshot_erases_the_old_one(proposals, settings):
    build_snapshot("proposals")
    [old] = folders(settings)

    build_snapshot("proposals")

    assert folders(settings) == {Snapshot.objects.get().folder}
    assert old not in folders(settings)


def test_who_still_reads_the_old_files_is_not_disturbed(proposals):
    build_snapshot("proposals")
    reading = points_of("proposals")

    build_snapshot("proposals")

    assert reading.squares([], 0, 0, 0).total == 5


def test_without_its_files_the_map_is_counted_in_the_database(proposals, settings):
    build_snapshot("proposals")
    for path in (settings.MAPS_ROOT / "proposals").glob("*/*.npy"):
        path.unlink()

    assert total() == 5
    assert isinstance(points_of("proposals"), InDatabase)
    assert is_due("proposals") == "not readable"


@pytest.mark.parametrize("content", [b"", b"not an array", None])
def test_a_damaged_file_is_never_believed(proposals, settings, content):
    build_snapshot("proposals")
    [path] = (settings.MAPS_ROOT / "proposals").glob("*/column.cell.npy")
    if content is None:
        np.save(path, np.zeros(3, np.int64))
    else:
        path.write_bytes(content)

    assert total() == 5
    assert isinstance(points_of("proposals"), InDatabase)


def test_files_of_another_release_are_not_read(proposals, settings):
    build_snapshot("proposals")
    [path] = (settings.MAPS_ROOT / "proposals").glob("*/words.json")
    path.write_text(path.read_text().replace("received", "retrieved"))

    assert isinstance(points_of("proposals"), InDatabase)


@pytest.mark.parametrize("problem", [errno.ENOSPC, errno.EROFS])
def test_a_full_or_read_only_disk_changes_nothing_for_readers(
    proposals, settings, monkeypatch, problem
):
    build_snapshot("proposals")
    before = Snapshot.objects.get()
    f.ProposalFactory()

    def full(*args, **kwargs):
        raise OSError(problem, os.strerror(problem))

    monkeypatch.setattr(snapshot.os, "fsync", full)
    with pytest.raises(OSError, match=os.strerror(problem)):
        build_snapshot("proposals")

    assert Snapshot.objects.get().number == before.number
    assert folders(settings) == {before.folder}
    assert total() == 6


def test_a_folder_in_the_way_changes_nothing_for_readers(proposals, settings):
    settings.MAPS_ROOT.write_text("a file where the folder should be")

    with pytest.raises(OSError, match=r"[Nn]ot a directory|File exists"):
        build_snapshot("proposals")

    assert total() == 5
    assert isinstance(points_of("proposals"), InDatabase)


@pytest.mark.django_db(transaction=True)
def test_a_change_during_the_build_is_not_lost(proposals):
    def slowly(done):
        Proposal.objects.filter(pk=proposals[0].pk).update(hidden_at=timezone.now())

    build_snapshot("proposals", step=slowly)

    assert Change.objects.get().row == proposals[0].pk
    assert total() == 4


def test_of_two_builders_one_wins_and_the_other_leaves_nothing(proposals, settings):
    def overtaken(done):
        if not Snapshot.objects.filter(number__gt=0).exists():
            build_snapshot("proposals")

    with pytest.raises(snapshot.NotReadable):
        build_snapshot("proposals", step=overtaken)

    assert folders(settings) == {Snapshot.objects.get().folder}
    assert total() == 5


@pytest.mark.django_db(transaction=True)
def test_building_while_people_edit_loses_nothing(city):
    proposals = f.ProposalFactory.create_batch(20)
    problems = []

    def in_parallel(work):
        def run():
            try:
                work()
            except Exception as problem:
                problems.append(problem)
            finally:
                connection.close()

        return Thread(target=run)

    def edit():
        for number, proposal in enumerate(proposals * 2):
            hidden_at = timezone.now() if number % 3 else None
            Proposal.objects.filter(pk=proposal.pk).update(hidden_at=hidden_at)

    def build():
        for _ in range(6):
            build_snapshot("proposals")

    def read():
        for _ in range(40):
            points.known("proposals", anew=True).points.squares([], 0, 0, 0)

    people = [in_parallel(work) for work in (edit, build, read)]
    for each in people:
        each.start()
    for each in people:
        each.join()

    assert problems == []
    points.forget()
    assert isinstance(points_of("proposals"), InColumns)
    assert total() == Proposal.objects.public().count()


# ── When it is built ─────────────────────────────────────────────────────────────────────────
def test_the_clock_builds_what_has_become_large_and_then_leaves_it_alone(proposals):
    keep_snapshots()
    run_due_jobs()
    assert isinstance(points_of("proposals"), InColumns)

    keep_snapshots()

    assert Job.objects.filter(kind="maps.snapshot").count() == 1


@pytest.mark.parametrize(("changes", "due"), [(0, ""), (1, ""), (999, ""), (1_000, "many changes")])
def test_many_changes_make_a_new_snapshot_due(proposals, changes, due):
    build_snapshot("proposals")
    Change.objects.bulk_create(
        Change(layer="proposals", row=proposals[0].pk, is_shown=True) for _ in range(changes)
    )

    assert is_due("proposals") == due


def test_what_was_hidden_leaves_the_files_within_a_day(proposals):
    build_snapshot("proposals")
    Proposal.objects.filter(pk=proposals[0].pk).update(hidden_at=timezone.now())
    assert is_due("proposals") == ""

    Change.objects.update(noted_at=timezone.now() - timedelta(days=1, minutes=1))

    assert is_due("proposals") == "old"


KILLED = """
import os, signal, django
django.setup()
from django.conf import settings
settings.MAP_SNAPSHOT_FROM = 1
from pathlib import Path
settings.MAPS_ROOT = Path({root!r})
from maps import snapshot
write, files = snapshot._write, []
def die(path, values):
    write(path, values)
    files.append(path)
    if len(files) == 4:
        os.kill(os.getpid(), signal.SIGKILL)
snapshot._write = die
snapshot.build_snapshot("proposals")
"""


@pytest.mark.kills
@pytest.mark.django_db(transaction=True)
def test_a_worker_killed_while_writing_leaves_the_map_as_it_was(city, settings):
    f.ProposalFactory.create_batch(5)
    database = str(connection.settings_dict["NAME"])
    address = os.environ.get("DATABASE_URL", "")
    address = address.rsplit("/", 1)[0] + f"/{database}" if address else f"sqlite:///{database}"
    died = subprocess.run(
        [sys.executable, "-c", KILLED.format(root=str(settings.MAPS_ROOT))],
        env={**os.environ, "DATABASE_URL": address, "DJANGO_SETTINGS_MODULE": "livinglab.settings"},
        capture_output=True,
        timeout=60,
    )
    assert died.returncode == -signal.SIGKILL, died.stderr
    assert len(folders(settings)) == 1  # half a snapshot
    assert total() == 5
    assert isinstance(points_of("proposals"), InDatabase)

    build_snapshot("proposals")

    assert folders(settings) == {Snapshot.objects.get().folder}
    assert total() == 5
    assert LAYER.rows().count() == 5


@pytest.mark.django_db(transaction=True)
def test_a_worker_shows_how_far_it_is(proposals):
    keep_snapshots()
    run_due_jobs()

    job = Job.objects.get(kind="maps.snapshot")
    assert (job.status, job.done_steps) == ("done", 5)
