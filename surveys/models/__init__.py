"""Questionnaires asked in waves of a panel whose members are known by a code, not by name."""

from surveys.models.asked import (
    KioskStation,
    PaperEntry,
    Response,
    ResponseImport,
    SavedAnswers,
    TextReview,
    Wave,
    WaveInvitation,
)
from surveys.models.kept import KeptWave
from surveys.models.photo import AnswerPhoto
from surveys.models.questionnaire import (
    Panel,
    Panelist,
    Question,
    Section,
    Survey,
    SurveyQuerySet,
    new_code,
)

__all__ = [
    "AnswerPhoto",
    "KeptWave",
    "KioskStation",
    "Panel",
    "Panelist",
    "PaperEntry",
    "Question",
    "Response",
    "ResponseImport",
    "SavedAnswers",
    "Section",
    "Survey",
    "SurveyQuerySet",
    "TextReview",
    "Wave",
    "WaveInvitation",
    "new_code",
]
