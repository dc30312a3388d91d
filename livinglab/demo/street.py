"""Posters at two pilots of the demo city, what passers-by answered, and what they reported."""

import random
from datetime import datetime, timedelta

from django.utils import timezone

from accounts.models import User
from city.words import Words, words
from pilots.models import Pilot, StreetAnswer, StreetPoster
from pilots.street.answer import answer_from_street
from pilots.street.ask import ask_from_street
from pilots.street.read import read_words
from pilots.trouble.answer import answer_trouble
from pilots.trouble.report import report_trouble

# By the key of the pilot: what its posters ask, days from the start until the last answer, and what
# people said.
ASKED: dict[str, tuple[Words, int, list[str]]] = {
    "crossing": (
        words("초록불 시간 안에 마음 놓고 건넜습니까?", "Could you cross at ease while it was green?"),
        80,
        ["어머니가 뛰지 않고 건너셨어요.", "비 오는 날에는 조금 짧은 것 같습니다.",
         "유모차를 밀고도 여유가 있었어요."],
    ),
    "rubbish-corner": (
        words("지금 이 골목 모퉁이는 어떻습니까?", "How is this corner of the alley now?"),
        110,
        ["밤에 지나가기가 한결 낫습니다.", "꽃이 있으니 버리기가 미안해요.",
         "월요일 아침에는 그대로입니다."],
    ),
}  # fmt: skip
ALTOGETHER = 36


def hear_passers_by(key: str, pilot: Pilot, by: User) -> None:
    """Called while the pilot runs; what was answered is fixed when it moves on."""
    if key not in ASKED:
        return
    question, days, said = ASKED[key]
    rng = random.Random(key)  # its own, so that nothing else in the city changes
    began = pilot.stage_since
    ask_from_street(pilot=pilot, by=by, at=began, rating_question=question)
    posters = list(StreetPoster.objects.filter(site__pilot=pilot))
    for number in range(ALTOGETHER):
        answer_from_street(
            poster=posters[number % len(posters)],
            rating=rng.choices((1, 2, 3, 4, 5), (2, 3, 5, 9, 7))[0],
            text=said[number // 15] if number % 15 == 0 else "",
            at=began + timedelta(days=1 + number * days / ALTOGETHER, minutes=17 * number % 400),
        )
    words_said = StreetAnswer.objects.filter(poster__in=posters).exclude(text="").order_by("pk")
    for answer in words_said[:2]:  # the third still waits for an officer
        read_words(answer=answer, show=True, by=by, at=answer.created_at + timedelta(days=1))


def play_trouble(pilots: dict[str, Pilot], by: User, neighbour: User, now: datetime) -> None:
    """One report was settled in time, one danger is open."""
    pilot = pilots["rubbish-corner"]
    first, second = pilot.sites.filter(arm="test").order_by("pk")[:2]
    earlier = timezone.localtime(now - timedelta(days=9))
    broken = report_trouble(
        pilot=pilot, site=second, kind="broken", by=neighbour, at=earlier,
        text="요일판의 화요일 칸이 떨어져서 무슨 날인지 알 수 없습니다.",
    )  # fmt: skip
    answer_trouble(
        report=broken, by=by, closes=True, at=earlier + timedelta(hours=20),
        text=words("요일판을 다시 붙이고 나사를 더 긴 것으로 바꾸었습니다.",
                   "The sign is fixed again, with longer screws."),
    )  # fmt: skip
    report_trouble(
        pilot=pilot, site=first, kind="danger", at=now - timedelta(hours=5),
        text="화분 받침 하나가 깨져 모서리가 골목 쪽으로 튀어나와 있습니다. 아이들이 다칠 것 같습니다.",
    )  # fmt: skip
