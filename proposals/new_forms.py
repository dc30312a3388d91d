"""The forms of the page on which one proposes: place, words and photos."""

import json
from uuid import uuid4

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from maps.forms import PlaceForm
from proposals.fields import ResidentText
from proposals.forms import WordsForm
from proposals.models import Call


class OpenCall(forms.ModelChoiceField):
    def __init__(self, queryset):
        super().__init__(
            queryset,
            label=_("For a call for proposals?"),
            required=False,
            empty_label=_("No, a proposal of my own"),
            error_messages={"invalid_choice": _("This call has ended. Please choose another one.")},
        )


class ProposalForm(PlaceForm, WordsForm):
    """Where, what and why; photos are forms of their own (see PhotoForm)."""

    place_note = ResidentText(
        label=PlaceForm.base_fields["place_note"].label,
        help_text=PlaceForm.base_fields["place_note"].help_text,
        max_length=200,
        required=False,
    )
    client_id = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        now = timezone.now()
        if calls := Call.objects.filter(opens_at__lte=now, closes_at__gt=now):
            self.fields["call"] = OpenCall(calls)
        self.initial.setdefault("client_id", uuid4())

    def clean_client_id(self):
        return self.cleaned_data["client_id"] or uuid4()


class CoversField(forms.CharField):
    """Boxes over faces and number plates, drawn by the script: [[x, y, width, height], …]."""

    widget = forms.HiddenInput(attrs={"data-covers": ""})

    def to_python(self, value):
        try:
            boxes = json.loads(value) if value else []
            # photos.clean checks the numbers themselves.
            return tuple(tuple(map(float, box)) for box in boxes if len(box) == 4)
        except (ValueError, TypeError, OverflowError, RecursionError):
            return ()


class PhotoForm(forms.Form):
    """One photo that is not sent yet."""

    file = forms.FileField(
        label=_("Photo"),
        required=False,
        widget=forms.FileInput(attrs={"accept": "image/*,.heic,.heif"}),
        error_messages={"empty": _("This file is empty. Please choose another photo.")},
    )
    alt = ResidentText(
        label=_("What does the photo show?"),
        max_length=300,
        required=False,
        help_text=_("One sentence for people who cannot see it."),
    )
    covers = CoversField(required=False)


class KeptPhotoForm(forms.Form):
    """One photo that is already kept with the draft."""

    alt = PhotoForm.base_fields["alt"]
    covers = CoversField(required=False)
    remove = forms.BooleanField(label=_("Take this photo out"), required=False)

    def __init__(self, data=None, *, photo):
        self.photo = photo
        super().__init__(data, prefix=f"photo-{photo.pk}", initial={"alt": photo.alt})
