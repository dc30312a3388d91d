"""A draft that nobody wants goes away whole; what is published never does."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from city.words import words
from jobs.models import Job
from jobs.run import claim, run_job
from jobs.work import Work
from reports.extract.files import folder_of
from reports.make.build import build_job
from reports.make.discard import discard
from reports.make.drafts import draft_what_ended
from reports.models import DiscardedDraft, Figure, Report, Run
from reports.publish import ReportIsPublished, ReportNotReady, start_report
from tests import factories as f
from tests.reports.test_drafts import NOVEMBER

pytestmark = pytest.mark.django_db


@pytest.fixture
def draft(city, officer):
    return start_report(kind="city", by=officer, title=words("잘못 만든 보고서"))


@pytest.fixture
def at_once(django_capture_on_commit_callbacks):
    def _at_once(report, by):
        with django_capture_on_commit_callbacks(execute=True):
            discard(report=report, by=by)

    return _at_once


def as_if_built(report: Report, settings) -> Run:
    """Its run, with an extract and files that are not released."""
    run = Run.objects.create(
        as_of=report.created_at, finished_at=report.created_at, extract=folder_of(report.created_at).name
    )  # fmt: skip
    Figure.objects.create(run=run, key="done", value=1)
    for root in (settings.EXTRACT_ROOT, settings.RELEASES_ROOT):
        for name in (run.extract, f".{run.extract}-half"):
            (root / name).mkdir(parents=True)
            (root / name / "proposals.parquet").write_bytes(b"PAR1")
    Report.objects.filter(pk=report.pk).update(run=run, built_at=timezone.now())
    return run


def left_on_disk(settings) -> list[str]:
    roots = (settings.EXTRACT_ROOT, settings.RELEASES_ROOT)
    return [path.name for root in roots for path in root.rglob("*") if path.is_file()]


def test_nothing_of_a_draft_stays(draft, officer, at_once, settings):
    as_if_built(draft, settings)
    Run.objects.create(as_of=timezone.now() + timedelta(days=1), finished_at=timezone.now())

    at_once(draft, officer)

    assert not Report.objects.exists()
    assert not Job.objects.filter(kind__startswith="reports.build").exists()
    assert not Figure.objects.exists()
    assert left_on_disk(settings) == []


def test_figures_that_pages_show_now_stay_until_tonight(draft, officer, at_once, settings):
    run = as_if_built(draft, settings)

    at_once(draft, officer)

    assert Run.objects.latest_finished() == run
    assert (settings.EXTRACT_ROOT / run.extract).exists()
    assert not (settings.RELEASES_ROOT / run.extract).exists()


def test_a_published_report_is_never_deleted(draft, officer, manager, at_once, sign_in):
    Report.objects.filter(pk=draft.pk).update(
        built_at=timezone.now(), published_at=timezone.now(), published_by=manager
    )

    with pytest.raises(ReportIsPublished):
        at_once(draft, officer)
    browser = sign_in(officer)
    for ask in (browser.get, browser.post):
        assert ask(f"/desk/reports/{draft.pk}/discard/")["Location"] == f"/desk/reports/{draft.pk}/"
    assert Report.objects.filter(pk=draft.pk).exists()


def test_what_is_being_built_is_cancelled_first_and_deleted_when_it_has_stopped(
    draft, officer, at_once
):
    job = Job.objects.get(kind="reports.build")
    claim(job.pk)  # a worker has begun

    with pytest.raises(ReportNotReady, match="멈추는 중"):
        at_once(draft, officer)
    draft.refresh_from_db()
    assert draft.cancelled_at

    run_of_worker = Work(Job.objects.get(pk=job.pk))
    build_job(run_of_worker)  # it sees that nobody wants it
    Job.objects.filter(pk=job.pk).update(status="done", lease_until=None)
    at_once(draft, officer)
    assert not Report.objects.exists()


def test_what_was_cancelled_is_not_said_to_be_built(draft, officer, sign_in):
    Report.objects.update(cancelled_at=timezone.now())

    page = sign_in(officer).get("/desk/reports/").content.decode()

    assert "만들기 취소됨" in page
    assert "만드는 중" not in page


def test_a_worker_that_comes_late_finds_nothing_to_do(draft, officer, at_once):
    job = Job.objects.get(kind="reports.build")
    late = Work(job)

    at_once(draft, officer)

    build_job(late)
    run_job(job.pk)
    assert not Run.objects.exists()


def test_a_worker_that_was_killed_is_not_waited_for(draft, officer, at_once):
    Job.objects.update(status="running", lease_until=timezone.now() - timedelta(minutes=1))

    at_once(draft, officer)

    assert not Report.objects.exists()


def test_a_second_click_finds_nothing(draft, officer, at_once, sign_in):
    at_once(draft, officer)
    at_once(draft, officer)

    assert DiscardedDraft.objects.count() == 1
    assert sign_in(officer).get(f"/desk/reports/{draft.pk}/discard/").status_code == 404


def test_residents_delete_nothing(draft, resident, at_once):
    with pytest.raises(PermissionDenied):
        at_once(draft, resident)
    assert Report.objects.exists()


def test_the_clock_does_not_bring_back_what_was_deleted(city, officer, at_once):
    f.ProposalFactory(created_at=NOVEMBER - timedelta(days=20))
    (drafted,) = draft_what_ended(NOVEMBER)

    at_once(drafted, officer)

    assert draft_what_ended(NOVEMBER + timedelta(days=1)) == []
    kept = DiscardedDraft.objects.get()
    assert (kept.slug, kept.by, kept.title) == ("monthly-2026-10", officer, drafted.title)
    by_hand = start_report(kind="monthly", by=officer, since=drafted.since, until=drafted.until)
    assert by_hand.slug == "monthly-2026-10"


def test_it_is_asked_once_more(draft, officer, sign_in):
    browser = sign_in(officer)
    assert "/discard/" in browser.get(f"/desk/reports/{draft.pk}/").content.decode()

    page = browser.get(f"/desk/reports/{draft.pk}/discard/").content.decode()
    assert "잘못 만든 보고서" in page
    assert Report.objects.exists()

    answer = browser.post(f"/desk/reports/{draft.pk}/discard/")
    assert answer["Location"] == "/desk/reports/"
    assert not Report.objects.exists()
