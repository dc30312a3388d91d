"""One answer as a sentence a person can compare with a sheet of paper."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from surveys.models import Question
from surveys.words import OTHER, labels_of, rows_of, with_unit


def in_words(question: Question, answers: Mapping[str, Any]) -> str:
    given = answers.get(question.code)
    if given is None:
        return _("left blank")
    labels = dict(labels_of(question))
    match question.kind:
        case "single" | "multiple":
            codes = given if isinstance(given, list) else [given]
            said = [str(labels.get(code, code)) for code in codes]
            if OTHER in codes and (words := answers.get(f"{question.code}.other")):
                said.append(f"“{words}”")
            return ", ".join(said)
        case "scale":
            return str(labels.get(given, given))
        case "matrix":
            return ", ".join(
                f"{row['words']}: {given[row['code']]}"
                for row in rows_of(question)
                if row["code"] in given
            )
        case "ranking":
            return ", ".join(
                f"{place}. {labels.get(code, code)}" for place, code in enumerate(given, 1)
            )
        case "number":
            return with_unit(given, str(question.unit))
        case "place":
            return ", ".join(str(part) for part in given.values())
    return str(given)
