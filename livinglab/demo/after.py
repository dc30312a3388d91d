"""Plays what follows a result: looking again, another city's pilot taken over, results pooled."""

import copy
import json
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from city.calendar import end_of_day
from city.digest import canonical, digest_of
from city.words import words
from livinglab.demo.people import Cast
from pilots.after.recheck import nag_of_rechecks, recheck
from pilots.handing.file import FORMAT, VERSION
from pilots.handing.take_over import take_over
from pilots.handing.write import content_of
from pilots.models import Pilot

TEXT = Path(__file__).parent / "texts" / "handover.json"

LOOKED_AGAIN = {
    "loading-bay": (
        "gone", {"blocked": 52.6},
        words(
            "두 주 동안 오전마다 다시 쟀습니다. 표지판은 그대로 있지만 막는 시간은 실증 전과 같습니다. "
            "상인회가 시작한 배송 시간 나누기는 따로 지켜보고 있습니다.",
            "We measured every morning for two weeks. The sign is still there, but the lane is "
            "blocked as long as before. The traders’ own delivery hours are watched apart.",
        ),
    ),
    "voice-warning": (
        "unknown", {},
        words(
            "장치를 떼어 낸 뒤 정문에 횡단 안전 지도사가 새로 왔습니다. 무엇 때문에 달라졌는지 가릴 수 "
            "없어 다시 재지 않았습니다.",
            "After the device was taken down a crossing guard started at the gate. What made the "
            "difference could not be told apart, so nothing was measured again.",
        ),
    ),
}  # fmt: skip

# Invented cities that tested the same crossing: how the share who crossed in time changed.
NEIGHBOURS = [
    ("한들시(시연용)", "어르신이 천천히 건너는 횡단보도", 4.6, 1.1),
    ("늘푸른시(시연용)", "시장 앞 기다려 주는 신호", 8.1, 1.6),
]


def play_after(cast: Cast, pilots: dict[str, Pilot], now: datetime) -> None:
    for key, (finding, values, said) in LOOKED_AGAIN.items():
        pilot = pilots[key]
        due = end_of_day(pilot.rechecks.get(months=6).due_on)
        recheck(
            pilot=pilot, months=6, finding=finding, words=said, values=values, by=pilot.manager,
            at=min(due - timedelta(days=4, hours=9), now),
        )  # fmt: skip
    nag_of_rechecks(at=now - timedelta(hours=6))
    then = now - timedelta(days=9)
    take_over(file=sealed(_of_the_bus_stops(then)), by=cast.manager, at=then)
    ours = content_of(pilots["crossing"].conclusion)
    for city, title, change, se in NEIGHBOURS:
        theirs = sealed(_the_same_elsewhere(ours, city, title, change, se))
        take_over(file=theirs, by=cast.manager, as_draft=False, at=then + timedelta(hours=1))


def sealed(content: dict[str, Any]) -> bytes:
    """As the other city would have written it."""
    content["conclusion"]["sha256"] = digest_of(content["evidence"])
    whole = {"format": FORMAT, "version": VERSION, "content": content}
    return canonical(whole | {"sha256": digest_of(content)})


def _of_the_bus_stops(then: datetime) -> dict[str, Any]:
    content = json.loads(TEXT.read_text("utf-8"))
    content["as_of"] = content["conclusion"]["at"] = (then - timedelta(days=60)).isoformat()
    return content


def _the_same_elsewhere(ours, city: str, title: str, change: float, se: float) -> dict[str, Any]:
    content = copy.deepcopy(ours)
    content["city"] = {"name": {"ko": city}, "operator": {}}
    content["pilot"]["title"] = {"ko": title}
    content["rechecks"] = []
    primary = next(each for each in content["evidence"]["comparisons"] if each["is_primary"])
    primary |= {
        "difference": change, "se": se, "low": change - 2 * se, "high": change + 2 * se,
        "mean_after": primary["mean_before"] + change, "adjusted": None, "series": [],
    }  # fmt: skip
    content["evidence"]["comparisons"] = [primary]
    return content
