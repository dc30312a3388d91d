"""Money that several pilots spend together: one budget, told in the plan of each."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from city.words import Words
from pilots.amend import amend
from pilots.models import BudgetLine, Pilot, SharedBudget
from pilots.permissions import can_run
from pilots.plan.rows import add_row, change_row, remove_row
from pilots.plan.versions import keep_version


class SharingRefused(Exception):
    """str() is one sentence for the officer."""


@transaction.atomic
def share_budget(
    *, name: Words, pilots: Iterable[Pilot], by, reason="", at: datetime | None = None
) -> SharedBudget:
    budget = SharedBudget.objects.create(name=name)
    _settle(budget, set(pilots), by, reason, at)
    return budget


@transaction.atomic
def edit_shared_budget(
    *, budget: SharedBudget, name: Words, pilots: Iterable[Pilot], by, reason="",
    at: datetime | None = None,
) -> SharedBudget:  # fmt: skip
    change_row(budget, what="budget", by=by, reason=reason, at=at, fields={"name": name})
    _settle(budget, set(pilots), by, reason, at)
    return budget


def _settle(budget: SharedBudget, pilots: set[Pilot], by, reason, at) -> None:
    if not pilots:
        raise SharingRefused(_("Choose the pilots that share this budget."))
    before = set(budget.pilots.all())
    if not may_settle(by, before | pilots):
        raise SharingRefused(_("You can only choose pilots that you run."))
    for pilot in before ^ pilots:
        told = {"shared budget": dict(budget.name)}
        amend(
            pilot=pilot, what="budget", by=by, reason=reason, at=at,
            before=told if pilot in before else {}, after=told if pilot in pilots else {},
        )  # fmt: skip
    budget.pilots.set(pilots)
    for pilot in before | pilots:  # all are told how many share it
        keep_version(pilot=pilot, by=by, at=at)


def may_settle(person, pilots: Iterable[Pilot]) -> bool:
    return all(can_run(person, pilot) for pilot in pilots)


def add_shared_line(
    *, budget: SharedBudget, by, reason="", at: datetime | None = None, **fields
) -> BudgetLine:
    line = BudgetLine(shared=budget)
    return add_row(line, what="budget", by=by, reason=reason, at=at, fields=fields)


def remove_shared_line(*, line: BudgetLine, by, reason="", at: datetime | None = None) -> None:
    remove_row(line, what="budget", by=by, reason=reason, at=at)
