"""What a question has to be, so that it can be asked and counted."""

import re
from collections.abc import Mapping
from typing import Any

from django.utils.text import slugify
from django.utils.translation import gettext as _

from surveys.models import Question
from surveys.words import OTHER, STEPS, WITH_LEVELS, WITH_OTHER

Kind = Question.Kind
WITH_OPTIONS = {Kind.SINGLE, Kind.MULTIPLE, Kind.RANKING}
WITH_BOUNDS = {Kind.NUMBER, Kind.MULTIPLE, Kind.RANKING}
MAY_DECIDE = {Kind.SINGLE, Kind.MULTIPLE, Kind.SCALE}  # on whether another question is shown
MOST_OPTIONS = 50
_OPTION_CODE = re.compile(r"[A-Za-z0-9_-]{1,30}")
Row = dict[str, Any]

EMPTY: Row = {
    "hint": {}, "unit": {}, "options": [], "rows": [], "has_other": False, "shuffles": False,
    "shown_if": {}, "smallest": None, "largest": None, "is_required": True, "is_profile": False,
    "is_sensitive": False, "section": None,
}  # fmt: skip


def complete(position: int, given: Row) -> Row:
    """All fields of a question, with codes where none were given and without what its kind has no
    use for."""
    row = EMPTY | given
    kind = row["kind"]
    row["code"] = given.get("code") or f"q{position}"
    if kind in WITH_OPTIONS:
        row["options"] = _with_codes(row["options"])
    elif kind not in WITH_LEVELS:
        row["options"] = []
    row["rows"] = _with_codes(row["rows"]) if kind == Kind.MATRIX else []
    row["has_other"] = bool(row["has_other"]) and kind in WITH_OTHER
    row["shuffles"] = bool(row["shuffles"]) and kind in WITH_OPTIONS
    if kind not in WITH_BOUNDS:
        row["smallest"] = row["largest"] = None
    return row


def _with_codes(options: list[dict]) -> list[dict]:
    return [
        {**option, "code": option.get("code") or f"{number}"}
        for number, option in enumerate(options or [], 1)
    ]


def check_questions(rows: list[Row]) -> dict[int, str]:
    """One sentence for each question that cannot be asked like this, by its place in the list."""
    errors: dict[int, str] = {}
    before: dict[str, Row] = {}
    for place, row in enumerate(rows):
        if error := _what_is_wrong(row, before):
            errors[place] = error
        before[row["code"]] = row
    return errors


def _what_is_wrong(row: Row, before: Mapping[str, Row]) -> str:
    if row["kind"] not in Kind.values:
        return _("Choose what kind of question this is.")
    if not (row.get("words") or {}).get("ko"):
        return _("Write the question in Korean; English may follow later.")
    code = row["code"]
    if code in before or len(code) > 30 or slugify(code) != code.lower():
        return _("Give each question a short name of its own, with letters, digits and hyphens.")
    if row["is_profile"] and row["kind"] != Kind.SINGLE:
        return _("Ask who somebody is with answers to choose one from.")
    if row["is_profile"] and row["has_other"]:
        return _("Who somebody is, is counted in groups: leave “other” out, or make it an option.")
    return _options_wrong(row) or _bounds_wrong(row) or _condition_wrong(row, before)


def _options_wrong(row: Row) -> str:
    if row["kind"] in WITH_OPTIONS:
        if len(row["options"]) < 2 or not _all_korean(row["options"]):
            return _("Give at least two options, each in Korean.")
        if not _own_codes(row["options"]):
            return _("Each option needs a code of its own.")
        if row["has_other"] and any(option["code"] == OTHER for option in row["options"]):
            return _("“Other” is there already: leave it out of the options.")
    if row["kind"] == Kind.MATRIX:
        if not row["rows"] or not _all_korean(row["rows"]):
            return _("Give at least one statement, each in Korean.")
        if not _own_codes(row["rows"]):
            return _("Each statement needs a code of its own.")
    return ""


def _all_korean(options: list[dict]) -> bool:
    return len(options) <= MOST_OPTIONS and all(option.get("ko") for option in options)


def _own_codes(options: list[dict]) -> bool:
    codes = [option["code"] for option in options]
    return len(set(codes)) == len(codes) and all(
        isinstance(code, str) and _OPTION_CODE.fullmatch(code) for code in codes
    )


def _bounds_wrong(row: Row) -> str:
    smallest, largest = row["smallest"], row["largest"]
    if smallest is not None and largest is not None and smallest > largest:
        return _("The smallest value has to be below the largest.")
    if row["kind"] == Kind.NUMBER or largest is None:
        return ""
    if largest != int(largest) or not 1 <= largest <= len(row["options"]):
        return _("At most as many as there are options can be chosen.")
    return ""


def _condition_wrong(row: Row, before: Mapping[str, Row]) -> str:
    condition = row["shown_if"]
    if not condition:
        return ""
    decides = before.get(condition.get("question"))
    if decides is None or decides["kind"] not in MAY_DECIDE:
        return _(
            "What decides whether it is shown is a question to choose from that stands before."
        )
    known = {str(code) for code in codes_of(decides)}
    wanted = [str(code) for code in condition.get("any_of") or []]
    if not wanted or not set(wanted) <= known:
        return _("Choose at least one of the answers for which this is shown.")
    return ""


def codes_of(row: Row) -> list[Any]:
    """The answers to a question that may decide on another."""
    if row["kind"] in WITH_LEVELS:
        return list(STEPS)
    other = [OTHER] if row["has_other"] else []
    return [option["code"] for option in row["options"]] + other


def too_many_places(rows: list[Row], by_section: bool) -> bool:
    """One map fits on a page."""
    pages = [row["section"] if by_section else 0 for row in rows if row["kind"] == Kind.PLACE]
    return len(set(pages)) < len(pages)
