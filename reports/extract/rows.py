"""Reads the rows of each table of the extract, as they stood at a given time.

Only what anybody may see: public proposals, pilots that left preparation, no text that residents
wrote, no key to a person. Every function yields tuples in the order of reports/extract/tables.py.
"""

import json
from collections import defaultdict
from collections.abc import Callable
from datetime import date, datetime

from django.db.models import Count, OuterRef, Sum
from django.utils import timezone

from city.models import Category, Department
from maps.models import District, Population
from pilots.compare import periods_of
from pilots.models import (
    AskedAgain,
    Conclusion,
    Measure,
    Participation,
    Pilot,
    Site,
    TakenUp,
)
from pilots.workflow import Status as Place
from proposals.models import (
    Commitment,
    CommitmentChange,
    Confirmation,
)
from reports.extract import openness
from reports.extract.people import people
from reports.extract.then import Rows, last, month_of, public_pilots, until

AT_ONCE = 5_000
TAKES_PART = (Place.CONSENTED, Place.ACTIVE, Place.COMPLETED)


def _place(district: District | None) -> tuple[str, str]:
    return (district.code, district.name.get("ko", "")) if district else ("", "")


def commitments(as_of: datetime) -> Rows:
    changes = CommitmentChange.objects.filter(commitment=OuterRef("pk"))
    rows = (
        Commitment.objects.filter(created_at__lte=as_of, proposal__hidden_at__isnull=True)
        .select_related("proposal__category", "proposal__district", "department")
        .defer("proposal__text", "proposal__district__outline")
        .annotate(
            state_then=last(changes, as_of, "state"),
            due_then=last(changes, as_of, "due_month"),
            sites_then=last(changes, as_of, "sites_done"),
        )
        .order_by("pk")
    )
    for c in rows.iterator(chunk_size=AT_ONCE):
        done = until(c.done_at, as_of)
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
            row.answer if row.answer and until(row.answered_at, as_of) else "",
        )  # fmt: skip


def pilots(as_of: datetime) -> Rows:
    public = public_pilots(as_of)
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
    rows = Site.objects.filter(pilot__in=public_pilots(as_of)).select_related("district")
    for s in rows.defer("district__outline").order_by("pk"):
        yield (
            s.pk, s.pilot_id, s.name.get("ko", ""), s.name.get("en", ""), s.arm, s.lon, s.lat,
            _place(s.district)[0],
        )  # fmt: skip


def participations(as_of: datetime) -> Rows:
    rows = Participation.objects.filter(pilot__in=public_pilots(as_of), created_at__lte=as_of)
    ordered = rows.order_by("pilot_id", "status", "pk").values_list("pilot_id", "status")
    for pilot, status in ordered.iterator(chunk_size=AT_ONCE):
        yield pilot, status, status in TAKES_PART


def asked_again(as_of: datetime) -> Rows:
    """Who was asked at a turn of a pilot, and whether they had answered by then; not what."""
    rows = AskedAgain.objects.filter(pilot__in=public_pilots(as_of), asked_at__lte=as_of)
    ordered = rows.order_by("pilot_id", "turn", "came_as", "asked_at", "pk").values_list(
        "pilot_id", "turn", "came_as", "asked_at", "answered_at"
    )
    for pilot, turn, came_as, asked_at, answered_at in ordered.iterator(chunk_size=AT_ONCE):
        yield pilot, turn, came_as, asked_at, until(answered_at, as_of) is not None


def _measures(as_of: datetime):
    return Measure.objects.filter(pilot__in=public_pilots(as_of)).select_related("pilot")


def measures(as_of: datetime) -> Rows:
    for m in _measures(as_of).order_by("pk"):
        yield (
            m.pk, m.pilot_id, m.code, m.name.get("ko", ""), m.name.get("en", ""),
            m.unit.get("ko", ""), m.unit.get("en", ""), m.direction,
            m.definition.get("ko", ""), m.definition.get("en", ""), m.source, m.target,
            m.is_primary,
        )  # fmt: skip


def periods(as_of: datetime) -> Rows:
    """Of each measure: from when until when it counts as before, as after, as follow-up."""
    for m in _measures(as_of).order_by("pk"):
        p = periods_of(m.pilot, as_of)
        yield (
            m.pk, m.pilot_id, p.before_from, p.before_until, p.after_from, p.after_until,
            p.follow_from, p.follow_until,
        )  # fmt: skip


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
        commitments, confirmations, pilots, sites, participations, asked_again, measures, periods,
        districts, population, categories, departments, people, *openness.READ,
    )
}  # fmt: skip
