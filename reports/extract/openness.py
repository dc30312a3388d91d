"""Reads what watches the city itself: texts it hid, money of pilots, declared interests, who stayed.

Never a word, a row number or a key of a person: a rule, a kind of text, a month. Rows about people
come in the order of what they tell, so that the place of a row tells nothing more.
"""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Exists, OuterRef, Q

from accounts.models import ModerationAct, ModerationCase
from city.words import Words, in_both
from pilots.models import BudgetLine, Participation, Partner, Pilot, SharedBudget
from pilots.workflow import Status as Place
from proposals.models import Review
from proposals.workflow import Status
from reports.extract.then import Rows, month_of, planned_pilots, public_pilots

AT_ONCE = 5_000
# Until the city has decided, nobody reads what experts wrote (proposals/review.py).
NOT_DECIDED = (Status.RECEIVED, Status.NEEDS_INFO, Status.IN_REVIEW)
STILL = (Place.CONSENTED, Place.ACTIVE)
TAKES_PART = (*STILL, Place.COMPLETED)
SILENT = "silent"
LONGEST_NAME = 80
NO_GROUND = "none"  # hidden before grounds were asked for


# ── Texts that were hidden ───────────────────────────────────────────────────────────────────


@dataclass
class Hiding:
    content: str
    ground: str
    at: datetime
    appealed_at: datetime | None = None
    restored_at: datetime | None = None

    def row(self) -> tuple:
        months = (self.at, self.appealed_at, self.restored_at)
        return (self.content, self.ground, *(month_of(at) if at else "" for at in months))


def hidden_texts(as_of: datetime) -> Rows:
    """From being hidden until being shown again is one row; hidden once more while hidden is none."""
    found: list[Hiding] = []
    of_text: dict[tuple[str, int], list[Hiding]] = defaultdict(list)
    acts = ModerationAct.objects.filter(at__lte=as_of).order_by("at", "pk")
    columns = acts.values_list("kind", "target", "hidden", "ground", "at")
    for kind, target, is_hidden, ground, at in columns.iterator(chunk_size=AT_ONCE):
        before = of_text[kind, target]
        is_open = bool(before) and before[-1].restored_at is None
        if is_hidden and not is_open:
            before.append(Hiding(kind, ground or NO_GROUND, at))
            found.append(before[-1])
        elif is_open and not is_hidden:
            before[-1].restored_at = at
    for kind, target, at in _appeals(as_of):
        if asked := [each for each in of_text[kind, target] if each.at <= at]:
            asked[-1].appealed_at = at
    yield from sorted(each.row() for each in found)


def _appeals(as_of: datetime) -> Rows:
    rows = ModerationCase.objects.filter(source=ModerationCase.Source.APPEAL, created_at__lte=as_of)
    yield from rows.order_by("pk").values_list("kind", "target", "created_at")


# ── What experts declared ────────────────────────────────────────────────────────────────────


def reviews(as_of: datetime) -> Rows:
    rows = Review.objects.filter(sent_at__lte=as_of, proposal__hidden_at__isnull=True)
    decided = rows.exclude(proposal__status__in=NOT_DECIDED).order_by(
        "proposal_id", "sent_at", "pk"
    )
    for proposal, at, has_interest in decided.values_list("proposal_id", "sent_at", "has_interest"):
        assert at is not None  # it was sent
        yield proposal, month_of(at), has_interest


# ── Money of pilots ──────────────────────────────────────────────────────────────────────────


def _lines(pilots: set[int]):
    """Their own, and those of budgets that one of them shares: each line once."""
    return BudgetLine.objects.filter(Q(pilot__in=pilots) | Q(shared__pilots__in=pilots)).distinct()


def budget_lines(as_of: datetime) -> Rows:
    rows = _lines(planned_pilots(as_of)).order_by("pk")
    for *line, shared in rows.values_list("pk", "source", "year", "planned", "spent", "shared_id"):
        yield *line, shared is not None


def budget_pilots(as_of: datetime) -> Rows:
    """Which pilots spend a line: its own, or all that share its budget."""
    planned = planned_pilots(as_of)
    rows = _lines(planned).order_by("pk", "shared__pilots")
    for line, own, sharing in rows.values_list("pk", "pilot", "shared__pilots"):
        if (pilot := own or sharing) in planned:
            yield line, pilot


def pilot_budgets(as_of: datetime) -> Rows:
    pilots = Pilot.objects.filter(pk__in=planned_pilots(as_of)).order_by("pk")
    shares = Exists(SharedBudget.objects.filter(pilots=OuterRef("pk"), lines__isnull=False))
    has_lines = Exists(BudgetLine.objects.filter(pilot=OuterRef("pk")))
    for pk, has_budget, is_shared, is_own in pilots.values_list(
        "pk", "has_budget", shares, has_lines
    ):
        if not has_budget:
            yield pk, "none"
        else:
            yield pk, "shared" if is_shared else "own" if is_own else "open"


def partners(as_of: datetime) -> Rows:
    """Organisations by name; of those who are known by their own name only what they are."""
    rows = Partner.objects.filter(pilot__in=planned_pilots(as_of))
    found = set()
    for pilot, kind, name in rows.values_list("pilot_id", "kind", "name"):
        code, shown = called(kind, name)
        found.add((pilot, code, kind, shown["ko"], shown.get("en", "")))
    yield from sorted(found)


def called(kind: str, name: Words) -> tuple[str, Words]:
    """How a partner is told apart and what it is called."""
    if kind in Partner.KNOWN_BY_THEIR_OWN_NAME:
        return kind, in_both(lambda: str(Partner.Kind(kind).label))
    return name["ko"][:LONGEST_NAME], name


# ── Who stayed ───────────────────────────────────────────────────────────────────────────────


def stayed(as_of: datetime) -> Rows:
    """Places that people took: those who take part, who went to the end, and why the others left."""
    rows = Participation.objects.filter(
        pilot__in=public_pilots(as_of), created_at__lte=as_of,
        status__in=(*TAKES_PART, Place.WITHDRAWN),
    )  # fmt: skip
    places = rows.values_list("pilot_id", "status", "withdrawal_kind")
    yield from sorted((pilot, _became(*how)) for pilot, *how in places.iterator(AT_ONCE))


def _became(status: str, why: str) -> str:
    if status == Place.WITHDRAWN:
        return why or SILENT
    return "completed" if status == Place.COMPLETED else "still"


def pilot_people(as_of: datetime) -> Rows:
    """One row a person who takes part or went to the end: in how many pilots."""
    rows = Participation.objects.filter(
        pilot__in=public_pilots(as_of), created_at__lte=as_of, status__in=TAKES_PART,
        panelist__person__isnull=False,
    )  # fmt: skip
    people = rows.order_by().values("panelist__person").annotate(n=Count("pilot", distinct=True))
    for number in people.order_by("n").values_list("n", flat=True):
        yield (number,)


READ = (
    hidden_texts, reviews, budget_lines, budget_pilots, pilot_budgets, partners, stayed, pilot_people,
)  # fmt: skip
