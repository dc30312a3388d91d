"""Filters as rules that can be said twice: as SQL, and as a mask over the columns of a table.

Both ways must leave the same rows; tests compare them with brute force.
"""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol

import numpy as np
from django.db.models import BigAutoField, BigIntegerField, Func, Lookup, Q

MICROSECONDS = 1_000_000
FEW = 8  # values that are quicker compared one by one


class Condition(Protocol):
    """A rule about one column of the model."""

    @property
    def column(self) -> str: ...

    def q(self) -> Q: ...

    def mask(self, values: np.ndarray, words: list[str] | None) -> np.ndarray: ...


@dataclass(frozen=True)
class OneOf:
    """The column has one of these values: keys of other rows, or words such as a status."""

    column: str
    values: frozenset

    def q(self) -> Q:
        return Q(**{f"{self.column}__in": sorted(self.values)})

    def mask(self, values: np.ndarray, words: list[str] | None) -> np.ndarray:
        known = words or []
        wanted = [
            known.index(each) if isinstance(each, str) else int(each)
            for each in self.values
            if not isinstance(each, str) or each in known
        ]
        if len(wanted) > FEW:
            return np.isin(values, np.array(wanted, np.int64), kind="table")
        found = np.zeros(len(values), bool)
        for each in wanted:
            found |= values == each
        return found


@dataclass(frozen=True)
class Between:
    """From one moment up to, but without, another; either may be open."""

    column: str
    first: datetime | None = None
    end: datetime | None = None

    def q(self) -> Q:
        rule = Q()
        if self.first is not None:
            rule &= Q(**{f"{self.column}__gte": self.first})
        if self.end is not None:
            rule &= Q(**{f"{self.column}__lt": self.end})
        return rule

    def mask(self, values: np.ndarray, words: list[str] | None) -> np.ndarray:
        found = np.ones(len(values), bool)
        if self.first is not None:
            found &= values >= microseconds(self.first)
        if self.end is not None:
            found &= values < microseconds(self.end)
        return found


@dataclass(frozen=True)
class Found:
    """What only SQL can answer, such as a search for words; asked once per revision.

    `name` tells one such question from another.
    """

    rule: Q
    name: str
    column: str = "pk"

    def q(self) -> Q:
        return self.rule


@dataclass(frozen=True, eq=False)
class Keys:
    """The rows with these keys: the answer to a `Found`."""

    keys: np.ndarray  # sorted
    column: str = "pk"
    _places: dict[int, tuple[Any, np.ndarray]] = field(default_factory=dict)

    def q(self) -> Q:
        return Q(pk__among=self.keys)

    def mask(self, values: np.ndarray, words: list[str] | None) -> np.ndarray:
        return among(values, self.keys)

    def places_in(self, table) -> np.ndarray:
        """Where these rows are in a table; looked up once for the table that is in use."""
        known = self._places.get(id(table))
        if known is None or known[0] is not table:
            if len(self._places) > 3:
                self._places.clear()
            known = self._places[id(table)] = table, table.places_of(self.keys)
        return known[1]


def among(values: np.ndarray, keys: np.ndarray) -> np.ndarray:
    """Which values are among the sorted keys."""
    if not len(keys):
        return np.zeros(len(values), bool)
    at = np.minimum(np.searchsorted(keys, values), len(keys) - 1)
    return keys[at] == values


def microseconds(moment: datetime) -> int:
    """Since 1970, as a whole number, so that moments compare as they do in the database."""
    seconds = int(moment.replace(microsecond=0).timestamp())
    return seconds * MICROSECONDS + moment.microsecond


class Microseconds(Func):
    """The same number, counted by the database."""

    output_field = BigIntegerField()

    def as_sqlite(self, compiler, connection, **extra):
        # Text such as "2026-01-01 09:00:00" or "2026-01-01 09:00:00.123456", in UTC.
        seconds = "CAST(strftime('%%%%s', %(expressions)s) AS INTEGER) * 1000000"
        template = f"({seconds} + CAST(substr(%(expressions)s, 21, 6) AS INTEGER))"
        return super().as_sql(compiler, connection, template=template, **extra)

    def as_postgresql(self, compiler, connection, **extra):
        template = "(EXTRACT(EPOCH FROM %(expressions)s) * 1000000)::bigint"
        return super().as_sql(compiler, connection, template=template, **extra)


class Among(Lookup):
    """pk__among=array: as many keys as one likes in a single parameter."""

    lookup_name = "among"
    prepare_rhs = False

    def get_prep_lookup(self):
        return "[" + ",".join(map(str, np.asarray(self.rhs).tolist())) + "]"

    def get_db_prep_lookup(self, value, connection):
        return "%s", [value]

    def as_sql(self, compiler, connection):
        column, params = self.process_lhs(compiler, connection)
        listed, keys = self.process_rhs(compiler, connection)
        return f"{column} IN (SELECT value FROM json_each({listed}))", [*params, *keys]  # noqa: S608

    def as_postgresql(self, compiler, connection):
        column, params = self.process_lhs(compiler, connection)
        listed, keys = self.process_rhs(compiler, connection)
        arrays = ["{" + str(each)[1:-1] + "}" for each in keys]
        return f"{column} = ANY({listed}::bigint[])", [*params, *arrays]


BigAutoField.register_lookup(Among)
BigIntegerField.register_lookup(Among)
