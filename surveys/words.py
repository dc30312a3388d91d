"""The words of options and numbers, in the reader's language."""

from typing import Any

from django.utils.formats import number_format
from django.utils.translation import get_language

from city.words import LANGUAGES, Words


def option_words(option: dict) -> Words:
    """{"code": "a", "ko": …, "en": …} as words."""
    return Words({language: option[language] for language in LANGUAGES if option.get(language)})


def options_of(question: Any) -> list[dict[str, Any]]:
    """What there is to choose from, {"code", "words"}; a scale has its levels, with words at the
    ends, other kinds have nothing."""
    if question.kind != "scale":
        return [
            {"code": option["code"], "words": option_words(option)} for option in question.options
        ]
    ends = question.options or {}
    words = {1: option_words(ends.get("low") or {}), 5: option_words(ends.get("high") or {})}
    return [{"code": level, "words": words.get(level, Words())} for level in range(1, 6)]


def labels_of(question: Any) -> list[tuple[Any, str]]:
    """Code and words of each option, as they stand beside the buttons."""
    if question.kind != "scale":
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
