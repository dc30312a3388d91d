"""The form with which a file is taken away, and its like with it."""

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
    with_copies = forms.BooleanField(
        label=_("Also the same bytes in other releases"),
        required=False,
        initial=True,
        help_text=_("Files of the same checksum, as listed above."),
    )
    is_sure = forms.BooleanField(
        label=_("I have understood that the content is deleted and cannot be brought back.")
    )

    def __init__(self, *args, others: bool, copies: bool, **kwargs):
        """Asks only about what there is."""
        super().__init__(*args, **kwargs)
        for name, is_there in (("with_others", others), ("with_copies", copies)):
            if not is_there:
                del self.fields[name]
