"""The forms of an invitation: whom an administrator invites, and what the invited person fills in."""

from typing import cast

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from accounts.consent import current_text
from accounts.forms import NO, consent_field
from accounts.invite import CONSENTS_OF_STAFF, why_not
from accounts.models import User
from accounts.roles import STAFF, WHAT_ROLES_DO, Role
from accounts.settings_city import open_departments
from city.models import Department

MOST_AT_ONCE = 50


class InviteForm(forms.Form):
    emails = forms.CharField(
        label=gettext_lazy("E-mail addresses"),
        widget=forms.Textarea(attrs={"rows": 4, "autocomplete": "off", "spellcheck": "false"}),
        help_text=gettext_lazy("One in a line, or with commas between them."),
        max_length=10_000,
    )
    role = forms.ChoiceField(
        label=gettext_lazy("Role"),
        choices=[
            (role, format_lazy("{}: {}", role.label, WHAT_ROLES_DO[role]))
            for role in (*STAFF, Role.EXPERT)
        ],
        initial=Role.OFFICER,
        widget=forms.RadioSelect,
    )
    department = forms.ModelChoiceField(
        label=gettext_lazy("Department"), queryset=Department.objects.none(), required=False,
        empty_label=gettext_lazy("No department"),
    )  # fmt: skip

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        cast(forms.ModelChoiceField, self.fields["department"]).queryset = open_departments()

    def clean_emails(self):
        lines = self.cleaned_data["emails"].replace(",", "\n").replace(";", "\n").split("\n")
        emails = list(dict.fromkeys(line.strip().lower() for line in lines if line.strip()))
        if len(emails) > MOST_AT_ONCE:
            raise ValidationError(
                ngettext(
                    "Invite at most %(most)s person at once.",
                    "Invite at most %(most)s people at once.",
                    MOST_AT_ONCE,
                )
                % {"most": MOST_AT_ONCE}
            )
        wrong = [sentence for email in emails if (sentence := _what_is_wrong(email))]
        if wrong:
            raise ValidationError(wrong)
        return emails

    def clean(self):
        cleaned = super().clean() or {}
        if str(cleaned.get("role")) in STAFF and not cleaned.get("department"):
            self.add_error("department", _("Choose the department these people answer for."))
        return cleaned


class NewcomerForm(forms.Form):
    """What somebody fills in who has no account yet; the e-mail address is the letter's."""

    name = forms.CharField(
        label=gettext_lazy("Display name"), max_length=40, required=False,
        help_text=gettext_lazy("What colleagues call you. Left empty, you get a drawn name."),
        widget=forms.TextInput(attrs={"autocomplete": "nickname"}),
    )  # fmt: skip
    password = forms.CharField(
        label=gettext_lazy("Password"), strip=False, max_length=256,
        help_text=gettext_lazy("At least 10 characters. A short sentence is easy to remember."),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        error_messages={"required": gettext_lazy("Choose a password.")},
    )  # fmt: skip
    terms = consent_field(required=True, label=gettext_lazy("Terms of use"))
    privacy = consent_field(
        required=True, label=gettext_lazy("Collection and use of personal data")
    )

    def __init__(self, *args, email: str, **kwargs):
        super().__init__(*args, **kwargs)
        self._email = email

    def clean_password(self):
        validate_password(self.cleaned_data["password"], User(email=self._email))
        return self.cleaned_data["password"]

    def clean(self):
        cleaned = super().clean() or {}
        for kind in CONSENTS_OF_STAFF:
            if cleaned.get(kind) == NO:
                self.add_error(kind, _("Without this consent there is no account at the desk."))
        return cleaned

    @property
    def consents(self):
        return [(self[kind], current_text(kind)) for kind in CONSENTS_OF_STAFF]


def _what_is_wrong(email: str) -> str:
    try:
        validate_email(email)
    except ValidationError:
        return _("“%(email)s” is no e-mail address.") % {"email": email[:60]}
    return (
        why_not(email) if len(email) <= 254 else _("This e-mail address is too long to be right.")
    )
