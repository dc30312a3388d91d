"""Fills the city with a crowd of generated proposals: a million in about a minute.

Rows go into the tables as they are, many at a time, past the verbs: nobody is told anything, and
a proposal has a number of supporters but no row for each of them. Each is marked as generated in
its text, and came in by the door "import".
"""

from collections.abc import Callable, Iterator
from datetime import datetime

import numpy as np
from django.db import models, transaction
from django.db.models import Max

from accounts.models import User
from accounts.roles import Channel, Role
from city.models import Category, City
from livinglab.demo.bulk import insert_many, without_indexes
from livinglab.demo.crowd import CODES, DAY, STATES, TEXTS, Crowd, draw_crowd, words_of
from maps.models import District
from proposals.models import Decision, Proposal
from proposals.workflow import Mover, Outcome, Status

AT_ONCE = 20_000
BY_THE_CLOCK = {Status.IN_REVIEW, Outcome.NOT_RAISED}
ANSWERED = [status not in ("received", "needs_info", "in_review") for status, _outcome in STATES]
BEFORE = {Outcome.DONE: Status.PLANNED, Status.PLANNED: Status.ACCEPTED}


@transaction.atomic
def fill_city(
    size: int,
    now: datetime,
    *,
    seed: int = 1,
    tell: Callable[[str], None] = lambda words: None,
) -> int:
    """Adds what is missing to `size` generated proposals, and returns how many that were."""
    missing = size - Proposal.objects.filter(channel=Channel.IMPORT).count()
    if missing <= 0:
        return 0
    city = City.objects.current()
    categories = list(Category.objects.select_related("department").order_by("position"))
    tell(f"drawing {missing:,} proposals")
    crowd = draw_crowd(
        missing, categories=len(categories), threshold=city.support_threshold, now=now, seed=seed
    )
    writer = _Writer(crowd, city, categories)
    tell("writing them")
    with without_indexes(Proposal, tell):
        insert_many(Proposal, writer.proposals())
    tell("writing what became of them")
    with without_indexes(Decision, tell):
        insert_many(Decision, writer.decisions())
    return missing


class _Writer:
    """Turns a crowd into rows of plain values, in the form in which the database keeps them."""

    def __init__(self, crowd: Crowd, city: City, categories: list[Category]):
        self.crowd, self.city = crowd, city
        self.slugs = [category.slug for category in categories]
        self.categories = np.array([category.pk for category in categories])
        self.departments = np.array([category.department_id for category in categories])
        self.dongs = {row.pk: row.name["ko"] for row in District.objects.without_outline()}
        residents = User.objects.filter(role=Role.RESIDENT, is_active=True)
        people = residents.order_by("pk").values_list("pk", "level")
        self.authors, self.levels = (np.array(column) for column in zip(*people, strict=True))
        officers = User.objects.filter(role=Role.OFFICER, is_active=True).order_by("pk")
        of_department = dict(officers.values_list("department", "pk"))
        anybody = next(iter(of_department.values()))
        self.officers = [of_department.get(each, anybody) for each in self.departments.tolist()]
        self.first = _next_key(Proposal)

    def _slices(self) -> Iterator[slice]:
        for start in range(0, len(self.crowd), AT_ONCE):
            yield slice(start, min(start + AT_ONCE, len(self.crowd)))

    def proposals(self) -> Iterator[dict[str, list]]:
        crowd, city = self.crowd, self.city
        answered = np.array(ANSWERED)
        for some in self._slices():
            state, category = crowd.state[some], crowd.category[some]
            created, since = crowd.created[some], crowd.since[some]
            title, text, note = zip(
                *words_of(crowd, some, self.slugs, self.dongs), strict=True
            )  # fmt: skip
            since_text, created_text = _times(since), _times(created)
            was_answered = answered[state].tolist()
            # A first look after a day; what came yesterday still waits for it.
            looked = _times(np.minimum(created + DAY, since))
            in_review = (state == CODES.index(Status.IN_REVIEW)).tolist()
            author = crowd.words[some] % len(self.authors)
            yield {
                "id": range(self.first + some.start, self.first + some.stop),
                "author_id": self.authors[author].tolist(),
                "level": self.levels[author].tolist(),
                "channel": [Channel.IMPORT] * len(state),
                "title": title,
                "text": text,
                "place_note": note,
                "category_id": self.categories[category].tolist(),
                "department_id": self.departments[category].tolist(),
                "lon": crowd.lon[some].tolist(),
                "lat": crowd.lat[some].tolist(),
                "cell": crowd.cell[some].tolist(),
                "district_id": crowd.district[some].tolist(),
                "status": [_STATUS[each] for each in state.tolist()],
                "outcome": [_OUTCOME[each] for each in state.tolist()],
                "support_count": crowd.supports[some].tolist(),
                "support_threshold": [city.support_threshold] * len(state),
                "support_until": _times(created + city.support_days * DAY),
                "created_at": created_text,
                "status_since": since_text,
                "updated_at": since_text,
                "first_look_due_at": _times(created + (city.first_look_days + 2) * DAY),
                "first_look_at": [
                    moment if place else None
                    for moment, place in zip(looked, state.tolist(), strict=True)
                ],
                "answer_due_at": [
                    moment if waits else None
                    for moment, waits in zip(
                        _times(since + 2 * city.answer_days * DAY), in_review, strict=True
                    )
                ],
                "answer_warned": [2] * len(state),  # nobody is told of a generated clock
                "answered_at": [
                    moment if was else None
                    for moment, was in zip(since_text, was_answered, strict=True)
                ],
                "answered_in_time": [
                    int(number % 10 != 0) if was else None
                    for number, was in zip(crowd.words[some].tolist(), was_answered, strict=True)
                ],
            }

    def decisions(self) -> Iterator[dict[str, list]]:
        """The last move of everything that was moved."""
        for some in self._slices():
            moved = np.flatnonzero(self.crowd.state[some]) + some.start
            state = self.crowd.state[moved].tolist()
            codes = [CODES[each] for each in state]
            by_clock = [code in BY_THE_CLOCK for code in codes]
            category = self.crowd.category[moved].tolist()
            yield {
                "proposal_id": (moved + self.first).tolist(),
                "before_status": [BEFORE.get(code, Status.RECEIVED) for code in codes],
                "status": [_STATUS[each] for each in state],
                "outcome": [_OUTCOME[each] for each in state],
                "reason": [TEXTS["reasons"][code] for code in codes],
                "mover": [Mover.CLOCK if clock else Mover.OFFICER for clock in by_clock],
                "department_id": self.departments[category].tolist(),
                "decided_by_id": [
                    None if clock else self.officers[each]
                    for clock, each in zip(by_clock, category, strict=True)
                ],
                "at": _times(self.crowd.since[moved]),
            }


_STATUS = [str(status) for status, _outcome in STATES]
_OUTCOME = [str(outcome) for _status, outcome in STATES]


def _times(moments: np.ndarray) -> list[str]:
    """In UTC, as SQLite keeps them and PostgreSQL reads them."""
    return [moment.replace("T", " ") for moment in moments.astype("datetime64[s]").astype(str)]


def _next_key(model: type[models.Model]) -> int:
    return (model._default_manager.aggregate(last=Max("pk"))["last"] or 0) + 1
