"""What pilots need beside the cast: an instrument with two waves."""

import pytest
from django.utils import timezone

from city.words import words
from surveys.models import Panel, Question, Survey, Wave


@pytest.fixture
def instrument():
    """Gives a pilot a survey with one question on a scale, and its waves before and after."""

    def _instrument(pilot):
        panel = Panel.objects.create(name="패널")
        survey = Survey.objects.create(title=words("설문", "Survey"), panel=panel)
        question = Question.objects.create(
            survey=survey, code="safe", kind="scale", words=words("안전합니까?", "Is it safe?")
        )
        pilot.survey, pilot.panel = survey, panel
        pilot.save()
        waves = [
            Wave.objects.create(survey=survey, kind=kind, opens_at=timezone.now())
            for kind in ("before", "after")
        ]
        return survey, question, *waves

    return _instrument
