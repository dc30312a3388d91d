"""Gives rows their district anew after outlines came, ended or were corrected."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.apps import apps
from django.db.models import Q, QuerySet

from maps.locate import place_again
from maps.placed import Placed

AT_ONCE = 5_000


@dataclass
class Settled:
    """How many rows got a district, got another one, and lie in none but keep what they had."""

    placed: int = 0
    moved: int = 0
    astray: int = 0


def settle_rows(changed: Iterable[int]) -> Settled:
    """Looks at the rows without a district, and at those in the districts that changed."""
    settled = Settled()
    for model in apps.get_models():
        if issubclass(model, Placed):
            rows = model._base_manager.filter(cell__isnull=False)
            concerned = rows.filter(Q(district=None) | Q(district__in=[*changed]))
            for batch in _batches(_only_place(concerned)):
                _settle(model._base_manager.all(), batch, settled)
    return settled


def _settle(rows: QuerySet, batch: list, settled: Settled) -> None:
    before = {row.pk: row.district_id for row in batch}
    moved, astray = place_again(batch)
    new: dict[int, list[int]] = defaultdict(list)
    for row in moved:
        new[row.district_id].append(row.pk)
        settled.moved += before[row.pk] is not None
        settled.placed += before[row.pk] is None
    settled.astray += sum(before[row.pk] is not None for row in astray)
    for district, keys in new.items():
        rows.filter(pk__in=keys).update(district=district)


def _only_place(rows: QuerySet) -> QuerySet:
    names = {field.name for field in rows.model._meta.get_fields()}
    return rows.only(*{"lon", "lat", "cell", "district", "created_at"} & names)


def _batches(rows: QuerySet) -> Iterator[list]:
    """By key, not by an open cursor, since the rows are altered on the way."""
    last = 0
    while batch := list(rows.filter(pk__gt=last).order_by("pk")[:AT_ONCE]):
        yield batch
        last = batch[-1].pk
