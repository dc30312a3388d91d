"""Looks at one answer, kind by kind: what of it is kept, or a ValueError with one kind sentence."""

import math
import re
from collections.abc import Callable, Collection
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from maps.forms import PlaceForm
from maps.locate import district_of
from surveys.models import Question
from surveys.words import NONE, OTHER, WITH_OTHER, options_of, rows_of, with_unit

SCALE = range(1, 6)
LONGEST_TEXT = 2000
LONGEST_WORDS = 200  # a few words: a short answer, or what stands beside "other"
LARGEST_NUMBER = 1e12
PLACE_DECIMALS = 4  # about ten metres
_DAY = re.compile(r"(\d{4})\s*[-./년]\s*(\d{1,2})\s*[-./월]\s*(\d{1,2})\s*[.일]?")
_YEARS = range(1900, 2200)
Given = Any


class SpotForm(PlaceForm):
    """A spot or a district, without words that could say who lives there."""

    place_note = None  # type: ignore[assignment]


def tidy(given: Given) -> Given:
    """Without what a form sends along for nothing; None where nothing is left."""
    if isinstance(given, str):
        # Half a character (a lone surrogate, which JSON may hold) cannot be stored.
        return given.replace("\x00", "").encode(errors="ignore").decode().strip() or None
    if isinstance(given, list | tuple):
        return [item for item in map(tidy, given) if item is not None] or None
    if isinstance(given, dict):
        return {key: item for key in given if (item := tidy(given[key])) is not None} or None
    return given


def check(question: Question, given: Given, photos: Collection[int] = ()) -> Any:
    """What is kept of a tidy answer. `photos` are those that this person sent in."""
    if question.kind == Question.Kind.PHOTO:
        return _photo(given, photos)
    return _CHECKS[question.kind](question, given)


def check_words(given: Given) -> str:
    """The few words beside "other"."""
    return _short_enough(given, LONGEST_WORDS)


def how_to_answer(question: Question) -> str:
    return {
        Question.Kind.SINGLE: _("Please choose one answer."),
        Question.Kind.MULTIPLE: _("Please choose at least one answer."),
        Question.Kind.SCALE: _("Please choose a number from 1 to 5."),
        Question.Kind.MATRIX: _("Please choose a number from 1 to 5 in every line."),
        Question.Kind.RANKING: _places_sentence(question),
        Question.Kind.NUMBER: _("Please write a number."),
        Question.Kind.DATE: _("Please write the day like 2026-05-31."),
        Question.Kind.SHORT: _("Please write an answer."),
        Question.Kind.TEXT: _("Please write an answer."),
        Question.Kind.PLACE: _("Please tap the map, or choose a district from the list."),
        Question.Kind.PHOTO: _("Please choose a photo."),
    }[Question.Kind(question.kind)]


def how_many_places(question: Question) -> int:
    """How many of the options are put in order: all, or the first `largest`."""
    return min(len(question.options), int(question.largest or len(question.options)))


def _single(question: Question, given: Given) -> str:
    codes = {option["code"] for option in options_of(question)}
    if not isinstance(given, str) or given not in codes:
        raise ValueError(_("Please choose one of the answers listed."))
    return given


def _multiple(question: Question, given: Given) -> list[str]:
    chosen = {_single(question, item) for item in (given if isinstance(given, list) else [given])}
    if NONE in chosen and len(chosen) > 1:
        none = next(each["words"] for each in options_of(question) if each["code"] == NONE)
        raise ValueError(_("“%(none)s” cannot stand beside other answers.") % {"none": none})
    if question.largest and len(chosen) > question.largest:
        most = {"most": with_unit(question.largest)}
        raise ValueError(_("Please choose %(most)s answers at most.") % most)
    return [option["code"] for option in options_of(question) if option["code"] in chosen]


def _level(question: Question, given: Given) -> int:
    level = _as_float(given)
    if level not in SCALE:
        raise ValueError(how_to_answer(question))
    return int(level)


def _matrix(question: Question, given: Given) -> dict[str, int]:
    lines = [row["code"] for row in rows_of(question)]
    if not isinstance(given, dict) or not any(line in given for line in lines):
        raise ValueError(how_to_answer(question))
    if question.is_required and not all(line in given for line in lines):
        raise ValueError(how_to_answer(question))
    return {line: _level(question, given[line]) for line in lines if line in given}


def _ranking(question: Question, given: Given) -> list[str]:
    """A list with the best first, or {"trees": "2", "shade": "1"} as the page sends it."""
    order = _in_order(question, given) if isinstance(given, dict) else given
    codes = {option["code"] for option in options_of(question)}
    if not isinstance(order, list) or not all(isinstance(code, str) for code in order):
        raise ValueError(how_to_answer(question))
    if not set(order) <= codes:
        raise ValueError(_("Please choose one of the answers listed."))
    if len(set(order)) < len(order) or len(order) != how_many_places(question):
        raise ValueError(how_to_answer(question))
    return order


def _in_order(question: Question, places: dict[str, Any]) -> list[str]:
    by_place: dict[float, str] = {}
    for code, given in places.items():
        place = _as_float(given)
        if place in by_place:
            raise ValueError(_("Two answers have the same place. Please give each place once."))
        by_place[place] = code
    if set(by_place) != set(range(1, how_many_places(question) + 1)):
        raise ValueError(how_to_answer(question))
    return [by_place[place] for place in sorted(by_place)]


def _places_sentence(question: Question) -> str:
    count = how_many_places(question)
    return _("Please give each of the places 1 to %(count)s once.") % {"count": count}


def _as_float(given: Given) -> float:
    """nan where it is no number."""
    try:
        return math.nan if isinstance(given, bool) else float(given)
    except (TypeError, ValueError, OverflowError):
        return math.nan


def _number(question: Question, given: Given) -> float | int:
    number = _as_float(given.replace(",", "") if isinstance(given, str) else given)
    if not math.isfinite(number) or abs(number) > LARGEST_NUMBER:
        raise ValueError(_("Please write a number, in digits only."))
    smallest, largest = question.smallest, question.largest
    too_small = smallest is not None and number < smallest
    too_large = largest is not None and number > largest
    if too_small or too_large:
        raise ValueError(_range_sentence(smallest, largest))
    return int(number) if number.is_integer() else number


def _range_sentence(smallest: float | None, largest: float | None) -> str:
    low = None if smallest is None else with_unit(smallest)
    high = None if largest is None else with_unit(largest)
    if low and high:
        return _("Please write a number from %(low)s to %(high)s.") % {"low": low, "high": high}
    if low:
        return _("Please write a number of at least %(low)s.") % {"low": low}
    return _("Please write a number of at most %(high)s.") % {"high": high}


def _date(question: Question, given: Given) -> str:
    found = _DAY.fullmatch(given) if isinstance(given, str) else None
    try:
        day = date(*map(int, found.groups())) if found else None
    except ValueError:  # the 31st of February
        day = None
    if day is None or day.year not in _YEARS:
        raise ValueError(how_to_answer(question))
    return day.isoformat()


def _text(question: Question, given: Given) -> str:
    return _short_enough(given, LONGEST_TEXT)


def _words(question: Question, given: Given) -> str:
    return _short_enough(
        " ".join(given.split()) if isinstance(given, str) else given, LONGEST_WORDS
    )


def _short_enough(given: Given, longest: int) -> str:
    if not isinstance(given, str):
        raise ValueError(_("Please write an answer."))
    if len(given) > longest:
        raise ValueError(
            _("Please shorten this to %(count)s characters.") % {"count": with_unit(longest)}
        )
    return given


def _place(question: Question, given: Given) -> dict[str, Any]:
    """The spot that was chosen, to about ten metres, or only its district."""
    if not isinstance(given, dict):
        raise ValueError(how_to_answer(question))
    form = PlaceForm(
        {name: str(given[name])[:40] for name in PlaceForm.base_fields if name in given}
    )
    if not form.is_valid():
        raise ValueError(next(iter(form.errors.values()))[0])
    place = form.cleaned_data["place"]
    district = {"district": place["district"].code} if place["district"] else {}
    if place["lon"] is None:
        return district
    lon, lat = round(place["lon"], PLACE_DECIMALS), round(place["lat"], PLACE_DECIMALS)
    # Rounded, a spot at the border may lie in the next city or dong.
    now = district_of(lon, lat)
    if place["district"] and not now:
        return district
    return {"lon": lon, "lat": lat} | ({"district": now.code} if now else {})


def _photo(given: Given, photos: Collection[int]) -> int:
    number = _as_float(given)
    if number not in photos:
        raise ValueError(_("Please choose the photo again."))
    return int(number)


_CHECKS: dict[str, Callable[[Question, Given], Any]] = {
    Question.Kind.SINGLE: _single,
    Question.Kind.MULTIPLE: _multiple,
    Question.Kind.SCALE: _level,
    Question.Kind.MATRIX: _matrix,
    Question.Kind.RANKING: _ranking,
    Question.Kind.NUMBER: _number,
    Question.Kind.DATE: _date,
    Question.Kind.SHORT: _words,
    Question.Kind.TEXT: _text,
    Question.Kind.PLACE: _place,
}


def with_other(question: Question, given: Given, words: Given) -> Given:
    """Words written beside "other" stand for having chosen it."""
    if not (question.has_other and words) or question.kind not in WITH_OTHER:
        return given
    if question.kind == Question.Kind.SINGLE:
        return given or OTHER
    chosen = given if isinstance(given, list) else [given] if given else []
    return chosen if OTHER in chosen else [*chosen, OTHER]


def chose_other(question: Question, kept: Any) -> bool:
    return question.has_other and (kept == OTHER or (isinstance(kept, list) and OTHER in kept))
