"""Decides what a run tells of people in groups, and keeps it, so that the next can be compared."""

from datetime import datetime
from typing import Any

from django.db import transaction

from city.hiding.groups import Parts, add_up, are_open, hidden_groups
from city.hiding.over_time import may_tell_whole, told_anew
from city.models import City
from reports.figures import Definition, cut_key
from reports.hiding.history import EVERYBODY, History
from reports.models import ShownGroups

# One cut of one figure: what it was cut by, its values, and how many people each part holds.
Row = dict[str, Any]
Cuts = dict[str, dict[str, Parts]]  # {"level": {"level=guest": (7,), …}}, and under "" everybody
Told = dict[str, set[str]]  # of each cut the groups told anew
OF_ROW = ("value", "n", "extra")
HIDDEN: Row = {"value": None, "n": None, "extra": {}, "is_suppressed": True}


@transaction.atomic
def tell_people(d: Definition, rows: list[Row], *, as_of: datetime) -> list[Row]:
    """Each row as it may be seen: with its value, with the value told before, or hidden.

    A value told before says of when it is in its `extra`. Where nobody may know how many people
    there are in all, groups that were never told are left out.
    """
    cuts = _parts_by_cut(d, rows)
    if not d.people:
        return rows
    # Of two runs at once the second waits, and is compared with the first.
    city = City.objects.select_for_update(no_key=True).get(pk=City.objects.current().pk)
    history = History.of(d, as_of)
    told = _decide(d, cuts, history, city.smallest_group)
    if not history.is_kept:
        _keep(d, as_of, cuts, told, rows)
    anew = set().union(*told.values())
    seen = [
        row if cut_key(row["cut"]) in anew
        else row | (history.told_before(cut_key(row["cut"]), city.smallest_group) or HIDDEN)
        for row in rows
    ]  # fmt: skip
    if not _are_few(cuts, city.smallest_group):
        return seen
    # How many groups there are would tell how few each of them holds.
    return [row for row in seen if not row["cut"] or not row.get("is_suppressed")]


def _parts_by_cut(d: Definition, rows: list[Row]) -> Cuts:
    cuts: Cuts = {",".join(sorted(cut)): {} for cut in d.cuts}
    for row in rows:
        cuts[",".join(sorted(row["cut"]))][cut_key(row["cut"])] = row.pop("people")
    largest = next((groups for cut, groups in cuts.items() if groups), {})
    everybody = add_up(largest.values()) or (0,) * len(d.people)
    return {**cuts, EVERYBODY: {EVERYBODY: everybody}}


def _decide(d: Definition, cuts: Cuts, history: History, k: int) -> Told:
    """What was decided of the same people at the same time stays decided."""
    told = {cut: groups for cut, groups in history.decided.items() if cut in cuts}
    if EVERYBODY not in told:
        told[EVERYBODY] = _whole(d, cuts, history, k)
    if told[EVERYBODY]:
        for cut in cuts.keys() - told.keys():
            told[cut] = _groups(cut, cuts[cut], history, k)
    return told


def _groups(cut: str, groups: dict[str, Parts], history: History, k: int) -> set[str]:
    again = history.told_of_the_same(cut, groups)
    if again is not None and all(are_open(groups[group], k) for group in again):
        return again
    hidden = hidden_groups(groups, k)
    small = groups.keys() if hidden is None else hidden
    return told_anew(groups, small, history.tellings(cut), k)


def _whole(d: Definition, cuts: Cuts, history: History, k: int) -> set[str]:
    if d.whole_is_public:
        return {EVERYBODY}
    now = cuts[EVERYBODY][EVERYBODY]
    is_told = not _are_few(cuts, k) and may_tell_whole(now, history.wholes(), k)
    return {EVERYBODY} if is_told else set()


def _are_few(cuts: Cuts, k: int) -> bool:
    return any(hidden_groups(groups, k) is None for groups in cuts.values())


def _keep(d: Definition, as_of: datetime, cuts: Cuts, told: Told, rows: list[Row]) -> None:
    by_key = {cut_key(row["cut"]): {name: row[name] for name in OF_ROW} for row in rows}
    ShownGroups.objects.bulk_create(
        ShownGroups(
            as_of=as_of, key=d.key, cut=cut, counted=groups,
            shown={group: by_key.get(group, {}) for group in told.get(cut, ())},
        )
        for cut, groups in cuts.items()
    )  # fmt: skip
