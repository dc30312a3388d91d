"""A questionnaire for the tests, and people who answer it."""

from datetime import timedelta

from django.utils import timezone

from city.words import words
from surveys.answer import answer
from surveys.make import create_survey
from surveys.panel import panelist_for
from surveys.waves import open_wave
from tests.factories import UserFactory

QUESTIONS = [
    {
        "code": "walk", "kind": "single", "words": words("길을 건너십니까?", "Do you cross the street?"),
        "options": [
            {"code": "daily", "ko": "매일", "en": "Every day"},
            {"code": "weekly", "ko": "가끔", "en": "Now and then"},
            {"code": "never", "ko": "건너지 않음", "en": "Never"},
        ],
    },
    {
        "code": "why", "kind": "multiple", "words": words("왜 건너십니까?", "Why?"), "is_required": False,
        "options": [{"code": "school", "ko": "학교"}, {"code": "shop", "ko": "장보기"}],
    },
    {
        "code": "ease", "kind": "scale", "words": words("건너기 쉽습니까?", "Is it easy?"),
        "options": {"low": words("매우 어렵다", "Very hard"), "high": words("매우 쉽다", "Very easy")},
    },
    {
        "code": "wait", "kind": "number", "words": words("몇 초 기다리십니까?", "How many seconds?"),
        "unit": words("초", "seconds"), "smallest": 0, "largest": 300, "is_required": False,
    },
    {"code": "more", "kind": "text", "words": words("더 하실 말씀", "Anything else"), "is_required": False},
]  # fmt: skip
GOOD = {"walk": "daily", "why": ["shop"], "ease": 4, "wait": 30, "more": "신호가 짧아요"}


def make_survey(questions=QUESTIONS, is_public=True, **fields):
    return create_survey(
        title=words("횡단보도 설문", "Crossing survey"),
        questions=questions,
        is_public=is_public,
        **fields,
    )


def make_wave(survey=None, kind="once", days=7):
    now = timezone.now()
    return open_wave(
        survey=survey or make_survey(), kind=kind,
        opens_at=now - timedelta(days=1), closes_at=now + timedelta(days=days),
    )  # fmt: skip


def panelist_of(wave, person=None):
    return panelist_for(panel=wave.survey.panel, person=person or UserFactory())


def let_people_answer(wave, answers):
    """Each answer comes from another person."""
    return [answer(wave=wave, panelist=panelist_of(wave), answers=given) for given in answers]
