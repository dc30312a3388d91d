"""The desk's form of a measure: what is compared, how, and what is known beforehand."""

from django import forms
from django.utils.translation import gettext_lazy as _

from city.words import words
from pilots.amend import needs_reason
from pilots.desk_forms import AmendingForm
from pilots.models import Measure
from surveys.models import Question
from surveys.words import options_of

MEASURABLE = (Question.Kind.SCALE, Question.Kind.NUMBER)
COUNTABLE = (Question.Kind.SINGLE, Question.Kind.MULTIPLE)  # as a share


class MeasureForm(AmendingForm):
    counted_codes = forms.CharField(
        label=_("answers that count"), required=False, max_length=200,
        help_text=_(
            "For a share: the codes of the answers that count, with commas between, such as 4, 5."
        ),
    )  # fmt: skip

    class Meta:
        model = Measure
        fields = ["name", "code", "unit", "direction", "definition", "denominator", "method",
                  "source", "question", "statistic", "counted_codes", "target", "smallest_effect",
                  "expected_level", "expected_spread", "is_primary"]  # fmt: skip
        labels = {"question": _("survey question")}
        help_texts = {
            "question": _("The questions of the pilot's survey. Choose the survey first."),
            "code": _("Short, in small Latin letters; files name the measure by it."),
            "definition": _("So exact that somebody else would measure the same."),
            "denominator": _("For example: one crossing person, one hour, one household."),
            "expected_level": _("Of a share in percent. From earlier figures or other cities."),
            "expected_spread": _(
                "How far single values lie from the average. With it the number of people or "
                "sites needed is worked out."
            ),
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["code"].required = self.fields["statistic"].required = False
        self.fields["counted_codes"].initial = ", ".join(map(str, self.instance.counted))
        self.fields["question"].queryset = Question.objects.filter(
            survey=self.pilot.survey_id, kind__in=[*MEASURABLE, *COUNTABLE]
        )
        if needs_reason(self.pilot) and not self.instance.is_primary:
            del self.fields["is_primary"]  # which one decides was settled beforehand

    def clean_code(self):
        code = self.cleaned_data["code"]
        taken = self.pilot.measures.filter(code=code).exclude(pk=self.instance.pk)
        if code and taken.exists():
            raise forms.ValidationError(_("Another measure of this pilot has this short name."))
        return code or self.instance.code

    def clean_statistic(self):
        return self.cleaned_data["statistic"] or Measure.Statistic.MEAN

    def clean_counted_codes(self):
        parts = [part.strip() for part in self.cleaned_data["counted_codes"].split(",")]
        return list(dict.fromkeys(part for part in parts if part))

    def clean(self):
        super().clean()
        source, question = self.cleaned_data.get("source"), self.cleaned_data.get("question")
        if source == Measure.Source.SURVEY and not question:
            self.add_error("question", _("Choose the question that this measure reads."))
        is_share = self.cleaned_data.get("statistic") == Measure.Statistic.SHARE
        if is_share:
            self._clean_share(source, question)
        elif question and question.kind not in MEASURABLE:
            self.add_error("statistic", _("These answers have no average; compare a share."))
        return self.cleaned_data

    def _clean_share(self, source, question):
        codes = self.cleaned_data.get("counted_codes") or []
        if source not in (Measure.Source.SURVEY, Measure.Source.DIARY):
            self.add_error("statistic", _("A share is counted from answers of people."))
        elif not codes or not set(codes) <= possible_codes(question):
            self.add_error(
                "counted_codes", _("Name the answers that count by codes of this question.")
            )
        else:
            self.cleaned_data["unit"] = words("%", "%")

    @property
    def values(self) -> dict:
        values = super().values
        values["counted"] = values.pop("counted_codes", [])
        return values

    def _get_validation_exclusions(self):
        # The verb moves the primary place from one measure to another.
        return super()._get_validation_exclusions() | {"is_primary"}  # type: ignore[misc]


def possible_codes(question: Question | None) -> set[str]:
    """Levels from 1 to 5 for a diary, which has no question."""
    if question is None:
        return {str(level) for level in range(1, 6)}
    return {str(option["code"]) for option in options_of(question)}
