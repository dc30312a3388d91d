"""What an officer says of a pilot that was looked at again."""

from django import forms
from django.utils.translation import gettext_lazy as _

from city.words import WordsFormField
from pilots.models import ReCheck


class RecheckForm(forms.Form):
    finding = forms.ChoiceField(
        label=_("What was found"), choices=ReCheck.Finding.choices, widget=forms.RadioSelect
    )
    words = WordsFormField(
        label=_("What you saw, and how you looked"), long=True, max_length=2000,
        help_text=_("Residents read it on the pilot’s page."),
    )  # fmt: skip

    def __init__(self, *args, measures, **kwargs):
        super().__init__(*args, **kwargs)
        self.codes = {f"value_{measure.pk}": measure.code for measure in measures}
        for measure in measures:
            self.fields[f"value_{measure.pk}"] = forms.FloatField(
                label=str(measure.name), required=False, help_text=str(measure.unit),
            )  # fmt: skip

    @property
    def values(self) -> dict[str, float]:
        """Only what was measured again: an empty field is no zero."""
        given = {code: self.cleaned_data[name] for name, code in self.codes.items()}
        return {code: value for code, value in given.items() if value is not None}

    def said_fields(self):
        return [self["finding"], self["words"]]

    def value_fields(self):
        return [self[name] for name in self.codes]
