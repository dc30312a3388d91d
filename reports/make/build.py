"""Builds a report in jobs: the city's figures first, then districts, charts, map and files as parts.

Every step may be done twice, by two workers, or by one that takes over from a killed one: what is
kept is the same, and the report is called built once, when all of it is there.
"""

from collections.abc import Callable
from typing import Any

from django.db import transaction
from django.utils import timezone

from jobs.models import Job
from jobs.queue import queue_job
from jobs.work import Work
from reports.charts import draw_all
from reports.choropleth import draw_maps, outlines_of
from reports.compute import compute_figures
from reports.drawing.size import sizes_of
from reports.extract.files import Step, folder_of
from reports.freeze import freeze
from reports.make.by_district import values_of_district
from reports.make.choosing import chosen
from reports.make.code_version import code_version
from reports.make.corrections import before, changes_of
from reports.make.multiples import months_by_district
from reports.models import Report
from reports.opendata.release import write_files

PARTS = ("charts", "map", "files")


class NotWanted(Exception):
    """Somebody cancelled or discarded it, or it is built already: the running part stops here."""


def queue_report(report: Report) -> Job:
    return queue_job(kind="reports.build", key=job_key(report), arguments={"report": report.pk})


def job_key(report: Report) -> str:
    return f"report-{report.pk}"


def job_of(report: Report) -> Job | None:
    jobs = Job.objects.filter(kind="reports.build", key=job_key(report))
    return jobs.order_by("-pk").first()


def build_job(work: Work) -> None:
    report = _wanted(work)
    if report is None:
        return
    try:
        if work.is_joining:
            _join(report, work)
        else:
            _begin(report, work)
    except NotWanted:
        return


def build_part_job(work: Work) -> None:
    report = _wanted(work)
    if report is None:
        return
    try:
        BUILD[work.arguments["part"]](report, work, _stopping(report, work))
    except NotWanted:
        return


def _wanted(work: Work) -> Report | None:
    rows = Report.objects.select_related("run", "kind", "district", "call", "pilot")
    report = rows.filter(pk=work.arguments["report"]).first()
    return None if report is None or report.is_built or report.cancelled_at else report


def _stopping(report: Report, work: Work) -> Step:
    """A step that looks first whether anybody still wants the report."""
    still = Report.objects.filter(pk=report.pk, cancelled_at=None, built_at=None)

    def step(done: int, of: int) -> None:
        if not still.exists():
            raise NotWanted
        work.step(done, of)

    return step


def _begin(report: Report, work: Work) -> None:
    # The time of asking: a job that starts again after a crash goes on with the same run.
    report.run = compute_figures(as_of=report.created_at, step=_stopping(report, work))
    frozen = freeze(report)
    with transaction.atomic():
        row = _locked(report, work)
        row.run, row.frozen = report.run, frozen
        row.save(update_fields=["run", "frozen"])
        codes = frozen.get("districts", {}).get("codes", [])
        work.split(
            ("reports.build_part", {"report": report.pk, **part})
            for part in (
                *({"part": "district", "district": code} for code in codes),
                *({"part": part} for part in PARTS),
            )
        )


def _locked(report: Report, work: Work) -> Report:
    """The row as it is now, for a change; nothing where the job went to another worker."""
    row = Report.objects.select_for_update().filter(pk=report.pk).first()
    if row is None or row.is_built or row.cancelled_at:
        raise NotWanted
    work.step(1, 1)
    return row


def _join(report: Report, work: Work) -> None:
    chart = months_by_district(report.frozen)
    drawn = draw_all(chart) if chart else {}
    with transaction.atomic():
        row = _locked(report, work)
        if chart:
            row.frozen["charts"].append(chart)
            row.pictures |= drawn
            row.sizes |= sizes_of(drawn)
        _finish(row)


def _finish(row: Report) -> None:
    of_districts = row.frozen.get("districts")
    if of_districts and of_districts["codes"] != sorted(of_districts["rows"]):
        raise RuntimeError("values of districts are missing")
    row.code_version = code_version()
    earlier = before(row)
    row.changes = changes_of(earlier.frozen, chosen(row)) if earlier else []
    row.built_at = timezone.now()
    row.save(update_fields=["frozen", "pictures", "sizes", "code_version", "changes", "built_at"])


# ── Parts ────────────────────────────────────────────────────────────────────────────────────


def _district(report: Report, work: Work, step: Step) -> None:
    step(0, 1)
    code = work.arguments["district"]
    values = values_of_district(report, code)
    with transaction.atomic():
        row = _locked(report, work)
        row.frozen["districts"]["rows"][code] = values
        row.save(update_fields=["frozen"])


def _charts(report: Report, work: Work, step: Step) -> None:
    charts = [
        chart for chart in report.frozen["charts"] if chart["kind"] != "map" and chart["rows"]
    ]
    drawn: dict[str, str] = {}
    for number, chart in enumerate(charts, start=1):
        drawn |= draw_all(chart)
        step(number, len(charts))
    _keep(report, work, drawn)


def _map(report: Report, work: Work, step: Step) -> None:
    if report.is_of_pilot or report.run is None:
        return
    frame = outlines_of(folder_of(report.run.as_of))
    step(1, 3)
    _keep(report, work, draw_maps(report.frozen, frame))


def _files(report: Report, work: Work, step: Step) -> None:
    if report.run is not None:
        write_files(run=report.run, step=step)


@transaction.atomic
def _keep(report: Report, work: Work, drawn: dict[str, str]) -> None:
    # Two parts may bring their pictures at once; the second waits and adds to the first's.
    row = _locked(report, work)
    row.pictures, row.sizes = row.pictures | drawn, row.sizes | sizes_of(drawn)
    row.save(update_fields=["pictures", "sizes"])


BUILD: dict[str, Callable[[Report, Work, Step], Any]] = {
    "district": _district, "charts": _charts, "map": _map, "files": _files,
}  # fmt: skip
