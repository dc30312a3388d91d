"""The forms around a confirmed residence: of residents, and of officers at the desk."""

from datetime import datetime, time, timedelta
from typing import cast

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.residence_codes import MOST_CODES
from maps.models import District

LONGEST = timedelta(days=366)


class ResidenceCodeForm(forms.Form):
    code = forms.CharField(
        label=gettext_lazy("Code from the letter of the city"),
        max_length=40,
        help_text=gettext_lazy("Eight letters and digits, such as 7Q4K-2MXP"),
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters"}),
        error_messages={"required": gettext_lazy("Type in the code from the letter.")},
    )


class DistrictField(forms.ModelChoiceField):
    def __init__(self, **kwargs):
        super().__init__(District.objects.none(), required=False, **kwargs)

    def fill(self) -> None:
        self.queryset = District.objects.current().without_outline()


class BatchForm(forms.Form):
    """A sheet of codes to print."""

    name = forms.CharField(
        label=gettext_lazy("Name of the sheet"),
        max_length=80,
        help_text=gettext_lazy("So that you find it again, such as “Letters of March”."),
        error_messages={"required": gettext_lazy("Give the sheet a name.")},
    )
    district = DistrictField(
        label=gettext_lazy("For the people of"), empty_label=gettext_lazy("The whole city")
    )
    count = forms.IntegerField(
        label=gettext_lazy("How many codes"),
        min_value=1,
        max_value=MOST_CODES,
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
        error_messages={"required": gettext_lazy("Say how many codes you need.")},
    )
    valid_until = forms.DateField(
        label=gettext_lazy("Valid until (that day included)"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={
            "required": gettext_lazy("Choose the last day on which the codes work."),
            "invalid": gettext_lazy("Choose the last day on which the codes work."),
        },
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        cast(DistrictField, self.fields["district"]).fill()

    def clean_valid_until(self):
        day, today = self.cleaned_data["valid_until"], timezone.localdate()
        if not today <= day <= today + LONGEST:
            raise forms.ValidationError(_("Choose a day from today on, within one year."))
        return day

    @property
    def expires_at(self) -> datetime:
        """The end of that day."""
        next_day = self.cleaned_data["valid_until"] + timedelta(days=1)
        return timezone.make_aware(datetime.combine(next_day, time.min))


class ConfirmForm(forms.Form):
    district = DistrictField(
        label=gettext_lazy("Lives in"), empty_label=gettext_lazy("Somewhere in the city")
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        cast(DistrictField, self.fields["district"]).fill()


class WhyNotForm(forms.Form):
    """Words to the person: why it could not be confirmed, or why it ends."""

    note = forms.CharField(
        label=gettext_lazy("What the person reads"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": gettext_lazy("Say why, and what the person can do.")},
    )
