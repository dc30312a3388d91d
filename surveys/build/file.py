"""A questionnaire as a JSON file: taken out, copied, brought in, with each problem named.

    {"format": "livinglab-survey", "version": 1,
     "title": {"ko": "…", "en": "…"}, "intro": {…}, "method": {…}, "by_section": true,
     "sections": [{"title": {…}, "intro": {…}}],
     "questions": [{"code": "walk", "kind": "single", "words": {…}, "hint": {…}, "section": 1,
                    "options": [{"code": "daily", "ko": "매일", "en": "Every day"}],
                    "rows": [], "has_other": false, "shuffles": false,
                    "shown_if": {"question": "…", "any_of": ["…"]},
                    "unit": {…}, "smallest": null, "largest": null,
                    "is_required": true, "is_profile": false, "is_sensitive": false}]}

`title`, and of a question `kind` and `words`, have to be there. A scale and a matrix have the words
of their steps in `options`: {"low": {…}, "2": {…}, "3": {…}, "4": {…}, "high": {…}}. No answer and
no person is in such a file.
"""

import json
import math
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from city.words import LANGUAGES, Words, in_both
from surveys.build.rules import EMPTY, MOST_OPTIONS, Row
from surveys.make import QuestionsRefused, create_survey, rows_of_questions, rows_of_sections
from surveys.models import Survey
from surveys.words import STEPS, WITH_LEVELS

FORMAT, VERSION = "livinglab-survey", 1
LARGEST_FILE = 1_000_000
MOST_QUESTIONS, LONGEST_WORDS = 200, 2000
_WORDS = ("hint", "unit")
_FLAGS = ("has_other", "shuffles", "is_required", "is_profile", "is_sensitive")


class FileRefused(Exception):
    """`problems` is one sentence for each thing that is wrong, with the place where it stands."""

    def __init__(self, problems: list[str]):
        super().__init__(" ".join(problems))
        self.problems = problems


def as_data(survey: Survey) -> dict[str, Any]:
    return {
        "format": FORMAT, "version": VERSION,
        "title": survey.title, "intro": survey.intro, "method": survey.method,
        "by_section": survey.by_section,
        "sections": rows_of_sections(survey), "questions": rows_of_questions(survey),
    }  # fmt: skip


def as_file(survey: Survey) -> bytes:
    return json.dumps(as_data(survey), ensure_ascii=False, indent=2).encode()


def copy_survey(*, survey: Survey, by: User, at: datetime | None = None) -> Survey:
    """Another survey with the same questions, to be changed at will; nobody's answers come along."""
    title = in_both(lambda: _("%(title)s (copy)") % {"title": survey.title})
    return create_survey(**_about(as_data(survey)) | {"title": title}, by=by, at=at)


def make_version(*, survey: Survey, by: User, at: datetime | None = None) -> Survey:
    """The next version of a questionnaire that people have answered; it is asked anew, on its own."""
    return create_survey(
        **_about(as_data(survey)), is_public=survey.is_public, replaces=survey, by=by, at=at
    )


def _about(data: dict[str, Any]) -> dict[str, Any]:
    return {name: data[name] for name in
            ("title", "intro", "method", "by_section", "sections", "questions")}  # fmt: skip


@transaction.atomic
def read_file(*, content: bytes, by: User | None, at: datetime | None = None) -> Survey:
    """All of it or nothing: FileRefused names each problem."""
    reader = _Reader()
    data = reader.read(content)
    if reader.problems:
        raise FileRefused(reader.problems)
    try:
        return create_survey(**data, by=by, at=at)
    except QuestionsRefused as refusal:
        raise FileRefused([
            _("Question %(number)s: %(problem)s") % {"number": place + 1, "problem": sentence}
            for place, sentence in refusal.errors.items()
        ]) from refusal  # fmt: skip


class _Reader:
    """Turns whatever JSON there is into rows, and collects what is wrong with it."""

    def __init__(self) -> None:
        self.problems: list[str] = []

    def read(self, content: bytes) -> dict[str, Any]:
        data = self._parsed(content)
        if self.problems:
            return {}
        sections = self._list(data, "sections")
        questions = self._list(data, "questions")[:MOST_QUESTIONS]
        return {
            "title": self._words(data.get("title"), "title", needed=True),
            "intro": self._words(data.get("intro"), "intro"),
            "method": self._words(data.get("method"), "method"),
            "by_section": data.get("by_section") is True,
            "sections": [
                self._section(each, f"sections[{n}]") for n, each in enumerate(sections, 1)
            ],
            "questions": [
                self._question(each, f"questions[{n}]", len(sections))
                for n, each in enumerate(questions, 1)
            ],
        }

    def _parsed(self, content: bytes) -> dict[str, Any]:
        if len(content) > LARGEST_FILE:
            return self._say("", _("This file is larger than a questionnaire can be."))
        try:
            data = json.loads(content.decode("utf-8-sig"))
        except (ValueError, RecursionError):
            return self._say(
                "", _("This is not a JSON file. Take one out of a survey to see how it looks.")
            )
        if not isinstance(data, dict) or data.get("format") != FORMAT:
            return self._say(
                "",
                _("This JSON file is not a questionnaire: “format” has to be “%(name)s”.")
                % {"name": FORMAT},
            )
        if data.get("version") != VERSION:
            return self._say(
                "version", _("We can read version %(version)s.") % {"version": VERSION}
            )
        return data

    def _say(self, where: str, sentence: str) -> dict[str, Any]:
        self.problems.append(f"{where}: {sentence}" if where else sentence)
        return {}

    def _list(self, data: dict[str, Any], name: str) -> list[Any]:
        given = data.get(name) or []
        if isinstance(given, list):
            return given
        self._say(name, _("This has to be a list."))
        return []

    def _words(self, given: Any, where: str, needed: bool = False) -> Words:
        if given in (None, {}) and not needed:
            return Words()
        good = (
            isinstance(given, dict)
            and bool(given.get("ko"))
            and all(isinstance(given.get(each, ""), str) for each in LANGUAGES)
        )
        if not good:
            self._say(where, _('Words are {"ko": …, "en": …}; Korean has to be there.'))
            return Words()
        said = {each: _plain(given[each]) for each in LANGUAGES if given.get(each)}
        if any(len(text) > LONGEST_WORDS for text in said.values()):
            self._say(where, _("These words are too long."))
        return Words(said)

    def _section(self, given: Any, where: str) -> dict[str, Any]:
        given = given if isinstance(given, dict) else {}
        return {
            "title": self._words(given.get("title"), f"{where}.title", needed=True),
            "intro": self._words(given.get("intro"), f"{where}.intro"),
        }

    def _question(self, given: Any, where: str, sections: int) -> Row:
        if not isinstance(given, dict):
            self._say(where, _('A question is {"code": …, "kind": …, "words": …}.'))
            return {"kind": "", "words": Words()}
        for name in given.keys() - EMPTY.keys() - {"code", "kind", "words"}:
            self._say(f"{where}.{_plain(name)[:40]}", _("We do not know this field."))
        named = given.get("kind")
        kind = named if isinstance(named, str) else ""
        return {
            "code": self._code(given.get("code"), where),
            "kind": kind,
            "words": self._words(given.get("words"), f"{where}.words", needed=True),
            "options": self._options(given.get("options"), kind, f"{where}.options"),
            "rows": self._choices(given.get("rows"), f"{where}.rows"),
            "shown_if": self._condition(given.get("shown_if"), f"{where}.shown_if"),
            "section": self._number_of_section(given.get("section"), sections, where),
            "smallest": self._number(given.get("smallest"), f"{where}.smallest"),
            "largest": self._number(given.get("largest"), f"{where}.largest"),
        } | {
            name: self._words(given.get(name), f"{where}.{name}") for name in _WORDS
        } | {name: self._flag(given, name, where) for name in _FLAGS}  # fmt: skip

    def _code(self, given: Any, where: str) -> str:
        if given is None or isinstance(given, str):
            return given or ""
        self._say(f"{where}.code", _("A code is text."))
        return ""

    def _flag(self, given: dict[str, Any], name: str, where: str) -> bool:
        value = given.get(name, EMPTY[name])
        if not isinstance(value, bool):
            self._say(f"{where}.{name}", _("This has to be true or false."))
        return value is True

    def _number(self, given: Any, where: str) -> float | None:
        if given is None:
            return None
        if (
            isinstance(given, bool)
            or not isinstance(given, int | float)
            or abs(given) > 1e12
            or math.isnan(given)
        ):
            self._say(where, _("This has to be a number, or null."))
            return None
        return given

    def _number_of_section(self, given: Any, sections: int, where: str) -> int | None:
        if given is None:
            return None
        if isinstance(given, bool) or not isinstance(given, int) or not 1 <= given <= sections:
            self._say(f"{where}.section", _("There is no such section; the first one is 1."))
            return None
        return given

    def _options(self, given: Any, kind: str, where: str) -> Any:
        if kind not in WITH_LEVELS:
            return self._choices(given, where)
        given = {} if given in (None, []) else given
        if not isinstance(given, dict) or given.keys() - set(STEPS.values()):
            self._say(where, _("The words of a scale stand under low, 2, 3, 4 and high."))
            return {}
        return {name: self._words(given[name], f"{where}.{name}") for name in given if given[name]}

    def _choices(self, given: Any, where: str) -> list[dict[str, str]]:
        given = given or []
        if not isinstance(given, list) or len(given) > MOST_OPTIONS:
            self._say(
                where, _("This has to be a list of at most %(most)s.") % {"most": MOST_OPTIONS}
            )
            return []
        return [self._choice(each, f"{where}[{n}]") for n, each in enumerate(given, 1)]

    def _choice(self, given: Any, where: str) -> dict[str, str]:
        said = self._words(given, where, needed=True)
        code = given.get("code") if isinstance(given, dict) else ""
        return {**said, "code": self._code(code, where)}

    def _condition(self, given: Any, where: str) -> dict[str, Any]:
        if given in (None, {}):
            return {}
        if (
            not isinstance(given, dict)
            or not isinstance(given.get("question"), str)
            or not isinstance(given.get("any_of"), list)
        ):
            self._say(where, _('A condition is {"question": "code", "any_of": ["code"]}.'))
            return {}
        any_of = [each for each in given["any_of"] if isinstance(each, str | int)]
        return {"question": given["question"], "any_of": any_of}


def _plain(text: str) -> str:
    return text.replace("\x00", "").encode(errors="ignore").decode().strip()
