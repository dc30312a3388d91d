"""Forms for what goes with an answer: more time, experts' reviews, another body's words."""

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.roles import Role
from city.choices import RowsField
from proposals.desk_forms import reason_field
from proposals.models import Proposal


class DayField(forms.DateField):
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class ExtendForm(forms.Form):
    due_on = DayField(label=_("New last day for the answer"))
    reason = reason_field(label=_("Why does it take longer?"))


class AskReviewsForm(forms.Form):
    experts = RowsField(
        label=_("Experts"),
        queryset=User.objects.filter(role=Role.EXPERT, is_active=True).order_by("pseudonym"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one expert from the list.")},
    )
    due_on = DayField(label=_("Please by"), required=False)


class BringBackForm(forms.Form):
    text = forms.CharField(
        label=_("What did the other body answer?"),
        help_text=_("Everybody can read this, and it is sent to all whom the proposal touches."),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"required": _("Write down what was answered.")},
    )
    answered_on = DayField(label=_("Day of the answer"), required=False)
    link = forms.URLField(label=_("Link"), required=False, assume_scheme="https", max_length=200)


def answering_forms(proposal: Proposal) -> dict[str, forms.Form]:
    """Unfilled, under the names that the page knows them by."""
    return {
        "extend_form": ExtendForm(prefix="extend"),
        "ask_reviews_form": AskReviewsForm(prefix="reviews"),
        "bring_back_form": BringBackForm(
            prefix="back", initial={"answered_on": timezone.localdate()}
        ),
    }
