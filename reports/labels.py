"""What the codes in figures are called, in both languages, so that frozen reports need no lookup."""

from pathlib import Path
from typing import Any

from django.utils import translation

from accounts.models import Ground
from accounts.moderation import kinds, model_of
from accounts.roles import Channel, Level
from city.models import Category, Department
from city.words import LANGUAGES, Words, words
from maps.models import District
from pilots.models import BudgetLine, Leaving, Partner, Pilot, Turn
from pilots.workflow import Stage, Verdict
from proposals.models import Call
from proposals.workflow import Outcome, Status
from reports.extract.files import open_extract
from reports.extract.openness import NO_GROUND, called
from reports.figures.dimensions import AGES, BUDGETS, LEFT_SILENT, SEXES, SILENT, STAYED, STEPS

NOT_KNOWN = words("알 수 없음", "not known")
_CHOICES: dict[str, Any] = {"stage": Stage, "verdict": Verdict, "level": Level, "channel": Channel,
                             "turn": Turn, "status": Status, "outcome": Outcome,
                             "fund": BudgetLine.Source}  # fmt: skip
_FIXED: dict[str, dict[str, Words]] = {
    "step": STEPS, "age": AGES, "sex": SEXES, "budget": BUDGETS,
}  # fmt: skip
NO_GROUND_NAME = words("규칙을 나누어 적기 전", "from before rules were noted")


def _codes() -> dict[str, dict[str, Any]]:
    """What choices are called, in the order in which they are read."""
    return {name: dict(choices.choices) for name, choices in _CHOICES.items()} | {
        "content": {kind: model_of(kind)._meta.verbose_name for kind in kinds()},
        "reason": {**dict(Ground.choices), NO_GROUND: NO_GROUND_NAME},
        "leaving": {**STAYED, **dict(Leaving.choices), **LEFT_SILENT},
    }


def in_both_languages(text: Any) -> Words:
    """A translated sentence or label as words that can be frozen."""
    said = {}
    for language in LANGUAGES:
        with translation.override(language):
            said[language] = str(text)
    return Words(said)


def _in_both(label: Any) -> Words:
    return label if isinstance(label, Words) else in_both_languages(label)


def labels_now() -> dict[str, dict[str, Any]]:
    """The same from the rows of today, for pages that show stored values; a fixed number of queries."""
    districts = District.objects.order_by("code", "valid_from").values_list("code", "name")
    partners = Partner.objects.order_by("kind", "pk").values_list("kind", "name")
    labels = _codes() | _FIXED | {
        "category": dict(Category.objects.order_by("position").values_list("slug", "name")),
        "district": dict(districts),
        "department": dict(Department.objects.order_by("code").values_list("code", "name")),
        "call": dict(Call.objects.order_by("opens_at").values_list("slug", "title")),
        "pilot": {str(pk): title for pk, title in Pilot.objects.values_list("pk", "title")},
        "partner": dict(called(kind, name) for kind, name in partners),
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
        name: {code: _in_both(label) for code, label in codes.items()}
        for name, codes in _codes().items()
    } | _FIXED
    with open_extract(folder) as extract:
        for name, table, key, columns in (
            ("category", "categories", "code", "name_ko, name_en"),
            ("district", "districts", "code", "name_ko, name_en"),
            ("department", "departments", "code", "name_ko, name_en"),
            ("pilot", "pilots", "id", "title_ko, title_en"),
            ("partner", "partners", "partner", "name_ko, name_en"),
        ):
            rows = extract.execute(f"SELECT {key}, {columns} FROM {table} ORDER BY {key}")  # noqa: S608
            labels[name] = {str(code): words(ko, en) for code, ko, en in rows.fetchall()}
    labels["call"] = {call.slug: Words(call.title) for call in Call.objects.order_by("slug")}
    return _with_unknown(labels)
