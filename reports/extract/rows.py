"""Reads the rows of each table of the extract, as they stood at a given time.

Only what anybody may see: public proposals, pilots that left preparation, no text that residents
wrote, no key to a person. Every function yields tuples in the order of reports/extract/tables.py.
"""

import json
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from datetime import date, datetime

import numpy as np
from django.db.models import Count, OuterRef, Subquery, Sum
from django.utils import timezone

from city.calendar import days_off, take_working_days
from city.models import Category, Department
from maps.models import District, Population
from pilots.compare import periods_of
from pilots.models import (
    AskedAgain,
    Conclusion,
    Measure,
    Observation,
    Participation,
    Pilot,
    Site,
    StageChange,
    TakenUp,
)
from pilots.workflow import Stage
from pilots.workflow import Status as Place
from proposals.clock import days_added
from proposals.models import (
    Commitment,
    CommitmentChange,
    Confirmation,
    Decision,
    Extension,
    Proposal,
    SupportEvent,
)
from proposals.workflow import Outcome, Status
from surveys import anonymise
from surveys.models import Survey

Rows = Iterator[tuple]
AT_ONCE = 5_000
TAKES_PART = (Place.CONSENTED, Place.ACTIVE, Place.COMPLETED)


def month_of(at: datetime) -> str:
    return f"{timezone.localtime(at):%Y-%m}"


def _until(at: datetime | None, as_of: datetime) -> datetime | None:
    """What had not happened yet at that time is not known then."""
    return at if at and at <= as_of else None


class WorkingDays:
    """Counts working days like city.calendar, with the days off read once for the whole extract."""

    def __init__(self, first: date, last: date):
        self._off = np.array(sorted(days_off(first, last)), dtype="datetime64[D]")

    def between(self, start: datetime, end: datetime) -> int:
        first, last = (timezone.localtime(at).date() for at in (start, end))
        # Neither weekends nor holidays; the first day does not count, the last one does.
        days = np.array([first, last], dtype="datetime64[D]") + np.timedelta64(1, "D")
        return int(np.busday_count(days[0], days[1], holidays=self._off))


def _last(rows, as_of: datetime, column: str) -> Subquery:
    return Subquery(rows.filter(at__lte=as_of).order_by("-at", "-pk").values(column)[:1])


def proposals(as_of: datetime) -> Rows:
    decisions = Decision.objects.filter(proposal=OuterRef("pk"))
    support = (
        SupportEvent.objects.filter(proposal=OuterRef("pk"), at__lte=as_of)
        .order_by()
        .values("proposal")
        .annotate(total=Sum("change"))
    )
    rows = (
        Proposal.objects.public()
        .filter(created_at__lte=as_of)
        .select_related("category", "district", "department", "call")
        .defer("text", "city_text", "district__outline")
        .annotate(
            status_then=_last(decisions, as_of, "status"),
            outcome_then=_last(decisions, as_of, "outcome"),
            in_part_then=_last(decisions, as_of, "in_part"),
            support_then=Subquery(support.values("total")),
        )
        .order_by("pk")
    )
    first = rows.order_by("created_at").values_list("created_at", flat=True).first() or as_of
    calendar = WorkingDays(timezone.localtime(first).date(), timezone.localtime(as_of).date())
    extensions = Counter(
        Extension.objects.filter(at__lte=as_of).order_by().values_list("proposal", flat=True)
    )
    for p in rows.iterator(chunk_size=AT_ONCE):
        status = p.status_then or Status.RECEIVED
        added = days_added(p) if extensions[p.pk] else 0  # few are extended
        first_due = take_working_days(p.answer_due_at, added) if added and p.answer_due_at else None
        first_due = first_due or p.answer_due_at or p.short_answer_due_at
        outcome = p.outcome_then or ""
        looked, answered = _until(p.first_look_at, as_of), _until(p.answered_at, as_of)
        yield (
            p.pk, p.category.slug, *_place(p.district), p.created_at, month_of(p.created_at),
            p.level, p.channel, p.call.slug if p.call else "", status, outcome,
            bool(p.in_part_then), p.lon, p.lat, p.support_then or 0,
            p.first_look_due_at, looked, _first_look_in_time(p, looked, as_of),
            p.answer_due_at or p.short_answer_due_at, first_due, extensions[p.pk], answered,
            _answered_in_time(p, outcome, answered, first_due, added, as_of),
            calendar.between(p.created_at, answered) if answered else None,
            p.department.code if p.department else "",
            p.merged_into_id if outcome == Outcome.MERGED else None,
        )  # fmt: skip


def _place(district: District | None) -> tuple[str, str]:
    return (district.code, district.name.get("ko", "")) if district else ("", "")


def _first_look_in_time(p: Proposal, looked: datetime | None, as_of: datetime) -> bool | None:
    if p.first_look_due_at is None:
        return None
    if looked:
        return looked < p.first_look_due_at
    return False if p.first_look_due_at <= as_of else None


def _answered_in_time(
    p: Proposal, outcome: str, answered: datetime | None, first_due: datetime | None, added: int,
    as_of: datetime,
) -> bool | None:  # fmt: skip
    """None while the answer is not due. Late stays late, answered in the end or not, and time that
    was taken on top does not count."""
    if outcome == Outcome.WITHDRAWN:
        return None
    if answered:
        return p.answered_in_time
    paused_late = p.answer_days_left is not None and p.answer_days_left < added
    overdue = bool(first_due and first_due <= as_of) or paused_late
    late_before = p.answered_in_time is False and p.answered_at is None
    return False if overdue or late_before else None


def support_events(as_of: datetime) -> Rows:
    rows = (
        SupportEvent.objects.filter(at__lte=as_of, proposal__hidden_at__isnull=True)
        .order_by("at", "pk")
        .values_list("proposal_id", "change", "via", "level", "channel", "at")
    )
    for row in rows.iterator(chunk_size=AT_ONCE):
        yield *row, month_of(row[-1])


def decisions(as_of: datetime) -> Rows:
    rows = (
        Decision.objects.filter(at__lte=as_of, proposal__hidden_at__isnull=True)
        .order_by("at", "pk")
        .values_list(
            "pk", "proposal_id", "at", "before_status", "before_outcome", "status", "outcome",
            "in_part", "mover", "department__code",
        )
    )  # fmt: skip
    for pk, proposal, at, *move, department in rows.iterator(chunk_size=AT_ONCE):
        yield pk, proposal, at, month_of(at), *move, department or ""


def commitments(as_of: datetime) -> Rows:
    changes = CommitmentChange.objects.filter(commitment=OuterRef("pk"))
    rows = (
        Commitment.objects.filter(created_at__lte=as_of, proposal__hidden_at__isnull=True)
        .select_related("proposal__category", "proposal__district", "department")
        .defer("proposal__text", "proposal__district__outline")
        .annotate(
            state_then=_last(changes, as_of, "state"),
            due_then=_last(changes, as_of, "due_month"),
            sites_then=_last(changes, as_of, "sites_done"),
        )
        .order_by("pk")
    )
    for c in rows.iterator(chunk_size=AT_ONCE):
        done = _until(c.done_at, as_of)
        state = c.state_then or Commitment.State.PROMISED
        due = c.due_then or c.first_due_month
        is_over = month_of(as_of) > f"{due:%Y-%m}"
        yield (
            c.pk, c.proposal_id, c.proposal.category.slug, _place(c.proposal.district)[0],
            c.created_at, month_of(c.created_at), c.department.code, c.first_due_month,
            due, state, done, _kept_on_time(c, state, done, as_of),
            is_over and state in (Commitment.State.PROMISED, Commitment.State.LATE),
            c.amount, c.sites_planned, c.sites_then or 0 if c.sites_planned else None,
        )  # fmt: skip


def _kept_on_time(c: Commitment, state: str, done: datetime | None, as_of: datetime) -> bool | None:
    due = f"{c.first_due_month:%Y-%m}"
    if done:
        return month_of(done) <= due
    if state == Commitment.State.DROPPED or month_of(as_of) > due:
        return False
    return None


def confirmations(as_of: datetime) -> Rows:
    rows = (
        Confirmation.objects.filter(
            created_at__lte=as_of, commitment__proposal__hidden_at__isnull=True
        )
        .select_related("commitment__proposal__category", "commitment__proposal__district")
        .defer("commitment__proposal__text", "commitment__proposal__district__outline")
        .order_by("pk")
    )
    for row in rows.iterator(chunk_size=AT_ONCE):
        proposal = row.commitment.proposal
        yield (
            row.commitment_id, proposal.pk, proposal.category.slug, _place(proposal.district)[0],
            row.round, row.created_at, month_of(row.created_at),
            row.answer if row.answer and _until(row.answered_at, as_of) else "",
        )  # fmt: skip


def _public_pilots(as_of: datetime) -> dict[int, tuple[Pilot, str]]:
    """Pilots that had left preparation by then, each with its stage then."""
    changes = StageChange.objects.filter(pilot=OuterRef("pk"))
    rows = (
        Pilot.objects.public()
        .filter(created_at__lte=as_of)
        .select_related("department")
        .annotate(stage_then=_last(changes, as_of, "after"), moves=Count("stage_changes"))
        .order_by("pk")
    )
    stages = {p.pk: (p, p.stage_then or (p.stage if not p.moves else Stage.DRAFT)) for p in rows}
    return {pk: pair for pk, pair in stages.items() if pair[1] != Stage.DRAFT}


def pilots(as_of: datetime) -> Rows:
    public = _public_pilots(as_of)
    ends = {c.pilot_id: c for c in Conclusion.objects.filter(at__lte=as_of, pilot__in=public)}
    budgets = (
        Pilot.objects.filter(pk__in=public)
        .annotate(planned=Sum("budget_lines__planned"), spent=Sum("budget_lines__spent"))
        .values_list("pk", "planned", "spent")
    )
    money = {pk: (planned or 0, spent or 0) for pk, planned, spent in budgets}
    taken = _proposals_taken(public, as_of)
    for pk, (p, stage) in public.items():
        end = ends.get(pk)
        yield (
            pk, p.title.get("ko", ""), p.title.get("en", ""), p.origin, stage,
            end.verdict if end else "", month_of(p.created_at), p.starts_on, p.ends_on,
            p.running_from, end.at if end else None, p.takes_participants, p.has_budget,
            *money[pk], p.department.code, taken.get(pk, 0),
        )  # fmt: skip


def _proposals_taken(public, as_of: datetime) -> dict[int, int]:
    rows = (
        TakenUp.objects.filter(pilot__in=public, at__lte=as_of, proposal__hidden_at__isnull=True)
        .values("pilot")
        .annotate(n=Count("pk"))
    )
    return {row["pilot"]: row["n"] for row in rows}


def sites(as_of: datetime) -> Rows:
    rows = Site.objects.filter(pilot__in=_public_pilots(as_of)).select_related("district")
    for s in rows.defer("district__outline").order_by("pk"):
        yield (
            s.pk, s.pilot_id, s.name.get("ko", ""), s.name.get("en", ""), s.arm, s.lon, s.lat,
            _place(s.district)[0],
        )  # fmt: skip


def participations(as_of: datetime) -> Rows:
    rows = Participation.objects.filter(pilot__in=_public_pilots(as_of), created_at__lte=as_of)
    ordered = rows.order_by("pilot_id", "status", "pk").values_list("pilot_id", "status")
    for pilot, status in ordered.iterator(chunk_size=AT_ONCE):
        yield pilot, status, status in TAKES_PART


def asked_again(as_of: datetime) -> Rows:
    """Who was asked at a turn of a pilot, and whether they had answered by then; not what."""
    rows = AskedAgain.objects.filter(pilot__in=_public_pilots(as_of), asked_at__lte=as_of)
    ordered = rows.order_by("pilot_id", "turn", "came_as", "asked_at", "pk").values_list(
        "pilot_id", "turn", "came_as", "asked_at", "answered_at"
    )
    for pilot, turn, came_as, asked_at, answered_at in ordered.iterator(chunk_size=AT_ONCE):
        yield pilot, turn, came_as, asked_at, _until(answered_at, as_of) is not None


def _measures(as_of: datetime):
    return Measure.objects.filter(pilot__in=_public_pilots(as_of)).select_related("pilot")


def measures(as_of: datetime) -> Rows:
    for m in _measures(as_of).order_by("pk"):
        yield (
            m.pk, m.pilot_id, m.code, m.name.get("ko", ""), m.name.get("en", ""),
            m.unit.get("ko", ""), m.unit.get("en", ""), m.direction,
            m.definition.get("ko", ""), m.definition.get("en", ""), m.source, m.target,
            m.is_primary,
        )  # fmt: skip


def observations(as_of: datetime) -> Rows:
    periods = {m.pk: (m.pilot_id, periods_of(m.pilot, as_of)) for m in _measures(as_of)}
    rows = (
        Observation.objects.good()
        .filter(measure__in=periods, at__lte=as_of)
        .order_by("measure_id", "at", "pk")
        .values_list("pk", "measure_id", "site_id", "at", "value")
    )
    for pk, measure, site, at, value in rows.iterator(chunk_size=AT_ONCE):
        pilot, period = periods[measure]
        yield pk, measure, pilot, site, at, period.of(timezone.localtime(at).date()), value


def survey_answers(as_of: datetime) -> Rows:
    """Long form of the anonymised files that the survey room offers for download."""
    surveys = Survey.objects.filter(waves__opens_at__lte=as_of).distinct().order_by("pk")
    for survey in surveys:
        for number, row in enumerate(anonymise.rows(survey, as_of), start=1):
            for column, value in row.items():
                yield survey.pk, number, str(column), _as_text(value)


def _as_text(value) -> str:
    if isinstance(value, list | tuple):
        return ";".join(map(str, value))
    return "" if value is None else str(value)


def districts(as_of: datetime) -> Rows:
    """One row a code: the version in force at that time, else the last one before it."""
    day = timezone.localtime(as_of).date()
    persons: dict[str, tuple[date, int]] = {}
    counted = Population.objects.filter(sex="", age_band="", as_of__lte=day).order_by("as_of")
    for code, on, number in counted.values_list("district__code", "as_of", "persons"):
        persons[code] = (on, number)
    versions: dict[str, list[District]] = defaultdict(list)
    for district in District.objects.order_by("code", "valid_from", "pk"):
        if district.valid_from is None or district.valid_from <= day:
            versions[district.code].append(district)
    for code in sorted(versions):
        d = versions[code][-1]
        counted_on, residents = persons.get(code, (None, None))
        yield (
            code, d.kostat_code, d.name.get("ko", ""), d.name.get("en", ""), d.area_m2,
            residents, counted_on, d.valid_from, d.valid_to, d.valid_to is None or d.valid_to > day,
            d.source, json.dumps(d.outline, separators=(",", ":"), sort_keys=True),
        )  # fmt: skip


def population(as_of: datetime) -> Rows:
    day = timezone.localtime(as_of).date()
    rows = Population.objects.filter(as_of__lte=day).values_list(
        "district__code", "as_of", "sex", "age_band", "persons", "source"
    )
    yield from sorted(rows)


def categories(as_of: datetime) -> Rows:
    for row in sorted(Category.objects.select_related("department"), key=lambda row: row.slug):
        code = row.department.code if row.department else ""
        yield row.slug, row.name.get("ko", ""), row.name.get("en", ""), code


def departments(as_of: datetime) -> Rows:
    for row in sorted(Department.objects.all(), key=lambda row: row.code):
        yield row.code, row.name.get("ko", ""), row.name.get("en", "")


READ: dict[str, Callable[[datetime], Rows]] = {
    read.__name__: read
    for read in (
        proposals, support_events, decisions, commitments, confirmations, pilots, sites,
        participations, asked_again, measures, observations, survey_answers, districts, population,
        categories, departments,
    )
}  # fmt: skip
