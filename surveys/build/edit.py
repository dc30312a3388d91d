"""An officer changes one question or section; the whole questionnaire is checked each time."""

from collections.abc import Callable
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from city.words import Words
from surveys.build.rules import Row
from surveys.make import rows_of_questions, rows_of_sections, write_questions
from surveys.models import Survey

Sections = list[dict[str, Any]]
UP, DOWN = -1, 1


class NoSuchQuestion(LookupError):
    """Somebody else has just taken it out; str() says so."""

    def __str__(self):
        return _("This question is no longer there.")


def put_question(*, survey: Survey, row: Row, code: str = "") -> Survey:
    """In the place of the question `code`, or as the last one of its section."""

    def change(sections: Sections, rows: list[Row]) -> None:
        if not code:
            rows.append({**row, "code": row.get("code") or _free_code(rows)})
            return
        place = _place(rows, code)
        new = {**row, "code": row.get("code") or code}
        _rename(rows, code, new["code"])
        rows[place] = new

    return _change(survey, change)


def move_question(*, survey: Survey, code: str, step: int) -> Survey:
    """One place up or down; from the edge of a section into the next one."""

    def change(sections: Sections, rows: list[Row]) -> None:
        place = _place(rows, code)
        to = place + step
        here = rows[place]["section"] or 0
        if 0 <= to < len(rows) and (rows[to]["section"] or 0) == here:
            rows[place], rows[to] = rows[to], rows[place]
        elif 0 <= here + step <= len(sections):
            rows[place]["section"] = here + step or None
            moved = rows.pop(place)
            # As the last of the section above, or the first of the one below.
            rows.insert(len(rows) if step == UP else 0, moved)

    return _change(survey, change)


def copy_question(*, survey: Survey, code: str) -> Survey:
    def change(sections: Sections, rows: list[Row]) -> None:
        place = _place(rows, code)
        rows.insert(place + 1, {**rows[place], "code": _free_code(rows)})

    return _change(survey, change)


def drop_question(*, survey: Survey, code: str) -> Survey:
    def change(sections: Sections, rows: list[Row]) -> None:
        del rows[_place(rows, code)]

    return _change(survey, change)


def put_section(*, survey: Survey, title: Words, intro: Words, number: int | None = None) -> Survey:
    """In the place of section `number`, or as the last one."""

    def change(sections: Sections, rows: list[Row]) -> None:
        section = {"title": title, "intro": intro}
        if number is None:
            sections.append(section)
        else:
            sections[number - 1] = section

    return _change(survey, change)


def move_section(*, survey: Survey, number: int, step: int) -> Survey:
    def change(sections: Sections, rows: list[Row]) -> None:
        to = number + step
        if not 1 <= to <= len(sections):
            return
        sections[number - 1], sections[to - 1] = sections[to - 1], sections[number - 1]
        swapped = {number: to, to: number}
        for row in rows:
            row["section"] = swapped.get(row["section"], row["section"])

    return _change(survey, change)


def drop_section(*, survey: Survey, number: int) -> Survey:
    """Its questions go to the section above."""

    def change(sections: Sections, rows: list[Row]) -> None:
        del sections[number - 1]
        for row in rows:
            if row["section"] and row["section"] >= number:
                row["section"] = row["section"] - 1 or None

    return _change(survey, change)


@transaction.atomic
def _change(survey: Survey, change: Callable[[Sections, list[Row]], None]) -> Survey:
    """Two officers at the same time take turns."""
    survey = Survey.objects.select_for_update().get(pk=survey.pk)
    sections, rows = rows_of_sections(survey), rows_of_questions(survey)
    change(sections, rows)
    return write_questions(survey=survey, sections=sections, questions=rows)


def _place(rows: list[Row], code: str) -> int:
    for place, row in enumerate(rows):
        if row["code"] == code:
            return place
    raise NoSuchQuestion


def _free_code(rows: list[Row]) -> str:
    taken = {row["code"] for row in rows}
    return next(code for number in range(1, len(rows) + 2) if (code := f"q{number}") not in taken)


def _rename(rows: list[Row], code: str, new: str) -> None:
    """Conditions follow the name of the question that decides."""
    for row in rows:
        if (row["shown_if"] or {}).get("question") == code:
            row["shown_if"] = {**row["shown_if"], "question": new}
