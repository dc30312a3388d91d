"""The forms of the desk: each decision asks for its public reason."""

import re
from datetime import date, datetime

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from city.models import Department
from city.words import WordsFormField
from proposals.models import Proposal
from proposals.workflow import Status

REASON_HELP = _("Everybody can read this, and it is sent to all whom the proposal touches.")
LONG = {"rows": 5}


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


def reason_field(label=None, help_text=REASON_HELP, required=True) -> forms.CharField:
    return forms.CharField(
        label=label or _("Public reason"),
        help_text=help_text,
        max_length=2000,
        required=required,
        widget=forms.Textarea(attrs=LONG),
        error_messages={"required": _("Tell residents why.")},
    )


class MoveForm(forms.Form):
    """One move of a proposal; `seen` is the state that the page showed."""

    reason = reason_field()
    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args, proposal: Proposal, **kwargs):
        super().__init__(*args, **kwargs)
        self.proposal = proposal
        self.fields["seen"].initial = proposal.status_since.isoformat()
        self.order_fields([name for name in self.fields if name != "reason"] + ["reason"])

    def clean_seen(self) -> datetime | None:
        try:
            return datetime.fromisoformat(self.cleaned_data["seen"])
        except ValueError:
            return None

    def arguments(self) -> dict:
        """What the verb is called with."""
        return {
            "proposal": self.proposal,
            **{name: value for name, value in self.cleaned_data.items() if name != "seen"},
        }


class AskForm(MoveForm):
    reason = reason_field(
        label=_("What do you need to know?"),
        help_text=_("The author answers in public. The answer clock pauses until then."),
    )


class AcceptForm(MoveForm):
    in_part = forms.BooleanField(label=_("Accepted only in part"), required=False)
    department = forms.ModelChoiceField(
        label=_("Department in charge"),
        queryset=Department.objects.all(),
        required=False,
        empty_label=_("As it is now"),
    )


class ReferForm(MoveForm):
    referred_to = forms.CharField(label=_("To which body?"), max_length=120)
    receipt = forms.CharField(label=_("Receipt number"), max_length=60, required=False)
    link = forms.URLField(
        label=_("Link"),
        required=False,
        assume_scheme="https",
        help_text=_("Where residents can see how it goes on."),
    )


class PromiseForm(MoveForm):
    what = WordsFormField(
        label=_("What will be done?"),
        max_length=200,
        help_text=_("In Korean; English below it if you like."),
    )
    where = WordsFormField(label=_("Where?"), required=False, max_length=200)
    department = forms.ModelChoiceField(
        label=_("Department in charge"), queryset=Department.objects.all()
    )
    due_month = MonthField(label=_("By which month?"))
    budget_line = WordsFormField(
        label=_("Budget line"),
        required=False,
        max_length=200,
        help_text=_("Leave it empty where no budget is needed."),
    )
    reason = reason_field(
        required=False,
        help_text=_("Left empty, residents read what is promised, by whom and by when."),
    )


class MergeForm(MoveForm):
    # Any open proposal may be meant: `candidates` only help to find it.
    into = forms.ModelChoiceField(
        label=_("Merge into"),
        queryset=Proposal.objects.public().exclude(status=Status.CLOSED),
        error_messages={
            "required": _("Choose the proposal that this one is merged into."),
            "invalid_choice": _("Choose an open proposal to merge into; that one is closed."),
        },
    )

    def __init__(self, *args, candidates=(), **kwargs):
        super().__init__(*args, **kwargs)
        self.candidates = candidates


class OfficerField(forms.ModelChoiceField):
    def label_from_instance(self, officer: User) -> str:
        if officer.department is None:
            return str(officer)
        return f"{officer} ({officer.department})"


class AssignForm(forms.Form):
    officer = OfficerField(
        label=_("Officer in charge"),
        queryset=User.objects.staff().select_related("department").order_by("pseudonym"),
        required=False,
        empty_label=_("Nobody yet"),
    )


class ReplyForm(forms.Form):
    department = forms.ModelChoiceField(
        label=_("In the name of"), queryset=Department.objects.all(), empty_label=None
    )
    text = forms.CharField(
        label=_("Official reply"),
        help_text=_("It stands among the comments and is not a decision."),
        max_length=4000,
        widget=forms.Textarea(attrs=LONG),
        error_messages={"required": _("Write the reply first.")},
    )


class HideForm(forms.Form):
    reason = forms.CharField(
        label=_("Why?"),
        help_text=_("The author reads this."),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Say why.")},
    )


class ReturnForm(forms.Form):
    note = forms.CharField(
        label=_("What should be changed?"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Tell the writer what to change.")},
    )


class PostponeForm(forms.Form):
    due_month = MonthField(label=_("New month"))
    reason = reason_field()


class DoneForm(forms.Form):
    figure = WordsFormField(
        label=_("What was done, as a figure"),
        required=False,
        max_length=200,
        help_text=_("For example: 120 m of paving renewed. A photo or a figure is needed."),
    )
    photo = forms.FileField(
        label=_("Photo"),
        required=False,
        widget=forms.ClearableFileInput(attrs={"accept": "image/*"}),
    )
    alt = forms.CharField(label=_("What the photo shows"), required=False, max_length=300)
    note = reason_field(label=_("Public note"), required=False)

    def clean(self):
        data = super().clean() or {}
        if not data.get("figure") and not data.get("photo") and not self.errors:
            raise forms.ValidationError(_("Show a photo or a figure of what was done."))
        return data


class DropForm(forms.Form):
    reason = reason_field()


class CoverForm(forms.Form):
    """A rectangle over a face or a number plate, in percent of the picture."""

    left = forms.FloatField(label=_("From the left, %"), min_value=0, max_value=99)
    top = forms.FloatField(label=_("From the top, %"), min_value=0, max_value=99)
    width = forms.FloatField(label=_("Width, %"), min_value=1, max_value=100)
    height = forms.FloatField(label=_("Height, %"), min_value=1, max_value=100)

    def rectangle(self) -> tuple[float, float, float, float]:
        """As shares of the picture, cut off at its edge."""
        left, top = self.cleaned_data["left"] / 100, self.cleaned_data["top"] / 100
        width, height = self.cleaned_data["width"] / 100, self.cleaned_data["height"] / 100
        return left, top, min(width, 1 - left), min(height, 1 - top)


class ShortAnswersForm(forms.Form):
    """One honest answer to several proposals whose support period has ended."""

    proposals = forms.ModelMultipleChoiceField(
        queryset=Proposal.objects.filter(status=Status.RECEIVED, short_answer_due_at__isnull=False),
        error_messages={"required": _("Choose at least one proposal.")},
    )
    reason = reason_field(label=_("Answer"))
