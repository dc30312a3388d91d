"""What the table of a survey hides, a measure that reads the same question must not tell."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from typing import Any

from city.hiding.scales import takes_apart
from pilots.models import Measure
from surveys.check import SCALE
from surveys.models import Question, Response
from surveys.words import options_of


def levels_of(measure: Measure) -> Sequence[int]:
    """What can be answered, where that is a scale whose levels are compared; else nothing."""
    question = measure.question
    if measure.source != Measure.Source.SURVEY or measure.statistic == Measure.Statistic.SHARE:
        return ()
    return SCALE if question and question.kind == Question.Kind.SCALE else ()


def share_tells_hidden(measure: Measure, k: int) -> bool:
    """The table hides a small answer together with others; a share over some of them would take
    them apart again."""
    question = measure.question
    if measure.source != Measure.Source.SURVEY or question is None:
        return False
    if question.kind not in (Question.Kind.SINGLE, Question.Kind.SCALE):
        return False
    counted = {str(each) for each in measure.counted}
    return any(takes_apart(counts, counted, k) for counts in _counts_of_waves(question))


def _counts_of_waves(question: Question) -> list[dict[Any, int]]:
    waves: dict[int, Counter] = defaultdict(Counter)
    rows = Response.objects.filter(wave__survey=question.survey_id)
    for wave, answers in rows.values_list("wave", "answers"):
        waves[wave][answers.get(question.code)] += 1
    codes = [option["code"] for option in options_of(question)]
    return [{code: counts[code] for code in codes} for counts in waves.values()]
