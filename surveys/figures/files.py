"""The files of a survey that everybody may have: rows of answers, and groups of people."""

import csv
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django.http import HttpResponse

from city.cells import safe_cell
from city.models import City
from surveys.anonymise import columns, rows
from surveys.figures.cross import COLUMNS
from surveys.figures.published import publish
from surveys.models import Survey

DEMO = "시연용"


def rows_as_csv(survey: Survey, *, at: datetime) -> HttpResponse:
    return as_csv(f"survey-{survey.pk}", columns(survey), rows(survey, at))


def groups_as_csv(survey: Survey, *, at: datetime) -> HttpResponse:
    lines = [line for wave in publish(survey, at).waves for line in wave.lines]
    return as_csv(f"survey-{survey.pk}-groups", COLUMNS, lines)


def as_csv(name: str, header: Sequence[str], lines: Iterable[dict[str, Any]]) -> HttpResponse:
    """Its first bytes tell spreadsheets that it is UTF-8."""
    is_demo = City.objects.current().is_demo
    response = HttpResponse("\ufeff", content_type="text/csv; charset=utf-8")
    file = f"{name}{'-demo' if is_demo else ''}.csv"
    response["Content-Disposition"] = f'attachment; filename="{file}"'
    mark = {"demo": DEMO} if is_demo else {}
    writer = csv.DictWriter(response, [*header, *mark], lineterminator="\r\n")
    writer.writeheader()
    for line in lines:
        writer.writerow({name: safe_cell(value) for name, value in line.items()} | mark)
    return response
