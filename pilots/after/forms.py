"""What an officer says of a pilot that was looked at again."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from city.words import WordsFormField
from pilots.models import ReCheck
from pilots.say import with_unit


def _then(comparison: dict[str, Any] | None) -> str:
    """What is to be compared with, in the unit in which it is to be given."""
    if comparison is None or comparison["mean_after"] is None:
        return ""
    before, after = (
        with_unit(comparison[name], comparison["unit"]) for name in ("mean_before", "mean_after")
    )
    return _("Before: %(before)s, after: %(after)s") % {"before": before or "–", "after": after}


class RecheckForm(forms.Form):
    finding = forms.ChoiceField(
        label=_("What was found"), choices=ReCheck.Finding.choices, widget=forms.RadioSelect
    )
    words = WordsFormField(
        label=_("What you saw, and how you looked"), long=True, max_length=2000,
        help_text=_("Residents read it on the pilot’s page."),
    )  # fmt: skip

    def __init__(self, *args, measures, comparisons, **kwargs):
        super().__init__(*args, **kwargs)
        self.codes = {f"value_{measure.pk}": measure.code for measure in measures}
        then = {each["code"]: each for each in comparisons}
        for measure in measures:
            self.fields[f"value_{measure.pk}"] = forms.FloatField(
                label=str(measure.name), required=False, help_text=_then(then.get(measure.code)),
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
