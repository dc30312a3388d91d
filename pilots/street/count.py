"""What passers-by answered, counted once when the test ends, so that no later count can be
compared with an earlier one; small groups are hidden by the one algorithm (city/hiding)."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from city.hiding.groups import is_small
from city.models import City
from pilots.models import Pilot, StreetAnswer
from pilots.street.ask import asking_of
from surveys.figures.cross import Table, most_told, tell
from surveys.parts import Part, Shape

LEVELS = (1, 2, 3, 4, 5)
RATING = Part("rating", "rating", Shape.LEVELS, "scale", LEVELS)
Rated = Mapping[int, Counter]  # of each site: how many chose which number


def close_street(*, pilot: Pilot, at: datetime) -> None:
    """Called when the pilot stops running; what the public may read is fixed from now on."""
    asking = asking_of(pilot, for_update=True)
    if asking is None or asking.counted_at:
        return
    names = {site.pk: dict(site.name) for site in pilot.sites.filter(poster__isnull=False)}
    k = City.objects.current().smallest_group
    asking.counted = spread(ratings_of(pilot, names), k) | {"names": _keys(names)}
    asking.counted_at = at
    asking.save(update_fields=["counted", "counted_at"])


def ratings_of(pilot: Pilot, sites: Iterable[int]) -> dict[int, Counter]:
    """Of every site, also where nobody answered."""
    rated: dict[int, Counter] = defaultdict(Counter, {site: Counter() for site in sites})
    rows = StreetAnswer.objects.filter(poster__site__pilot=pilot).order_by()
    for site, rating in rows.values_list("poster__site", "rating"):
        rated[site][rating] += 1
    return dict(rated)


def spread(rated: Rated, k: int) -> dict[str, Any]:
    """Pure: the whole, and sites put together until each group that is told has k people.
    Numbers that few chose are told together with their neighbours."""
    sites, counts = list(rated), list(rated.values())
    people = sum(sum(each.values()) for each in counts)
    if is_small(people, k):
        return {"people": None}
    everybody = [list(range(len(sites)))]
    columns = [{RATING.column: each} for each in counts]
    groups, tables = most_told(columns, [RATING], k, [list(each.elements()) for each in counts])
    return {
        "people": people,
        "whole": _rows(tell(RATING, counts, everybody, k), everybody, sites, counts),
        "sites": _rows(tables[0] if tables else None, groups, sites, counts),
    }


def _rows(
    table: Table | None, groups: Sequence[Sequence[int]], sites: list[int], counts: list[Counter]
) -> dict[str, Any]:
    """Without a table only how many answered in each group."""
    levels = table.answers or [] if table else []
    return {
        "levels": [list(some) for some in levels],
        "groups": [
            {
                "sites": [sites[place] for place in group],
                "people": sum(counts[place].total() for place in group),
                "counts": [
                    sum(counts[place][level] for place in group for level in some)
                    for some in levels
                ],
            }
            for group in groups
        ],
    }


def _keys(names: Mapping[int, dict]) -> dict[str, dict]:
    """As JSON keeps them."""
    return {str(site): name for site, name in names.items()}
