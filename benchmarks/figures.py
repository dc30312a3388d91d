"""Figures over a city of a million: the night's work, against DuckDB by hand and plain SQL."""

import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path

import numpy as np
from django.conf import settings
from django.db import connection, connections
from django.db.models import Max
from django.utils import timezone

from accounts.roles import Channel, Level
from benchmarks.folder import HERE
from benchmarks.measure import in_turn, middle
from benchmarks.results import Report
from livinglab.demo.bulk import insert_many
from proposals.models import Decision, Proposal, SupportEvent, SupportVia
from reports.count import count
from reports.extract.files import folder_of, open_extract, read_manifest
from reports.figures import BY_KEY, DEFINITIONS, EVERY_CUT

SUPPORT_EACH = 10  # on average; most in the first days
AT_ONCE, ROUNDS, SEED = 200_000, 3, 20261122
LEVELS, CHANNELS = (Level.GUEST, Level.REGISTERED, Level.VERIFIED), (Channel.WEB, Channel.KIOSK)
A_DAY = {"proposals": 600, "support": 6_000}  # five years fill a city of a million
Values = dict[tuple, float | None]
KEYS = ("proposals_received", "answered_in_time", "support_given")
GOALS = {"duckdb": "≤ 2", "sql": "≥ 3", "peak": "≤ 1000", "day": "≥ 20"}


@dataclass(frozen=True)
class Night:
    """CPU seconds with the database's, but for `seconds`, which are also the neighbours'."""

    reading: float
    counting: float
    seconds: float
    peak: float

    @property
    def all(self) -> float:
        return self.reading + self.counting


def run(size: int) -> Report:
    _fill(size * SUPPORT_EACH)
    folder = Path(settings.EXTRACT_ROOT)
    shutil.rmtree(folder, ignore_errors=True)
    report = Report(("what", "median", "lowest", "highest"), packages=("duckdb", "pyarrow"))

    now = timezone.now()
    first = _night(now)
    days = []
    for number in range(1, ROUNDS + 1):
        later = now + timedelta(days=number)
        _live(later)
        days.append(_night(later))
    _tell(report, "first night", [first])
    _tell(report, "a day later", days)

    as_of = now + timedelta(days=ROUNDS)
    answers: dict[str, Values] = {}
    rounds = in_turn(
        ROUNDS - 1,
        ours=_timed(answers, "ours", lambda: _ours(as_of)),
        duckdb=_timed(answers, "duckdb", lambda: _by_hand(as_of)),
        sql=_timed(answers, "sql", lambda: _plain_sql(as_of)),
    )
    for name, words in (
        ("ours", "three figures in all their cuts, through the registry"),
        ("duckdb", "the same by hand in DuckDB over the same files"),
        ("sql", "the same as plain SQL on PostgreSQL"),
    ):
        report.row(words, middle(rounds[name]), min(rounds[name]), max(rounds[name]))
    report.goal(
        "times as long as DuckDB by hand",
        middle(_times_of(rounds, "ours", "duckdb")),
        GOALS["duckdb"],
    )
    report.goal(
        "times faster than plain SQL", middle(_times_of(rounds, "sql", "ours")), GOALS["sql"]
    )
    report.goal("MB at the peak", max(night.peak for night in (first, *days)), GOALS["peak"])
    cheaper = first.all / middle([day.all for day in days])
    report.goal("times cheaper than the first night: a day", cheaper, GOALS["day"])
    report.same("All three, to the last of six decimals", _agree(*answers.values()))
    report.notes += [
        f"{Proposal.objects.count():,} proposals, {SupportEvent.objects.count():,} events of support, "
        f"{Decision.objects.count():,} decisions. A day brings {A_DAY['proposals']:,} proposals and "
        f"{A_DAY['support']:,} supports. A night is the extract and all {len(DEFINITIONS)} figures in "
        "all their cuts, in a process of its own; CPU seconds are its own and those of its "
        "PostgreSQL backend. A full run is the first night, with nothing kept. Keys follow the order of "
        "receipt, as in a city that is not generated.",
        "The three figures are proposals received, answered in time and support given: the whole "
        "city, by district, by category, by month, and by all three at once.",
    ]
    return report


def _tell(report: Report, name: str, nights: list[Night]) -> None:
    for what, column in (
        ("reading the database, CPU s", [night.reading for night in nights]),
        ("all figures, CPU s", [night.counting for night in nights]),
        ("both, by the clock", [night.seconds for night in nights]),
        ("memory at the peak, MB", [night.peak for night in nights]),
    ):
        report.row(f"{name}: {what}", middle(column), min(column), max(column))


# ── The city ─────────────────────────────────────────────────────────────────────────────────


def _fill(wanted: int) -> None:
    missing = wanted - SupportEvent.objects.count()
    if missing > 0:
        insert_many(SupportEvent, _support(missing))
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE proposals_supportevent")


def _support(missing: int) -> Iterator[dict[str, list]]:
    """Given within a month, half of it in the first five days; one in fifty is taken back."""
    rng = np.random.default_rng(SEED)
    rows = list(Proposal.objects.order_by("pk").values_list("pk", "created_at", "support_count"))
    keys = np.array([pk for pk, _at, _n in rows])
    created = np.array([at.timestamp() for _pk, at, _n in rows])
    weight = np.array([n + 1 for *_pair, n in rows], dtype=float)
    cumulated = np.cumsum(weight / weight.sum())
    for start in range(0, missing, AT_ONCE):
        size = min(AT_ONCE, missing - start)
        chosen = np.minimum(np.searchsorted(cumulated, rng.random(size)), len(keys) - 1)
        at = created[chosen] + np.minimum(rng.exponential(7, size), 30) * 86_400
        yield {
            "proposal_id": keys[chosen].tolist(),
            "change": np.where(rng.random(size) < 0.02, -1, 1).tolist(),
            "level": rng.choice(LEVELS, size).tolist(),
            "channel": rng.choice(CHANNELS, size).tolist(),
            "via": [SupportVia.OWN] * size,
            "at": _times(np.minimum(at, time.time())),
            "folded_at": _times(np.minimum(at, time.time())),
        }


def _times(seconds: np.ndarray) -> list[str]:
    return [f"{moment}+00:00" for moment in (seconds * 1e6).astype("datetime64[us]").astype(str)]


def _live(at: datetime) -> None:
    """One more day: proposals like those of the day before, and support for the newest."""
    last = Proposal.objects.aggregate(last=Max("pk"))["last"]
    fresh = [
        Proposal(
            **{
                field.attname: getattr(row, field.attname)
                for field in Proposal._meta.concrete_fields
                if not (field.primary_key or field.generated or field.attname == "client_id")
            }
            | {"created_at": at - timedelta(hours=3)}
        )
        for row in Proposal.objects.filter(pk__gt=last - A_DAY["proposals"])
    ]
    Proposal.objects.bulk_create(fresh)
    newest = list(Proposal.objects.order_by("-pk").values_list("pk", flat=True)[:20_000])
    rng = np.random.default_rng(int(at.timestamp()))
    insert_many(
        SupportEvent,
        [
            {
                "proposal_id": rng.choice(newest, A_DAY["support"]).tolist(),
                "change": [1] * A_DAY["support"],
                "level": [Level.REGISTERED] * A_DAY["support"],
                "channel": [Channel.WEB] * A_DAY["support"],
                "via": [SupportVia.OWN] * A_DAY["support"],
                "at": [(at - timedelta(hours=2)).isoformat()] * A_DAY["support"],
                "folded_at": [at.isoformat()] * A_DAY["support"],
            }
        ],
    )


# ── The ways ─────────────────────────────────────────────────────────────────────────────────


def _ours(as_of: datetime) -> Values:
    asked = [replace(BY_KEY[key], cuts=EVERY_CUT) for key in KEYS]
    with open_extract(folder_of(as_of)) as extract:
        return {
            (key, *(row["cut"].get(name) for name in ("category", "district", "month"))): row[
                "value"
            ]
            for key, rows in count(extract, asked).items()
            for row in rows
        }


SETS = "((), (district), (category), (month), (category, district, month))"
BY_HAND = {
    "proposals_received": "SELECT {groups}, count(*) FROM {proposals} GROUP BY GROUPING SETS "
    + SETS,
    "answered_in_time": "SELECT {groups}, 100.0 * count(*) FILTER (WHERE answered_in_time)"
    " / nullif(count(answered_in_time), 0) FROM {proposals} GROUP BY GROUPING SETS " + SETS,
    "support_given": "SELECT {groups}, sum(change) FROM {support} GROUP BY GROUPING SETS " + SETS,
}
GROUPS = (
    "CASE WHEN grouping(category) = 0 THEN category END,"
    " CASE WHEN grouping(district) = 0 THEN district END,"
    " CASE WHEN grouping(month) = 0 THEN month END"
)


def _by_hand(as_of: datetime) -> Values:
    import duckdb

    root = Path(settings.EXTRACT_ROOT)
    tables = read_manifest(folder_of(as_of))["tables"]
    proposals, events = (
        "read_parquet([" + ", ".join(f"'{root / part}'" for part in tables[name]["parts"]) + "])"
        for name in ("proposals", "support_events")
    )
    support = (
        f"(SELECT e.change, p.category, p.district, strftime(e.\"at\", '%Y-%m') AS month"
        f" FROM {events} e JOIN {proposals} p ON p.id = e.proposal WHERE e.via = 'own')"
    )
    with duckdb.connect() as duck:
        duck.execute(
            f"SET memory_limit = '768MB'; SET threads = 2; SET TimeZone = '{settings.TIME_ZONE}'"
        )
        return {
            (key, *row[:3]): _rounded(row[3])
            for key, sql in BY_HAND.items()
            for row in duck.execute(
                sql.format(groups=GROUPS, proposals=proposals, support=support)
            ).fetchall()
        }


def _plain_sql(as_of: datetime) -> Values:
    """Over the living tables, as somebody would who has no extract."""
    month = "to_char({} AT TIME ZONE 'Asia/Seoul', 'YYYY-MM')"
    of = (
        "JOIN city_category c ON c.id = p.category_id "
        "LEFT JOIN maps_district d ON d.id = p.district_id WHERE p.hidden_at IS NULL"
    )
    columns = "c.slug AS category, coalesce(d.code, '') AS district"
    in_time = (
        "CASE WHEN p.outcome = 'withdrawn' THEN NULL WHEN p.answered_at IS NOT NULL THEN p.answered_in_time"
        " WHEN coalesce(p.answer_due_at, p.short_answer_due_at) <= %(as_of)s"
        " OR NOT p.answered_in_time THEN false END AS answered_in_time"
    )
    proposals = (
        f"(SELECT {columns}, {month.format('p.created_at')} AS month, {in_time} "
        f"FROM proposals_proposal p {of}) x"
    )
    support = (
        f"(SELECT {columns}, {month.format('e.at')} AS month, e.change FROM proposals_supportevent e "
        f"JOIN proposals_proposal p ON p.id = e.proposal_id {of} AND e.via = 'own') x"
    )
    found: Values = {}
    with connection.cursor() as cursor:
        for key, sql in BY_HAND.items():
            cursor.execute(
                sql.format(groups=GROUPS, proposals=proposals, support=support), {"as_of": as_of}
            )
            found |= {(key, *row[:3]): _rounded(row[3]) for row in cursor.fetchall()}
    return found


def _times_of(rounds, first: str, second: str) -> list[float]:
    return [a / b for a, b in zip(rounds[first], rounds[second], strict=True)]


def _rounded(value) -> float | None:
    """As the registry does (reports/count.py). DuckDB and PostgreSQL would round the five that a
    share of 512 ends in away from zero, Python to the even neighbour: so none of them does."""
    return None if value is None else round(float(value), 6)


def _agree(first: Values, *others: Values) -> bool:
    return all(first == other for other in others)


def _timed(answers: dict, name: str, work: Callable[[], object]) -> Callable[[], float]:
    def timed() -> float:
        begun = time.perf_counter()
        answers[name] = work()
        return time.perf_counter() - begun

    return timed


def _night(as_of: datetime) -> Night:
    """In a process of its own, which begins with an empty memory."""
    connections.close_all()
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.night", as_of.isoformat()],
        check=True, capture_output=True, text=True, cwd=HERE.parent,
    )  # fmt: skip
    return Night(*map(float, done.stdout.split()))
