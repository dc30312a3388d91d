"""Where an allowance is paid to, and what officers fill in about thanks, proofs and draws."""

import re

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from pilots.recruit.forms_desk import SeedField

ACCOUNT = re.compile(r"[\d -]{6,40}")


class PayoutForm(forms.Form):
    name = forms.CharField(
        label=_("account holder"), max_length=60,
        error_messages={"required": _("Write whose account it is.")},
    )  # fmt: skip
    bank = forms.CharField(
        label=_("bank"),
        max_length=40,
        error_messages={"required": _("Write the name of the bank.")},
    )
    account = forms.CharField(
        label=_("account number"), max_length=40, widget=forms.TextInput({"inputmode": "numeric"}),
        error_messages={"required": _("Write the account number.")},
    )  # fmt: skip
    use_required_attribute = False

    def clean_account(self):
        account = self.cleaned_data["account"]
        if not (account.isascii() and ACCOUNT.fullmatch(account)):
            raise ValidationError(_("Write digits and hyphens only."))
        return account


class ThankForm(forms.Form):
    for_what = forms.CharField(label=_("for what"), max_length=120)
    code = forms.CharField(
        label=_("Code"), max_length=12, required=False,
        help_text=_("Empty: everybody who completed the pilot and was not thanked for this yet."),
    )  # fmt: skip
    use_required_attribute = False


class PayForm(forms.Form):
    reason = forms.CharField(
        label=_("Why do you need to know?"), max_length=300,
        widget=forms.Textarea({"rows": 2}),
        help_text=_("The reason is kept with your name and cannot be changed."),
        error_messages={"required": _("Say in a sentence why you need to know.")},
    )  # fmt: skip
    use_required_attribute = False


class ProofForm(forms.Form):
    proof = forms.CharField(
        label=_("Which paper did you see?"), max_length=120,
        help_text=_("Its kind and who made it out, such as “후견등기사항증명서, 서울가정법원”. No copy, no number."),
        error_messages={"required": _("Say which paper you saw.")},
    )  # fmt: skip
    use_required_attribute = False


class DealForm(forms.Form):
    seed = SeedField(
        label=_("seed of the draw"), required=False, max_length=64,
        help_text=_("Empty: a random one is made now."),
    )  # fmt: skip
    use_required_attribute = False
