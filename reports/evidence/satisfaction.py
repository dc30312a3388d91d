"""How a service was felt: n, average and method, from the published rows of surveys alone."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.utils import timezone

from city.words import Words, in_both, words
from reports.evidence.shape import Cell, Table, table
from reports.models import Run
from surveys.figures.published import PublishedWave, publish
from surveys.figures.weighted import weighted
from surveys.models import Question, Survey, Wave
from surveys.parts import Part, parts_of
from surveys.tally import tally
from surveys.words import options_of

NOT_SAID = words("적혀 있지 않음", "not described")
SOURCE = words(
    "끝난 설문 회차의 공개된 익명 자료. n은 문항에 답한 사람이고, 5가 무엇을 뜻하는지는 문항 뒤에 적습니다. "
    "빈칸은 사람이 적어 싣지 않은 값입니다.",
    "The published anonymised rows of waves that have closed. n: people who answered the question; "
    "what 5 stands for is said behind it. Blank: too few people to be told.",
)
COLUMNS = (
    words("서비스(설문)", "Service (survey)"), words("회차", "Wave"), words("문항", "Question"), words("n", "n"),
    words("평균(5점)", "Average (of 5)"), words("4~5점(%)", "4 or 5 (%)"),
    words("인구 가중 평균", "Weighted average"), words("조사 방법", "Method"),
)  # fmt: skip


def satisfaction_table(
    run: Run, *, since: date | None = None, until: date | None = None, survey: Survey | None = None
) -> Table:
    """Of the waves that closed in these days, or of all that one survey closed."""
    rows = [row for each in _surveys(survey) for row in _rows(each, run, since, until)]
    return table(words("만족도와 체감", "Satisfaction"), COLUMNS, rows, SOURCE)


def asks_for_it(question: Question, survey: Survey) -> bool:
    """Of a pilot's survey every scale says how its service was felt; of others, those that end in
    “satisfied”."""
    if question.kind not in (Question.Kind.SCALE, Question.Kind.MATRIX):
        return False
    return hasattr(survey, "pilot") or "satisf" in question.code or "만족" in _best(question)["ko"]


def _best(question: Question) -> Words:
    """What the highest level is called."""
    return Words({"ko": "", **options_of(question)[-1]["words"]})


def _surveys(survey: Survey | None):
    if survey is not None:
        return [survey]
    kinds = (Question.Kind.SCALE, Question.Kind.MATRIX)
    asked = Question.objects.filter(kind__in=kinds).values("survey")
    rows = Survey.objects.readable().filter(pk__in=asked).select_related("pilot")
    return rows.order_by("created_at", "pk")


def _rows(survey: Survey, run: Run, since: date | None, until: date | None) -> Iterator[list[Cell]]:
    questions = [each for each in survey.questions.all() if asks_for_it(each, survey)]
    if not questions or not any(_is_within(w, run, since, until) for w in survey.waves.all()):
        return
    published = publish(survey, run.as_of)
    for told in published.told:
        if not _is_within(told.wave, run, since, until):
            continue
        for question in questions:
            for part in parts_of(question):
                yield _row(survey, question, part, published, told)


def _is_within(wave: Wave, run: Run, since: date | None, until: date | None) -> bool:
    if wave.closes_at is None or wave.closes_at > run.as_of:
        return False
    closed = timezone.localdate(wave.closes_at)
    return (since is None or closed >= since) and (until is None or closed <= until)


def _row(
    survey: Survey, question: Question, part: Part, published: Any, told: PublishedWave
) -> list[Cell]:
    counted = tally(part, told.rows)
    shares = {each.code: each.share for each in counted.answers}
    best = [shares.get(code) for code in part.codes[-2:]]
    heavy = weighted(published, told, part).average if published.is_weighted else None
    return [
        Words(survey.title), in_both(lambda: str(told.wave)), _asked(question, part), counted.n,
        _rounded(counted.average), _percent(best), _rounded(heavy), Words(survey.method) or NOT_SAID,
    ]  # fmt: skip


def _asked(question: Question, part: Part) -> Words:
    """The question, the statement of a matrix, and what 5 stands for."""
    asked, item, best = Words(question.words), Words(part.words), _best(question)

    def said() -> str:
        whole = f"{asked} – {item}" if item else str(asked)
        return f"{whole} (5: {best})" if best else whole

    return in_both(said)


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 2)


def _percent(shares: list[float | None]) -> float | None:
    if any(share is None for share in shares):
        return None
    return round(100 * sum(share or 0 for share in shares), 1)
