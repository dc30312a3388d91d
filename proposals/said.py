"""What pages say of the answers to "Is it really better?": counted once a night, and kept.

The clock tells them anew where nothing about a few people follows from it (city/keep_counts.py).
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.utils import timezone

from city.hiding.kept import Kept
from city.keep_counts import kept_counts, tell_counts
from city.shares import share
from proposals.confirm import Round, rounds_of
from proposals.models import Commitment

ANSWERED = ("yes", "no", "unsure")
# Who answered what, or only who said yes, or only who answered; always beside who did not.
DETAILS = (
    (("yes",), ("no",), ("unsure",), ("silent",)),
    (("yes",), ("no", "unsure"), ("silent",)),
    (ANSWERED, ("silent",)),
)


def tell_answers(at: datetime | None = None) -> int:
    """Called by the clock: of every promise of a public proposal of which residents were asked."""
    public = Commitment.objects.public().values("pk")
    rounds = [each for found in rounds_of(public).values() for each in found]
    counted = {_thread(each): _parts(each) for each in rounds}
    return tell_counts(counted, DETAILS, at=at or timezone.now())


def said_of(commitments: Iterable[int]) -> dict[int, list[dict[str, Any]]]:
    """What was asked of each, earliest first, with what may be said of the answers."""
    rounds = rounds_of(commitments)
    kept = kept_counts([_thread(each) for found in rounds.values() for each in found])
    return {
        pk: [said(each, kept.get(_thread(each))) for each in found] for pk, found in rounds.items()
    }


def latest_said(rounds: list[dict[str, Any]]) -> dict[str, Any] | None:
    """The latest round of which something can be said: one just asked does not hide the one before."""
    return next(
        (each for each in reversed(rounds) if each.get("better")), rounds[-1] if rounds else None
    )


def said(asked: Round, kept: Kept | None) -> dict[str, Any]:
    """One round for a page. How many were asked is as public as the support is; once answers are
    told it is of the same night as they."""
    if kept is None:
        return {"round": asked["round"], "asked": asked["asked"]}
    answered, silent = kept.count(*ANSWERED) or 0, kept.count("silent") or 0
    shown: dict[str, Any] = {
        "round": asked["round"], "asked": answered + silent, "answered": answered,
        "silent": silent, "as_of": kept.at,
    }  # fmt: skip
    if (yes := kept.count("yes")) is not None:
        shown |= {"yes": yes, "not_yes": answered - yes, "better": share(yes, answered)}
    if (no := kept.count("no")) is not None:
        shown |= {"no": no, "unsure": kept.count("unsure")}
    return shown


def _thread(asked: Round) -> str:
    """Asked anew after the work was redone, it is another question."""
    return f"confirmed:{asked['commitment']}:{asked['round']}:{int(asked['asked_at'].timestamp())}"


def _parts(asked: Round) -> dict[str, int]:
    return {
        **{answer: asked[answer] for answer in ANSWERED},
        "silent": asked["asked"] - asked["answered"],
    }
