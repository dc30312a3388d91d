"""A report as it is when its jobs have run, without the pictures: they take longest to draw."""

from city.words import words
from reports.compute import compute_figures
from reports.freeze import freeze
from reports.make.by_district import values_of_district
from reports.make.code_version import code_version
from reports.models import Report
from reports.publish import start_report


def built(*, kind: str, **about) -> Report:
    return finish(start_report(kind=kind, **about))


def finish(report: Report) -> Report:
    """The figures of the city and of each district, and a summary."""
    report.run = compute_figures(as_of=report.created_at)
    report.frozen = freeze(report)
    of_districts = report.frozen.get("districts", {"codes": [], "rows": {}})
    for code in of_districts["codes"]:
        of_districts["rows"][code] = values_of_district(report, code)
    report.built_at, report.code_version = report.created_at, code_version()
    report.summary = report.summary or words("요약", "Summary")
    report.save()
    return report
