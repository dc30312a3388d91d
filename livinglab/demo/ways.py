"""How answers came in: panels invited wave by wave, two kiosks in public halls, papers typed in."""

import random
from datetime import datetime, timedelta

from livinglab.demo.people import Cast
from livinglab.demo.surveys import WALK
from pilots.models import Pilot
from pilots.workflow import Stage
from surveys.answer import answer
from surveys.models import Question, Response, Survey, Wave, WaveInvitation
from surveys.waves import ask_after_the_pilot, open_wave, plan_follow_ups
from surveys.ways.invite import invite_some, remind_some
from surveys.ways.kiosk import answer_at_kiosk, start_station
from surveys.ways.paper import settle, type_in

SEED = 14
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
STATIONS = {"시청 1층 민원실": 17, "과학도서관 1층": 26}
PAPERS = ["A-101", "A-102", "A-103", "A-104", "A-105", "A-106"]


def play_ways(cast: Cast, now: datetime) -> None:
    rng = random.Random(SEED)
    _ask_halfway(rng, now)
    _ask_again_later(now)
    for wave in Wave.objects.filter(opens_at__lt=now).select_related("survey"):
        _invite(wave, rng, now)
    everybody = Survey.objects.get(title__ko=WALK["title"]["ko"]).open_wave(now)
    _stand_in_halls(cast, everybody, rng, now)
    _type_in_papers(cast, everybody, rng, now)


def _ask_halfway(rng: random.Random, now: datetime) -> None:
    """A running pilot asks its panel halfway, and plans to ask once more."""
    pilot = (
        Pilot.objects.filter(stage=Stage.RUNNING, survey__waves__responses__isnull=False)
        .order_by("pk")
        .first()
    )
    if pilot is None:
        return
    kind, survey = Wave.Kind.DURING, pilot.survey
    wave = open_wave(
        survey=survey, kind=kind, opens_at=now - 9 * DAY, closes_at=now + 12 * DAY, remind_after=7,
    )  # fmt: skip
    open_wave(
        survey=survey, kind=kind, number=2, opens_at=now + 40 * DAY, closes_at=now + 54 * DAY,
        remind_after=7,
    )  # fmt: skip
    questions = list(survey.questions.all())
    before = Response.objects.filter(
        wave__survey=survey, wave__kind=Wave.Kind.BEFORE, panelist__may_answer=True
    )
    for response in before.select_related("panelist").order_by("pk"):
        if rng.random() < 0.62:
            answer(
                wave=wave, panelist=response.panelist, level=response.level,
                answers=_a_little_better(response.answers, questions, rng),
                at=now - timedelta(days=rng.uniform(1, 8.5)),
            )  # fmt: skip


def _a_little_better(answers: dict, questions: list[Question], rng: random.Random) -> dict:
    steps = {
        question.code: rng.choice([0, 0, 1])
        for question in questions
        if question.kind == Question.Kind.SCALE and question.code in answers
    }
    return answers | {code: min(5, answers[code] + step) for code, step in steps.items()}


def _ask_again_later(now: datetime) -> None:
    pilot = (
        Pilot.objects.filter(stage=Stage.CONCLUDED, survey__isnull=False, conclusion__isnull=False)
        .order_by("-conclusion__at")
        .first()
    )
    if pilot is not None:
        ask_after_the_pilot(survey=pilot.survey, wanted=True)
        plan_follow_ups(survey=pilot.survey, concluded_at=pilot.conclusion.at)


def _invite(wave: Wave, rng: random.Random, now: datetime) -> None:
    """As the clock would have done it, an hour after the wave opened and a week later."""
    asked_at = wave.opens_at + HOUR
    if not wave.is_open(asked_at) or asked_at > now:
        return
    invite_some(wave=wave, at=asked_at)
    silent = WaveInvitation.objects.filter(wave=wave).exclude(panelist__responses__wave=wave)
    for invitation in silent.order_by("pk"):
        if rng.random() < 0.4:
            invitation.opened_at = asked_at + timedelta(hours=rng.uniform(1, 90))
            invitation.save(update_fields=["opened_at"])
    if wave.remind_after and asked_at + 7 * DAY < now:
        remind_some(wave=wave, at=asked_at + wave.remind_after * DAY)


def _stand_in_halls(cast: Cast, wave: Wave, rng: random.Random, now: datetime) -> None:
    officer, start = cast.by_email["officer@demo.test"], now - 8 * DAY
    for name, count in STATIONS.items():
        station = start_station(wave=wave, name=name, by=officer, at=start)
        for number in range(count):
            answer_at_kiosk(
                station=station, answers=_some_answers(wave, rng),
                at=start + (number + rng.random()) * timedelta(hours=7),
            )  # fmt: skip


def _type_in_papers(cast: Cast, wave: Wave, rng: random.Random, now: datetime) -> None:
    """Three agree, one was settled, one differs still, and the last waits for its second entry."""
    officer, manager = cast.by_email["officer@demo.test"], cast.by_email["manager@demo.test"]
    for place, number in enumerate(PAPERS):
        at, answers = now - timedelta(days=5, minutes=-9 * place), _some_answers(wave, rng)
        type_in(wave=wave, number=number, answers=answers, by=officer, at=at)
        if number == PAPERS[-1]:
            return
        slip = {"safe": 6 - answers["safe"] if answers["safe"] != 3 else 4} if place > 2 else {}
        entry = type_in(wave=wave, number=number, answers=answers | slip, by=manager, at=at + DAY)
        if place == 3:
            settle(entry=entry, chosen={"safe": "first"}, by=manager, at=at + DAY + HOUR)


def _some_answers(wave: Wave, rng: random.Random) -> dict:
    answers: dict = {}
    for question in wave.survey.questions.all():
        if question.kind == Question.Kind.SCALE:
            answers[question.code] = min(5, max(1, round(rng.gauss(2.6, 1.1))))
        elif question.kind == Question.Kind.SINGLE:
            answers[question.code] = rng.choice(question.options)["code"]
    return answers
