"""A report is asked for, built by jobs, given words by an officer, and published by a manager."""

from datetime import date, datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from city.words import Words
from jobs.models import Job
from jobs.queue import queue_job
from jobs.work import Work
from maps.models import District
from pilots.models import Pilot
from proposals.models import Call
from reports.charts import draw
from reports.choropleth import districts_geojson, draw_map, outlines_of
from reports.compute import compute_figures
from reports.extract.files import folder_of
from reports.freeze import freeze
from reports.models import Report
from reports.opendata.release import release_data, write_files

PARTS = ("charts", "map", "files")


class ReportNotReady(Exception):
    """Something is missing before this report can be published; str() says what."""


class ReportIsPublished(Exception):
    """A published report never changes; a correction is a new version."""


@transaction.atomic
def start_report(
    *,
    kind: str,
    by: User,
    title: Words,
    slug: str,
    pilot: Pilot | None = None,
    since: date | None = None,
    until: date | None = None,
    district: District | None = None,
    call: Call | None = None,
    at: datetime | None = None,
) -> Report:
    """Makes the report's row and queues its building."""
    report = Report.objects.create(
        kind_id=kind, pilot=pilot, since=since, until=until, district=district, call=call,
        title=title, slug=slug, version=_next_version(slug),
        written_by=by, created_at=at or timezone.now(),
    )  # fmt: skip
    queue_report(report)
    return report


@transaction.atomic
def correct(*, report: Report, reason: Words, by: User, at: datetime | None = None) -> Report:
    """A new version of a published report that says why; the old one stays as it was."""
    if not report.is_published:
        raise ReportNotReady(_("This report is not published yet. Change it instead."))
    fresh = Report.objects.create(
        kind=report.kind, pilot=report.pilot, since=report.since, until=report.until,
        district=report.district, call=report.call, figures=report.figures, charts=report.charts,
        title=report.title, slug=report.slug,
        version=_next_version(report.slug), summary=report.summary, words=report.words,
        correction_reason=reason, written_by=by, created_at=at or timezone.now(),
    )  # fmt: skip
    queue_report(fresh)
    return fresh


def _next_version(slug: str) -> int:
    return (Report.objects.filter(slug=slug).aggregate(last=Max("version"))["last"] or 0) + 1


def queue_report(report: Report) -> Job:
    return queue_job(kind="reports.build", key=job_key(report), arguments={"report": report.pk})


def job_key(report: Report) -> str:
    return f"report-{report.pk}"


def write_words(*, report: Report, title: Words, summary: Words, words: Words) -> None:
    if report.is_published:
        raise ReportIsPublished(_("A published report stays as it is. Make a new version."))
    report.title, report.summary, report.words = title, summary, words
    report.save(update_fields=["title", "summary", "words"])


@transaction.atomic
def publish(*, report: Report, by: User, at: datetime | None = None) -> Report:
    """Opens the report to everybody, with the data it was computed from beside it."""
    if not by.is_manager:
        raise PermissionDenied
    report = Report.objects.select_for_update().defer("pictures").get(pk=report.pk)
    if report.is_published:
        return report
    if not report.is_built or report.run is None:
        raise ReportNotReady(
            _("The figures are still being computed. Please wait until it is built.")
        )
    if not report.summary:
        raise ReportNotReady(_("Write a summary first, so that readers learn what was found."))
    at = at or timezone.now()
    release_data(run=report.run, at=at)
    report.published_at, report.published_by = at, by
    report.save(update_fields=["published_at", "published_by"])
    Report.objects.latest_versions().filter(slug=report.slug).exclude(pk=report.pk).update(
        superseded_by=report
    )
    return report


# ── Jobs ─────────────────────────────────────────────────────────────────────────────────────


def build_job(work: Work) -> None:
    """Figures and frozen tables first, then charts, map and files as parts; built once, whole."""
    report = Report.objects.get(pk=work.arguments["report"])
    if report.is_built:
        return
    if work.is_joining:
        report.built_at = timezone.now()
        report.save(update_fields=["built_at"])
        return
    # The time of asking: a job that starts again after a crash goes on with the same run.
    report.run = compute_figures(as_of=work.job.created_at, step=work.step)
    report.frozen = freeze(report)
    report.save(update_fields=["run", "frozen"])
    work.split([("reports.build_part", {"report": report.pk, "part": part}) for part in PARTS])


def build_part_job(work: Work) -> None:
    report = Report.objects.select_related("run").get(pk=work.arguments["report"])
    if not report.is_built:
        BUILD[work.arguments["part"]](report, work)


def _charts(report: Report, work: Work) -> None:
    charts = [
        chart for chart in report.frozen["charts"] if chart["kind"] != "map" and chart["rows"]
    ]
    drawn = {}
    for number, chart in enumerate(charts, start=1):
        for language in ("ko", "en"):
            drawn[f"{chart['name']}.{language}.svg"] = draw(chart, language)
        work.step(number, len(charts))
    _keep(report, drawn)


def _map(report: Report, work: Work) -> None:
    if report.is_of_pilot or report.run is None:
        return
    frame = outlines_of(folder_of(report.run.as_of))
    work.step(1, 3)
    drawn = {"districts.geojson": districts_geojson(report.frozen, frame)}
    for chart in report.frozen["charts"]:
        if chart["kind"] == "map":
            for language in ("ko", "en"):
                drawn[f"{chart['name']}.{language}.svg"] = draw_map(chart, frame, language)
    _keep(report, drawn)


def _files(report: Report, work: Work) -> None:
    if report.run is not None:
        write_files(run=report.run, step=work.step)


@transaction.atomic
def _keep(report: Report, drawn: dict[str, str]) -> None:
    # Two parts may bring their pictures at once; the second waits and adds to the first's.
    row = Report.objects.select_for_update().get(pk=report.pk)
    row.pictures = row.pictures | drawn
    row.save(update_fields=["pictures"])


BUILD = {"charts": _charts, "map": _map, "files": _files}
