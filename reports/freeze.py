"""Freezes what a report shows: values, definitions, tables of charts, and labels in both languages.

Nothing frozen holds a text or photo of a resident or a key to a person, so forgetting somebody
never has to touch a published report.
"""

from typing import Any

from django.utils import timezone

from city.models import City
from city.words import Words, words
from pilots.apart.changed import shown_change
from pilots.models import Conclusion, Pilot, Site
from pilots.workflow import Verdict
from reports.compute import values_of
from reports.extract.files import folder_of, open_extract
from reports.extract.scope import Scope
from reports.figures import BY_KEY, DEFINITIONS, MEASURE_CHANGE
from reports.labels import in_both_languages, labels_of
from reports.make.by_district import districts_of
from reports.make.said_and_done import freeze_answers
from reports.make.scope_of import RULE, is_narrowed, scope_of
from reports.models import Report, Run
from reports.plain import define, plain

# kind, figure, cut, title: the charts of an operating report, in this order.
CITY_CHARTS = (
    ("columns", "proposals_received", "month", words("달마다 접수된 제안", "Proposals by month")),
    ("bars", "proposals_received", "category", words("분야별 제안", "Proposals by category")),
    ("columns", "support_given", "month", words("달마다 모인 공감", "Support by month")),
    ("bars", "answered_in_time", "category",
     words("분야별 기한 내 답변 비율", "Answered in time by category")),
    ("map", "proposals_per_1000", "district",
     words("읍면동별 주민 1,000명당 제안", "Proposals per 1,000 residents by district")),
    ("bars", "pilots_by_stage", "stage", words("단계별 실증", "Pilots by stage")),
)  # fmt: skip
DAY_BY_DAY = {"ko": ": 날마다", "en": ", day by day"}
STATES_CHART = "proposals-by-state"
STATES_TITLE = words("지금 제안은 어디에 있나", "Where the proposals stand")
STATES = ("open_proposals", "done", "declined", "not_raised", "referred")


def freeze(report: Report) -> dict[str, Any]:
    """Everything the page of the report shows, as plain JSON, but for the values of its districts."""
    run = report.run
    assert run is not None, "a report is frozen from a run"
    city, scope = City.objects.current(), scope_of(report)
    labels = labels_of(folder_of(run.as_of))
    frozen = {
        "as_of": run.as_of.isoformat(),
        "run": run.pk,
        "digest": run.digest,
        "city": dict(city.name),
        "is_demo": city.is_demo,
        "smallest_group": city.smallest_group,
        "labels": labels,
        "scope": _scope(report, scope),
    }
    if report.is_of_pilot:
        values = [plain(figure) for figure in run.figures.order_by("key", "cut_key")]
        return frozen | _pilot(report, run, values)
    return frozen | _city(run, scope, labels)


def _scope(report: Report, scope: Scope) -> dict[str, Any]:
    """Which rows were counted, so that a stranger can take the same ones."""
    return {
        "since": str(scope.since) if scope.since else None,
        "until": str(scope.until) if scope.until else None,
        "districts": list(scope.districts),
        "call": scope.call,
        "call_title": dict(report.call.title) if report.call else {},
        "rule": RULE,
        "of_whole_city": [d.key for d in BY_KEY.values() if not is_narrowed(d)],
    }


# ── The whole city, or a part of it ──────────────────────────────────────────────────────────


def _city(run: Run, scope: Scope, labels: dict) -> dict[str, Any]:
    # The full cross of district, category and month is in the dataset of figures, of the same run.
    single = [
        row for row in values_of(run, scope, [d.key for d in DEFINITIONS]) if len(row["cut"]) <= 1
    ]
    charts = [_chart(spec, single, labels) for spec in CITY_CHARTS if _has_parts(spec[2], scope)]
    return {
        "definitions": [define(d) for d in DEFINITIONS],
        "figures": [row for row in single if not row["cut"]],
        "cuts": [row for row in single if row["cut"]],
        "charts": [_states_chart(single), *charts],
        "boundaries": _boundaries(run),
        "districts": {"codes": districts_of(run, scope), "rows": {}},
        "answers": freeze_answers(run.as_of, scope),
    }


def charts_of_city() -> list[tuple[str, Words]]:
    """Names and titles, for choosing."""
    named = [(_chart_name(key, by), title) for _kind, key, by, title in CITY_CHARTS]
    return [(STATES_CHART, STATES_TITLE), *named]


def _has_parts(dimension: str, scope: Scope) -> bool:
    """One month or one district is no picture."""
    if dimension == "month" and scope.since and scope.until:
        return (scope.since.year, scope.since.month) != (scope.until.year, scope.until.month)
    return not (dimension == "district" and scope.districts)


def _chart(spec: tuple[str, str, str, Words], rows: list[dict], labels: dict) -> dict[str, Any]:
    kind, key, dimension, title = spec
    mine = [row for row in rows if row["key"] == key and set(row["cut"]) == {dimension}]
    if kind == "columns":
        points = _every_month(mine)
    else:
        names = labels.get(dimension, {})
        points = [
            {
                "code": row["cut"][dimension],
                "label": names.get(row["cut"][dimension], Words()),
                **_value(row),
            }
            for row in mine
        ]
        points.sort(key=lambda point: (-(point["value"] or 0), point["code"]))
    return {
        "name": _chart_name(key, dimension), "kind": kind, "key": key,
        "dimension": dimension, "title": title, "rows": points,
    }  # fmt: skip


def _chart_name(key: str, dimension: str) -> str:
    name = key if key.endswith(f"_by_{dimension}") else f"{key}_by_{dimension}"
    return name.replace("_", "-")


def _value(row: dict) -> dict[str, Any]:
    return {"value": row["value"], "n": row["n"], "hidden": row["hidden"]}


def _every_month(rows: list[dict]) -> list[dict]:
    """Months in which nothing happened are part of the picture."""
    by_month = {row["cut"]["month"]: row for row in rows}
    points, month = [], min(by_month, default="")
    while month and month <= max(by_month):
        row = by_month.get(month, {"value": 0, "n": 0, "hidden": False})
        points.append({"code": month, "label": words(month, month), **_value(row)})
        year, number = map(int, month.split("-"))
        month = f"{year + number // 12}-{number % 12 + 1:02d}"
    return points


def _states_chart(rows: list[dict]) -> dict[str, Any]:
    whole = {row["key"]: row for row in rows if not row["cut"]}
    points = [
        {"code": key, "label": BY_KEY[key].name, **_value(whole[key])}
        for key in STATES
        if key in whole
    ]
    return {
        "name": STATES_CHART, "kind": "bars", "key": "proposals_received", "dimension": "state",
        "title": STATES_TITLE, "rows": points,
    }  # fmt: skip


def _boundaries(run: Run) -> dict[str, Any]:
    """경계 기준일: which outlines and which population the map was drawn from."""
    with open_extract(folder_of(run.as_of)) as extract:
        sources = extract.execute(
            "SELECT DISTINCT source FROM districts WHERE is_current AND source <> '' ORDER BY 1"
        ).fetchall()
        since, people = extract.execute(
            "SELECT max(valid_from), max(population_on) FROM districts WHERE is_current"
        ).fetchone()
        (without_ages,) = extract.execute(
            "SELECT count(*) FROM districts d WHERE d.is_current AND d.persons IS NOT NULL "
            "AND NOT EXISTS (SELECT 1 FROM population p WHERE p.district = d.code "
            "AND p.\"on\" = d.population_on AND p.age_band NOT IN ('', 'unknown'))"
        ).fetchone()
    return {
        "sources": [source for (source,) in sources],
        "valid_from": str(since) if since else None,
        "population_on": str(people) if people else None,
        "without_ages": without_ages,
    }


# ── One pilot ────────────────────────────────────────────────────────────────────────────────


def _pilot(report: Report, run: Run, values: list[dict]) -> dict[str, Any]:
    pilot = report.pilot
    assert pilot is not None, "a pilot's report names its pilot"
    mine = [row for row in values if row["cut"].get("pilot") == str(pilot.pk)]
    changes = [row for row in mine if row["key"] == MEASURE_CHANGE.key]
    participants = BY_KEY["participants"]
    shown = [row for row in mine if row["key"] == participants.key]
    return {
        "definitions": [define(participants), define(MEASURE_CHANGE)],
        "figures": shown,
        "cuts": changes,
        "charts": [chart for row in changes for chart in _measure_charts(row)],
        "pilot": _protocol(pilot, run) | {"taken_out": _taken_out(report, pilot, run)},
    }


def _taken_out(report: Report, pilot: Pilot, run: Run) -> dict[str, Any] | None:
    """Since the version before: how many people's data is not in these figures any more."""
    earlier = Report.objects.published().filter(slug=report.slug, version__lt=report.version)
    before = earlier.order_by("-version").values_list("run__as_of", flat=True).first()
    return shown_change(pilot, before, run.as_of) if before else None


def _measure_charts(row: dict) -> list[dict[str, Any]]:
    said = row["extra"]
    base = {
        "key": MEASURE_CHANGE.key,
        "title": Words(said["name"]),
        "unit": said["unit"],
        "said": said,
    }
    charts = [
        base | {"name": f"measure-{said['code']}", "kind": "change", "rows": _before_after(row)}
    ]
    if said.get("series"):
        charts.append(
            base
            | {
                "name": f"days-{said['code']}",
                "kind": "days",
                "rows": said["series"],
                "title": Words({k: f"{v}{DAY_BY_DAY[k]}" for k, v in base["title"].items()}),
            }
        )
    return charts


def _before_after(row: dict) -> list[dict[str, Any]]:
    said = row["extra"]
    return [
        {
            "code": period, "label": label, "value": said[f"mean_{period}"],
            "n": said[f"n_{period}"], "hidden": said[f"n_{period}"] is None,
        }
        for period, label in (("before", words("사전", "before")), ("after", words("실증", "after")))
    ]  # fmt: skip


def _protocol(pilot: Pilot, run: Run) -> dict[str, Any]:
    """The city's own words about the pilot, and its conclusion as of the run."""
    end = Conclusion.objects.filter(pilot=pilot, at__lte=run.as_of).first()
    return {
        "id": pilot.pk,
        "title": dict(pilot.title),
        "question": dict(pilot.question),
        "hypothesis": dict(pilot.hypothesis),
        "starts_on": str(pilot.starts_on or ""),
        "ends_on": str(pilot.ends_on or ""),
        "department": dict(pilot.department.name),
        "sites": [
            {"name": dict(site.name), "arm": site.arm, "arm_label": in_both_languages(Site.Arm(site.arm).label)}
            for site in pilot.sites.all()
        ],
        "budget": [
            {"label": dict(line.label), "year": line.year, "planned": line.planned, "spent": line.spent}
            for line in pilot.budget_lines.all()
        ],
        "conclusion": {
            "verdict": end.verdict,
            "label": in_both_languages(Verdict(end.verdict).label),
            "reasons": dict(end.reasons),
            "learned": dict(end.learned),
            "on": str(timezone.localtime(end.at).date()),
        }
        if end
        else None,
    }  # fmt: skip
