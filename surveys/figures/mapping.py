"""How the columns of an outside survey's file become answers: the `import` part of its codebook.

A codebook is a questionnaire file (surveys/build/file.py) with one part more:

    "import": {"source": "○○연구원, 2025년 시민 조사", "is_open": true,
               "opens": "2025-05-01", "closes": "2025-05-20",
               "weight": "WT", "missing": ["9", "99", "무응답"],
               "wave": "회차", "waves": {"1": {"kind": "before", "opens": …, "closes": …}},
               "columns": {"q1": "문1", "q2": {"shop": "문2_1", "school": "문2_2"}},
               "values": {"q1": {"1": "daily", "2": "weekly"}}}

Questions whose columns are not named stand under their own names, as in the files that we publish:
q1, q2.shop. Several answers are ticked by 1; a matrix has a column for each statement, a ranking the
place of each option. Words and photos are not taken over.
"""

from collections.abc import Mapping, Sequence
from copy import copy
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from typing import Any

from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _

from surveys.check import check
from surveys.models import Question, Wave
from surveys.words import options_of, rows_of

Kind = Question.Kind
LEFT_OUT = {Kind.SHORT, Kind.TEXT, Kind.PHOTO}
YES, NO = {"1", "y", "yes", "true", "예", "o"}, {"0", "2", "n", "no", "false", "아니오", "x"}


class CodebookRefused(ValueError):
    """The codebook does not fit the file; str() says what is missing."""


class RowRefused(ValueError):
    """One row cannot be taken; str() says why."""


@dataclass(frozen=True)
class PlannedWave:
    kind: str
    number: int
    opens_at: datetime
    closes_at: datetime


@dataclass(frozen=True)
class FileMapping:
    """What the codebook says of the file."""

    source: str
    is_open: bool
    weight: str
    wave: str
    waves: dict[str, PlannedWave]
    columns: Mapping[str, Any]
    values: Mapping[str, Mapping[str, Any]]
    missing: frozenset[str] = field(default_factory=frozenset)


def read_mapping(data: Any) -> FileMapping:
    said = data.get("import") if isinstance(data, dict) else None
    if not isinstance(said, dict) or not isinstance(said.get("source"), str):
        raise CodebookRefused(_("The codebook has to name the source, under “import”."))
    wave = _text(said, "wave")
    named = _dict(said, "waves") if wave else {"": said}
    return FileMapping(
        source=said["source"].strip()[:300],
        is_open=said.get("is_open") is True,
        weight=_text(said, "weight"),
        wave=wave,
        waves={str(value): _planned(each) for value, each in named.items()},
        columns=_dict(said, "columns"),
        values={code: {str(k): v for k, v in _dict(_dict(said, "values"), code).items()}
                for code in _dict(said, "values")},
        missing=_missing(said),
    )  # fmt: skip


def _text(said: dict, name: str) -> str:
    value = said.get(name) or ""
    if not isinstance(value, str):
        raise CodebookRefused(_("“%(name)s” has to name a column.") % {"name": name})
    return value


def _dict(said: Mapping, name: str) -> dict:
    value = said.get(name) or {}
    if not isinstance(value, dict):
        raise CodebookRefused(_("“%(name)s” has to be in curly brackets.") % {"name": name})
    return value


def _missing(said: Mapping) -> frozenset[str]:
    values = said.get("missing") or []
    if not isinstance(values, list):
        raise CodebookRefused(_("“missing” has to be a list of what stands for no answer."))
    return frozenset(map(str, values)) | {""}


def _planned(said: Any) -> PlannedWave:
    said = said if isinstance(said, dict) else {}
    opens, closes = _day(said, "opens"), _day(said, "closes")
    kind, number = said.get("kind", Wave.Kind.ONCE), said.get("number", 1)
    if kind not in Wave.Kind.values or not isinstance(number, int) or number < 1:
        raise CodebookRefused(_("There is no wave of this kind: %(kind)s.") % {"kind": kind})
    if closes < opens:
        raise CodebookRefused(_("A survey has to close after it opens."))
    return PlannedWave(kind, number, opens, closes + timedelta(days=1))


def _day(said: dict, name: str) -> datetime:
    try:
        day = parse_date(str(said.get(name, "")))
    except ValueError:
        day = None
    if day is None:
        raise CodebookRefused(
            _("The codebook has to say when people were asked: “%(name)s” like 2025-05-31.")
            % {"name": name}
        )
    return timezone.make_aware(datetime.combine(day, time()))


class RowReader:
    """Reads the rows of a file as its mapping says."""

    def __init__(self, mapping: FileMapping, questions: Sequence[Question], header: Sequence[str]):
        self.mapping = mapping
        self.places = {name: place for place, name in enumerate(header)}
        self.questions = [_lenient(each) for each in questions if each.kind not in LEFT_OUT]
        self.columns = {question.code: self._columns(question) for question in self.questions}
        self._all_there()

    def wave(self, row: Sequence[str]) -> str:
        value = self._cell(row, self.mapping.wave) if self.mapping.wave else ""
        if value not in self.mapping.waves:
            raise RowRefused(_("The codebook knows no wave “%(value)s”.") % {"value": value})
        return value

    def weight(self, row: Sequence[str]) -> float | None:
        if not self.mapping.weight:
            return None
        cell = self._cell(row, self.mapping.weight)
        try:
            weight = float(cell)
        except ValueError:
            weight = 0.0
        if not 0 < weight < 1e6:
            raise RowRefused(_("The weight “%(value)s” is not a number above 0.") % {"value": cell})
        return weight

    def answers(self, row: Sequence[str]) -> dict[str, Any]:
        """Raises RowRefused with the question and why, where one answer cannot be taken."""
        answers = {}
        for question in self.questions:
            try:
                given = self._given(question, row)
                if given is not None:
                    answers[question.code] = check(question, given)
            except ValueError as refusal:
                raise RowRefused(f"{question.code}: {refusal}") from refusal
        return answers

    def _columns(self, question: Question) -> Any:
        """One column, or one for each option or statement."""
        named = self.mapping.columns.get(question.code)
        items = _items(question)
        if named is None:
            return {item: f"{question.code}.{item}" for item in items} if items else question.code
        names = [*named.values()] if isinstance(named, dict) else [named]
        if isinstance(named, dict) != bool(items) or not all(isinstance(x, str) for x in names):
            raise CodebookRefused(
                _("Name one column for %(code)s; several answers, a matrix and a ranking have one "
                  "for each line.") % {"code": question.code}
            )  # fmt: skip
        return named

    def _all_there(self) -> None:
        wanted = [self.mapping.weight, self.mapping.wave]
        for columns in self.columns.values():
            wanted += columns.values() if isinstance(columns, dict) else [columns]
        missing = [name for name in wanted if name and name not in self.places]
        if missing:
            raise CodebookRefused(
                _("The file has no column %(names)s. There are: %(columns)s.")
                % {"names": ", ".join(missing[:5]), "columns": ", ".join(self.places)[:300]}
            )

    def _cell(self, row: Sequence[str], column: str) -> str:
        place = self.places[column]
        return row[place].strip() if place < len(row) else ""

    def _given(self, question: Question, row: Sequence[str]) -> Any:
        columns = self.columns[question.code]
        if not isinstance(columns, dict):
            cell = self._translated(question, self._cell(row, columns))
            if question.kind == Kind.PLACE and cell is not None:
                return {"district": cell}
            return cell
        cells = {item: self._translated(question, self._cell(row, column))
                 for item, column in columns.items()}  # fmt: skip
        told = {item: cell for item, cell in cells.items() if cell is not None}
        if question.kind == Kind.MULTIPLE:
            return [item for item, cell in told.items() if _ticked(cell)] if told else None
        return told or None

    def _translated(self, question: Question, cell: str) -> Any:
        if cell in self.mapping.missing:
            return None
        return self.mapping.values.get(question.code, {}).get(cell, cell)


def _lenient(question: Question) -> Question:
    """Somebody else's survey may have let people skip what we call required."""
    question = copy(question)
    question.is_required = False
    return question


def _items(question: Question) -> list[str]:
    if question.kind == Kind.MATRIX:
        return [row["code"] for row in rows_of(question)]
    if question.kind in (Kind.MULTIPLE, Kind.RANKING):
        return [option["code"] for option in options_of(question)]
    return []


def _ticked(cell: Any) -> bool:
    said = str(cell).lower()
    if said not in YES | NO:
        raise ValueError(_("“%(value)s” is neither 1 nor 0.") % {"value": cell})
    return said in YES
