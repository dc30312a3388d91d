"""A report is built once and whole, published by a manager, and never changes afterwards."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.core.management import CommandError, call_command
from django.db import DatabaseError, transaction
from django.utils import timezone

from city.words import words
from jobs.models import Job
from jobs.run import claim, run_due_jobs, run_job
from jobs.work import Work
from maps.models import District
from reports import publish as publishing
from reports.compute import compute_figures
from reports.freeze import freeze
from reports.models import Release, Report, Run
from reports.opendata.datasets import DATASETS
from reports.publish import ReportNotReady, correct, publish, start_report

pytestmark = pytest.mark.django_db


@pytest.fixture
def report(short_life, manager):
    report = start_report(
        kind="city", by=manager, title=words("운영 보고서", "Report"), slug="운영-보고서"
    )
    run_due_jobs()
    report.refresh_from_db()
    report.summary = words("요약")
    report.save(update_fields=["summary"])
    return report


@pytest.fixture
def ready(populated, manager):
    """As if built: only its charts were never drawn."""
    run = compute_figures()
    report = Report(slug="ready", title=words("보고서"), summary=words("요약"), run=run)
    report.frozen, report.built_at = freeze(report), run.as_of
    report.save()
    return report


def test_a_report_is_built_with_tables_charts_map_and_files(report):
    assert report.is_built
    kinds = {chart["kind"] for chart in report.frozen["charts"]}
    assert kinds == {"bars", "columns", "map", "multiples"}
    drawn = {chart["name"] for chart in report.frozen["charts"] if chart["rows"]}
    for name in drawn:
        for language in ("ko", "en"):
            svg = report.pictures[f"{name}.{language}.svg"]
            assert svg.startswith("<svg role=")
            assert "<title" in svg
            assert "style=" not in svg


def test_a_report_says_where_the_ages_of_residents_are_not_known(populated):
    report = Report(slug="ages", title=words("보고서"), run=compute_figures())
    assert freeze(report)["boundaries"]["without_ages"] == 2

    west, _east = District.objects.order_by("code")
    for band in ("0-64", "65+"):
        west.populations.create(as_of="2025-12-31", age_band=band, persons=6_000)
    report.run = compute_figures()

    assert freeze(report)["boundaries"]["without_ages"] == 1


def test_only_a_manager_publishes(ready, officer, resident):
    for person in (officer, resident):
        with pytest.raises(PermissionDenied):
            publish(report=ready, by=person)


def test_a_report_without_a_summary_is_not_published(ready, manager):
    ready.summary = {}
    ready.save(update_fields=["summary"])

    with pytest.raises(ReportNotReady):
        publish(report=ready, by=manager)


def test_publishing_brings_the_data_along(ready, manager):
    publish(report=ready, by=manager)

    assert Release.objects.filter(run=ready.run).count() == len(DATASETS)


def test_a_published_report_cannot_be_changed_even_in_the_database(ready, manager):
    publish(report=ready, by=manager)

    for change in (
        {"title": words("다른 제목")},
        {"frozen": {}},
        {"pictures": {}},
        {"published_at": None},
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            Report.objects.filter(pk=ready.pk).update(**change)


def test_a_correction_is_a_new_version_that_says_why(report, manager, visitor):
    report = publish(report=report, by=manager)
    before = visitor.get("/reports/운영-보고서/1/figures.csv").content

    fresh = correct(report=report, reason=words("인구 기준일이 틀렸습니다."), by=manager)
    run_due_jobs()
    publish(report=fresh, by=manager)

    page = visitor.get("/reports/운영-보고서/").content.decode()
    assert "인구 기준일이 틀렸습니다." in page
    old = visitor.get("/reports/운영-보고서/1/")
    assert old.status_code == 200
    assert visitor.get("/reports/운영-보고서/1/figures.csv").content == before
    report.refresh_from_db()
    assert report.superseded_by == fresh


def test_a_report_that_is_not_published_is_nobodys_business(ready, visitor):
    for address in (
        "",
        "1/",
        "1/figures.csv",
        "1/figures.geojson",
        "1/charts/proposals-by-state.ko.svg",
    ):
        assert visitor.get(f"/reports/ready/{address}").status_code == 404
    assert visitor.get("/api/v1/reports/").json()["results"] == []


class Killed(BaseException):
    """As SIGKILL: nothing after it runs in this worker."""


@pytest.mark.parametrize("moment", ["figures", "district", "charts", "joining"])
def test_a_worker_killed_in_the_middle_still_ends_in_one_whole_report(
    short_life, manager, monkeypatch, moment
):
    report = start_report(kind="city", by=manager, title=words("보고서"), slug="killed")
    job = Job.objects.get(kind="reports.build")
    if moment == "figures":
        _die_at_step(monkeypatch, 7)
        with pytest.raises(Killed):
            run_job(job.pk)
        monkeypatch.undo()
    else:
        run_job(job.pk)
        parts = list(job.parts.order_by("pk"))
        if moment in ("district", "charts"):
            _die_at_step(monkeypatch, 1)
            with pytest.raises(Killed):
                run_job(next(one.pk for one in parts if one.arguments["part"] == moment))
            monkeypatch.undo()
        else:
            for part in parts:
                run_job(part.pk)
            claim(job.pk)

    Job.objects.filter(status="running").update(lease_until=timezone.now() - timedelta(seconds=1))
    run_due_jobs()

    report.refresh_from_db()
    job.refresh_from_db()
    assert report.is_built
    assert job.status == Job.Status.DONE
    assert Run.objects.count() == 1
    keys = [row["key"] for row in report.frozen["figures"]]
    assert len(keys) == len(set(keys)) > 10
    names = {chart["name"] for chart in report.frozen["charts"] if chart["rows"]}
    assert {f"{name}.{language}.svg" for name in names for language in ("ko", "en")} <= set(
        report.pictures
    )


def _die_at_step(monkeypatch, count):
    steps = iter(range(1_000))
    real = Work.step

    def step(work, done, of=0):
        if next(steps) == count:
            raise Killed
        real(work, done, of)

    monkeypatch.setattr(Work, "step", step)


def test_a_report_built_twice_is_built_once(report):
    before = report.pictures
    publishing.queue_report(report)
    run_due_jobs()

    report.refresh_from_db()
    assert report.pictures == before
    assert Run.objects.count() == 1


def test_a_command_builds_and_publishes_in_one_go(short_life, manager, visitor):
    call_command(
        "publish_report", "2026-autumn", title="가을 보고서", summary="요약", by=manager.email
    )

    assert "가을 보고서" in visitor.get("/reports/2026-autumn/").content.decode()


def test_a_command_publishes_a_month_of_a_kind(short_life, manager, visitor):
    call_command(
        "publish_report", kind="monthly", since=date(2026, 1, 1), until=date(2026, 1, 31),
        summary="요약", by=manager.email,
    )  # fmt: skip

    assert "2026년 1월 월간 보고서" in visitor.get("/reports/monthly-2026-01/").content.decode()


@pytest.mark.parametrize(
    "wrong",
    [
        {"kind": "daily"}, {"kind": "monthly"}, {"kind": "district", "district": "0"},
        {"kind": "city", "since": date(2026, 2, 1), "until": date(2026, 1, 1)},
    ],
)  # fmt: skip
def test_a_command_that_asks_for_nonsense_is_told_so(populated, manager, wrong):
    with pytest.raises(CommandError):
        call_command("publish_report", summary="요약", by=manager.email, **wrong)

    assert not Report.objects.exists()
