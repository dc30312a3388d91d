"""A questionnaire is asked once it has questions."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from city.words import words
from surveys.make import create_survey
from surveys.waves import open_wave


def test_a_survey_without_questions_does_not_open(city):
    survey = create_survey(title=words("빈 설문"), questions=[])

    with pytest.raises(ValidationError):
        open_wave(survey=survey, kind="once", opens_at=timezone.now())
    assert not survey.waves.exists()


def test_an_officer_is_told_what_is_missing(city, officer, sign_in):
    survey = create_survey(title=words("빈 설문"), questions=[])
    opens = timezone.localtime() + timedelta(hours=1)

    page = sign_in(officer).post(
        f"/desk/surveys/{survey.pk}/wave/",
        {"kind": "once", "opens_at": f"{opens:%Y-%m-%dT%H:%M}"},
    )

    assert page.status_code == 422
    assert "문항을 하나 이상" in page.content.decode()
