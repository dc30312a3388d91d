"""The desk's form for when a wave is open; those of the questions are in surveys/build/forms.py."""

from datetime import UTC, datetime

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.translation import gettext_lazy as _

from surveys.models import Wave

# A slip in the year; the very first and last ones cannot even be told in another time zone.
OF_OUR_TIME = [
    MinValueValidator(datetime(2000, 1, 1, tzinfo=UTC), _("Please write the day like 2026-05-31.")),
    MaxValueValidator(datetime(2200, 1, 1, tzinfo=UTC), _("Please write the day like 2026-05-31.")),
]


class WaveForm(forms.Form):
    kind = forms.ChoiceField(label=_("wave"), choices=Wave.Kind.choices)
    number = forms.IntegerField(
        label=_("which of its kind"), required=False, min_value=1, max_value=99, initial=1,
        help_text=_("2 is the second of its kind, such as a second survey during the pilot."),
    )  # fmt: skip
    opens_at = forms.DateTimeField(
        label=_("opens"), validators=OF_OUR_TIME,
        widget=forms.DateTimeInput({"type": "datetime-local"}, "%Y-%m-%dT%H:%M"),
    )  # fmt: skip
    closes_at = forms.DateTimeField(
        label=_("closes"), required=False, validators=OF_OUR_TIME,
        widget=forms.DateTimeInput({"type": "datetime-local"}, "%Y-%m-%dT%H:%M"),
        help_text=_("The results are published when the wave closes."),
    )  # fmt: skip
    remind_after = forms.IntegerField(
        label=_("reminder after days"), required=False, min_value=1, max_value=90,
        help_text=_("Once, to those invited who have not answered; empty: no reminder."),
    )  # fmt: skip
    use_required_attribute = False

    def clean_number(self) -> int:
        return self.cleaned_data["number"] or 1
