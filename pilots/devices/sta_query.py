"""The questions of SensorThings that are understood: $top, $skip, $count, $orderby, and $filter by time."""

import re
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from rest_framework import exceptions

USUAL, MOST = 100, 1_000
FURTHEST = 10_000_000
KNOWN = {"$top", "$skip", "$count", "$orderby", "$filter"}
LOOKUPS = {"gt": "gt", "ge": "gte", "lt": "lt", "le": "lte", "eq": "exact"}
FIELDS = {"phenomenonTime": "at", "@iot.id": "pk", "id": "pk", "result": "value"}
_TERM = re.compile(r"phenomenonTime\s+(gt|ge|lt|le|eq)\s+'?([0-9TZ:.+\-]+)'?")


class NotBuilt(exceptions.APIException):
    status_code = 501


@dataclass(frozen=True)
class Question:
    top: int
    skip: int
    count: bool
    order: tuple[str, ...]
    times: tuple[tuple[str, datetime], ...]

    def narrow(self, rows: QuerySet) -> QuerySet:
        for lookup, at in self.times:
            rows = rows.filter(**{f"at__{lookup}": at})
        return rows.order_by(*self.order)

    def next_query(self, asked) -> str:
        """The same question, one page on."""
        said: dict[str, Any] = {key: asked[key] for key in asked if key in KNOWN}
        return urlencode(said | {"$top": self.top, "$skip": self.skip + self.top}, safe="$")


def question_of(asked, *, in_time: bool) -> Question:
    """`in_time`: the rows are observations. Raises 400 for nonsense, 501 for what is not built."""
    for key in asked:
        if key.startswith("$") and key not in KNOWN:
            raise NotBuilt(_("“%(name)s” is not understood here.") % {"name": key[:40]})
    return Question(
        top=min(_number(asked, "$top", USUAL), MOST),
        skip=_number(asked, "$skip", 0),
        count=_yes(asked),
        order=_order(asked.get("$orderby", ""), in_time),
        times=_times(asked.get("$filter", ""), in_time),
    )


def _number(asked, key: str, usual: int) -> int:
    text = asked.get(key, str(usual))
    if not re.fullmatch(r"\d{1,9}", text, re.ASCII) or int(text) > FURTHEST:
        raise _nonsense(key, text)
    return int(text)


def _yes(asked) -> bool:
    text = asked.get("$count", "false")
    if text not in ("true", "false"):
        raise _nonsense("$count", text)
    return text == "true"


def _order(text: str, in_time: bool) -> tuple[str, ...]:
    if not text:
        return ("pk",)
    order = []
    for term in text.split(","):
        name, _space, way = term.strip().partition(" ")
        known = FIELDS if in_time else {"@iot.id": "pk", "id": "pk"}
        if name not in known:
            raise NotBuilt(_("“%(name)s” is not understood here.") % {"name": term[:40]})
        if way.strip() not in ("", "asc", "desc"):
            raise _nonsense("$orderby", text)
        order.append(("-" if way.strip() == "desc" else "") + known[name])
    return (*order, "pk")


def _times(text: str, in_time: bool) -> tuple[tuple[str, datetime], ...]:
    if not text:
        return ()
    found = []
    for term in re.split(r"\s+and\s+", text.strip()):
        match = _TERM.fullmatch(term)
        if match is None or not in_time:
            raise NotBuilt(
                _("Here one can filter observations by phenomenonTime with gt, ge, lt, le, eq and "
                  "“and”.")
            )  # fmt: skip
        # A plus sign that was not written as %2B arrives as a space, and is not matched.
        at = _moment(match[2])
        if at is None:
            raise _nonsense("$filter", text)
        found.append((LOOKUPS[match[1]], at))
    return tuple(found)


def _moment(text: str) -> datetime | None:
    try:
        at = parse_datetime(text)
    except ValueError:
        return None
    return at if at and at.tzinfo and 1900 <= at.year <= 2200 else None


def _nonsense(key: str, text: str) -> exceptions.ParseError:
    return exceptions.ParseError(
        _("“%(text)s” is no value of %(name)s.") % {"text": text[:40], "name": key}
    )
