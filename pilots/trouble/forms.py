"""What somebody reports, what those in charge answer, and how soon."""

import uuid

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.texting import can_send_texts
from city.words import WordsFormField
from pilots.models import Pilot, Site, TroubleClock, TroubleReport
from pilots.street.forms import read_client_id
from pilots.trouble.report import LONGEST


class TroubleForm(forms.Form):
    """`asks_contact`: whoever is signed in hears the answer in their news."""

    client_id = forms.CharField(widget=forms.HiddenInput, required=False)
    kind = forms.ChoiceField(
        label=_("What is it about?"), choices=TroubleReport.Kind.choices, widget=forms.RadioSelect,
        error_messages={"required": _("Choose what it is about.")},
    )  # fmt: skip
    site = forms.ChoiceField(label=_("Where?"), required=False)
    text = forms.CharField(
        label=_("What is wrong?"), max_length=LONGEST, widget=forms.Textarea({"rows": 4}),
        error_messages={"required": _("Say in a sentence what is wrong.")},
        help_text=_("Only those who look after the pilot read this."),
    )  # fmt: skip
    photo = forms.FileField(
        label=_("photo"), required=False,
        widget=forms.FileInput({"accept": "image/*,.heic,.heif"}),
        help_text=_("Where and when it was taken is removed from the file. Avoid faces and number plates."),
    )  # fmt: skip
    alt = forms.CharField(
        label=_("What does the photo show?"), required=False, max_length=300,
        help_text=_("For people who cannot see it."),
    )  # fmt: skip
    contact = forms.CharField(
        required=False, max_length=254, widget=forms.TextInput({"autocomplete": "email"}),
        help_text=_("If you want to hear what was done. Kept apart, used once, then erased."),
    )  # fmt: skip
    use_required_attribute = False

    def __init__(self, *args, pilot: Pilot, asks_contact: bool, site: str = "", **kwargs):
        kwargs["initial"] = {"client_id": uuid.uuid4(), "site": site}
        super().__init__(*args, **kwargs)
        self.sites = {str(each.pk): each for each in pilot.sites.all()}
        elsewhere = [("", _("somewhere else, or I do not know"))]
        self.fields["site"].choices = [  # type: ignore[attr-defined]
            *((pk, str(each)) for pk, each in self.sites.items()), *elsewhere,
        ]  # fmt: skip
        if not asks_contact:
            del self.fields["contact"]
        else:
            self.fields["contact"].label = (
                _("E-mail address or mobile number") if can_send_texts() else _("E-mail address")
            )

    def clean_client_id(self) -> uuid.UUID | None:
        return read_client_id(self.cleaned_data["client_id"])

    def clean_site(self) -> Site | None:
        return self.sites.get(self.cleaned_data["site"])


class TroubleAnswerForm(forms.Form):
    text = WordsFormField(
        long=True, label=_("What was done, or what happens next"), max_length=LONGEST,
        help_text=_("Whoever reported it is told. Once it is settled, everybody can read it on the pilot's page."),
    )  # fmt: skip
    closes = forms.BooleanField(label=_("this is settled"), required=False)
    use_required_attribute = False


class ClockForm(forms.ModelForm):
    class Meta:
        model = TroubleClock
        fields = ["danger_hours", "other_hours"]
        help_texts = {"other_hours": _("Weekends and days off do not count.")}
