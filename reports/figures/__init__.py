"""The registry: every public figure of the city, once, by subject."""

from city.words import Words, words
from reports.figures import (
    answers,
    channels,
    funnel,
    money,
    openness,
    origin,
    people,
    pilots,
    promises,
    proposals,
    retention,
    support,
    surveys,
)
from reports.figures.definition import EVERY_CUT, WHOLE, Definition
from reports.figures.dimensions import DIMENSIONS, cut_key
from reports.figures.pilots import MEASURE_CHANGE

# In the order of the page that shows them all.
SUBJECTS: tuple[tuple[str, Words, tuple[Definition, ...]], ...] = (
    ("proposals", words("제안", "Proposals"), proposals.FIGURES),
    ("funnel", words("제안이 걸어온 길", "The way of a proposal"), funnel.FIGURES),
    ("answers", words("답변", "Answers"), answers.FIGURES),
    ("support", words("공감", "Support"), support.FIGURES),
    ("people", words("참여한 사람", "Who takes part"), people.FIGURES),
    ("channels", words("접수 경로", "Channels"), channels.FIGURES),
    ("promises", words("약속과 주민 확인", "Promises and confirmations"), promises.FIGURES),
    ("surveys", words("설문", "Surveys"), surveys.FIGURES),
    ("pilots", words("실증", "Pilots"), (*pilots.FIGURES, *origin.FIGURES, MEASURE_CHANGE)),
    ("staying", words("실증에 남는 사람", "Who stays in pilots"), retention.FIGURES),
    ("money", words("실증의 돈", "Money of pilots"), money.FIGURES),
    ("openness", words("가린 글과 거절", "Texts hidden, proposals refused"), openness.FIGURES),
)
BY_KEY: dict[str, Definition] = {d.key: d for _slug, _name, figures in SUBJECTS for d in figures}
DEFINITIONS: tuple[Definition, ...] = tuple(d for d in BY_KEY.values() if d is not MEASURE_CHANGE)

__all__ = [
    "BY_KEY", "DEFINITIONS", "DIMENSIONS", "EVERY_CUT", "MEASURE_CHANGE", "SUBJECTS", "WHOLE",
    "Definition", "cut_key",
]  # fmt: skip
