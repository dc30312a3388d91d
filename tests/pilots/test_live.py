"""Readers do not wait for figures: the clock has them ready, and a move makes new ones."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.utils import timezone

from pilots.evidence import live
from pilots.evidence.live import live_comparisons, refresh_live
from pilots.models import LiveComparison, Observation
from tests import factories as f


@pytest.fixture
def running(city):
    today = timezone.localdate()
    cache.clear()
    return f.make_pilot(
        stage="running", baseline_from=today - timedelta(days=9),
        running_from=today - timedelta(days=4),
    )  # fmt: skip


def observe(pilot, days_ago, value):
    at = timezone.now() - timedelta(days=days_ago)
    Observation.objects.create(
        measure=pilot.measures.get(), site=pilot.sites.get(), at=at, value=value
    )


def test_the_clock_has_them_ready(running, monkeypatch):
    observe(running, 6, 60)
    assert refresh_live() == 1
    monkeypatch.setattr(live, "compare_all", lambda *_a, **_k: pytest.fail("a reader waited"))

    (told,), _as_of = live_comparisons(running)

    assert told["mean_before"] == 60


def test_nothing_new_is_not_computed_again(running):
    refresh_live()

    assert refresh_live() == 0
    assert refresh_live(at=timezone.now() + timedelta(minutes=20)) == 1


def test_a_move_makes_new_ones(running):
    refresh_live()
    observe(running, 6, 60)
    running.stage, running.stage_since = "follow_up", timezone.now() + timedelta(seconds=5)
    running.save()

    (told,), _as_of = live_comparisons(running)

    assert told["mean_before"] == 60


def test_without_a_clock_the_first_reader_computes_them(running):
    observe(running, 6, 60)

    (told,), as_of = live_comparisons(running)

    assert told["mean_before"] == 60
    assert not LiveComparison.objects.exists()
    assert live_comparisons(running)[1] == as_of


def test_what_has_ended_is_left_alone(running):
    running.stage = "stopped"
    running.save()

    assert refresh_live() == 0


def test_of_a_stopped_pilot_it_stays_as_it_was(running, monkeypatch):
    """There are no frozen results; whoever takes their data out later must not change an average."""
    running.stage = "stopped"
    running.save()
    observe(running, 6, 60)
    first = live_comparisons(running)
    cache.clear()
    Observation.objects.update(value=10)

    assert live_comparisons(running, timezone.now() + timedelta(days=30)) == first
    assert refresh_live() == 0
