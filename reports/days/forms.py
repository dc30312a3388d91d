"""The form with which a manager has days counted again."""

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from city.words import WordsFormField

DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class RecountForm(forms.Form):
    since = forms.DateField(label=_("From"), widget=DAY)
    until = forms.DateField(
        label=pgettext_lazy("last day", "Until"), widget=DAY, help_text=_("Both days are included.")
    )
    reason = WordsFormField(
        label=_("Why"), long=True, max_length=1000,
        help_text=_("Everybody can read it beside the figures."),
    )  # fmt: skip
