"""The page on which a survey is answered, made from its questions."""

import uuid
from collections.abc import Callable, Collection, Mapping
from typing import Any

from django import forms
from django.utils.html import escape
from django.utils.translation import gettext as _

from surveys.answer import AnswersRefused, check_answers
from surveys.check import LONGEST_TEXT, LONGEST_WORDS, how_many_places
from surveys.models import Question
from surveys.pages import blocks_of, choices_of
from surveys.widgets import Matrix, PhotoInput, Ranking, Spot, WithOther
from surveys.words import WITH_OTHER, rows_of, with_unit

Kind = Question.Kind


class AnswerField(forms.Field):
    """Shows a question. What a good answer is, is known in one place: surveys/check.py."""

    def __init__(self, question: Question, seed: str = ""):
        self.question = question
        super().__init__(
            widget=_widget(question, seed),
            label=str(question.words),
            help_text=escape(_hint(question)),
            required=question.is_required,
        )

    def validate(self, value):
        pass

    def bound_data(self, data, initial):
        """A browser does not send a photo twice: what came in before is shown again."""
        return initial if self.question.kind == Kind.PHOTO else data

    @property
    def is_scale(self) -> bool:
        return self.question.kind == Kind.SCALE


class AnswerForm(forms.Form):
    """The questions of one page. `answers()` is what the person gave, as it came; the verb looks at
    it.

    `asked` are all questions of the survey, where a page shows only some of them, and `answers`
    what is known so far: whether a question is shown may depend on another page.
    """

    client_id = forms.CharField(widget=forms.HiddenInput, required=False)
    use_required_attribute = False

    def __init__(
        self,
        *args,
        questions: list[Question],
        asked: list[Question] | None = None,
        answers: Mapping[str, Any] | None = None,
        photos: Collection[int] = (),
        seed: str = "",
        **kwargs,
    ):
        self.questions, self.asked, self.photos = questions, asked or questions, photos
        self.so_far = dict(answers or {})
        kwargs["initial"] = {"client_id": uuid.uuid4()} | {
            _name(question): _as_initial(question, self.so_far) for question in questions
        }
        super().__init__(*args, **kwargs)
        for question in questions:
            self.fields[_name(question)] = AnswerField(question, seed)

    def answers(self) -> dict[str, Any]:
        """All answers so far, with those of this page in the place of older ones."""
        given = dict(self.so_far)
        for question in self.questions:
            given |= _as_answers(question, self[_name(question)].data, self.so_far)
        return given

    def clean_client_id(self) -> uuid.UUID | None:
        """Nobody typed it, so nobody is bothered with it."""
        try:
            return uuid.UUID(self.cleaned_data["client_id"])
        except ValueError:
            return None

    def clean(self):
        """Questions of other pages are complained about there."""
        _checked, errors = check_answers(self.asked, self.answers(), photos=self.photos)
        here = {question.code for question in self.questions}
        self.refuse(AnswersRefused({code: errors[code] for code in errors if code in here}))

    def refuse(self, refusal: AnswersRefused) -> None:
        for code, sentence in refusal.errors.items():
            name = f"q-{code}"
            self.add_error(name if name in self.fields else None, sentence)

    def sections(self) -> list[dict[str, Any]]:
        """For the page: each section with its fields."""
        return [
            {"section": block.section, "fields": [self._shown(each) for each in block.questions]}
            for block in blocks_of(self.questions)
        ]

    def _shown(self, question: Question) -> dict[str, Any]:
        """With the condition under which it is asked, where that may change on this page."""
        condition = question.shown_if or {}
        on = next((each for each in self.questions if each.code == condition.get("question")), None)
        shown: dict[str, Any] = {"field": self[_name(question)]}
        if on:
            labels = dict(choices_of(on))
            chosen = [labels[code] for code in condition["any_of"] if code in labels]
            shown |= {
                "on": _name(on),
                "any_of": " ".join(str(code) for code in condition["any_of"]),
                "hint": _("Only if you answered “%(question)s” with: %(answers)s")
                % {"question": on.words, "answers": ", ".join(chosen)},
            }
        return shown


def _name(question: Question) -> str:
    return f"q-{question.code}"


def _takes_words(question: Question) -> bool:
    return question.has_other and question.kind in WITH_OTHER


def _as_initial(question: Question, answers: Mapping[str, Any]) -> Any:
    answer = answers.get(question.code)
    if _takes_words(question):
        return [answer, answers.get(f"{question.code}.other")]
    return answer


def _as_answers(question: Question, value: Any, before: Mapping[str, Any]) -> dict[str, Any]:
    code = question.code
    if question.kind == Kind.PHOTO:  # what came in is kept apart (surveys/fill.py)
        return {code: before.get(code)}
    if _takes_words(question):
        choice, words = value or [None, None]
        return {code: choice, f"{code}.other": words}
    return {code: value}


def _hint(question: Question) -> str:
    """The hint, and what is possible."""
    parts = [str(question.hint)] if question.hint else []
    low, high = question.smallest, question.largest
    if question.kind == Kind.MULTIPLE:
        parts.append(
            _("You may choose up to %(most)s.") % {"most": with_unit(high)} if high
            else _("You may choose several.")
        )  # fmt: skip
    if question.kind == Kind.RANKING:
        parts.append(_("1 is what matters most to you."))
    if question.kind == Kind.NUMBER and question.unit:
        parts.append(_("In %(unit)s.") % {"unit": question.unit})
    if question.kind == Kind.NUMBER and low is not None and high is not None:
        between = {"low": with_unit(low), "high": with_unit(high)}
        parts.append(_("From %(low)s to %(high)s.") % between)
    if question.kind in (Kind.SHORT, Kind.TEXT) and not question.is_sensitive:
        parts.append(_("An officer reads it, and may list it among the results without a name."))
    return " ".join(parts)


def _widget(question: Question, seed: str) -> forms.Widget:
    widget = _WIDGETS[question.kind](question, seed)
    return WithOther(widget) if _takes_words(question) else widget


_WIDGETS: dict[str, Callable[[Question, str], forms.Widget]] = {
    Kind.SINGLE: lambda question, seed: forms.RadioSelect(choices=choices_of(question, seed)),
    Kind.MULTIPLE: lambda question, seed: forms.CheckboxSelectMultiple(
        choices=choices_of(question, seed)
    ),
    Kind.SCALE: lambda question, _seed: forms.RadioSelect(choices=choices_of(question)),
    Kind.MATRIX: lambda question, _seed: Matrix(
        [(row["code"], str(row["words"])) for row in rows_of(question)], choices_of(question)
    ),
    Kind.RANKING: lambda question, seed: Ranking(
        choices_of(question, seed), how_many_places(question)
    ),
    # Not type="number": it drops what it does not understand, and then nobody can be told about it.
    Kind.NUMBER: lambda _question, _seed: forms.TextInput(
        {"inputmode": "decimal", "autocomplete": "off", "maxlength": 20}
    ),
    Kind.DATE: lambda _question, _seed: forms.TextInput({"type": "date"}),
    Kind.SHORT: lambda _question, _seed: forms.TextInput({"maxlength": LONGEST_WORDS}),
    Kind.TEXT: lambda _question, _seed: forms.Textarea({"rows": 4, "maxlength": LONGEST_TEXT}),
    Kind.PLACE: lambda _question, _seed: Spot(),
    Kind.PHOTO: lambda _question, _seed: PhotoInput(),
}
