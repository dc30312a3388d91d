"""The forms of coming in by a code: an address, six digits, and what somebody new agrees to."""

import re

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.entrance_codes import read_address
from accounts.forms import SignUpConsents
from accounts.texting import can_send_texts
from city.models import City


class AddressForm(forms.Form):
    address = forms.CharField(
        max_length=254,
        widget=forms.TextInput(attrs={"autocomplete": "email", "autocapitalize": "none"}),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        field, by_text = self.fields["address"], can_send_texts()
        field.label = _("E-mail address or mobile number") if by_text else _("E-mail address")
        field.help_text = (
            _("Such as name@example.kr or 010-1234-5678")
            if by_text
            else _("Such as name@example.kr")
        )
        field.error_messages["required"] = _("Write where we may send your code.")
        self.read: tuple[str, str] | None = None

    def clean_address(self):
        self.read = read_address(self.cleaned_data["address"])
        if self.read is None:
            raise forms.ValidationError(
                _("Write it like this: %(example)s") % {"example": self.example}
            )
        return self.cleaned_data["address"]

    @property
    def example(self) -> str:
        return "name@example.kr, 010-1234-5678" if can_send_texts() else "name@example.kr"


class CodeForm(forms.Form):
    code = forms.CharField(
        label=gettext_lazy("Six-digit code"),
        max_length=20,
        widget=forms.TextInput(
            attrs={"inputmode": "numeric", "autocomplete": "one-time-code", "class": "code-input"}
        ),
        error_messages={"required": gettext_lazy("Type in the six digits from the message.")},
    )

    def clean_code(self):
        digits = re.sub(r"\D", "", self.cleaned_data["code"])
        if len(digits) != 6 or not digits.isascii():
            raise forms.ValidationError(_("The code has six digits, such as 012345."))
        return digits


class NewcomerForm(SignUpConsents):
    """What somebody new is asked once; the optional details wait on the settings page."""

    lives_elsewhere = forms.BooleanField(required=False)

    def __init__(self, *args, by_mail: bool, **kwargs):
        super().__init__(*args, **kwargs)
        for name in ("profile", "birth_year", "sex", "home_district"):
            del self.fields[name]
        if not by_mail:
            del self.fields["contact"]
        elsewhere = self.fields["lives_elsewhere"]
        elsewhere.label = lives_elsewhere_label()
        elsewhere.help_text = _("You can take part all the same.")

    @property
    def questions(self):
        """Each consent with its text, the required ones first."""
        optional = [self.contact_consent] if "contact" in self.fields else []
        return [*self.required_consents, *optional]


def lives_elsewhere_label() -> str:
    return _("I do not live in %(city)s (I work, study or visit here).") % {
        "city": City.objects.current().name
    }
