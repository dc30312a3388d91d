"""What has not changed is read from the database once; what has is read again."""

import os
from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone

from pilots.models import Flag, Observation, ObservationVersion
from proposals.models import Proposal, SupportEvent
from proposals.support import give_support
from reports.extract import parts
from reports.extract.files import digest_of, open_extract, read_manifest, write_extract
from reports.extract.forget import forget_old_runs
from reports.extract.parts import Part, parts_by_key
from reports.extract.tables import STORED
from tests import factories as f

pytestmark = pytest.mark.django_db


def paths(folder, table):
    return set(read_manifest(folder)["tables"][table]["parts"])


def asked(folder, sql):
    with open_extract(folder) as extract:
        return extract.execute(sql).fetchall()


@pytest.fixture
def small_parts(monkeypatch):
    """A handful of keys a part, so that a small city has many."""
    monkeypatch.setattr(parts, "KEYS", 8)


def test_only_the_part_in_which_something_happened_is_read_again(small_parts, life):
    before = write_extract(as_of=timezone.now())
    give_support(proposal=f.ProposalFactory(), by=f.UserFactory())

    after = write_extract(as_of=timezone.now())

    old, new = paths(before, "support_events"), paths(after, "support_events")
    assert len(old) > 3
    assert len(new - old) == 1
    assert len(old - new) <= 1


def test_parts_hold_every_row_once(small_parts, life):
    folder = write_extract(as_of=timezone.now())

    ((rows, net),) = asked(folder, "SELECT count(*), sum(change) FROM support_events")

    events = SupportEvent.objects.filter(proposal__hidden_at=None)
    assert rows == events.count()
    assert net == sum(events.values_list("change", flat=True))


def test_an_event_with_a_key_that_was_passed_already_is_found(small_parts, life):
    """Of two at once the one with the higher key may be written first."""
    event = SupportEvent.objects.order_by("pk")[3]
    fields = {x.name: getattr(event, x.name) for x in SupportEvent._meta.concrete_fields}
    event.delete()
    before = write_extract(as_of=timezone.now())
    SupportEvent(**fields).save(force_insert=True)

    after = write_extract(as_of=timezone.now())

    count = "SELECT count(*) FROM raw_support_events"
    assert asked(after, count)[0][0] == asked(before, count)[0][0] + 1


def test_the_same_rows_have_one_digest_however_they_are_cut(life, monkeypatch, settings, tmp_path):
    as_of = timezone.now()
    whole = digest_of(write_extract(as_of=as_of))
    monkeypatch.setattr(parts, "KEYS", 3)
    settings.EXTRACT_ROOT = tmp_path / "cut"

    assert digest_of(write_extract(as_of=as_of)) == whole


def test_what_came_later_is_not_in_the_extract_of_a_time_before(life):
    as_of = timezone.now() - timedelta(days=60)
    now = asked(write_extract(as_of=timezone.now()), "SELECT count(*) FROM support_events")

    then = asked(
        write_extract(as_of=as_of), 'SELECT count(*), epoch(max("at")) FROM support_events'
    )

    assert 0 < then[0][0] < now[0][0]
    assert then[0][1] <= as_of.timestamp()


def test_events_of_a_proposal_that_was_hidden_are_not_told_though_their_part_stays(life):
    before = write_extract(as_of=timezone.now())
    backed = SupportEvent.objects.order_by("pk").first().proposal_id
    Proposal.objects.filter(pk=backed).update(hidden_at=timezone.now())

    after = write_extract(as_of=timezone.now())

    assert paths(before, "support_events") == paths(after, "support_events")
    assert asked(after, f"SELECT count(*) FROM support_events WHERE proposal = {backed}") == [(0,)]


def test_a_corrected_and_a_doubtful_value_are_read_again(city):
    pilot = f.make_pilot(stage="running")
    values = [
        Observation.objects.create(
            measure=pilot.measures.get(), site=pilot.sites.get(), value=number,
            at=timezone.now() - timedelta(hours=number),
        )
        for number in (1, 2, 3)
    ]  # fmt: skip
    told = "SELECT value FROM observations ORDER BY value"
    assert asked(write_extract(as_of=timezone.now()), told) == [(1.0,), (2.0,), (3.0,)]

    ObservationVersion.objects.create(observation=values[0], value=1)
    Observation.objects.filter(pk=values[0].pk).update(value=9)
    assert asked(write_extract(as_of=timezone.now()), told) == [(2.0,), (3.0,), (9.0,)]

    Observation.objects.filter(pk=values[1].pk).update(flag=Flag.RANGE)
    assert asked(write_extract(as_of=timezone.now()), told) == [(3.0,), (9.0,)]


def test_a_worker_killed_while_writing_a_part_leaves_none(life, settings):
    def rows():
        yield (1, 1, "own", "guest", "web", timezone.now())
        raise KeyboardInterrupt

    part = Part("killed", rows)
    columns = next(t for t in STORED if t.name == "support_events").columns

    with pytest.raises(KeyboardInterrupt):
        parts.keep("support_events", part, columns, {}, lambda: None)

    assert not list(Path(settings.EXTRACT_ROOT).rglob("killed*"))


def test_parts_that_nothing_names_any_more_are_cleared_away_after_a_week(life, settings):
    folder = write_extract(as_of=timezone.now())
    used = Path(settings.EXTRACT_ROOT) / next(iter(paths(folder, "support_events")))
    unused = used.with_name("0-1-1.1.5.parquet")
    unused.write_bytes(used.read_bytes())
    long_ago = (timezone.now() - timedelta(days=9)).timestamp()
    for path in (used, unused):
        os.utime(path, (long_ago, long_ago))

    forget_old_runs()

    assert used.exists()
    assert not unused.exists()


def test_a_table_without_rows_has_no_parts_and_answers_all_the_same(city):
    folder = write_extract(as_of=timezone.now())

    assert paths(folder, "support_events") == set()
    assert parts_by_key(SupportEvent.objects.all(), lambda first, end: iter(()), {}) == []
    assert asked(folder, "SELECT count(*) FROM support_events") == [(0,)]
