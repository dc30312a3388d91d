"""What figures were on each day: kept once a night, never changed, corrected with a reason."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import Error, connection, transaction
from django.utils import timezone

from city.words import words
from jobs.run import run_due_jobs
from proposals.models import Proposal
from reports.compute import compute_figures
from reports.days.keep import days_to_keep, end_of, keep_day
from reports.days.nights import queue_days
from reports.days.recount import RecountRefused, recount, recount_day
from reports.days.series import series
from reports.figures import BY_KEY, cut_key
from reports.models import DayFigure, Recount, Run
from tests import factories as f

pytestmark = pytest.mark.django_db
WHY = words("잘못 들어온 제안을 뺐습니다.", "Proposals that came in by mistake were taken out.")


def today() -> date:
    return timezone.localdate()


def ago(days: int) -> date:
    return today() - timedelta(days=days)


@pytest.fixture
def kept(city):
    """Three nights whose figures are given, so that nothing has to be computed."""
    for days, count in ((3, 2), (2, 2), (1, 3)):
        run = Run.objects.create(as_of=end_of(ago(days)), finished_at=timezone.now())
        for cut in ({}, {"category": "walking"}, {"month": "2026-10"},
                    {"category": "walking", "district": "1", "month": "2026-10"}):  # fmt: skip
            run.figures.create(
                key="proposals_received", cut=cut, cut_key=cut_key(cut), value=count, n=count
            )
        keep_day(run=run)
    return city


@pytest.fixture
def counted(populated):
    """Two proposals of three days ago and one of yesterday, and the night after."""
    for days in (3, 3, 1):
        f.ProposalFactory(created_at=timezone.now() - timedelta(days=days))
    compute_figures(as_of=end_of(ago(1)))
    return populated


def values(key="proposals_received", cut=""):
    return [point.value for point in series(key, cut)]


def test_every_night_the_day_that_ended_is_kept(populated):
    f.ProposalFactory(created_at=timezone.now() - timedelta(days=2))

    queue_days(timezone.now())
    run_due_jobs()

    (point,) = series("proposals_received")
    assert (point.day, point.value) == (ago(1), 1)
    assert timezone.localtime(Run.objects.get().as_of).date() == ago(1)
    keys = set(DayFigure.objects.values_list("key", flat=True))
    assert {"answered_in_time", "proposals_by_step", "people_taking_part"} <= keys <= set(BY_KEY)


def test_a_night_that_was_missed_is_made_good(kept):
    late = timezone.now() + timedelta(days=3)

    assert days_to_keep(late) == [today(), ago(-1), ago(-2)]
    assert days_to_keep(timezone.now()) == []


def test_a_clock_that_jumps_years_does_not_compute_for_ever(kept):
    assert len(days_to_keep(timezone.now() + timedelta(days=3_000))) == 31
    assert days_to_keep(timezone.now() - timedelta(days=3_000)) != []


def test_a_series_says_what_was_so_on_each_day(kept):
    assert values() == [2, 2, 3]
    assert [point.day for point in series("proposals_received")] == [ago(3), ago(2), ago(1)]


def test_a_report_in_the_afternoon_is_not_a_day(kept):
    before = DayFigure.objects.count()

    compute_figures(as_of=timezone.now())

    assert DayFigure.objects.count() == before


def test_the_same_night_twice_keeps_what_is_there(kept):
    before = values()

    keep_day(run=Run.objects.latest_finished())

    assert values() == before


def test_months_are_a_series_already(kept):
    assert not DayFigure.objects.filter(cut_key__contains="month").exists()
    assert DayFigure.objects.filter(cut_key__startswith="category=").exists()
    assert not DayFigure.objects.filter(cut_key__contains=";").exists()


def test_no_day_can_be_changed_not_even_from_a_shell(kept):
    with pytest.raises(Error), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE reports_dayfigure SET value = 0")

    assert values()[-1] == 3


def hide_one():
    first = Proposal.objects.public().order_by("pk").values("pk")[:1]
    Proposal.objects.filter(pk__in=first).update(hidden_at=timezone.now())


def test_a_recount_adds_what_reads_otherwise_and_says_why(counted, manager):
    hide_one()
    assert values() == [3]

    row = recount(since=ago(1), until=ago(1), reason=WHY, by=manager)
    run_due_jobs()

    (point,) = series("proposals_received")
    assert [each.value for each in point.rows] == [3, 2]
    assert (point.value, point.holds.recount, point.version) == (2, row, 2)
    again = set(DayFigure.objects.filter(recount=row).values_list("key", flat=True))
    # What reads the same has no second row, and people are never counted again.
    assert "commitments_made" not in again
    assert not [key for key in again if BY_KEY[key].people]


def test_of_two_recounts_the_later_holds(counted, manager):
    for number in range(2):
        hide_one()
        at = timezone.now() + timedelta(seconds=number)
        recount(since=ago(1), until=ago(1), reason=WHY, by=manager, at=at)
        run_due_jobs()

    (point,) = series("proposals_received")
    assert [row.value for row in point.rows] == [3, 2, 1]


def test_a_recount_that_broke_off_ends_the_same(counted, manager):
    hide_one()
    row = recount(since=ago(1), until=ago(1), reason=WHY, by=manager)
    run_due_jobs()
    once = DayFigure.objects.count()

    recount_day(row, ago(1))

    assert DayFigure.objects.count() == once


@pytest.mark.parametrize("who", ["resident", "officer"])
def test_only_managers_have_days_counted_again(kept, request, who):
    with pytest.raises(PermissionDenied):
        recount(since=ago(1), until=ago(1), reason=WHY, by=request.getfixturevalue(who))

    assert not Recount.objects.exists()


def test_days_that_are_being_counted_again_are_not_asked_for_twice(kept, manager):
    recount(since=ago(1), until=ago(1), reason=WHY, by=manager)

    with pytest.raises(RecountRefused):
        recount(since=ago(1), until=ago(1), reason=WHY, by=manager)

    assert Recount.objects.count() == 1


@pytest.mark.parametrize(
    ("since", "until", "reason"),
    [(1, 1, words("")), (1, 2, WHY), (0, 0, WHY), (60, 1, WHY), (900, 899, WHY)],
)
def test_a_recount_without_sense_is_refused_with_a_sentence(kept, manager, since, until, reason):
    with pytest.raises(RecountRefused) as refused:
        recount(since=ago(since), until=ago(until), reason=reason, by=manager)

    assert str(refused.value)
    assert not Recount.objects.exists()
