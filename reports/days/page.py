"""What the pages of figures show, made ready from stored rows; nothing is counted here."""

from datetime import date
from typing import Any

from django.utils.dateparse import parse_date

from city.words import Words
from reports.days.cite import Citation, address_of, cite, cite_all
from reports.days.line import line_of
from reports.days.now import compared_of
from reports.days.people import COMPARED, Compared, compare, number_of, say_who
from reports.days.series import Point, last_day, latest, on_day, recounts_of, series
from reports.figures import SUBJECTS, Definition, cut_key
from reports.figures.dimensions import NAMES
from reports.labels import labels_now
from reports.models import Run
from reports.plain import define, plain
from reports.show import shown
from reports.tiles import empty_tile, shown_n, tile

MOST_DAYS = 366
Row = dict[str, Any]


def all_figures(run: Run | None) -> list[Row]:
    """Every figure of the registry, by subject, with its value for the whole city where it has one."""
    rows = _whole(run)
    return [
        {"slug": slug, "name": name, "figures": [_line(d, rows.get(d.key)) for d in figures]}
        for slug, name, figures in SUBJECTS
    ]


def _whole(run: Run | None) -> dict[str, Row]:
    figures = run.figures.filter(cut_key="") if run else []
    return {figure.key: plain(figure) for figure in figures}


def _line(d: Definition, row: Row | None) -> Row:
    return {
        "d": d, "by": [NAMES[cut[0]] for cut in d.cuts if len(cut) == 1],
        "value": shown(d.key, row["value"], row["hidden"]) if row else "",
        "unit": d.unit if row and row["value"] is not None else "",
    }  # fmt: skip


def figure_page(d: Definition, run: Run | None, asked: dict[str, str]) -> Row:
    """One figure: its value now, its days, its cuts, and how to cite it."""
    rows = [plain(f) for f in run.figures.filter(key=d.key).order_by("cut_key")] if run else []
    labels = labels_now()
    whole = next((row for row in rows if not row["cut"]), None)
    cut = {name: asked[name] for name in NAMES if name in asked}
    points = _points(d, cut, asked)
    return {
        "d": d,
        "run": run,
        "tile": tile(whole, define(d), run.as_of) if run and whole else empty_tile(d.key),
        "has_whole": () in d.cuts,
        "cut": cut,
        "cut_label": label_of(cut, labels),
        "points": points[::-1],
        "line": line_of(points, is_share=d.is_share),
        "citation": cite(points[-1], label_of(cut, labels)) if points else _of_table(d),
        "cuts": [_cut_table(d, dimension, rows, labels) for dimension in single_cuts(d)],
        "who": say_who(compared_of(run, labels).values()) if d.speaks_for_residents else "",
        "compared": _compared_of(d, rows, run, labels),
        "recounts": recounts_of(d.key),
        "last_day": last_day(d.key),
    }


def _of_table(d: Definition) -> Citation | None:
    """Where there is no value of the whole city, all of its parts are cited together."""
    points = latest([d.key]).get(d.key)
    return cite_all(points) if points else None


def single_cuts(d: Definition) -> list[str]:
    return [cut[0] for cut in d.cuts if len(cut) == 1]


def _points(d: Definition, cut: dict[str, str], asked: dict[str, str]) -> list[Point]:
    since, until = _day(asked.get("since")), _day(asked.get("until"))
    return series(d.key, cut_key(cut), since=since, until=until)[-MOST_DAYS:]


def _day(told: str | None) -> date | None:
    try:
        return parse_date(told) if told else None
    except ValueError:
        return None


def label_of(cut: dict[str, str], labels: dict[str, dict]) -> str:
    said = (labels.get(name, {}).get(value) or value for name, value in cut.items())
    return ", ".join(str(_words(label)) for label in said)


def _words(label: Any) -> Any:
    return Words(label) if isinstance(label, dict) else label


def _cut_table(d: Definition, dimension: str, rows: list[Row], labels: dict) -> Row:
    """The values of one cut in the order of its labels; months as they come."""
    names = labels.get(dimension, {})
    mine = [row for row in rows if set(row["cut"]) == {dimension}]
    order = {code: place for place, code in enumerate(names)}
    mine.sort(key=lambda row: (order.get(row["cut"][dimension], len(order)), row["cut"][dimension]))
    most = max((row["value"] or 0 for row in mine), default=0)
    return {
        "dimension": dimension,
        "name": NAMES[dimension],
        "has_days": dimension != "month",
        "has_n": any(shown_n(row) for row in mine),
        "rows": [
            {
                "code": row["cut"][dimension],
                "label": _words(names.get(row["cut"][dimension]) or row["cut"][dimension]),
                "value": shown(d.key, row["value"], row["hidden"]),
                "bar": round(100 * (row["value"] or 0) / most, 1) if most > 0 else 0,
                "n": shown_n(row),
            }
            for row in mine
        ],
    }


def _compared_of(d: Definition, rows: list[Row], run: Run | None, labels: dict) -> Compared | None:
    if d.key not in COMPARED or run is None:
        return None
    whole = run.figures.filter(key="people_taking_part", cut_key="").first()
    everybody = number_of(plain(whole)) if whole else None
    dimension = COMPARED[d.key]
    return compare(NAMES[dimension], rows, labels[dimension], everybody)


def day_page(d: Definition, day: date, cut: dict[str, str]) -> Row | None:
    """What was kept of a day: the address a citation leads to. None where nothing was."""
    labels = labels_now()
    points = on_day(d.key, day)
    asked = next((point for point in points if point.holds.cut == cut), None)
    if asked is None and (cut or not points):
        return None
    return {
        "d": d,
        "day": day,
        "cut_label": label_of(cut, labels),
        "point": asked,
        "unit": d.unit if asked and asked.value is not None else "",
        "versions": _versions(d, asked) if asked else [],
        "citation": cite(asked, label_of(cut, labels)) if asked else cite_all(points),
        "has_n": any(shown_n(_as_row(point)) for point in points if point.holds.cut),
        "cuts": [
            {
                "label": label_of(point.holds.cut, labels),
                "name": NAMES[next(iter(point.holds.cut))],
                "url": address_of(d.key, day, point.holds.cut),
                "value": shown(d.key, point.value, point.hidden),
                "n": shown_n(_as_row(point)),
            }
            for point in points
            if not cut and point.holds.cut
        ],
    }


def _versions(d: Definition, point: Point) -> list[Row]:
    return [
        {"number": number, "value": shown(d.key, row.value, row.is_suppressed), "n": row.n, "recount": row.recount}
        for number, row in enumerate(point.rows, start=1)
    ][::-1]  # fmt: skip


def _as_row(point: Point) -> Row:
    return {"n": point.n, "value": point.value, "extra": {}}
