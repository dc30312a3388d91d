"""The desk's forms: a survey, its questions, and when a wave is open."""

from datetime import UTC, datetime
from typing import Any

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.translation import gettext_lazy as _

from city.words import LANGUAGES, WordsFormField
from surveys.models import Question, Survey, Wave

MOST_QUESTIONS = 60
# A slip in the year; the very first and last ones cannot even be told in another time zone.
OF_OUR_TIME = [
    MinValueValidator(datetime(2000, 1, 1, tzinfo=UTC), _("Please write the day like 2026-05-31.")),
    MaxValueValidator(datetime(2200, 1, 1, tzinfo=UTC), _("Please write the day like 2026-05-31.")),
]


class SurveyForm(forms.Form):
    title = WordsFormField(label=_("title"), max_length=120)
    intro = WordsFormField(
        label=_("introduction"), long=True, required=False, max_length=1000,
        help_text=_("What the answers are for, and how long it takes."),
    )  # fmt: skip
    is_public = forms.BooleanField(
        label=_("Everybody with an account may answer"), required=False, initial=True
    )
    use_required_attribute = False


class QuestionForm(forms.Form):
    """One question; the options stand in a text field, a line each, Korean | English."""

    code = forms.CharField(
        label=_("column name in the file"), required=False, max_length=30,
        help_text=_("Letters, digits and hyphens; left empty it becomes q1, q2 …"),
    )  # fmt: skip
    words = WordsFormField(label=_("question"), max_length=300)
    kind = forms.ChoiceField(label=_("kind"), choices=Question.Kind.choices)
    hint = WordsFormField(label=_("hint"), required=False, max_length=300)
    options = forms.CharField(
        label=_("options"), required=False, max_length=4000, widget=forms.Textarea({"rows": 4}),
        help_text=_("For one or several answers: a line for each option, Korean | English."),
    )  # fmt: skip
    low = WordsFormField(label=_("words at 1 of the scale"), required=False, max_length=60)
    high = WordsFormField(label=_("words at 5 of the scale"), required=False, max_length=60)
    unit = WordsFormField(label=_("unit of the number"), required=False, max_length=30)
    smallest = forms.FloatField(label=_("smallest value"), required=False)
    largest = forms.FloatField(label=_("largest value"), required=False)
    is_required = forms.BooleanField(label=_("Has to be answered"), required=False, initial=True)
    is_profile = forms.BooleanField(
        label=_("Asks who somebody is (age, sex, dong …): coarsened in the published file"),
        required=False,
    )
    use_required_attribute = False

    def as_question(self) -> dict[str, Any]:
        data = self.cleaned_data
        kind = data["kind"]
        question = {
            name: data[name]
            for name in ("code", "words", "kind", "hint", "unit", "is_required", "is_profile")
        }
        if kind in (Question.Kind.SINGLE, Question.Kind.MULTIPLE):
            question["options"] = _read_options(data["options"])
        elif kind == Question.Kind.SCALE:
            question["options"] = {"low": data["low"], "high": data["high"]}
        elif kind == Question.Kind.NUMBER:
            question |= {"smallest": data["smallest"], "largest": data["largest"]}
        return question


class _QuestionFormSet(forms.BaseFormSet):
    def questions(self) -> list[dict[str, Any]]:
        """In the order of the numbers the officer wrote beside them; what was ticked away is gone."""
        return [form.as_question() for form in self.kept()]

    def kept(self) -> list[QuestionForm]:
        return [form for form in self.ordered_forms if form.has_changed() and form.cleaned_data]

    def add_fields(self, form, index):
        super().add_fields(form, index)
        form.fields["ORDER"].label = _("place in the survey")
        form.fields["DELETE"].label = _("Remove this question")


QuestionFormSet = forms.formset_factory(
    QuestionForm, formset=_QuestionFormSet, extra=1, can_order=True, can_delete=True,
    max_num=MOST_QUESTIONS, validate_max=True, absolute_max=MOST_QUESTIONS + 1,
)  # fmt: skip


class WaveForm(forms.Form):
    kind = forms.ChoiceField(label=_("wave"), choices=Wave.Kind.choices)
    opens_at = forms.DateTimeField(
        label=_("opens"), validators=OF_OUR_TIME,
        widget=forms.DateTimeInput({"type": "datetime-local"}, "%Y-%m-%dT%H:%M"),
    )  # fmt: skip
    closes_at = forms.DateTimeField(
        label=_("closes"), required=False, validators=OF_OUR_TIME,
        widget=forms.DateTimeInput({"type": "datetime-local"}, "%Y-%m-%dT%H:%M"),
        help_text=_("The results are published when the wave closes."),
    )  # fmt: skip
    use_required_attribute = False


def survey_as_initial(survey: Survey) -> dict[str, Any]:
    return {"title": survey.title, "intro": survey.intro, "is_public": survey.is_public}


def question_as_initial(question: Question) -> dict[str, Any]:
    ends = question.options if question.kind == Question.Kind.SCALE else {}
    return {
        name: getattr(question, name)
        for name in (
            "code", "words", "kind", "hint", "unit", "smallest", "largest",
            "is_required", "is_profile",
        )
    } | {
        "options": "" if ends else _write_options(question.options or []),
        "low": ends.get("low"),
        "high": ends.get("high"),
    }  # fmt: skip


def _read_options(text: str) -> list[dict[str, str]]:
    """ "매일 | Every day" → {"ko": "매일", "en": "Every day"}."""
    lines = [line.split("|", 1) for line in text.splitlines() if line.strip()]
    return [
        {language: part.strip() for language, part in zip(LANGUAGES, line, strict=False)}
        for line in lines
    ]


def _write_options(options: list[dict[str, str]]) -> str:
    return "\n".join(
        " | ".join(option[language] for language in LANGUAGES if option.get(language))
        for option in options
    )
