"""Which pilots, our own and those of other cities, measured the same, and what they found."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any, NamedTuple

from django.core.cache import cache
from django.db.models import Count, Max

from city.digest import digest_of
from pilots.handing.pool import Pooled, Study, pool
from pilots.models import Conclusion, TakenOver

ENOUGH = 2


class Group(NamedTuple):
    """One measure, under the words of whoever measured it last."""

    key: str
    name: dict
    unit: dict
    direction: str
    definition: dict
    pooled: Pooled


def pooled_groups() -> dict[str, Group]:
    """Measures that several pilots have in common, by the key in their address. Results are never
    changed, so what was computed once holds until there is another one, for every process."""
    last = [
        *Conclusion.objects.aggregate(Max("pk"), n=Count("pk")).values(),
        *TakenOver.objects.aggregate(Max("pk"), n=Count("pk")).values(),
    ]
    key = "pilots.pooled." + ".".join(str(each) for each in last)
    return cache.get_or_set(key, lambda: group(_own() + _taken_over()), 3600) or {}


def group(found: Iterable[tuple[dict[str, Any], Study]]) -> dict[str, Group]:
    """Same name in files, same unit, both averages or both shares: the same measure."""
    by_key: dict[str, list] = defaultdict(list)
    for comparison, study in found:
        by_key[key_of(comparison)].append((comparison, study))
    return {
        key: _group(key, rows)
        for key, rows in sorted(by_key.items(), key=lambda item: -len(item[1]))
        if len(rows) >= ENOUGH
    }


def key_of(comparison: dict[str, Any]) -> str:
    same = [comparison["code"], comparison["unit"].get("ko", ""), comparison.get("statistic", "")]
    return digest_of(same)[:12]


def _group(key: str, rows: list[tuple[dict[str, Any], Study]]) -> Group:
    last = rows[-1][0]
    return Group(
        key, last["name"], last["unit"], last["direction"], last["definition"],
        pool([study for _comparison, study in rows]),
    )  # fmt: skip


def studies_in(
    comparisons: Iterable[dict[str, Any]], label: str, url: str
) -> list[tuple[dict[str, Any], Study]]:
    """What was planned and could be judged; beyond the comparison sites where there were any."""
    found = []
    for each in comparisons:
        said = each.get("adjusted") or each
        if each.get("is_exploratory") or not said.get("se") or said["difference"] is None:
            continue
        found.append((each, Study(label, said["difference"], said["se"], each["n_after"], url)))
    return found


def _own() -> list[tuple[dict[str, Any], Study]]:
    rows = Conclusion.objects.select_related("pilot").order_by("at", "pk")
    return [
        row
        for each in rows
        for row in studies_in(
            each.evidence["comparisons"], each.pilot.title["ko"], each.pilot.get_absolute_url()
        )
    ]


def _taken_over() -> list[tuple[dict[str, Any], Study]]:
    return [
        row
        for each in TakenOver.objects.order_by("at", "pk")
        for row in studies_in(
            each.content["evidence"]["comparisons"], f"{each.from_city} · {each.title['ko']}", ""
        )
    ]
