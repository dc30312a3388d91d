"""The page on which a survey is answered, made from its questions."""

import uuid
from collections.abc import Callable

from django import forms
from django.utils.html import escape
from django.utils.translation import gettext as _

from surveys.answer import AnswersRefused, check_answers
from surveys.check import LONGEST_TEXT
from surveys.models import Question
from surveys.words import labels_of, with_unit


class AnswerField(forms.Field):
    """Shows a question. What a good answer is, is known in one place: surveys/answer.py."""

    def __init__(self, question: Question):
        self.question = question
        super().__init__(
            widget=_WIDGETS[question.kind](question),
            label=str(question.words),
            help_text=escape(_hint(question)),
            required=question.is_required,
        )

    def validate(self, value):
        pass

    @property
    def is_scale(self) -> bool:
        return self.question.kind == Question.Kind.SCALE


class AnswerForm(forms.Form):
    """`answers()` is what the person gave, as it came; the verb looks at it."""

    client_id = forms.CharField(widget=forms.HiddenInput, required=False)
    use_required_attribute = False

    def __init__(self, *args, questions: list[Question], answers: dict | None = None, **kwargs):
        self.questions = questions
        given = {f"q-{code}": value for code, value in (answers or {}).items()}
        kwargs["initial"] = {"client_id": uuid.uuid4(), **given}
        super().__init__(*args, **kwargs)
        for question in questions:
            self.fields[f"q-{question.code}"] = AnswerField(question)

    def answers(self) -> dict:
        return {
            question.code: self.cleaned_data.get(f"q-{question.code}")
            for question in self.questions
        }

    def clean_client_id(self) -> uuid.UUID | None:
        """Nobody typed it, so nobody is bothered with it."""
        try:
            return uuid.UUID(self.cleaned_data["client_id"])
        except ValueError:
            return None

    def clean(self):
        _checked, errors = check_answers(self.questions, self.answers())
        self.refuse(AnswersRefused(errors))

    def refuse(self, refusal: AnswersRefused) -> None:
        for code, sentence in refusal.errors.items():
            self.add_error(f"q-{code}" if code else None, sentence)


def _hint(question: Question) -> str:
    """The hint, and for numbers the unit and what is possible."""
    parts = [str(question.hint)] if question.hint else []
    if question.kind == Question.Kind.MULTIPLE:
        parts.append(_("You may choose several."))
    if question.kind == Question.Kind.NUMBER and question.unit:
        parts.append(_("In %(unit)s.") % {"unit": question.unit})
    low, high = question.smallest, question.largest
    if question.kind == Question.Kind.NUMBER and low is not None and high is not None:
        between = {"low": with_unit(low), "high": with_unit(high)}
        parts.append(_("From %(low)s to %(high)s.") % between)
    return " ".join(parts)


_WIDGETS: dict[str, Callable[[Question], forms.Widget]] = {
    Question.Kind.SINGLE: lambda question: forms.RadioSelect(choices=labels_of(question)),
    Question.Kind.MULTIPLE: lambda question: forms.CheckboxSelectMultiple(
        choices=labels_of(question)
    ),
    Question.Kind.SCALE: lambda question: forms.RadioSelect(choices=labels_of(question)),
    # Not type="number": it drops what it does not understand, and then nobody can be told about it.
    Question.Kind.NUMBER: lambda _question: forms.TextInput(
        attrs={"inputmode": "decimal", "autocomplete": "off", "maxlength": 20}
    ),
    Question.Kind.TEXT: lambda _question: forms.Textarea(
        attrs={"rows": 4, "maxlength": LONGEST_TEXT}
    ),
}
