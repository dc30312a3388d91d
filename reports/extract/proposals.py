"""The table of proposals as they stood at a time: their own columns, and what follows from events.

Who answered in time hangs on the day of asking; status and support on what had happened by then. So
the database gives only what is written in each row, and the rest is worked out over the files of
the events: asking ten million rows of support once is cheaper than asking a million times for ten.

A block of proposals stands until a row or an event of it changes, or a time comes that one of them
was waiting for: its file is named after both.
"""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import numpy as np
from django.utils import timezone

from city.calendar import days_off
from proposals.models import Proposal
from reports.extract import blocks, duck
from reports.extract.columns import DATE, INT
from reports.extract.parts import Kept, Tell, kept_again, names_of, place
from reports.extract.written import PUT_OFF, WRITTEN, WrittenRows, column, digest

TABLE = "proposals"
CALENDAR = (column("day", DATE), column("worked", INT))
EVENTS = ("support_events", "decisions")
EVER = (-(2**62), 2**62)  # microseconds


def proposal_parts(
    as_of: datetime, mark: dict[str, str], written: dict[str, list[Kept]], tell: Tell
) -> list[Kept]:
    """The table in blocks; `written` has the parts of the events."""
    first, off = _days_off(as_of)
    rows = WrittenRows(digest(off), tell)
    events = {name: blocks.Events([part.path for part in written[name]]) for name in EVENTS}
    standing = names_of(TABLE)
    parts = []
    with duck.connect() as connection:
        duck.show(connection, "calendar", _calendar(first, as_of, off), CALENDAR)
        connection.execute("SET VARIABLE as_of = $1", [as_of])
        for block, revision in blocks.revisions().items():
            sources = rows.of(block, revision)
            states = [of_table.state(block) for of_table in events.values()]
            paths = [source.path for source in sources if source]
            name = f"{block}-{digest(paths, states, off, mark, SQL)}"
            if found := _standing(standing, name, as_of):
                parts.append(kept_again(TABLE, found))
                continue
            _see_block(connection, block, sources, events)
            parts.append(place(TABLE, f"{name}-{_how_long(connection)}", _copy(connection, mark)))
            tell()
    return parts


def block_of(path: str) -> int:
    """The block that a part of the table holds."""
    return int(Path(path).name.partition("-")[0])


def in_blocks(path: str) -> bool:
    """An extract of before there were blocks holds the table in one file."""
    return Path(path).parent.name == TABLE


def _standing(names: list[str], name: str, as_of: datetime) -> str | None:
    """The file of a block in this state, if it is right for this time as well."""
    moment = _microseconds(as_of)
    for found in names:
        if found.startswith(f"{name}-"):
            since, until = found.partition(".")[0].removeprefix(f"{name}-").split("_")
            if int(since) <= moment < int(until):
                return found
    return None


def _microseconds(at: datetime) -> int:
    return (at - datetime(1970, 1, 1, tzinfo=UTC)) // timedelta(microseconds=1)


def _see_block(connection, block: int, sources: tuple[Kept, Kept | None], events) -> None:
    written, put_off = sources
    duck.see(connection, "written", [written.path], WRITTEN)
    duck.see(connection, "put_off", [put_off.path] if put_off else [], PUT_OFF)
    for name, of_table in events.items():
        paths, columns = of_table.paths(block), duck.columns_of(name)
        duck.see(connection, name, paths, columns, blocks.keys_of(block))


def _copy(connection, mark: dict[str, str]):
    marked = ", ".join(f"{key}: '{value}'" for key, value in mark.items())
    options = "FORMAT parquet, COMPRESSION zstd" + (f", KV_METADATA {{{marked}}}" if mark else "")
    return lambda path: connection.execute(f"COPY ({SQL}) TO {duck.quoted(path)} ({options})")


def _how_long(connection) -> str:
    """From when until when the block says the same: between two moments of which it knows."""
    since, until = connection.execute(f"""
        SELECT max(epoch_us(moment)) FILTER (moment <= getvariable('as_of')),
            min(epoch_us(moment)) FILTER (moment > getvariable('as_of'))
        FROM ({MOMENTS})""").fetchone()  # noqa: S608
    return f"{EVER[0] if since is None else since}_{EVER[1] if until is None else until}"


def _days_off(as_of: datetime) -> tuple[date, list[date]]:
    """The first day and the days off since; of whole years, not to be another list each night."""
    oldest = Proposal.objects.order_by("created_at").values_list("created_at", flat=True).first()
    years = [timezone.localtime(at).year for at in (oldest or as_of, as_of)]
    first, last = date(min(years), 1, 1), date(max(years), 12, 31)
    return first, sorted(days_off(first, last))


def _calendar(first: date, as_of: datetime, off: list[date]) -> Iterator[tuple[date, int]]:
    """How many working days had passed at the end of each day, weekends and holidays left out."""
    last = timezone.localtime(as_of).date()
    days = [first + timedelta(days=n) for n in range((last - first).days + 1)]
    next_day = np.timedelta64(1, "D")
    ends = np.array(days, dtype="datetime64[D]") + next_day
    holidays = np.array(off, dtype="datetime64[D]")
    worked = np.busday_count(np.datetime64(first) + next_day, ends, holidays=holidays)
    yield from zip(days, worked.tolist(), strict=True)


# Everything that is compared with the time of asking.
MOMENTS = """
SELECT unnest([created_at, first_look_due_at, first_look_at, due_at, answered_at]) AS moment
FROM written
UNION ALL SELECT unnest(["at", first_due_at]) FROM put_off
UNION ALL SELECT "at" FROM decisions
UNION ALL SELECT "at" FROM support_events
"""

# The last day on which something was first due counts until its end; what is answered keeps what
# its answer was found to be; late stays late, answered in the end or not.
SQL = """
WITH moved AS (
    SELECT proposal, arg_max(status, ("at", id)) AS status, arg_max(outcome, ("at", id)) AS outcome,
        arg_max(in_part, ("at", id)) AS in_part
    FROM decisions WHERE "at" <= getvariable('as_of') GROUP BY proposal
), backed AS (
    SELECT proposal, sum(change) AS support FROM support_events
    WHERE "at" <= getvariable('as_of') GROUP BY proposal
), extended AS (
    SELECT proposal, count(*) AS extensions, any_value(added) AS added,
        any_value(first_due_at) AS first_due_at
    FROM put_off WHERE "at" <= getvariable('as_of') GROUP BY proposal
), known AS (
    SELECT w.*,
        CASE WHEN w.first_look_at <= getvariable('as_of') THEN w.first_look_at END AS looked_at,
        CASE WHEN w.answered_at <= getvariable('as_of') THEN w.answered_at END AS told_at,
        coalesce(m.outcome, '') AS outcome_then, coalesce(m.status, 'received') AS status_then,
        coalesce(m.in_part, false) AS in_part_then, coalesce(b.support, 0) AS support_then,
        coalesce(e.extensions, 0) AS extensions, coalesce(e.added, 0) AS added,
        coalesce(e.first_due_at, w.due_at) AS first_due_at
    FROM written w
    LEFT JOIN moved m ON m.proposal = w.id
    LEFT JOIN backed b ON b.proposal = w.id
    LEFT JOIN extended e ON e.proposal = w.id
    WHERE w.created_at <= getvariable('as_of')
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
