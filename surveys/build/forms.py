"""The desk's forms for what stands around the questions, for one section, and for one question."""

from collections.abc import Collection
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from city.words import LANGUAGES, WordsFormField
from surveys.build.bank import BANK
from surveys.build.rules import EMPTY, MAY_DECIDE, WITH_OPTIONS, Row, codes_of
from surveys.models import Question, Survey
from surveys.words import OTHER, OTHER_WORDS, STEPS, WITH_LEVELS, WITH_OTHER

Kind = Question.Kind
LEVELS = {level: f"step_{level}" for level in STEPS}


class SurveyForm(forms.Form):
    title = WordsFormField(label=gettext_lazy("title"), max_length=120)
    intro = WordsFormField(
        label=gettext_lazy("introduction"), long=True, required=False, max_length=1000,
        help_text=gettext_lazy("What the answers are for, and how long it takes."),
    )  # fmt: skip
    method = WordsFormField(
        label=gettext_lazy("how people were asked"), long=True, required=False, max_length=2000,
        help_text=gettext_lazy("Published with the results: who was asked, how and when."),
    )  # fmt: skip
    by_section = forms.BooleanField(
        label=gettext_lazy("One section at a time"), required=False,
        help_text=gettext_lazy("Better for more than ten questions. Each step is saved."),
    )  # fmt: skip
    is_public = forms.BooleanField(
        label=gettext_lazy("Everybody with an account may answer"), required=False, initial=True
    )
    use_required_attribute = False


class SectionForm(forms.Form):
    title = WordsFormField(label=gettext_lazy("title"), max_length=120)
    intro = WordsFormField(
        label=gettext_lazy("introduction"), long=True, required=False, max_length=1000
    )
    use_required_attribute = False


class NewQuestionForm(forms.Form):
    """Which kind, or which one of the bank; the next page asks for the rest."""

    kind = forms.ChoiceField(label=gettext_lazy("kind"), choices=Kind.choices)
    bank = forms.ChoiceField(
        label=gettext_lazy("Standard question"),
        choices=lambda: [(row["code"], str(row["words"])) for row in BANK],
    )
    use_required_attribute = False


class QuestionForm(forms.Form):
    """One question, with the fields that its kind has."""

    words = WordsFormField(label=gettext_lazy("question"), max_length=300)
    hint = WordsFormField(label=gettext_lazy("hint"), required=False, max_length=300)
    options = forms.CharField(
        label=gettext_lazy("options"), max_length=6000, widget=forms.Textarea({"rows": 6}),
        help_text=gettext_lazy(
            "A line for each option: Korean | English | code. English and code may be left out."
        ),
    )  # fmt: skip
    has_other = forms.BooleanField(
        label=gettext_lazy("“Other”, with a few words of one's own"), required=False
    )
    shuffles = forms.BooleanField(
        label=gettext_lazy("Choices in another order for each person"), required=False
    )
    rows = forms.CharField(
        label=gettext_lazy("statements"), max_length=6000, widget=forms.Textarea({"rows": 5}),
        help_text=gettext_lazy("A line for each statement: Korean | English | code."),
    )  # fmt: skip
    unit = WordsFormField(label=gettext_lazy("unit of the number"), required=False, max_length=30)
    smallest = forms.FloatField(label=gettext_lazy("smallest value"), required=False)
    largest = forms.FloatField(label=gettext_lazy("largest value"), required=False)
    most = forms.IntegerField(
        label=gettext_lazy("How many may be chosen"), required=False, min_value=1,
        help_text=gettext_lazy("Left empty: as many as there are."),
    )  # fmt: skip
    section = forms.TypedChoiceField(
        label=gettext_lazy("section"), coerce=int, required=False, empty_value=None
    )
    shown_if = forms.MultipleChoiceField(
        label=gettext_lazy("Only ask those who answered"), required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("Nothing chosen: everybody is asked. Choose answers of one question."),
    )  # fmt: skip
    is_required = forms.BooleanField(
        label=gettext_lazy("Has to be answered"), required=False, initial=True
    )
    is_profile = forms.BooleanField(
        label=gettext_lazy(
            "Asks who somebody is (age, sex, dong …): coarsened in the published file"
        ),
        required=False,
    )
    is_sensitive = forms.BooleanField(
        label=gettext_lazy("About health or the like: only for those who agreed to that"),
        required=False,
    )
    code = forms.CharField(
        label=gettext_lazy("column name in the file"), required=False, max_length=30,
        help_text=gettext_lazy("Letters, digits and hyphens; left empty it becomes q1, q2 …"),
    )  # fmt: skip
    use_required_attribute = False

    def __init__(self, *args, kind: str, sections: list[dict], before: list[Row], **kwargs):
        self.kind = kind
        super().__init__(*args, **kwargs)
        if kind in WITH_LEVELS:
            self._add_steps()
        for name in _WITHOUT[kind]:
            del self.fields[name]
        numbers = [(n, str(each["title"])) for n, each in enumerate(sections, 1)]
        self.fields["section"].choices = [("", _("None")), *numbers]
        self.deciding = [row for row in before if row["kind"] in MAY_DECIDE]
        self.fields["shown_if"].choices = [
            (str(row["words"]), [(f"{row['code']}={code}", label) for code, label in _said(row)])
            for row in self.deciding
        ]
        if not sections:
            del self.fields["section"]
        if not self.deciding:
            del self.fields["shown_if"]

    def _add_steps(self) -> None:
        for level, name in LEVELS.items():
            label = _("words at %(level)s of the scale") % {"level": level}
            self.fields[name] = WordsFormField(label=label, required=False, max_length=60)
        self.order_fields(["words", "hint", "rows", *LEVELS.values()])

    def clean_shown_if(self) -> dict[str, Any]:
        chosen = [value.split("=", 1) for value in self.cleaned_data["shown_if"]]
        if not chosen:
            return {}
        questions = {question for question, _code in chosen}
        if len(questions) > 1:
            raise forms.ValidationError(_("Choose answers of one question only."))
        return {"question": questions.pop(), "any_of": [code for _question, code in chosen]}

    def as_row(self) -> Row:
        data = self.cleaned_data
        row = EMPTY | {name: data[name] for name in ("words", "code", *EMPTY) if name in data}
        row["kind"] = self.kind
        if self.kind in WITH_OPTIONS:
            row["options"] = read_options(data["options"])
        if self.kind in WITH_LEVELS:
            row["options"] = {STEPS[n]: data[name] for n, name in LEVELS.items() if data[name]}
        if self.kind == Kind.MATRIX:
            row["rows"] = read_options(data["rows"])
        if self.kind != Kind.NUMBER:
            row["largest"] = data.get("most")
        return row


_ONLY: dict[str, Collection[str]] = {
    "options": WITH_OPTIONS,
    "has_other": WITH_OTHER,
    "shuffles": WITH_OPTIONS,
    "rows": {Kind.MATRIX},
    "unit": {Kind.NUMBER},
    "smallest": {Kind.NUMBER},
    "largest": {Kind.NUMBER},
    "most": {Kind.MULTIPLE, Kind.RANKING},
    "is_profile": {Kind.SINGLE},
}
_WITHOUT = {
    kind: [name for name, kinds in _ONLY.items() if kind not in kinds] for kind in Kind.values
}


def _said(row: Row) -> list[tuple[Any, str]]:
    if row["kind"] in WITH_LEVELS:
        words = {
            level: str((row["options"] or {}).get(name, {}).get("ko", ""))
            for level, name in STEPS.items()
        }
        return [(level, f"{level} {words[level]}".strip()) for level in STEPS]
    words = {option["code"]: option["ko"] for option in row["options"]} | {OTHER: str(OTHER_WORDS)}
    return [(code, words[code]) for code in codes_of(row)]


def question_as_initial(row: Row) -> dict[str, Any]:
    condition = row["shown_if"] or {}
    initial = row | {
        "most": row["largest"],
        "shown_if": [f"{condition['question']}={code}" for code in condition.get("any_of", [])],
        "rows": write_options(row["rows"]),
    }
    if row["kind"] in WITH_LEVELS:
        steps = row["options"] or {}
        return initial | {name: steps.get(STEPS[level]) for level, name in LEVELS.items()}
    return initial | {"options": write_options(row["options"])}


def survey_as_initial(survey: Survey) -> dict[str, Any]:
    return {name: getattr(survey, name) for name in SurveyForm.base_fields}


def read_options(text: str) -> list[dict[str, str]]:
    """ "매일 | Every day | daily" → {"ko": "매일", "en": "Every day", "code": "daily"}."""
    lines = [[part.strip() for part in line.split("|", 2)] for line in text.splitlines()]
    names = (*LANGUAGES, "code")
    return [
        {name: part for name, part in zip(names, line, strict=False) if part}
        for line in lines
        if any(line)
    ]


def write_options(options: list[dict[str, str]]) -> str:
    return "\n".join(
        " | ".join(option.get(name, "") for name in (*LANGUAGES, "code")) for option in options
    )


class FileForm(forms.Form):
    file = forms.FileField(label=gettext_lazy("Questionnaire as a JSON file"))
    use_required_attribute = False
