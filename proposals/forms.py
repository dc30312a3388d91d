"""The forms of residents."""

from django import forms
from django.utils.translation import gettext_lazy as _

from city.models import Category
from proposals.fields import ResidentText
from proposals.models import Confirmation, Solution

TITLE, TEXT = 80, 4000


class CategoryField(forms.ModelChoiceField):
    """The open categories as cards, each with its own icon."""

    widget = forms.RadioSelect
    default_error_messages = {
        "required": _("Please choose what your proposal is about."),
        "invalid_choice": _("This category is closed. Please choose another one."),
    }

    def __init__(self, **kwargs):
        super().__init__(
            Category.objects.open(), label=_("What is it about?"), empty_label=None, **kwargs
        )


class WordsForm(forms.Form):
    """The words of a proposal, new or corrected."""

    title = ResidentText(
        label=_("Title"),
        max_length=TITLE,
        help_text=_(
            "The problem or idea in one sentence, such as “The path by the school is dark”."
        ),
        error_messages={"required": _("Give your proposal a title, so that others find it.")},
    )
    text = ResidentText(
        label=_("What is the matter, and what would be better?"),
        max_length=TEXT,
        rows=7,
        help_text=_(
            "Everybody can read this. Please leave out names, phone numbers and number plates."
        ),
        error_messages={"required": _("Describe the problem or your idea in a few words.")},
    )
    category = CategoryField()


class CommentForm(forms.Form):
    text = ResidentText(
        label=_("Your comment"),
        max_length=1000,
        rows=3,
        error_messages={"required": _("Write a comment first.")},
    )
    answers = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=1)


class SolutionForm(forms.Form):
    title = ResidentText(
        label=_("Your solution in one sentence"),
        max_length=TITLE,
        error_messages={"required": _("Give your solution a title.")},
    )
    text = ResidentText(
        label=_("How would it work?"),
        max_length=2000,
        rows=5,
        error_messages={"required": _("Describe your solution in a few words.")},
    )
    offeror = forms.ChoiceField(
        label=_("You offer this as a"),
        choices=Solution.Offeror.choices,
        initial=Solution.Offeror.RESIDENT,
    )
    interest = ResidentText(
        label=_("What interest does your organisation have in this?"),
        max_length=200,
        required=False,
        help_text=_("Companies and universities say this openly, in one sentence."),
    )

    def clean(self):
        offeror = self.cleaned_data.get("offeror")
        if offeror != Solution.Offeror.RESIDENT and not self.cleaned_data.get("interest"):
            self.add_error("interest", _("Say what interest your organisation has in this."))
        return self.cleaned_data


class ReasonForm(forms.Form):
    """A few words of explanation for the city: an answer, a request, an abuse report."""

    reason = ResidentText(max_length=2000, rows=4)

    def __init__(self, *args, label, help_text="", max_length=2000, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["reason"] = ResidentText(
            label=label, help_text=help_text, max_length=max_length, rows=4
        )


class ConfirmationForm(forms.Form):
    """Is it really better?"""

    answer = forms.ChoiceField(choices=Confirmation.Answer.choices)
    round = forms.IntegerField(min_value=0, max_value=12, widget=forms.HiddenInput)
    note = ResidentText(label=_("Would you like to add something?"), max_length=300, required=False)


class AnswerForm(forms.Form):
    """The same with all that may be added to it; each answer is a button of its own."""

    answer = forms.ChoiceField(
        choices=Confirmation.Answer.choices,
        error_messages={
            "required": _("Please choose one of the answers."),
            "invalid_choice": _("Please choose one of the answers."),
        },
    )
    note = ResidentText(
        label=_("Would you like to add something?"),
        max_length=300,
        rows=3,
        required=False,
        help_text=_("Shown on the proposal's page without your name."),
    )
    photo = forms.FileField(
        label=_("A photo from the same spot"),
        required=False,
        widget=forms.FileInput(attrs={"accept": "image/*"}),
        help_text=_("Shown in public. Please leave out faces, number plates and front doors."),
    )
