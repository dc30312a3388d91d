"""The form with which a file is taken away."""

from django import forms
from django.utils.translation import gettext_lazy as _

from city.words import WordsFormField


class WithdrawForm(forms.Form):
    reason = WordsFormField(
        label=_("Why it is withdrawn"),
        long=True,
        max_length=1000,
        help_text=_("Everybody can read this. Do not repeat what leaked."),
    )
    with_others = forms.BooleanField(
        label=_("Also the same rows in the other formats"),
        required=False,
        initial=True,
        help_text=_("What leaked in one format has leaked in all of them."),
    )
    is_sure = forms.BooleanField(
        label=_("I have understood that the content is deleted and cannot be brought back.")
    )
