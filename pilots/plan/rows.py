"""The one door through which a plan is written: refused or told with its reason first, and kept as
a version afterwards."""

from datetime import datetime
from typing import Any

from django.db import models, transaction
from django.db.models import ProtectedError
from django.utils.translation import gettext as _

from pilots.amend import amend, as_it_stands
from pilots.models import BudgetLine, Measure, Partner, Pilot, SharedBudget
from pilots.plan.versions import keep_version

# What is reported as the pilot goes on; changing it changes no promise.
FREE = {"spent"}
BOOKKEEPING = {"id", "pilot", "shared", "cell", "locked_at", "person", "reminded_days"}


class InUse(Exception):
    """Something has been measured with it; str() says what to do instead."""


@transaction.atomic
def add_row(row, *, what: str, by, reason="", at: datetime | None = None, fields: dict[str, Any]):
    for name, value in fields.items():
        setattr(row, name, value)
    after = as_it_stands(row, _told(row, fields))
    _tell(row, what, {}, after, by, reason, at)
    _make_way(row)
    row.save()
    _keep(row, by, at)
    return row


@transaction.atomic
def change_row(
    row, *, what: str, by, reason="", at: datetime | None = None, fields: dict[str, Any]
):
    before = as_it_stands(row, fields)
    for name, value in fields.items():
        setattr(row, name, value)
    after = as_it_stands(row, fields)
    told = _told(row, [name for name in fields if before[name] != after[name]])
    _tell(
        row, what, {name: before[name] for name in told}, {name: after[name] for name in told},
        by, reason, at,
    )  # fmt: skip
    _make_way(row)
    row.save()
    _keep(row, by, at)
    return row


@transaction.atomic
def remove_row(row, *, what: str, by, reason="", at: datetime | None = None) -> None:
    names = [field.name for field in row._meta.concrete_fields]
    _tell(row, what, as_it_stands(row, _told(row, names)), {}, by, reason, at)
    pilots = _pilots_of(row)
    try:
        row.delete()
    except ProtectedError as error:
        raise InUse(
            _("There are observations with “%(name)s”, so it stays.") % {"name": row}
        ) from error
    for pilot in pilots:
        keep_version(pilot=pilot, by=by, at=at)


def _pilots_of(row: models.Model) -> list[Pilot]:
    """Money that several pilots share belongs to the plan of each."""
    if isinstance(row, Pilot):
        return [row]
    if isinstance(row, SharedBudget):
        return list(row.pilots.all()) if row.pk else []
    if isinstance(row, BudgetLine) and row.shared is not None:
        return list(row.shared.pilots.all())
    return [row.pilot]  # type: ignore[attr-defined]


def _tell(row, what, before, after, by, reason, at) -> None:
    for pilot in _pilots_of(row):
        amend(pilot=pilot, what=what, by=by, reason=reason, at=at, before=before, after=after)


def _keep(row, by, at) -> None:
    for pilot in _pilots_of(row):
        keep_version(pilot=pilot, by=by, at=at)


def _told(row: models.Model, names) -> list[str]:
    """What is announced for good: nobody's account, and no name a person would want back."""
    quiet = FREE | BOOKKEEPING
    if isinstance(row, Partner) and row.kind in Partner.KNOWN_BY_THEIR_OWN_NAME:
        quiet = quiet | {"name"}
    return [name for name in names if name not in quiet]


def _make_way(row) -> None:
    """A measure that becomes the primary one takes that place from the other."""
    if isinstance(row, Measure) and row.is_primary:
        row.pilot.measures.filter(is_primary=True).exclude(pk=row.pk).update(is_primary=False)
