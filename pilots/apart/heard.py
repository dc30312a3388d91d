"""Who went on telling: asked and answered at each turn, by how people came, and what they said.

Those who run the pilot count at the moment they look. The public reads what was counted at night and
kept, so that nobody learns that one person answered (city/keep_counts.py).
"""

from collections import defaultdict
from datetime import datetime
from typing import Any

from django.db.models import Count
from django.utils import timezone

from city.hiding.kept import Kept
from city.keep_counts import kept_counts, tell_counts
from city.shares import share
from pilots.models import AskedAgain, Pilot, Turn

CAME_AS = dict(AskedAgain._meta.get_field("came_as").flatchoices)
ANSWERED = tuple(f"{came}:answered" for came in CAME_AS)
SILENT = tuple(f"{came}:silent" for came in CAME_AS)
# Each way in which people came; or all of them together.
DETAILS = (tuple((name,) for name in ANSWERED + SILENT), (ANSWERED, SILENT))
Counts = dict[str, int]


def heard(pilot: Pilot, *, for_staff: bool = False) -> list[dict[str, Any]]:
    """One row a turn, with a row for each way in which people came, where that is told."""
    counts = _counted(AskedAgain.objects.filter(pilot=pilot))
    now = timezone.now()
    kept = (
        {
            thread: Kept({(name,): n for name, n in each.items()}, now)
            for thread, each in counts.items()
        }
        if for_staff
        else kept_counts(counts)
    )
    return [
        _turn(turn, kept.get(thread))
        for turn in Turn
        if (thread := _thread(pilot.pk, turn)) in counts
    ]


def tell_who_went_on(at: datetime | None = None) -> int:
    """Called by the clock, for the pages of all pilots."""
    return tell_counts(_counted(AskedAgain.objects.all()), DETAILS, at=at or timezone.now())


def _counted(asked) -> dict[str, Counts]:
    rows = (
        asked.order_by()
        .values_list("pilot", "turn", "came_as")
        .annotate(asked=Count("pk"), answered=Count("answered_at"))
    )
    counted: dict[str, Counts] = defaultdict(lambda: dict.fromkeys(ANSWERED + SILENT, 0))
    for pilot, turn, came, asked_in_all, answered in rows:
        counted[_thread(pilot, turn)] |= {
            f"{came}:answered": answered, f"{came}:silent": asked_in_all - answered,
        }  # fmt: skip
    return counted


def _thread(pilot: int, turn: str) -> str:
    return f"heard:{pilot}:{turn}"


def _turn(turn: Turn, kept: Kept | None) -> dict[str, Any]:
    whole = _said(kept, ANSWERED, SILENT)
    ways = [
        {"came_as": came, "label": label, **_said(kept, (f"{came}:answered",), (f"{came}:silent",))}
        for came, label in CAME_AS.items()
    ]
    return {
        "turn": turn, "label": turn.label, "as_of": kept and kept.at, **whole,
        "ways": [way for way in ways if way["asked"]],
    }  # fmt: skip


def _said(kept: Kept | None, said: tuple[str, ...], silent: tuple[str, ...]) -> dict[str, Any]:
    answered = kept.count(*said) if kept else None
    did_not = kept.count(*silent) if kept else None
    if answered is None or did_not is None:
        return {"asked": None, "answered": None, "share": None}
    asked = answered + did_not
    return {"asked": asked, "answered": answered, "share": share(answered, asked)}


def words_said(pilot: Pilot):
    """For those who run the pilot: what was said, without who said it."""
    said = AskedAgain.objects.filter(pilot=pilot, answered_at__isnull=False).exclude(text="")
    return said.order_by("-answered_at", "-pk").only("turn", "rating", "text", "answered_at")
