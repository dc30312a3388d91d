"""What is written in the rows of proposals themselves, kept by blocks until one of them changes."""

import hashlib
from functools import partial

from django.db.models import Count, F, Max

from city.calendar import take_working_days
from city.models import Category, Department
from maps.models import District
from proposals.clock import days_added
from proposals.models import Call, Extension, Proposal
from reports.extract import blocks
from reports.extract.columns import FLAG, INT, NUMBER, TEXT, TIME, Column, c
from reports.extract.parts import Kept, Part, Rows, Tell, keep

AT_ONCE = 5_000


def column(name: str, kind: str) -> Column:
    return c(name, kind, "", "")


WRITTEN = (
    column("id", INT), column("category", TEXT), column("district", TEXT), column("dong", TEXT),
    column("created_at", TIME), column("level", TEXT), column("channel", TEXT),
    column("call", TEXT), column("lon", NUMBER), column("lat", NUMBER),
    column("first_look_due_at", TIME), column("first_look_at", TIME), column("due_at", TIME),
    column("answered_at", TIME), column("in_time", FLAG), column("days_left", INT),
    column("department", TEXT), column("merged_into", INT),
)  # fmt: skip
PUT_OFF = (
    column("proposal", INT), column("at", TIME), column("added", INT),
    column("first_due_at", TIME),
)  # fmt: skip


class WrittenRows:
    """Reads blocks. Their names say in which state the rows are, and what districts, categories,
    departments, calls and days off were called on the way."""

    def __init__(self, days_off: str, tell: Tell):
        self._days_off, self._tell = days_off, tell
        self._categories = dict(Category.objects.values_list("pk", "slug"))
        self._departments = dict(Department.objects.values_list("pk", "code"))
        self._calls = dict(Call.objects.values_list("pk", "slug"))
        self._places = {
            pk: (code, name.get("ko", ""))
            for pk, code, name in District.objects.values_list("pk", "code", "name")
        }
        self._names = digest(
            self._categories, self._departments, self._calls, sorted(self._places.items())
        )
        rows = Extension.objects.order_by().annotate(block=F("proposal") / blocks.SIZE)
        counted = rows.values("block").annotate(number=Count("pk"), last=Max("pk"))
        self._put_off = {row["block"]: (row["number"], row["last"]) for row in counted}

    def of(self, block: int, revision: str) -> tuple[Kept, Kept | None]:
        """Its rows, and the answers in it that were put off, if any were."""
        name = f"{block}-{revision}-{self._names}"
        rows = Part(name, partial(self._rows, block))
        written = keep("written", rows, WRITTEN, {}, self._tell)
        if block not in self._put_off:
            return written, None
        state = digest(name, self._put_off[block], self._days_off)
        put_off = Part(f"{block}-{state}", partial(_answers_put_off, block))
        return written, keep("put_off", put_off, PUT_OFF, {}, self._tell)

    def _rows(self, block: int) -> Rows:
        """Of any time: what had happened at a time is asked later."""
        columns = (
            _in_block(Proposal.objects.public(), "pk", block)
            .order_by("pk")
            .values_list(
                "pk", "category_id", "district_id", "created_at", "level", "channel", "call_id",
                "lon", "lat", "first_look_due_at", "first_look_at", "answer_due_at",
                "short_answer_due_at", "answered_at", "answered_in_time", "answer_days_left",
                "department_id", "merged_into_id",
            )
        )  # fmt: skip
        for (
            pk, category, district, created, level, channel, call, lon, lat, look_due, looked, due,
            short_due, answered, in_time, left, department, merged,
        ) in columns.iterator(chunk_size=AT_ONCE):  # fmt: skip
            yield (
                pk, self._categories[category], *self._places.get(district, ("", "")), created,
                level, channel, self._calls.get(call, ""), lon, lat, look_due, looked,
                due or short_due, answered, in_time, left, self._departments.get(department, ""),
                merged,
            )  # fmt: skip


# Of which columns the database has to note a change (reports/noting.py).
READ = (
    "category", "district", "created_at", "level", "channel", "call", "lon", "lat",
    "first_look_due_at", "first_look_at", "answer_due_at", "short_answer_due_at", "answered_at",
    "answered_in_time", "answer_days_left", "department", "merged_into", "hidden_at",
)  # fmt: skip


def _answers_put_off(block: int) -> Rows:
    """A row each time. The first date is that which the officers' extra days are taken from."""
    found: dict[int, tuple] = {}
    rows = _in_block(Extension.objects.order_by("proposal_id", "pk"), "proposal_id", block)
    for extension in rows.select_related("proposal").defer("proposal__text"):
        proposal = extension.proposal
        if proposal.pk not in found:
            added, due = days_added(proposal), proposal.answer_due_at
            first = take_working_days(due, added) if added and due else None
            found[proposal.pk] = (added, first)
        yield proposal.pk, extension.at, *found[proposal.pk]


def _in_block(rows, key: str, block: int):
    first = block * blocks.SIZE
    return rows.filter(**{f"{key}__gte": first, f"{key}__lt": first + blocks.SIZE})


def digest(*told: object) -> str:
    return hashlib.sha256(repr(told).encode()).hexdigest()[:20]
