"""What applicants fill in: whether they may apply, who takes part, and a few words."""

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.forms import SEXES
from pilots.models import EligibilityQuestion, Pilot
from pilots.recruit.charge import Charge, adult, child

YES_NO = [("yes", _("Yes")), ("no", _("No"))]
ME, CHILD, BOTH = "me", "child", "both"


class EligibleForm(forms.Form):
    """Asks what the pilot asks beforehand. The answers are looked at here and kept nowhere."""

    use_required_attribute = False

    def __init__(self, *args, pilot: Pilot, **kwargs):
        super().__init__(*args, **kwargs)
        self.questions = {f"ask{one.pk}": one for one in pilot.eligibility_questions.all()}
        asked = {
            name: forms.ChoiceField(
                label=str(one.words), choices=YES_NO, widget=forms.RadioSelect,
                error_messages={"required": _("Please answer yes or no.")},
            )
            for name, one in self.questions.items()
        }  # fmt: skip
        self.fields = asked | self.fields

    def clean(self):
        super().clean()
        for name, question in self.questions.items():
            given = self.cleaned_data.pop(name, None)
            if given and (given == "yes") != question.wanted:
                self.add_error(name, self._sorry(question))
        return self.cleaned_data

    @staticmethod
    def _sorry(question: EligibilityQuestion) -> str:
        return str(question.otherwise) or str(_("Sorry, this pilot looks for others this time."))


class MotivationForm(EligibleForm):
    motivation = forms.CharField(
        label=_("Why would you like to take part?"), required=False, max_length=500,
        widget=forms.Textarea({"rows": 4}),
        help_text=_("A sentence or two. It does not change your chances in the draw."),
    )  # fmt: skip


class ApplyForm(MotivationForm):
    profile_consent = forms.BooleanField(
        label=_("Use my age group, sex and dong from my page for the draw and for statistics"),
        required=False,
    )
    who = forms.ChoiceField(
        label=_("Who takes part?"), widget=forms.RadioSelect, initial=ME,
        choices=[(ME, _("I do")), (CHILD, _("A child under 14 whose guardian I am")),
                 (BOTH, _("The child and I"))],
        error_messages={"required": _("Please choose one.")},
    )  # fmt: skip
    called = forms.CharField(
        label=_("What do you call the child?"), required=False, max_length=30,
        help_text=_("A nickname is enough. Only you see it; the child takes part under a code."),
    )  # fmt: skip
    birth_year = forms.IntegerField(
        label=_("The child's year of birth"), required=False, min_value=1900, max_value=2200,
        help_text=_("Only for the child's age group in the draw and in statistics."),
    )  # fmt: skip
    sex = forms.ChoiceField(
        label=_("The child's sex"), choices=SEXES, required=False, widget=forms.RadioSelect
    )
    is_guardian = forms.BooleanField(
        label=_("I am the child's legal guardian."), required=False
    )  # fmt: skip

    CHILDS = ("who", "called", "birth_year", "sex", "is_guardian")

    def __init__(self, *args, person, pilot: Pilot, **kwargs):
        super().__init__(*args, pilot=pilot, **kwargs)
        if not pilot.children_may_join:
            for name in self.CHILDS:
                del self.fields[name]
            if not (person.birth_year or person.sex or person.home_district_id):
                del self.fields["profile_consent"]  # there is nothing to use

    def clean(self):
        given = super().clean()
        if given.get("who") in (CHILD, BOTH):
            if not given.get("called", "").strip() and "called" not in self.errors:
                self.add_error("called", _("Write what you call the child; a nickname is enough."))
            if not given.get("is_guardian"):
                self.add_error("is_guardian", _("Only a legal guardian can apply for a child."))
        return given

    @property
    def for_self(self) -> bool:
        return self.cleaned_data.get("who", ME) in (ME, BOTH)

    @property
    def charge(self) -> Charge | None:
        given = self.cleaned_data
        if given.get("who", ME) == ME:
            return None
        return child(given["called"], given["birth_year"], given["sex"])

    @property
    def said(self) -> dict:
        """What every application of these people shares."""
        names = ("motivation", "profile_consent")
        return {name: self.cleaned_data[name] for name in names if name in self.cleaned_data}


class ForAdultForm(MotivationForm):
    called = forms.CharField(
        label=_("What do you call the person?"), max_length=30,
        help_text=_("A nickname is enough. Only you see it; the person takes part under a code."),
        error_messages={"required": _("Write what you call the person; a nickname is enough.")},
    )  # fmt: skip

    @property
    def charge(self) -> Charge:
        return adult(self.cleaned_data["called"])


class GuardianForm(forms.Form):
    """Filled in by a child or a teacher; nothing about the child is asked."""

    name = forms.CharField(
        label=_("Guardian's name"), max_length=30,
        error_messages={"required": _("Write the guardian's name.")},
    )  # fmt: skip
    contact = forms.CharField(
        label=_("Guardian's e-mail address or mobile number"), max_length=120,
        error_messages={"required": _("Write an e-mail address or a mobile number.")},
    )  # fmt: skip
    use_required_attribute = False
