"""Who went on telling: asked and answered at each turn, by how people came, and what they said."""

from collections.abc import Mapping
from typing import Any

from django.db.models import Count

from city.hiding.groups import hidden_groups
from city.models import City
from city.shares import share
from pilots.models import AskedAgain, Pilot, Turn

CAME_AS = dict(AskedAgain._meta.get_field("came_as").flatchoices)
Counts = Mapping[Any, tuple[int, int]]  # answered, silent


def heard(pilot: Pilot, *, for_staff: bool = False) -> list[dict[str, Any]]:
    """One row a turn, with a row for each way in which people came. Those who run the pilot see
    every number; the public none that is about a handful of people, nor one that gives it away."""
    rows = (
        AskedAgain.objects.filter(pilot=pilot)
        .order_by()
        .values_list("turn", "came_as")
        .annotate(asked=Count("pk"), answered=Count("answered_at"))
    )
    counts = {(turn, came): (answered, asked - answered) for turn, came, asked, answered in rows}
    smallest = 1 if for_staff else City.objects.current().smallest_group
    return [
        _turn(turn, {came: n for (t, came), n in counts.items() if t == turn}, smallest)
        for turn in Turn
        if any(t == turn for t, _came in counts)
    ]


def _turn(turn: Turn, by_way: Counts, smallest: int) -> dict[str, Any]:
    whole = (sum(n for n, _s in by_way.values()), sum(n for _a, n in by_way.values()))
    hidden = hidden_groups(dict(by_way), smallest)
    return {
        "turn": turn,
        "label": turn.label,
        **_said(None if hidden is None else whole),
        "ways": [
            {"came_as": came, "label": label,
             **_said(None if hidden is None or came in hidden else by_way[came])}
            for came, label in CAME_AS.items()
            if came in by_way
        ],
    }  # fmt: skip


def _said(counts: tuple[int, int] | None) -> dict[str, Any]:
    if counts is None:
        return {"asked": None, "answered": None, "share": None}
    answered, silent = counts
    return {
        "asked": answered + silent, "answered": answered,
        "share": share(answered, answered + silent),
    }  # fmt: skip


def words_said(pilot: Pilot):
    """For those who run the pilot: what was said, without who said it."""
    said = AskedAgain.objects.filter(pilot=pilot, answered_at__isnull=False).exclude(text="")
    return said.order_by("-answered_at", "-pk").only("turn", "rating", "text", "answered_at")
