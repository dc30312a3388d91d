"""The desk's forms for what became of a promise; everybody reads what is written here."""

from django import forms
from django.utils.translation import gettext_lazy as _

from city.words import WordsFormField
from proposals.desk_forms import reason_field
from proposals.fields import MonthField
from proposals.models import Commitment


class ChangeForm(forms.Form):
    """One step of a commitment, which the form knows."""

    def __init__(self, *args, commitment: Commitment, **kwargs):
        super().__init__(*args, **kwargs)
        self.commitment = commitment


class ShowForm(ChangeForm):
    """What was done can be seen."""

    photo = forms.FileField(
        label=_("Photo"),
        required=False,
        widget=forms.ClearableFileInput(attrs={"accept": "image/*"}),
    )
    alt = forms.CharField(label=_("What the photo shows"), required=False, max_length=300)


class ProgressForm(ShowForm):
    sites_done = forms.IntegerField(label=_("Places done so far"), min_value=1)
    note = reason_field(label=_("What was done, and where does it go on?"))
    field_order = ["sites_done", "photo", "alt", "note"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        planned = self.commitment.sites_planned or 0
        field = self.fields["sites_done"]
        field.help_text = _("%(done)s of %(planned)s are done now.") % {
            "done": self.commitment.sites_done,
            "planned": planned,
        }
        field.widget.attrs |= {"min": self.commitment.sites_done + 1, "max": planned}


class PostponeForm(ChangeForm):
    due_month = MonthField(label=_("New month"))
    reason = reason_field()


class DoneForm(ShowForm):
    figure = WordsFormField(
        label=_("What was done, as a figure"),
        required=False,
        max_length=200,
        help_text=_("For example: 120 m of paving renewed. A photo or a figure is needed."),
    )
    note = reason_field(label=_("Public note"), required=False)
    field_order = ["figure", "photo", "alt", "note"]

    def clean(self):
        data = super().clean() or {}
        if not data.get("figure") and not data.get("photo") and not self.errors:
            raise forms.ValidationError(_("Show a photo or a figure of what was done."))
        return data


class DropForm(ChangeForm):
    reason = reason_field()
