"""What waits for an officer: reported, held, caught by a rule, appealed against; furthest reach first."""

from collections import Counter
from datetime import datetime
from typing import NamedTuple

from django.db import models
from django.utils.module_loading import import_string

from accounts.models import ModerationCase
from accounts.moderation import kind_called, kinds, model_of


class Waiting(NamedTuple):
    """Everything that asks for a look at one row."""

    kind: str
    target: int
    since: datetime
    cases: list[ModerationCase]
    reach: int

    @property
    def key(self) -> tuple[str, int]:
        return self.kind, self.target

    @property
    def reasons(self) -> list[tuple[str, int]]:
        """Each reason with how often it was given."""
        return Counter(case.reason for case in self.cases).most_common()

    @property
    def sources(self) -> list[tuple[str, int]]:
        return Counter(str(case.get_source_display()) for case in self.cases).most_common()

    @property
    def is_urgent(self) -> bool:
        return any(case.is_urgent for case in self.cases)

    @property
    def is_held(self) -> bool:
        return any(case.holds for case in self.cases)

    @property
    def appeal(self) -> ModerationCase | None:
        return next((c for c in self.cases if c.source == ModerationCase.Source.APPEAL), None)


def waiting_cases() -> list[Waiting]:
    """One line per row; emergencies first, newest on top; then what most people see, then the oldest."""
    found: dict[tuple[str, int], list[ModerationCase]] = {}
    for case in open_cases().filter(kind__in=kinds()).order_by("created_at", "pk"):
        found.setdefault((case.kind, case.target), []).append(case)
    reach = _reach_of(list(found))
    lines = [
        Waiting(*key, since=cases[0].created_at, cases=cases, reach=reach.get(key, 0))
        for key, cases in found.items()
    ]
    return sorted(lines, key=_order)


def _order(line: Waiting) -> tuple:
    """Of emergencies the newest is still one."""
    if line.is_urgent:
        return 0, -line.since.timestamp()
    return 1, -line.reach, line.since


def open_cases():
    return ModerationCase.objects.filter(state=ModerationCase.State.OPEN)


def how_many_wait() -> int:
    return open_cases().filter(kind__in=kinds()).values("kind", "target").distinct().count()


def cases_of(kind: str, target: int) -> Waiting | None:
    cases = list(open_cases().filter(kind=kind, target=target).order_by("created_at", "pk"))
    if not cases:
        return None
    reach = _reach_of([(kind, target)]).get((kind, target), 0)
    return Waiting(kind, target, cases[0].created_at, cases, reach)


def rows_of(cases: list[Waiting]) -> dict[tuple[str, int], models.Model]:
    """The rows, one query per kind."""
    found: dict[tuple[str, int], models.Model] = {}
    for kind in {case.kind for case in cases} & set(kinds()):
        entry = kind_called(kind)
        related = [path.replace(".", "__") for path in (entry.author, entry.page) if path]
        rows = model_of(kind)._default_manager.select_related(*related)
        pks = [case.target for case in cases if case.kind == kind]
        found |= {(kind, pk): row for pk, row in rows.in_bulk(pks).items()}
    return found


def _reach_of(keys: list[tuple[str, int]]) -> dict[tuple[str, int], int]:
    found: dict[tuple[str, int], int] = {}
    for kind in {kind for kind, _target in keys}:
        if path := kind_called(kind).reach:
            numbers = import_string(path)([target for one, target in keys if one == kind])
            found |= {(kind, target): reach for target, reach in numbers.items()}
    return found
