"""The tables that only grow, in parts: what happened, what was measured, what was answered.

Their parts hold rows of all proposals and pilots, hidden ones too, and of any time; what of them a
reader may see at a time is decided where they are opened (reports/extract/files.py). Events lie in
the order of their proposals, so that those of a block are found without reading the others.
"""

import hashlib
from collections.abc import Callable
from datetime import datetime

from django.db.models import Count, F, Max, Q, Sum, TextField
from django.db.models.functions import Cast, Length

from pilots.models import Flag, Observation, ObservationVersion
from proposals.models import Decision, SupportEvent
from reports.extract.parts import KEYS, Part, Rows, parts_by_key
from surveys import anonymise
from surveys.models import KeptWave, Survey

AT_ONCE = 5_000


def support_events(as_of: datetime) -> list[Part]:
    def read(first: int, end: int) -> Rows:
        rows = SupportEvent.objects.filter(pk__gte=first, pk__lt=end).order_by("proposal_id", "pk")
        columns = rows.values_list("proposal_id", "change", "via", "level", "channel", "at")
        yield from columns.iterator(chunk_size=AT_ONCE)

    return parts_by_key(SupportEvent.objects.all(), read, {})


def decisions(as_of: datetime) -> list[Part]:
    def read(first: int, end: int) -> Rows:
        rows = Decision.objects.filter(pk__gte=first, pk__lt=end).order_by("proposal_id", "pk")
        columns = rows.values_list(
            "pk", "proposal_id", "at", "before_status", "before_outcome", "status", "outcome",
            "in_part", "mover", "department__code",
        )  # fmt: skip
        for *move, department in columns.iterator(chunk_size=AT_ONCE):
            yield *move, department or ""

    return parts_by_key(Decision.objects.all(), read, {})


def observations(as_of: datetime) -> list[Part]:
    """A corrected value leaves a version behind, a doubtful one a mark: both rename its part."""

    def read(first: int, end: int) -> Rows:
        rows = Observation.objects.good().filter(pk__gte=first, pk__lt=end).order_by("pk")
        columns = rows.values_list("pk", "measure_id", "site_id", "at", "value")
        yield from columns.iterator(chunk_size=AT_ONCE)

    return parts_by_key(Observation.objects.all(), read, _corrected())


def _corrected() -> dict[int, str]:
    versions = (
        ObservationVersion.objects.order_by()
        .annotate(block=F("observation_id") / KEYS)
        .values("block")
        .annotate(last=Max("pk"))
    )
    doubtful = (
        Observation.objects.order_by()
        .annotate(block=F("pk") / KEYS)
        .values("block")
        .annotate(number=Count("pk", filter=Q(flag=Flag.RANGE)))
    )
    last = {row["block"]: row["last"] for row in versions}
    return {row["block"]: f"-{row['number']}-{last.get(row['block'], 0)}" for row in doubtful}


def survey_answers(as_of: datetime) -> list[Part]:
    """Long form of the anonymised files that the survey room offers, a part a survey."""
    surveys = Survey.objects.filter(waves__closes_at__lte=as_of).distinct().order_by("pk")
    return [
        Part(f"{survey.pk}-{_state_of(survey, as_of)}", _reader(survey, as_of))
        for survey in surveys
    ]


def _reader(survey: Survey, as_of: datetime) -> Callable[[], Rows]:
    def read() -> Rows:
        for number, row in enumerate(anonymise.rows(survey, as_of), start=1):
            for column, value in row.items():
                yield survey.pk, number, str(column), _as_text(value)

    return read


def _state_of(survey: Survey, as_of: datetime) -> str:
    """All that its published rows hang on: closed waves, questions, answers, how small is small."""
    waves = anonymise.published_waves(survey, as_of)
    # Whoever takes their answers out leaves shorter ones.
    written = Sum(Length(Cast("answers", TextField())))
    kept = set(KeptWave.objects.filter(wave__survey=survey).values_list("wave", flat=True))
    answers = [
        ["kept"]  # whatever becomes of its answers
        if wave.pk in kept
        else wave.responses.aggregate(
            Count("pk"), Max("pk"), Max("updated_at"), written=written
        ).values()
        for wave in waves
    ]
    asked = survey.questions.order_by("pk").values_list()
    told = [
        [(wave.pk, wave.code, *map(str, of_wave)) for wave, of_wave in zip(waves, answers, strict=True)],
        list(asked), survey.weight_by, anonymise.smallest_group(survey),
    ]  # fmt: skip
    return hashlib.sha256(repr(told).encode()).hexdigest()[:20]


def _as_text(value) -> str:
    if isinstance(value, list | tuple):
        return ";".join(map(str, value))
    return "" if value is None else str(value)


PARTS: dict[str, Callable[[datetime], list[Part]]] = {
    read.__name__: read for read in (support_events, decisions, observations, survey_answers)
}
