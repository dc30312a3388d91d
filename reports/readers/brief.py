"""시장 보고 1쪽: what is late and what it costs, from stored figures and public rows, with links."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from pilots.models import Pilot
from pilots.plan.money import Money, lines_of, sum_of
from proposals.models import Commitment, Proposal
from proposals.workflow import CLOCK_RUNS
from reports.models import Run
from reports.tiles import latest_tiles

TILES = (
    "proposals_received", "answered_in_time", "median_working_days_to_answer", "accepted",
    "commitments_kept_on_time", "commitments_overdue",
)  # fmt: skip
SHOWN = 5  # of each list; the number says how many there are, a link leads to all


@dataclass(frozen=True)
class Late:
    """The longest waiting few of what is late, and how many there are in all."""

    count: int
    rows: list[Any]

    @property
    def more(self) -> int:
        return self.count - len(self.rows)


@dataclass(frozen=True)
class Brief:
    at: datetime
    run: Run | None
    tiles: list[dict[str, Any]]
    answers: Late
    commitments: Late
    pilots: Late
    year: int
    money: Money  # of this year
    money_in_all: Money


def brief(at: datetime) -> Brief:
    run, today = Run.objects.latest_finished(), timezone.localdate(at)
    tiles = latest_tiles(run)
    lines = list(lines_of(Pilot.objects.public()))
    return Brief(
        at=at,
        run=run,
        tiles=[tiles[key] for key in TILES if key in tiles],
        answers=_late(overdue_answers(at).select_related("department").order_by("answer_due_at")),
        commitments=_late(
            Commitment.objects.public().overdue(at)
            .select_related("proposal", "department").order_by("due_month", "pk")
        ),
        pilots=_late(
            Pilot.objects.public().overdue(today).select_related("department").order_by("ends_on")
        ),
        year=today.year,
        money=sum_of(line for line in lines if line.year == today.year),
        money_in_all=sum_of(lines),
    )  # fmt: skip


def overdue_answers(at: datetime) -> QuerySet[Proposal]:
    """Their clock runs, and its day is over."""
    return Proposal.objects.public().filter(status__in=CLOCK_RUNS, answer_due_at__lte=at)


def _late(rows: QuerySet) -> Late:
    return Late(rows.count(), list(rows[:SHOWN]))
