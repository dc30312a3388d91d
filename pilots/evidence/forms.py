"""What somebody expects of each measure: less, the same, or more, and by how much."""

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from pilots.evidence.forecast import LARGEST
from pilots.models import Forecast, Measure
from pilots.say import in_language

LESS, SAME, MORE = "less", "same", "more"
WAYS = [
    (LESS, pgettext_lazy("forecast", "It becomes less")),
    (SAME, pgettext_lazy("forecast", "It stays the same")),
    (MORE, pgettext_lazy("forecast", "It becomes more")),
]


class ForecastForm(forms.Form):
    """One pair of fields a measure; a measure without a choice is left out."""

    use_required_attribute = False

    def __init__(self, *args, measures: list[Measure], said: dict[int, Forecast], **kwargs):
        super().__init__(*args, **kwargs)
        self.measures, self.said = measures, said
        for measure in measures:
            way, amount = _as_words(said.get(measure.pk))
            self.fields[f"way-{measure.pk}"] = forms.ChoiceField(
                label=str(measure.name), choices=WAYS, widget=forms.RadioSelect, required=False,
                initial=way, help_text=str(measure.definition),
            )  # fmt: skip
            self.fields[f"amount-{measure.pk}"] = forms.FloatField(
                label=_("By how much?"), required=False, min_value=0, max_value=LARGEST,
                initial=amount, help_text=in_language(measure.unit),
                widget=forms.TextInput(attrs={"inputmode": "decimal", "maxlength": 20}),
                error_messages={"invalid": _("Please write a number, in digits only.")},
            )  # fmt: skip

    def clean(self):
        super().clean()
        cleaned = self.cleaned_data
        for measure in self.measures:
            field = f"amount-{measure.pk}"
            moves = cleaned.get(f"way-{measure.pk}") in (LESS, MORE)
            if moves and not cleaned.get(field) and field not in self.errors:
                self.add_error(field, _("Write by how much."))
        return cleaned

    def changes(self) -> dict[Measure, float | None]:
        """None where nothing was chosen."""
        signs = {LESS: -1.0, SAME: 0.0, MORE: 1.0}
        return {
            measure: signs[way] * (self.cleaned_data[f"amount-{measure.pk}"] or 0)
            if (way := self.cleaned_data[f"way-{measure.pk}"])
            else None
            for measure in self.measures
        }


def _as_words(said: Forecast | None) -> tuple[str, float | None]:
    if said is None:
        return "", None
    if said.change == 0:
        return SAME, None
    return (LESS if said.change < 0 else MORE), abs(said.change)
