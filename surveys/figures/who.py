"""What is known of the people who answered, by which their answers are told in groups.

In a pilot's survey it is what the pilot froze with their consent; in other surveys it is what a
question asked. Questions with the codes district, sex and age_band stand for the same things, so that
their answers can be weighted to the population.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Any

from django.db.models import F
from django.utils.translation import gettext as _

from accounts.roles import Level
from city.words import Words, words
from maps.models import District
from surveys.models import Question, Survey, Wave
from surveys.words import option_words

UNKNOWN = ""  # did not say, or was not asked
BETWEEN = "/"  # sex "f" and age "20-39" are "f/20-39"

# What a pilot froze about its participants; empty in other surveys.
_FROZEN = {
    "district": "panelist__participation__district__code",
    "sex": "panelist__participation__sex",
    "age_band": "panelist__participation__age_band",
}
WEIGHABLE = tuple(_FROZEN)  # what the population is counted by
_NAMES = {
    "district": words("읍면동", "District"),
    "sex": words("성별", "Sex"),
    "age_band": words("나이대", "Age group"),
    "level": words("본인확인 단계", "Level"),
}
_SEXES = {"f": words("여성", "Women"), "m": words("남성", "Men")}
_BANDS = [*(f"{age}-{age + 9}" for age in range(0, 80, 10)), "80+"]


@dataclass(frozen=True)
class Dimension:
    """One thing to tell people apart by, or several together: "sex+age_band"."""

    code: str
    name: Words
    labels: Mapping[str, Any]  # in the order in which neighbours are put together
    is_asked: bool = False  # by a question, rather than frozen with the response
    made_of: tuple["Dimension", ...] = ()


def read_responses(wave: Wave) -> list[dict[str, Any]]:
    frozen = {name: F(path) for name, path in _FROZEN.items()}
    responses = wave.responses.order_by("pk").values(
        "answers", "level", "weight", code=F("panelist__code"), **frozen
    )
    return [dict(each) for each in responses]


def answered_by(response: Mapping[str, Any], dimension: Dimension) -> str:
    """The group in which this response counts."""
    if dimension.made_of:
        each = [answered_by(response, part) for part in dimension.made_of]
        return BETWEEN.join(each) if all(each) else UNKNOWN
    source = response["answers"] if dimension.is_asked else response
    told = source.get(dimension.code) or UNKNOWN
    return told if told in dimension.labels else UNKNOWN


def dimensions_of(survey: Survey) -> list[Dimension]:
    """Everything by which the answers of a survey can be told, one by one."""
    asked = {
        question.code: _asked(question)
        for question in survey.questions.all()
        if question.is_profile and question.kind == Question.Kind.SINGLE
    }
    frozen = _frozen() if getattr(survey, "pilot", None) else {}
    return [*(frozen | asked).values(), _level()]


def crossed_by(survey: Survey) -> list[Dimension]:
    """The dimensions that tables are split by. What the answers are weighted by comes first and
    stands for its parts: two tables that share people by halves could be subtracted."""
    known = {dimension.code: dimension for dimension in dimensions_of(survey)}
    parts = [known.pop(code) for code in survey.weight_by if code in known and code in WEIGHABLE]
    return [*([together(parts)] if parts else []), *known.values()]


def together(parts: Sequence[Dimension]) -> Dimension:
    if len(parts) == 1:
        return parts[0]
    labels = {
        BETWEEN.join(codes): _joined([part.labels[code] for part, code in zip(parts, codes, strict=True)])
        for codes in product(*(part.labels for part in parts))
    }  # fmt: skip
    return Dimension(
        "+".join(part.code for part in parts),
        _joined([part.name for part in parts], " × "),
        labels,
        made_of=tuple(parts),
    )


def label_of(dimension: Dimension, codes: Sequence[str]) -> str:
    """Several codes where groups were put together. Of joined ones what they share is said once:
    여성 20~39세, 40~59세."""
    labels = [str(dimension.labels[code]) if code else _("did not say") for code in codes]
    if len(labels) > 1 and dimension.made_of:
        firsts = {code.split(BETWEEN)[0] for code in codes}
        if len(firsts) == 1 and UNKNOWN not in firsts:
            first, *rest = dimension.made_of
            shared = str(first.labels[firsts.pop()])
            return f"{shared} " + ", ".join(
                " ".join(
                    str(part.labels[each])
                    for part, each in zip(rest, code.split(BETWEEN)[1:], strict=True)
                )
                for code in codes
            )
    return ", ".join(labels)


def _joined(said: Sequence[Words], between: str = " ") -> Words:
    ko = between.join(each["ko"] for each in said)
    return words(ko, between.join(each.get("en") or each["ko"] for each in said))


def _asked(question: Question) -> Dimension:
    labels = {option["code"]: option_words(option) for option in question.options}
    name = _NAMES.get(question.code, question.words)
    return Dimension(question.code, name, labels, is_asked=True)


def _frozen() -> dict[str, Dimension]:
    districts = District.objects.order_by("code", "valid_from").values_list("code", "name")
    labels = {
        "district": {code: Words(name) for code, name in districts},
        "sex": _SEXES,
        "age_band": {band: _band(band) for band in _BANDS},
    }
    return {code: Dimension(code, _NAMES[code], labels[code]) for code in _FROZEN}


def _band(band: str) -> Words:
    ko = f"{band[:-1]}세 이상" if band.endswith("+") else f"{band.replace('-', '~')}세"
    return words(ko, band)


def _level() -> Dimension:
    return Dimension("level", _NAMES["level"], dict(Level.choices))
