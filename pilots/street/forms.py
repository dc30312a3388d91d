"""The two questions as a passer-by sees them, and as the manager words them."""

import uuid

from django import forms
from django.utils.translation import gettext_lazy as _

from pilots.models import StreetAsking
from pilots.street.answer import LONGEST
from pilots.street.ask import USUAL


def read_client_id(typed: str) -> uuid.UUID | None:
    """Nobody typed it, so nobody is bothered with it."""
    try:
        return uuid.UUID(typed)
    except ValueError:
        return None


class StreetForm(forms.Form):
    """Worded by the manager of the pilot."""

    client_id = forms.CharField(widget=forms.HiddenInput, required=False)
    rating = forms.TypedChoiceField(
        coerce=int, widget=forms.RadioSelect,
        error_messages={"required": _("Please choose a number from 1 to 5.")},
    )  # fmt: skip
    text = forms.CharField(
        required=False, max_length=LONGEST, widget=forms.Textarea({"rows": 3}),
        help_text=_("Please leave out names, telephone numbers and addresses."),
    )  # fmt: skip
    use_required_attribute = False

    def __init__(self, *args, asking: StreetAsking, **kwargs):
        kwargs["initial"] = {"client_id": uuid.uuid4()}
        super().__init__(*args, **kwargs)
        rating, text = self.fields["rating"], self.fields["text"]
        rating.label, text.label = str(asking.rating_question), str(asking.text_question)
        rating.choices = [  # type: ignore[attr-defined]
            (1, f"1 {asking.lowest}"), (2, "2"), (3, "3"), (4, "4"), (5, f"5 {asking.highest}"),
        ]  # fmt: skip

    def clean_client_id(self) -> uuid.UUID | None:
        return read_client_id(self.cleaned_data["client_id"])


class AskingForm(forms.ModelForm):
    class Meta:
        model = StreetAsking
        fields = [*USUAL, "is_on"]
        help_texts = {
            "is_on": _("Only while the pilot runs. Switched off, the posters lead to its page.")
        }

    def __init__(self, data=None, *, asking: StreetAsking | None):
        super().__init__(data, instance=asking or StreetAsking(**USUAL))

    @property
    def said(self) -> dict:
        return {name: self.cleaned_data[name] for name in self.Meta.fields}

    def _post_clean(self):
        """The verb writes the row; here only what was typed is read."""
