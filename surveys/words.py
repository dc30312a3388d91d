"""The words of options and numbers, in the reader's language."""

from typing import Any

from django.utils.formats import number_format
from django.utils.translation import get_language

from city.words import LANGUAGES, Words, words

OTHER, NONE = "other", "none"  # codes of options that keep their place at the end
STEPS = {1: "low", 2: "2", 3: "3", 4: "4", 5: "high"}  # a scale's levels, and where their words are
OTHER_WORDS = words("기타", "Other")
WITH_LEVELS = {"scale", "matrix"}
WITH_OTHER = {"single", "multiple"}


def option_words(option: dict) -> Words:
    """{"code": "a", "ko": …, "en": …} as words."""
    return Words({language: option[language] for language in LANGUAGES if option.get(language)})


def options_of(question: Any) -> list[dict[str, Any]]:
    """What there is to choose from, {"code", "words"}; a scale and each line of a matrix have their
    levels, with words where there are some; kinds without a choice have nothing."""
    if question.kind in WITH_LEVELS:
        said = question.options or {}
        return [
            {"code": level, "words": option_words(said.get(name) or {})}
            for level, name in STEPS.items()
        ]
    options = _worded(question.options)
    if question.has_other and question.kind in WITH_OTHER:
        options.append({"code": OTHER, "words": OTHER_WORDS})
    return options


def rows_of(question: Any) -> list[dict[str, Any]]:
    """The statements of a matrix, {"code", "words"}."""
    return _worded(question.rows) if question.kind == "matrix" else []


def _worded(options: list[dict]) -> list[dict[str, Any]]:
    return [{"code": option["code"], "words": option_words(option)} for option in options]


def labels_of(question: Any) -> list[tuple[Any, str]]:
    """Code and words of each option, as they stand beside the buttons."""
    if question.kind not in WITH_LEVELS:
        return [(option["code"], str(option["words"])) for option in options_of(question)]
    return [
        (option["code"], f"{option['code']} {option['words']}".strip())
        for option in options_of(question)
    ]


def with_unit(value: float, unit: str = "") -> str:
    """12.0 → 12; 1234.5 with 초 → 1,234.5초, with seconds → 1,234.5 seconds."""
    number = number_format(int(value) if float(value).is_integer() else value, force_grouping=True)
    between = "" if not unit or get_language() == "ko" or unit == "%" else " "
    return f"{number}{between}{unit}"
