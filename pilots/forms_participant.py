"""What participants fill in: application and diary (pilots/apart/forms.py: consents, leaving)."""

import uuid

from django import forms
from django.utils.translation import gettext_lazy as _

from pilots.diary import LONGEST
from pilots.street.forms import read_client_id


class DiaryForm(forms.Form):
    client_id = forms.CharField(widget=forms.HiddenInput, required=False)
    rating = forms.TypedChoiceField(
        label=_("How was it today?"), coerce=int, empty_value=None, required=False,
        choices=[(1, _("1 very bad")), (2, "2"), (3, "3"), (4, "4"), (5, _("5 very good"))],
        widget=forms.RadioSelect,
    )  # fmt: skip
    text = forms.CharField(
        label=_("What did you notice?"), required=False, max_length=LONGEST,
        widget=forms.Textarea({"rows": 5}),
        help_text=_("Please leave out names, car numbers and addresses."),
    )  # fmt: skip
    photo = forms.FileField(
        label=_("photo"), required=False,
        widget=forms.FileInput({"accept": "image/jpeg,image/png,image/webp,image/heic,image/heif"}),
        help_text=_("Where and when it was taken is removed from the file. Avoid faces and number plates."),
    )  # fmt: skip
    alt = forms.CharField(
        label=_("What does the photo show?"), required=False, max_length=300,
        help_text=_("For people who cannot see it."),
    )  # fmt: skip
    use_required_attribute = False

    def __init__(self, *args, takes_photos: bool = True, **kwargs):
        kwargs["initial"] = {"client_id": uuid.uuid4()}
        super().__init__(*args, **kwargs)
        if not takes_photos:
            del self.fields["photo"], self.fields["alt"]

    def clean_client_id(self) -> uuid.UUID | None:
        return read_client_id(self.cleaned_data["client_id"])
