"""Looks at every field of a file from outside: each is what was agreed, or the file is refused.

A check is a function of a value and of the place where it stands ("pilot.measures[2].unit"); it
raises NotAsAgreed or returns nothing. What a file has beyond the agreed fields is not looked at
and never used.
"""

import math
import re
from collections.abc import Callable, Collection
from datetime import date, datetime
from typing import Any

Check = Callable[[Any, str], None]

HTML = re.compile(r"<\s*[a-zA-Z/!?]")
UNSEEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u202a-\u202e\u2066-\u2069]")
FORMULA = re.compile(r"^\s*[=@]")


class NotAsAgreed(ValueError):
    def __init__(self, where: str):
        super().__init__(where)
        self.where = where


class NotPlain(NotAsAgreed):
    """HTML, a formula or hidden characters where words should stand."""


def text(longest: int, *, blank: bool = False) -> Check:
    def check(value, where):
        if not isinstance(value, str) or len(value) > longest or not (blank or value.strip()):
            raise NotAsAgreed(where)
        if HTML.search(value) or UNSEEN.search(value) or FORMULA.match(value):
            raise NotPlain(where)

    return check


def words(longest: int = 300, *, blank: bool = False) -> Check:
    """{"ko": …, "en": …}; Korean has to be there unless all is blank."""
    one = text(longest, blank=True)

    def check(value, where):
        if not isinstance(value, dict) or set(value) - {"ko", "en"}:
            raise NotAsAgreed(where)
        for language, said in value.items():
            one(said, f"{where}.{language}")
        if not (blank and not any(value.values())) and not str(value.get("ko", "")).strip():
            raise NotAsAgreed(where)

    return check


def long_words(*, blank: bool = True) -> Check:
    return words(6_000, blank=blank)


def matching(pattern: str) -> Check:
    def check(value, where):
        if not isinstance(value, str) or not re.fullmatch(pattern, value):
            raise NotAsAgreed(where)

    return check


def code(longest: int) -> Check:
    return matching(rf"[A-Za-z0-9_-]{{1,{longest}}}")


def one_of(values: Collection) -> Check:
    def check(value, where):
        if not isinstance(value, str) or value not in values:
            raise NotAsAgreed(where)

    return check


def truth(value, where) -> None:
    if not isinstance(value, bool):
        raise NotAsAgreed(where)


def number(low: float = -1e15, high: float = 1e15) -> Check:
    def check(value, where):
        is_number = isinstance(value, int | float) and not isinstance(value, bool)
        if not is_number or not math.isfinite(value) or not low <= value <= high:
            raise NotAsAgreed(where)

    return check


def whole(low: int = 0, high: int = 2_000_000_000) -> Check:
    bounded = number(low, high)

    def check(value, where):
        bounded(value, where)
        if not isinstance(value, int):
            raise NotAsAgreed(where)

    return check


def day(value, where) -> None:
    _read(date.fromisoformat, value, where)


def moment(value, where) -> None:
    if _read(datetime.fromisoformat, value, where).tzinfo is None:
        raise NotAsAgreed(where)


def _read(read: Callable, value, where):
    try:
        return read(value)
    except (TypeError, ValueError) as error:
        raise NotAsAgreed(where) from error


def maybe(check: Check) -> Check:
    """Or nothing."""
    return lambda value, where: None if value is None else check(value, where)


def both(*checks: Check) -> Check:
    def check(value, where):
        for each in checks:
            each(value, where)

    return check


def plain_throughout(value, where, depth: int = 8) -> None:
    """Whatever it is made of: plain words, not too long, not too many, not too deep."""
    if depth == 0:
        raise NotAsAgreed(where)
    if isinstance(value, str):
        text(6_000, blank=True)(value, where)
    elif isinstance(value, dict | list):
        inside = value.items() if isinstance(value, dict) else enumerate(value)
        if len(value) > 300:
            raise NotAsAgreed(where)
        for name, each in inside:
            plain_throughout(each, f"{where}.{str(name)[:40]}", depth - 1)


def rows(check: Check, most: int, least: int = 0) -> Check:
    def each(value, where):
        if not isinstance(value, list) or not least <= len(value) <= most:
            raise NotAsAgreed(where)
        for place, row in enumerate(value):
            check(row, f"{where}[{place}]")

    return each


def named(check: Check, most: int) -> Check:
    """{"name in files": …}"""

    def each(value, where):
        if not isinstance(value, dict) or len(value) > most:
            raise NotAsAgreed(where)
        for name, row in value.items():
            code(40)(name, f"{where}.{name[:40]}")
            check(row, f"{where}.{name}")

    return each


def record(**checks: Check) -> Check:
    def check(value, where):
        if not isinstance(value, dict):
            raise NotAsAgreed(where)
        for name, of in checks.items():
            place = f"{where}.{name}" if where else name
            if name not in value:
                raise NotAsAgreed(place)
            of(value[name], place)

    return check
