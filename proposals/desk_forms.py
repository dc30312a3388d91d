"""The forms of the desk: each decision asks for its public reason."""

from datetime import datetime

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.forms_moderation import GroundField
from accounts.models import User
from city.models import Department
from city.words import WordsFormField
from proposals.fields import MonthField
from proposals.merge import what_unmerging_does
from proposals.models import Proposal
from proposals.wording import refuse_unfilled
from proposals.workflow import Status

REASON_HELP = _("Everybody can read this, and it is sent to all whom the proposal touches.")
LONG = {"rows": 5}


def reason_field(label=None, help_text=REASON_HELP, required=True) -> forms.CharField:
    return forms.CharField(
        label=label or _("Public reason"),
        help_text=help_text,
        max_length=2000,
        required=required,
        widget=forms.Textarea(attrs=LONG),
        error_messages={"required": _("Tell residents why.")},
    )


def read_seen(typed: str) -> datetime | None:
    """Since when the proposal was in the state that the page showed."""
    try:
        return datetime.fromisoformat(typed)
    except ValueError:
        return None


class MoveForm(forms.Form):
    """One move of a proposal; `seen` is the state that the page showed."""

    reason = reason_field()
    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args, proposal: Proposal, **kwargs):
        super().__init__(*args, **kwargs)
        self.proposal = proposal
        self.fields["seen"].initial = proposal.status_since.isoformat()
        self.order_fields([name for name in self.fields if name != "reason"] + ["reason"])

    def clean_reason(self) -> str:
        refuse_unfilled(self.cleaned_data["reason"])
        return self.cleaned_data["reason"]

    def clean_seen(self) -> datetime | None:
        return read_seen(self.cleaned_data["seen"])

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
    amount = forms.IntegerField(
        label=_("Amount in won"), required=False, min_value=0, max_value=10**15
    )
    sites_planned = forms.IntegerField(
        label=_("At how many places?"),
        required=False,
        min_value=1,
        max_value=10_000,
        help_text=_("Where it is done at several places, residents see how many are done."),
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


class UnmergeForm(MoveForm):
    @property
    def undone(self) -> dict:
        """What it does, and until when it can be done."""
        return what_unmerging_does(self.proposal)


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
    department = forms.ModelChoiceField(
        label=_("Department"),
        queryset=Department.objects.filter(is_open=True),
        required=False,
        empty_label=_("The officer's own"),
    )
    note = forms.CharField(
        label=_("Note for whoever gets it"),
        required=False,
        max_length=500,
        help_text=_("Only the desk sees it."),
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
    """Hides a proposal for breaking a rule, or shows it again: then there is no rule to name."""

    ground = GroundField()
    reason = forms.CharField(
        label=_("Why?"),
        help_text=_("The author reads this."),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Say why.")},
    )

    def __init__(self, *args, is_public: bool, **kwargs):
        super().__init__(*args, **kwargs)
        if not is_public:
            del self.fields["ground"]


class ApproveForm(forms.Form):
    document_number = forms.CharField(
        label=_("Document number"),
        max_length=60,
        required=False,
        help_text=_("Kept with the decision, where the city keeps one."),
    )


class ReturnForm(forms.Form):
    note = forms.CharField(
        label=_("What should be changed?"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Tell the writer what to change.")},
    )


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
