"""How many people live in a district, by sex and age where that is known."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from maps.models import District, Population

AGE_UNKNOWN = "unknown"  # an age band: residents whose age nobody told
Numbers = dict[tuple[str, str], int]  # (sex, age band) → persons; "" is all
_PLACE = {"sex": 0, "age_band": 1}


class PopulationUnknown(LookupError):
    """Nobody has told how many live there, or not by what was asked; str() says what is missing."""


@dataclass(frozen=True)
class Residents:
    """How many live in some districts together, by what was asked for."""

    persons: dict[tuple[str, ...], int]  # the values of `by` → persons; () is all of them
    as_of: date  # the oldest count among them

    @property
    def total(self) -> int:
        return sum(self.persons.values())


def population_of(
    districts: District | Iterable[District],
    *,
    as_of: date | None = None,
    by: Collection[str] = (),
) -> Residents:
    """The latest count up to a day, split by "sex", "age_band" or both.

    Raises PopulationUnknown, rather than guess, where a district was not counted so.
    """
    chosen = [districts] if isinstance(districts, District) else list(districts)
    each = residents_of_each(chosen, as_of=as_of, by=by)
    persons: dict[tuple[str, ...], int] = defaultdict(int)
    for residents in each.values():
        for group, number in residents.persons.items():
            persons[group] += number
    if not each:
        raise PopulationUnknown(_("No district was given."))
    return Residents(dict(persons), min(residents.as_of for residents in each.values()))


def residents_of_each(
    districts: Iterable[District], *, as_of: date | None = None, by: Collection[str] = ()
) -> dict[int, Residents]:
    """The same district by district, by their keys, with one query for all of them."""
    chosen = list(districts)
    counted = _counted(Population.objects.filter(district__in=chosen), as_of)
    told = {}
    for district in chosen:
        if district.pk not in counted:
            raise PopulationUnknown(_unknown("") % {"district": district})
        day, numbers = counted[district.pk]
        told[district.pk] = Residents(_split(numbers, by, district), day)
    return told


def known_of_all(as_of: date | None = None) -> dict[int, "Known"]:
    """What is known of each district, by its key; those that nobody counted are left out."""
    return {
        pk: Known(numbers["", ""], day, tuple(by for by in _PLACE if is_split(numbers, by)))
        for pk, (day, numbers) in _counted(Population.objects.all(), as_of).items()
    }


@dataclass(frozen=True)
class Known:
    """The number of residents of a district, of which day, and by what it can be split."""

    persons: int
    as_of: date
    by: tuple[str, ...]


def _counted(rows: QuerySet, as_of: date | None) -> dict[int, tuple[date, Numbers]]:
    """The latest count of each district, up to a day."""
    known = rows.filter(as_of__lte=as_of or timezone.localdate()).order_by("-as_of")
    found: dict[int, tuple[date, Numbers]] = {}
    for key, day, sex, band, persons in known.values_list(
        "district", "as_of", "sex", "age_band", "persons"
    ):
        latest, numbers = found.setdefault(key, (day, {}))
        if day == latest:
            numbers[sex, band] = persons
    return {key: count for key, count in found.items() if ("", "") in count[1]}


def is_split(numbers: Numbers, by: str) -> bool:
    return any(group[_PLACE[by]] not in {"", AGE_UNKNOWN} for group in numbers)


def _split(numbers: Numbers, by: Collection[str], district: District) -> dict:
    """The numbers by what was asked; ages that a count leaves out are AGE_UNKNOWN."""
    for each in by:
        if not is_split(numbers, each):
            raise PopulationUnknown(_unknown(each) % {"district": district})
    groups: dict[tuple[str, ...], int] = {
        tuple(group[_PLACE[each]] for each in by): persons
        for group, persons in numbers.items()
        if all(bool(group[place]) == (each in by) for each, place in _PLACE.items())
    }
    if not groups:
        raise PopulationUnknown(_unknown(next(iter(by), "")) % {"district": district})
    rest = numbers["", ""] - sum(groups.values())
    if "age_band" in by and rest > 0:
        unknown = tuple(AGE_UNKNOWN if each == "age_band" else "" for each in by)
        groups[unknown] = groups.get(unknown, 0) + rest
    return groups


def _unknown(by: str) -> str:
    return {
        "age_band": _("The age of the residents of %(district)s is not known."),
        "sex": _("The sex of the residents of %(district)s is not known."),
    }.get(by, _("How many people live in %(district)s is not known."))
