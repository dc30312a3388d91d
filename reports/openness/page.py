"""The tables of /reports/openness/, made ready from stored figures; nothing is counted here."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from city.words import Words
from pilots.plan.money import in_won
from reports.days.cite import Citation, cite, cite_all
from reports.days.series import Point, latest
from reports.figures import BY_KEY, Definition, cut_key
from reports.figures.dimensions import NAMES
from reports.labels import labels_now
from reports.models import Run
from reports.plain import plain
from reports.show import NOTHING, shown

MONTHS = 24
HIDDEN = ("texts_hidden", "texts_appealed", "texts_restored")
BY_REASON = tuple(f"{key}_by_reason" for key in HIDDEN)
REFUSED = "proposals_refused"
REVIEWS = ("reviews_published", "reviews_with_interest")
MONEY = ("budget_planned", "budget_spent", "budget_executed")
OF_PARTNERS = ("partner_budget_planned", "partner_budget_spent")
BUDGETS = "pilots_by_budget"
KEYS = (*HIDDEN, *BY_REASON, REFUSED, *REVIEWS, *MONEY, BUDGETS, *OF_PARTNERS)
OUTCOMES = ("declined", "not_raised", "referred", "merged")
Values = dict[tuple[str, str], dict[str, Any]]  # by figure and cut


@dataclass(frozen=True)
class Line:
    label: Any
    cells: list[str]
    is_total: bool = False


@dataclass(frozen=True)
class Table:
    """`figures` are those whose values stand in it: each has a page and can be cited."""

    slug: str
    title: str
    by: str
    head: list[str]
    lines: list[Line]
    figures: list[Definition]
    note: str = ""
    citations: list[tuple[Definition, Citation]] = field(default_factory=list)


def openness_page(run: Run | None) -> dict[str, Any]:
    """One query for the values, one for what can be cited."""
    figures = run.figures.filter(key__in=KEYS) if run else []
    values = {(row["key"], cut_key(row["cut"])): row for row in map(plain, figures)}
    labels, kept = labels_now(), latest(KEYS)
    sections = [
        {
            "slug": slug, "title": title, "says": says,
            "tables": [_with_citations(table, kept) for table in tables if table.lines],
        }
        for slug, title, says, tables in _sections(values, labels)
    ]  # fmt: skip
    return {"run": run, "sections": sections}


def _sections(values: Values, labels: dict[str, Any]):
    yield (
        "hidden", _("Texts that were hidden"),
        _("What breaks the rules is hidden, not deleted. Its author reads why and can appeal once; "
          "somebody else decides then."),
        [
            _by(values, labels, "month", HIDDEN, _("By month"), nothing="0"),
            _by(values, labels, "content", HIDDEN, _("By kind of text"), nothing="0"),
            _by(values, labels, "reason", BY_REASON, _("By rule"), nothing=_("hidden"),
                head=[str(BY_KEY[key].name) for key in HIDDEN],
                note=_("A rule is a judgement on whoever wrote: rules with few texts are hidden.")),
        ],
    )  # fmt: skip
    yield (
        "refused", _("Proposals that were refused"),
        _("Each refusal has a public reason on the proposal's page."),
        [_refusals(values, labels)],
    )  # fmt: skip
    yield (
        "reviews", _("What reviewers declare"),
        _("Experts say whether they have an interest; which one stands beside their review."),
        [_by(values, labels, "month", REVIEWS, _("Expert reviews by month"))],
    )  # fmt: skip
    yield (
        "money", _("Money of pilots"),
        _("Each line of the budget counts once, also where several pilots spend it together."),
        [
            _by(values, labels, "fund", MONEY, _("By source of the money")),
            _by(values, labels, "year", MONEY, _("By year")),
            _by(values, labels, "budget", (BUDGETS,), _("Pilots by budget")),
            _by(values, labels, "partner", OF_PARTNERS, _("By partner"),
                note=_("Not what a partner was paid, but the money of the pilots it takes part in. "
                       "With several partners each counts the whole, so the rows do not add up.")),
        ],
    )  # fmt: skip


def _by(
    values: Values, labels: dict[str, Any], by: str, keys: Sequence[str], title: str, *,
    head: Sequence[str] = (), note: str = "", nothing: str = NOTHING,
) -> Table:  # fmt: skip
    """One line a group, one column a figure, the whole city last where it has a value.

    `nothing` is what a group without a value means: none, or so few that it is hidden.
    """
    lines = [
        Line(
            _label(labels, by, code),
            [_said(values.get((key, f"{by}={code}")), key, nothing) for key in keys],
        )
        for code in _codes(values, by, keys, labels)
    ]
    if lines and any(() in BY_KEY[key].cuts for key in keys):
        lines.append(Line(_("All"), [_said(values.get((key, "")), key) for key in keys], True))
    figures = [BY_KEY[key] for key in keys]
    names = list(head) or [_head(d) for d in figures]
    return Table(f"{keys[0]}-{by}", title, str(NAMES[by]), names, lines, figures, note)


def _refusals(values: Values, labels: dict[str, Any]) -> Table:
    """Months down, outcomes across."""
    months = _codes(values, "month", (REFUSED,), labels)

    def cell(cut: str) -> str:
        return _said(values.get((REFUSED, cut)), REFUSED, "0")

    lines = [
        Line(month, [cell(f"month={month};outcome={each}") for each in OUTCOMES] + [cell(f"month={month}")])
        for month in months
    ]  # fmt: skip
    if lines:
        total = [cell(f"outcome={each}") for each in OUTCOMES]
        lines.append(Line(_("All"), [*total, cell("")], True))
    head = [str(labels["outcome"][each]) for each in OUTCOMES]
    return Table(
        "refusals", _("By month and outcome"), str(NAMES["month"]), [*head, _("All")], lines,
        [BY_KEY[REFUSED]],
    )  # fmt: skip


def _codes(values: Values, by: str, keys: Sequence[str], labels: dict[str, Any]) -> list[str]:
    """The groups that have a value: months and years with the newest first, others as they are read."""
    found = {
        row["cut"][by] for (key, _cut), row in values.items() if key in keys and set(row["cut"]) == {by}
    }  # fmt: skip
    if by in ("month", "year"):
        return sorted(found, reverse=True)[:MONTHS]
    order = {code: place for place, code in enumerate(labels.get(by, {}))}
    return sorted(found, key=lambda code: (order.get(code, len(order)), code))


def _label(labels: dict[str, Any], by: str, code: str) -> Any:
    label = labels.get(by, {}).get(code, code)
    return Words(label) if isinstance(label, dict) else label


def _said(row: dict[str, Any] | None, key: str, nothing: str = NOTHING) -> str:
    if row is None:
        return nothing
    if row["value"] is not None and BY_KEY[key].unit.get("en") == "won":
        return in_won(round(row["value"]))
    return shown(key, row["value"], row["hidden"])


def _head(d: Definition) -> str:
    return f"{d.name} (%)" if d.is_share else str(d.name)


def _with_citations(table: Table, kept: Mapping[str, list[Point]]) -> Table:
    for d in table.figures:
        points = kept.get(d.key, [])
        whole = next((point for point in points if not point.holds.cut), None)
        if points:
            table.citations.append((d, cite(whole) if whole else cite_all(points)))
    return table
