"""How many people live where, of which sex and age: what the answers of a survey are weighted to."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from maps.models import District
from maps.models import Population as Counted
from maps.population import AGE_UNKNOWN, PopulationUnknown, residents_of_each
from surveys.figures.who import BETWEEN, UNKNOWN, Dimension

OLDEST = 200


@dataclass(frozen=True)
class Population:
    persons: dict[str, int]  # by the codes of a dimension; outside of them nobody is counted
    as_of: date
    source: str

    def persons_of(self, codes: Sequence[str]) -> int | None:
        """Of groups put together; None where they hold only people who did not say."""
        known = [self.persons.get(code, 0) for code in codes if code != UNKNOWN]
        return sum(known) if any(known) else None


def population_by(dimension: Dimension, at: datetime) -> Population:
    """Raises PopulationUnknown where the city was not counted by what the dimension tells apart."""
    parts = dimension.made_of or (dimension,)
    names = [part.code for part in parts]
    by = [name for name in ("sex", "age_band") if name in names]
    bands = _bands(parts[names.index("age_band")]) if "age_band" in names else {}
    day = timezone.localdate(at)
    districts = list(District.objects.valid_on(day).without_outline())
    persons: dict[str, int] = dict.fromkeys(dimension.labels, 0)
    days = []
    counted = residents_of_each(districts, as_of=day, by=by)
    for district in districts:
        residents = counted[district.pk]
        days.append(residents.as_of)
        for group, number in residents.persons.items():
            told = dict(zip(by, group, strict=True)) | {"district": district.code}
            if "age_band" in told:
                told["age_band"] = _band_of(told["age_band"], bands)
            code = BETWEEN.join(told[name] for name in names)
            if code in persons:
                persons[code] += number
    if not days or not any(persons.values()):
        raise PopulationUnknown(_("No district was given."))
    return Population(persons, min(days), _sources(districts, min(days)))


def _sources(districts: list[District], day: date) -> str:
    told = Counted.objects.filter(district__in=districts, as_of__gte=day).exclude(source="")
    return ", ".join(told.order_by("source").values_list("source", flat=True).distinct()[:3])


def _bands(dimension: Dimension) -> dict[str, tuple[int, int]]:
    return {code: ages for code in dimension.labels if (ages := ages_of(code))}


def ages_of(band: str) -> tuple[int, int] | None:
    """20-39 → (20, 39); 65+ → (65, 200); 37 → (37, 37)."""
    found = re.fullmatch(r"(\d+)(?:-(\d+)|(\+))?", band)
    if found is None:
        return None
    first = int(found[1])
    return first, OLDEST if found[3] else int(found[2] or first)


def _band_of(counted: str, bands: dict[str, tuple[int, int]]) -> str:
    """The survey's band in which these residents are; "" for those whom it did not ask.

    Raises PopulationUnknown where they are counted in wider bands than the survey asked for.
    """
    ages = ages_of(counted)
    if counted == AGE_UNKNOWN or ages is None:
        return UNKNOWN
    for code, (first, last) in bands.items():
        if first <= ages[0] and ages[1] <= last:
            return code
        if first <= ages[1] and ages[0] <= last:
            raise PopulationUnknown(
                _("Residents are counted by other ages than the survey asks for: %(band)s.")
                % {"band": counted}
            )
    return UNKNOWN
