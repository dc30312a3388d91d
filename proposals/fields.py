"""Form fields for what people write by hand: residents' text, a month."""

import re
import unicodedata
from datetime import date

from django import forms
from django.core import validators
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from proposals.privacy_scan import refuse_private

KEPT_CONTROLS = "\n\t"
# Joiners that emoji and some scripts need; they are kept, but alone they are no text.
INVISIBLE = ("Cf", "Cc", "Zs", "Zl", "Zp", "Mn")


class ResidentText(forms.CharField):
    """Text in one Unicode form, without control characters and private numbers.

    A text of nothing but invisible characters is an empty one.
    """

    default_validators = [refuse_private]
    default_error_messages = {
        "required": _("Please write something here."),
        "max_length": ngettext_lazy(
            "Please shorten this to %(limit_value)d character (it has %(show_value)d).",
            "Please shorten this to %(limit_value)d characters (it has %(show_value)d).",
            "limit_value",
        ),
    }

    def __init__(self, *, max_length: int, rows: int = 0, **kwargs):
        if rows:
            kwargs.setdefault("widget", forms.Textarea(attrs={"rows": rows}))
        super().__init__(max_length=max_length, **kwargs)
        # Django's own sentence is a count; ours says what to do.
        self.validators = [
            validator
            for validator in self.validators
            if not isinstance(validator, validators.MaxLengthValidator)
        ]
        too_long = self.error_messages["max_length"]
        self.validators.append(validators.MaxLengthValidator(max_length, message=too_long))

    def to_python(self, value):
        value = str(value or "").replace("\r\n", "\n").replace("\r", "\n")
        value = unicodedata.normalize("NFC", value)
        kept = (
            c for c in value if c in KEPT_CONTROLS or unicodedata.category(c) not in ("Cc", "Cs")
        )
        value = "".join(kept).strip()
        if not isinstance(self.widget, forms.Textarea):
            value = " ".join(value.split())
        is_seen = any(unicodedata.category(c) not in INVISIBLE for c in value)
        return super().to_python(value if is_seen else "")


class MonthField(forms.Field):
    """2027-03 as a browser's month field sends it, or as people write it by hand: 2027. 3."""

    widget = forms.DateInput(attrs={"type": "month", "placeholder": "2027-03"}, format="%Y-%m")
    default_error_messages = {"month": _("Write the month as year and month, such as 2027-03.")}

    def to_python(self, value):
        if not value:
            return None
        parts = re.findall(r"\d+", str(value))
        try:
            year, month = map(int, parts[:2])
            if not 2000 <= year <= 2200:
                raise ValueError(year)
            return date(year, month, 1)
        except ValueError:
            raise forms.ValidationError(self.error_messages["month"], code="month") from None
