"""Districts shaded by how many rows they have, or how many for every 1,000 residents."""

from collections import Counter
from dataclasses import dataclass
from datetime import date

from django.db.models import Count
from django.http import QueryDict

from maps.counting import FACETS
from maps.models import District
from maps.population import known_of_all
from maps.shades import Shades, shades_of
from maps.tiles import filters_only
from maps.view import look_at

PER = ("residents", "count")
STEPS = ("quantiles", "equal")
USUAL = (PER[0], STEPS[0])
THOUSAND = 1_000


@dataclass(frozen=True)
class Area:
    """A district's row of the table that stands beside the map."""

    code: str
    name: str
    count: int
    residents: int | None  # not known where nobody has told
    value: float | None
    shade: int | None

    @property
    def per_1000(self) -> float | None:
        return self.count * THOUSAND / self.residents if self.residents else None


@dataclass(frozen=True)
class Shaded:
    areas: list[Area]
    shades: Shades
    per: str
    steps: str
    as_of: date | None  # the day of the oldest number of residents

    @property
    def has_unknown(self) -> bool:
        return any(area.value is None for area in self.areas)

    @property
    def layers(self) -> str:
        """The same picture in the address of the map (static/js/maps/layers.js)."""
        chosen = [self.per, self.steps]
        return ".".join(["districts", *(each for each in chosen if each not in USUAL)])


def shaded_districts(name: str, query: QueryDict) -> Shaded:
    """What the filters of an address leave in each district of today; `per` and `steps` say how
    it is shaded."""
    per = next((each for each in PER if each == query.get("per")), PER[0])
    steps = next((each for each in STEPS if each == query.get("steps")), STEPS[0])
    counts = counts_by_district(name, query)
    known = known_of_all()
    districts = list(District.objects.current().without_outline().order_by("code"))
    residents = {each.pk: known[each.pk].persons for each in districts if each.pk in known}
    values = {
        each.pk: _value(counts.get(each.code, 0), residents.get(each.pk), per)
        for each in districts
    }  # fmt: skip
    shades = shades_of(list(values.values()), steps)
    return Shaded(
        areas=[
            Area(
                each.code, str(each), counts.get(each.code, 0), residents.get(each.pk),
                values[each.pk], shades.of(values[each.pk]),
            )
            for each in districts
        ],
        shades=shades,
        per=per,
        steps=steps,
        as_of=min((known[pk].as_of for pk in residents), default=None),
    )  # fmt: skip


def _value(count: int, residents: int | None, per: str) -> float | None:
    if per == "count":
        return count
    return round(count * THOUSAND / residents, 2) if residents else None


def counts_by_district(name: str, query: QueryDict) -> dict[str, int]:
    """With and without a point; a district also counts what its predecessors had."""
    filters = filters_only(query)
    view = look_at(name, filters, most=1)
    rules = [
        each.q() for each in view.layer.conditions(filters) if each.column not in FACETS["district"]
    ]
    unplaced = view.layer.rows().filter(*rules, cell__isnull=True)
    counts = Counter(view.found.facets["district"])
    counts.update(dict(unplaced.order_by().values_list("district_id").annotate(Count("pk"))))
    return {
        choice.value: sum(counts[key] for key in choice.values)
        for choice in view.layer.choices()["district"]
    }
