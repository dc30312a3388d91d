"""Loads an outside survey with its codebook, so that what it published can be counted again here."""

import hashlib
import json
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any, NamedTuple

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.roles import Channel, Level
from maps.outline_files import FileRefused as SheetRefused
from maps.sheets import read_sheet
from surveys.build.file import FileRefused, read_file
from surveys.figures.mapping import (
    CodebookRefused,
    FileMapping,
    PlannedWave,
    RowReader,
    RowRefused,
    read_mapping,
)
from surveys.models import Panelist, Question, Response, ResponseImport, Survey, Wave
from surveys.waves import open_wave

AT_ONCE = 1000


class ImportRefused(ValueError):
    """Nothing was loaded; str() says why, `refused` names each row where rows are the reason."""

    def __init__(self, sentence: str, refused: Sequence[dict[str, Any]] = ()):
        super().__init__(sentence)
        self.refused = list(refused)


# Each says in its own words why nothing can be read.
REFUSALS = (ImportRefused, CodebookRefused, FileRefused, SheetRefused)


class Taken(NamedTuple):
    wave: str
    answers: dict[str, Any]
    weight: float | None


@transaction.atomic
def import_responses(
    *,
    file: Path,
    codebook: bytes,
    by: User | None = None,
    all_or_nothing: bool = False,
    at: datetime | None = None,
) -> ResponseImport:
    """A survey of its own with everybody's answers, closed from the start. Rows that cannot be taken
    are named, and the rest is loaded, or nothing with `all_or_nothing`."""
    at = at or timezone.now()
    digest = hashlib.sha256(file.read_bytes()).hexdigest()
    _refuse_twice(digest)
    survey = read_file(content=codebook, by=by, at=at)
    mapping = read_mapping(json.loads(codebook.decode("utf-8-sig")))
    _refuse_future(mapping, at)
    rows = read_sheet(file)
    taken, refused = _read(mapping, list(survey.questions.all()), rows)
    if not taken or (refused and all_or_nothing):
        raise ImportRefused(_("Nothing was loaded: rows have to be put right."), refused)
    survey.is_public = True
    survey.save(update_fields=["is_public"])
    _keep(survey, mapping, taken)
    return ResponseImport.objects.create(
        survey=survey, file_name=file.name[:200], digest=digest, source=mapping.source,
        is_open=mapping.is_open, rows=len(taken) + len(refused), loaded=len(taken),
        refused=refused, by=by, at=at,
    )  # fmt: skip


def _refuse_twice(digest: str) -> None:
    if earlier := ResponseImport.objects.filter(digest=digest).first():
        raise ImportRefused(
            _("This file was loaded before, as survey %(number)s.") % {"number": earlier.survey_id}
        )


def _refuse_future(mapping: FileMapping, at: datetime) -> None:
    if any(wave.closes_at > at for wave in mapping.waves.values()):
        raise ImportRefused(_("The survey has not closed yet; load it when it has."))


def _read(
    mapping: FileMapping, questions: list[Question], rows: list[list[str]]
) -> tuple[list[Taken], list[dict[str, Any]]]:
    if len(rows) < 2:
        raise ImportRefused(_("The file is empty."))
    reader = RowReader(mapping, questions, rows[0])
    taken: list[Taken] = []
    refused: list[dict[str, Any]] = []
    for number, row in enumerate(rows[1:], start=2):
        if not any(row):
            continue
        try:
            taken.append(Taken(reader.wave(row), reader.answers(row), reader.weight(row)))
        except RowRefused as refusal:
            refused.append({"row": number, "reason": str(refusal)})
    return taken, refused


def _keep(survey: Survey, mapping: FileMapping, taken: list[Taken]) -> None:
    """Each row is somebody of whom nothing else is known."""
    waves = {value: _closed_wave(survey, planned) for value, planned in mapping.waves.items()}
    people = Panelist.objects.bulk_create(
        (Panelist(panel=survey.panel, may_answer=False) for _one in taken), batch_size=AT_ONCE
    )
    Response.objects.bulk_create(
        (
            Response(
                wave=waves[row.wave], panelist=panelist, answers=row.answers, weight=row.weight,
                channel=Channel.IMPORT, level=Level.GUEST,
                created_at=mapping.waves[row.wave].opens_at,
                updated_at=mapping.waves[row.wave].opens_at,
            )
            for panelist, row in zip(people, taken, strict=True)
        ),
        batch_size=AT_ONCE,
    )  # fmt: skip


def _closed_wave(survey: Survey, planned: PlannedWave) -> Wave:
    return open_wave(
        survey=survey, kind=planned.kind, number=planned.number,
        opens_at=planned.opens_at, closes_at=planned.closes_at, at=planned.opens_at,
    )  # fmt: skip
