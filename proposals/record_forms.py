"""The officer's forms for somebody who does not go online: who it is, how they agreed, what they say."""

from uuid import uuid4

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.on_behalf import Newcomer, find_people
from accounts.rhythm import ToldBy
from proposals.fields import ResidentText
from proposals.models import Receipt
from proposals.new_forms import ProposalForm
from proposals.receipts import find_receipt
from proposals.record import CHANNELS, Asked

NO_NEWS = ("", _("No news; the receipt is enough"))
NEEDED = {
    ToldBy.LETTER: {
        "name": _("A letter or a call needs a name."),
        "address": _("A letter needs a postal address."),
    },
    ToldBy.CALL: {
        "name": _("A letter or a call needs a name."),
        "phone": _("A call needs a telephone number."),
    },
}
NOBODY = _("Nobody was found. Look at the spelling, or leave this empty for somebody new.")
SEVERAL = _("Several people were found. Write one of these display names: %(names)s")
KNOWN_NUMBER = _(
    "Somebody with this number is known already: %(names)s. Write the display name above, "
    "or tick that it is somebody else."
)


class OnBehalfForm(forms.Form):
    """Somebody known is found by `who`; otherwise the fields below write somebody new down."""

    looked_up: tuple[User, ...] = ()  # whom the form named or found; the view writes it down

    channel = forms.ChoiceField(
        label=_("How did it come?"),
        choices=[(each, each.label) for each in CHANNELS],
        widget=forms.RadioSelect,
        error_messages={"required": _("Say whether it came by desk, telephone or paper.")},
    )
    who = forms.CharField(
        label=_("Has this person been here before?"),
        max_length=100,
        required=False,
        help_text=_(
            "E-mail address, display name, telephone number or the number of an earlier receipt. "
            "Leave it empty for somebody new."
        ),
    )
    told_by = forms.ChoiceField(
        label=_("How does somebody new want to hear what becomes of it?"),
        choices=[NO_NEWS, *((way, way.label) for way in (ToldBy.LETTER, ToldBy.CALL))],
        widget=forms.RadioSelect,
        required=False,
    )
    name = forms.CharField(
        label=_("Name"),
        max_length=60,
        required=False,
        help_text=_("Only for a letter or a call, and only the desk sees it."),
    )
    phone = forms.CharField(
        label=_("Phone"), max_length=20, required=False, help_text=_("For a call.")
    )
    address = forms.CharField(
        label=_("Postal address"), max_length=200, required=False, help_text=_("For a letter.")
    )
    is_other = forms.BooleanField(
        label=_("Somebody else with the same telephone number"), required=False
    )
    consent = forms.ChoiceField(
        label=_("How did the person agree?"),
        choices=Receipt.Consent.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Say how the person agreed.")},
    )
    consent_on = forms.DateField(
        label=_("On which day?"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={
            "required": _("Say on which day the person agreed."),
            "invalid": _("Write the day as year, month and day, such as 2026-03-02."),
        },
    )
    consent_note = forms.CharField(
        label=_("Note on the consent"),
        max_length=200,
        required=False,
        help_text=_("Who helped, or where the signed paper is kept."),
    )
    agreed = forms.BooleanField(
        label=_("The person was told what is public and what is kept and why, and agrees."),
        error_messages={"required": _("Without a yes nothing may be kept.")},
    )
    client_id = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial.setdefault("client_id", uuid4())
        self.initial.setdefault("consent_on", timezone.localdate())

    def clean_consent_on(self):
        day = self.cleaned_data["consent_on"]
        if day > timezone.localdate():
            raise forms.ValidationError(_("The day on which the person agreed cannot lie ahead."))
        return day

    def clean(self):
        super().clean()
        known = self.cleaned_data.get("who", "")
        self.cleaned_data["person"] = self._known(known) if known else self._newcomer()
        return self.cleaned_data

    def asked(self) -> Asked:
        given = self.cleaned_data
        return Asked(
            who=given["person"], channel=given["channel"], consent=given["consent"],
            consent_on=given["consent_on"], consent_note=given["consent_note"],
            client_id=given["client_id"],
        )  # fmt: skip

    def _known(self, words: str) -> User | None:
        receipt = find_receipt(words)
        found = [receipt.person] if receipt and receipt.person.is_active else find_people(words)
        self.looked_up = tuple(found)
        if not found:
            self.add_error("who", NOBODY)
        elif len(found) > 1:
            self.add_error("who", SEVERAL % {"names": _names(found)})
        return found[0] if len(found) == 1 else None

    def _newcomer(self) -> Newcomer:
        given = self.cleaned_data
        told_by, phone = given.get("told_by", ""), given.get("phone", "")
        for field, sentence in NEEDED.get(told_by, {}).items():
            if not given.get(field) and field not in self.errors:
                self.add_error(field, sentence)
        if phone and not given.get("is_other") and (same := find_people(phone)):
            self.looked_up = tuple(same)
            self.add_error("phone", KNOWN_NUMBER % {"names": _names(same)})
        return Newcomer(
            told_by=told_by, name=given.get("name", ""), phone=phone,
            address=given.get("address", ""),
        )  # fmt: skip


class RecordProposalForm(OnBehalfForm, ProposalForm):
    """The resident's own form, with who and how before it."""


class RecordCommentForm(OnBehalfForm):
    text = ResidentText(
        label=_("The comment, in the person's words"),
        max_length=1000,
        rows=4,
        help_text=_(
            "Everybody can read this. Please leave out names, phone numbers and number plates."
        ),
        error_messages={"required": _("Write a comment first.")},
    )


def _names(people: list[User]) -> str:
    return ", ".join(str(person) for person in people)
