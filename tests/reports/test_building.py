"""A report is built by many workers; it can be cancelled and tried again, and says why it failed."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from accounts.erase import erase_person
from jobs.models import Job
from jobs.run import run_due_jobs, run_job
from reports.make import build, periods
from reports.make.by_district import KEYS
from reports.make.progress import progress_of
from reports.make.why_failed import why_failed
from reports.models import Report
from reports.opendata.write import ReleaseFailed
from reports.publish import ReportNotReady, build_again, cancel, choose, publish, start_report
from tests import factories as f
from tests.reports.built import built

pytestmark = pytest.mark.django_db


@pytest.fixture
def asked(populated, manager, monkeypatch):
    """Being built; only its pictures, which take longest, are left out."""
    f.ProposalFactory()
    monkeypatch.setitem(build.BUILD, "charts", lambda report, work, step: step(1, 1))
    monkeypatch.setitem(build.BUILD, "map", lambda report, work, step: step(1, 1))
    return start_report(kind="city", by=manager)


def job() -> Job:
    return Job.objects.get(kind="reports.build")


def parts() -> list[Job]:
    return list(job().parts.order_by("pk"))


def fresh(report) -> Report:
    report.refresh_from_db()
    return report


def test_each_district_is_a_part_of_its_own(asked):
    run_job(job().pk)

    districts = [one.arguments["district"] for one in parts() if "district" in one.arguments]
    assert districts == ["4199051000", "4199052000"]
    assert progress_of(asked).state == "parts"
    run_due_jobs()
    assert fresh(asked).is_built
    assert sorted(asked.frozen["districts"]["rows"]) == districts


def test_the_districts_add_up_to_what_the_city_says_of_them(life, manager):
    f.ProposalFactory(lon=None, lat=None)  # without a place
    report = built(kind="city", by=manager)

    of_city = {
        (row["key"], row["cut"]["district"]): (row["value"], row["n"])
        for row in report.frozen["cuts"]
        if set(row["cut"]) == {"district"}
    }
    assert ("proposals_received", "") in of_city
    for code, values in report.frozen["districts"]["rows"].items():
        alone = {row["key"]: (row["value"], row["n"]) for row in values["figures"]}
        assert alone.keys() == set(KEYS)
        for key in KEYS:
            if (key, code) in of_city:
                assert alone[key] == of_city[key, code], (key, code)


def test_two_workers_with_the_same_report_end_the_same(asked):
    """The first is slow: another one takes over and builds it whole; then the first goes on."""
    run_job(job().pk)
    first = parts()[0]
    Job.objects.filter(pk=first.pk).update(
        status="running", attempts=1, lease_until=timezone.now() - timedelta(seconds=1)
    )
    slow = Job.objects.get(pk=first.pk)
    run_due_jobs()
    whole = fresh(asked).frozen

    build.build_part_job(build.Work(slow))

    assert fresh(asked).frozen == whole
    assert Report.objects.get().is_built


def test_the_same_report_built_twice_has_the_same_figures(life, manager):
    at = timezone.now()
    first, second = (built(kind="city", by=manager, at=at) for _worker in range(2))

    assert first.frozen == second.frozen


def test_what_is_cancelled_stops_at_the_next_step_and_can_begin_again(asked, officer):
    run_job(job().pk)
    cancel(report=asked, by=officer)
    cancel(report=asked, by=officer)  # a second click

    run_due_jobs()

    assert not fresh(asked).is_built
    assert asked.frozen["districts"]["rows"] == {}
    assert progress_of(asked).state == "cancelled"
    assert job().status == Job.Status.DONE
    build_again(report=asked, by=officer)
    run_due_jobs()
    assert fresh(asked).is_built


def test_a_part_that_runs_stops_when_somebody_cancels(asked, officer, monkeypatch):
    def slow(report, work, step):
        cancel(report=report, by=officer)
        step(1, 2)
        raise AssertionError("it went on")

    monkeypatch.setitem(build.BUILD, "charts", slow)
    run_due_jobs()

    assert fresh(asked).cancelled_at
    assert not Job.objects.filter(status=Job.Status.FAILED).exists()


def test_nothing_begins_again_before_the_cancelled_work_has_stopped(asked, officer):
    run_job(job().pk)
    cancel(report=asked, by=officer)

    with pytest.raises(ReportNotReady):
        build_again(report=asked, by=officer)


def test_a_built_report_cannot_be_cancelled(populated, officer, manager):
    with pytest.raises(ReportNotReady):
        cancel(report=built(kind="city", by=manager), by=officer)


def test_residents_neither_cancel_nor_start_again(asked, resident):
    for verb in (cancel, build_again):
        with pytest.raises(PermissionDenied):
            verb(report=asked, by=resident)


@pytest.mark.parametrize(
    ("error", "sentence"),
    [
        (OSError(28, "No space left on device"), "디스크가 가득 찼습니다."),
        (MemoryError("MemoryError"), "메모리가 모자랐습니다."),
        (ReleaseFailed("디스크가 가득 찼습니다."), "디스크가 가득 찼습니다."),
        (ValueError("x"), "예상하지 못한 문제가 생겼습니다."),
    ],
)
def test_a_failure_says_why_in_a_sentence_and_can_be_tried_again(
    asked, officer, sign_in, monkeypatch, error, sentence
):
    def fail(report, work, step):
        raise error

    monkeypatch.setitem(build.BUILD, "files", fail)
    run_job(job().pk)
    part = next(one for one in parts() if one.arguments["part"] == "files")
    for _attempt in range(part.max_attempts):
        Job.objects.filter(pk=part.pk).update(run_after=timezone.now())
        run_job(part.pk)

    browser = sign_in(officer)
    page = browser.get(f"/desk/reports/{asked.pk}/").content.decode()
    assert sentence in page
    assert "Traceback" not in page
    monkeypatch.setitem(build.BUILD, "files", lambda report, work, step: None)
    browser.post(f"/desk/reports/{asked.pk}/again/")
    run_due_jobs()
    assert fresh(asked).is_built


def test_a_report_shows_what_an_officer_chose(populated, manager, officer, sign_in, visitor):
    report = built(kind="city", by=manager)
    charts = [chart["name"] for chart in report.frozen["charts"] if chart["rows"]]
    f.ProposalFactory()
    browser = sign_in(officer)

    browser.post(
        f"/desk/reports/{report.pk}/choose/",
        {"figures": ["proposals_received"], "charts": charts[:1]},
    )

    sign_in(manager).post(f"/desk/reports/{report.pk}/publish/")
    frozen = visitor.get(f"/reports/{report.slug}/v1.json").json()
    assert {row["key"] for row in frozen["figures"]} == {"proposals_received"}
    assert [chart["name"] for chart in frozen["charts"]] == charts[:1]


def test_nothing_that_is_not_there_can_be_chosen(populated, manager, officer, sign_in):
    report = built(kind="city", by=manager)

    sign_in(officer).post(f"/desk/reports/{report.pk}/choose/", {"figures": ["wages_of_mayor"]})

    assert fresh(report).figures is None


def test_all_of_it_is_the_same_as_no_choice(populated, manager):
    report = built(kind="city", by=manager)

    choose(report=report, figures=[row["key"] for row in report.frozen["figures"]], charts=[])

    assert fresh(report).figures == []


def test_a_month_with_nothing_and_an_empty_city_make_reports_too(city, manager, visitor):
    month = periods.last_ended("month", timezone.localdate())
    for kind, days in (("city", {}), ("monthly", {"since": month.since, "until": month.until})):
        report = publish(report=built(kind=kind, by=manager, **days), by=manager)
        assert visitor.get(report.get_absolute_url()).status_code == 200


def test_a_report_outlives_its_author(populated, officer, manager, visitor):
    report = built(kind="city", by=officer)
    officer.role = "resident"  # nobody leaves with work in hand
    officer.save(update_fields=["role"])
    erase_person(person=officer)

    publish(report=report, by=manager)

    assert visitor.get(report.get_absolute_url()).status_code == 200


@pytest.mark.parametrize(
    ("error", "sentence"),
    [
        ("OperationalError: database or disk is full", "디스크가 가득"),
        ("OSError: [Errno 28] No space left on device", "디스크가 가득"),
        ("OSError: [Errno 30] Read-only file system: 'packs/3'", "쓸 수 없습니다"),
        ("OperationalError: could not connect to server", "데이터베이스"),
        ("MemoryError", "메모리"),
    ],
)
def test_what_went_wrong_is_said_as_it_is(error, sentence):
    assert sentence in why_failed(Job(pk=1, error=error))
