"""What the codes in figures are called, in both languages, so that frozen reports need no lookup."""

from pathlib import Path
from typing import Any

from django.utils import translation

from accounts.roles import Channel, Level
from city.models import Category, Department
from city.words import LANGUAGES, Words, words
from maps.models import District
from pilots.models import Pilot, Turn
from pilots.workflow import Stage, Verdict
from proposals.models import Call
from proposals.workflow import Outcome, Status
from reports.extract.files import open_extract
from reports.figures.dimensions import AGES, SEXES, SILENT, STEPS

NOT_KNOWN = words("알 수 없음", "not known")
_CHOICES: dict[str, Any] = {"stage": Stage, "verdict": Verdict, "level": Level, "channel": Channel,
                             "turn": Turn, "status": Status, "outcome": Outcome}  # fmt: skip


def in_both_languages(text: Any) -> Words:
    """A translated sentence or label as words that can be frozen."""
    said = {}
    for language in LANGUAGES:
        with translation.override(language):
            said[language] = str(text)
    return Words(said)


def labels_now() -> dict[str, dict[str, Any]]:
    """The same from the rows of today, for pages that show stored values; a fixed number of queries."""
    districts = District.objects.order_by("code", "valid_from").values_list("code", "name")
    labels = {name: dict(choices.choices) for name, choices in _CHOICES.items()} | {
        "category": dict(Category.objects.order_by("position").values_list("slug", "name")),
        "district": dict(districts),
        "department": dict(Department.objects.order_by("code").values_list("code", "name")),
        "call": dict(Call.objects.order_by("opens_at").values_list("slug", "title")),
        "pilot": {str(pk): title for pk, title in Pilot.objects.values_list("pk", "title")},
        "step": STEPS, "age": AGES, "sex": SEXES,
    }  # fmt: skip
    return _with_unknown(labels)


def _with_unknown(labels: dict[str, dict[str, Any]]) -> dict[str, dict[str, Any]]:
    labels["district"] |= SILENT
    for name in ("category", "district", "department"):
        labels[name][""] = NOT_KNOWN
    labels["call"][""] = words("공모 밖", "outside of calls")
    return labels


def labels_of(folder: Path) -> dict[str, dict[str, Words]]:
    """{"category": {"walking": {"ko": "보행", …}}, "district": …} as of the extract."""
    labels = {
        name: {code: in_both_languages(label) for code, label in choices.choices}
        for name, choices in _CHOICES.items()
    }
    with open_extract(folder) as extract:
        for name, table, key, columns in (
            ("category", "categories", "code", "name_ko, name_en"),
            ("district", "districts", "code", "name_ko, name_en"),
            ("department", "departments", "code", "name_ko, name_en"),
            ("pilot", "pilots", "id", "title_ko, title_en"),
        ):
            rows = extract.execute(f"SELECT {key}, {columns} FROM {table} ORDER BY {key}")  # noqa: S608
            labels[name] = {str(code): words(ko, en) for code, ko, en in rows.fetchall()}
    labels |= {"step": STEPS, "age": AGES, "sex": SEXES}
    labels["call"] = {call.slug: Words(call.title) for call in Call.objects.order_by("slug")}
    return _with_unknown(labels)
