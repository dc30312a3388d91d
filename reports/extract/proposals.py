"""The table of proposals as they stood at a time: their own columns, and what follows from events.

Who answered in time hangs on the day of asking; status and support on what had happened by then. So
the database gives only what is written in each row, and the rest is worked out over the files of
the events: asking ten million rows of support once is cheaper than asking a million times for ten.
"""

from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path

import numpy as np
from django.utils import timezone

from city.calendar import days_off, take_working_days
from city.models import Category, Department
from maps.models import District
from proposals.clock import days_added
from proposals.models import Call, Extension, Proposal
from reports.extract.parts import Rows, Tell, write_rows
from reports.extract.tables import DATE, FLAG, INT, NUMBER, TEXT, TIME, c

AT_ONCE = 5_000


def _column(name: str, kind: str):
    return c(name, kind, "", "")


RAW = (
    _column("id", INT), _column("category", TEXT), _column("district", TEXT),
    _column("dong", TEXT), _column("created_at", TIME), _column("level", TEXT),
    _column("channel", TEXT), _column("call", TEXT), _column("lon", NUMBER),
    _column("lat", NUMBER), _column("first_look_due_at", TIME), _column("first_look_at", TIME),
    _column("due_at", TIME), _column("answered_at", TIME), _column("in_time", FLAG),
    _column("days_left", INT), _column("department", TEXT), _column("merged_into", INT),
)  # fmt: skip
EXTENDED = (
    _column("proposal", INT), _column("extensions", INT), _column("added", INT),
    _column("first_due_at", TIME),
)  # fmt: skip
CALENDAR = (_column("day", DATE), _column("worked", INT))


def write_proposals(
    path: Path, as_of: datetime, mark: dict[str, str], connection, tell: Tell
) -> None:
    """`connection` knows support_events and decisions as of that time."""
    beside = {
        "raw": (RAW, _raw(as_of)),
        "extended": (EXTENDED, _extended(as_of)),
        "calendar": (CALENDAR, _calendar(as_of)),
    }
    for name, (columns, rows) in beside.items():
        file = path.with_name(f".{name}.parquet")
        write_rows(file, rows, columns, {}, tell)
        connection.execute(f"CREATE VIEW {name} AS SELECT * FROM read_parquet('{_quoted(file)}')")  # noqa: S608
    marked = ", ".join(f"{key}: '{value}'" for key, value in mark.items())
    options = "FORMAT parquet, COMPRESSION zstd" + (f", KV_METADATA {{{marked}}}" if mark else "")
    connection.execute("SET VARIABLE as_of = $1", [as_of])
    connection.execute(f"COPY ({SQL}) TO '{_quoted(path)}' ({options})")
    for name in beside:
        path.with_name(f".{name}.parquet").unlink()


def _quoted(path: Path) -> str:
    return str(path).replace("'", "''")


def _raw(as_of: datetime) -> Rows:
    categories = dict(Category.objects.values_list("pk", "slug"))
    departments = dict(Department.objects.values_list("pk", "code"))
    calls = dict(Call.objects.values_list("pk", "slug"))
    places = {
        pk: (code, name.get("ko", ""))
        for pk, code, name in District.objects.values_list("pk", "code", "name")
    }
    rows = Proposal.objects.public().filter(created_at__lte=as_of).order_by("pk")
    columns = rows.values_list(
        "pk", "category_id", "district_id", "created_at", "level", "channel", "call_id", "lon",
        "lat", "first_look_due_at", "first_look_at", "answer_due_at", "short_answer_due_at",
        "answered_at", "answered_in_time", "answer_days_left", "department_id", "merged_into_id",
    )  # fmt: skip
    for (
        pk, category, district, created, level, channel, call, lon, lat, look_due, looked, due,
        short_due, answered, in_time, left, department, merged,
    ) in columns.iterator(chunk_size=AT_ONCE):  # fmt: skip
        yield (
            pk, categories[category], *places.get(district, ("", "")), created, level, channel,
            calls.get(call, ""), lon, lat, look_due, looked, due or short_due, answered, in_time,
            left, departments.get(department, ""), merged,
        )  # fmt: skip


def _extended(as_of: datetime) -> Rows:
    """Few answers are put off. The first date is that which the officers' extra days are taken from."""
    number = Counter(
        Extension.objects.filter(at__lte=as_of).order_by().values_list("proposal", flat=True)
    )
    for proposal in Proposal.objects.filter(pk__in=number).order_by("pk"):
        added = days_added(proposal)
        due = proposal.answer_due_at
        first = take_working_days(due, added) if added and due else None
        yield proposal.pk, number[proposal.pk], added, first


def _calendar(as_of: datetime) -> Iterator[tuple[date, int]]:
    """How many working days had passed at the end of each day, weekends and holidays left out."""
    created = Proposal.objects.order_by("created_at").values_list("created_at", flat=True).first()
    first, last = (timezone.localtime(at).date() for at in (created or as_of, as_of))
    days = [first + timedelta(days=n) for n in range(max((last - first).days, 0) + 1)]
    off = np.array(sorted(days_off(first, last)), dtype="datetime64[D]")
    next_day = np.timedelta64(1, "D")
    ends = np.array(days, dtype="datetime64[D]") + next_day
    worked = np.busday_count(np.datetime64(days[0]) + next_day, ends, holidays=off)
    yield from zip(days, worked.tolist(), strict=True)


# The last day on which something was first due counts until its end; what is answered keeps what
# its answer was found to be; late stays late, answered in the end or not.
SQL = """
WITH moved AS (
    SELECT proposal, arg_max(status, ("at", id)) AS status, arg_max(outcome, ("at", id)) AS outcome,
        arg_max(in_part, ("at", id)) AS in_part
    FROM happened_decisions GROUP BY proposal
), backed AS (
    SELECT proposal, sum(change) AS support FROM happened_support_events GROUP BY proposal
), known AS (
    SELECT r.*,
        CASE WHEN r.first_look_at <= getvariable('as_of') THEN r.first_look_at END AS looked_at,
        CASE WHEN r.answered_at <= getvariable('as_of') THEN r.answered_at END AS told_at,
        coalesce(m.outcome, '') AS outcome_then, coalesce(m.status, 'received') AS status_then,
        coalesce(m.in_part, false) AS in_part_then, coalesce(b.support, 0) AS support_then,
        coalesce(e.extensions, 0) AS extensions, coalesce(e.added, 0) AS added,
        coalesce(e.first_due_at, r.due_at) AS first_due_at
    FROM raw r
    LEFT JOIN moved m ON m.proposal = r.id
    LEFT JOIN backed b ON b.proposal = r.id
    LEFT JOIN extended e ON e.proposal = r.id
)
SELECT k.id, k.category, k.district, k.dong, k.created_at,
    strftime(k.created_at, '%Y-%m') AS month, k.level, k.channel, k."call",
    k.status_then AS status, k.outcome_then AS outcome, k.in_part_then AS in_part, k.lon, k.lat,
    k.support_then::BIGINT AS support, k.first_look_due_at, k.looked_at AS first_look_at,
    CASE WHEN k.first_look_due_at IS NULL THEN NULL
        WHEN k.looked_at IS NOT NULL THEN k.looked_at < k.first_look_due_at
        WHEN k.first_look_due_at <= getvariable('as_of') THEN false END AS first_look_in_time,
    k.due_at AS answer_due_at, k.first_due_at, k.extensions::BIGINT AS extensions,
    k.told_at AS answered_at,
    CASE WHEN k.outcome_then = 'withdrawn' THEN NULL
        WHEN k.told_at IS NOT NULL THEN k.in_time
        WHEN k.first_due_at <= getvariable('as_of') OR k.days_left < k.added
            OR (NOT k.in_time AND k.answered_at IS NULL) THEN false END AS answered_in_time,
    (until.worked - since.worked)::BIGINT AS answer_working_days,
    k.department,
    CASE WHEN k.outcome_then = 'merged' THEN k.merged_into END AS merged_into
FROM known k
LEFT JOIN calendar until ON until.day = k.told_at::DATE
LEFT JOIN calendar since ON since.day = k.created_at::DATE
ORDER BY k.id
"""
