"""Forms people fill in about themselves."""

from typing import cast

from django import forms
from django.db import transaction
from django.utils import timezone
from django.utils.text import format_lazy
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from accounts.consent import current_text, give_consent, refuse_consent
from accounts.profile import keep_profile
from accounts.rhythm import Rhythm
from accounts.roles import STAFF, WHAT_ROLES_DO, Role
from city.models import City, Department
from maps.models import District

YES, NO = "yes", "no"
AGREE = [(YES, gettext_lazy("I agree")), (NO, gettext_lazy("I do not agree"))]
OLD_ENOUGH = [(YES, gettext_lazy("I am 14 or older")), (NO, gettext_lazy("I am under 14"))]
SEXES = [
    ("", gettext_lazy("Rather not say")),
    ("f", gettext_lazy("Female")),
    ("m", gettext_lazy("Male")),
    ("x", gettext_lazy("Other")),
]


def consent_field(choices=AGREE, *, required: bool, label) -> forms.ChoiceField:
    """동의함 or 동의하지 않음, with nothing chosen beforehand."""
    return forms.ChoiceField(
        label=label,
        choices=choices,
        widget=forms.RadioSelect,
        required=required,
        error_messages={"required": gettext_lazy("Please answer this question.")},
    )


class ProfileFields(forms.Form):
    """The optional details for statistics; what is left empty is not asked again."""

    birth_year = forms.IntegerField(
        label=gettext_lazy("Year of birth"),
        required=False,
        widget=forms.TextInput(
            attrs={"inputmode": "numeric", "autocomplete": "bday-year", "maxlength": 4}
        ),
        help_text=gettext_lazy("Four digits, such as 1958"),
        error_messages={"invalid": gettext_lazy("Write the year in four digits, such as 1958.")},
    )
    sex = forms.ChoiceField(
        label=gettext_lazy("Sex"), choices=SEXES, required=False, widget=forms.RadioSelect
    )
    home_district = forms.ModelChoiceField(
        label=gettext_lazy("Home district"),
        queryset=District.objects.none(),
        required=False,
        empty_label=gettext_lazy("Rather not say"),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        home = cast(forms.ModelChoiceField, self.fields["home_district"])
        home.queryset = District.objects.current().without_outline()

    def clean_birth_year(self):
        year = self.cleaned_data["birth_year"]
        this_year = timezone.localdate().year
        if year is not None and not this_year - 120 <= year <= this_year - 13:
            raise forms.ValidationError(_("Write the year in four digits, such as 1958."))
        return year

    @property
    def details(self) -> dict:
        names = ("birth_year", "sex", "home_district")
        return {name: self.cleaned_data.get(name) for name in names if self.cleaned_data.get(name)}


class SignUpConsents(ProfileFields):
    """What everybody sees before they join, by e-mail or through Kakao and Naver alike."""

    age = consent_field(OLD_ENOUGH, required=True, label=gettext_lazy("14 years or older"))
    terms = consent_field(required=True, label=gettext_lazy("Terms of use"))
    privacy = consent_field(
        required=True, label=gettext_lazy("Collection and use of personal data")
    )
    contact = consent_field(required=False, label=gettext_lazy("News by e-mail"))
    profile = consent_field(required=False, label=gettext_lazy("Optional details for statistics"))

    def clean_age(self):
        if self.cleaned_data["age"] == NO:
            city = City.objects.current()
            how = f" ({city.operator} {city.phone})" if city.phone else ""
            raise forms.ValidationError(
                _(
                    "Under 14, the law asks for the consent of a parent or guardian. Please come to "
                    "the service desk together, or let them telephone%(how)s: we will gladly help "
                    "you take part. Nothing you typed here was kept."
                )
                % {"how": how}
            )
        return self.cleaned_data["age"]

    def clean_terms(self):
        return self._agreed("terms")

    def clean_privacy(self):
        return self._agreed("privacy")

    def clean(self):
        cleaned = super().clean() or {}
        if self.details and cleaned.get("profile") != YES:
            self.add_error(
                "profile",
                _("You filled in optional details: agree to their use, or leave them empty."),
            )
        return cleaned

    @transaction.atomic
    def signup(self, request, user) -> None:
        """allauth calls this once the row is there (see accounts/entrance.py)."""
        for kind in ("age", "terms", "privacy", "contact", "profile"):
            self._keep_answer(user, kind)
        user.language = (get_language() or "ko")[:2]
        agreed = self.cleaned_data.get("contact") == YES
        user.rhythm = Rhythm.DAILY if agreed else Rhythm.NEVER
        user.save(update_fields=["language", "rhythm"])
        if self.details:
            keep_profile(person=user, **self.details)

    def _keep_answer(self, user, kind: str) -> None:
        answer = self.cleaned_data.get(kind)
        if answer == YES:
            give_consent(person=user, text=current_text(kind))
        elif answer == NO:
            refuse_consent(person=user, text=current_text(kind))

    def _agreed(self, kind: str) -> str:
        if self.cleaned_data[kind] == NO:
            raise forms.ValidationError(
                _(
                    "Without this consent there is no account. You can still read everything and "
                    "download the data."
                )
            )
        return self.cleaned_data[kind]

    @property
    def required_consents(self):
        return [(self[kind], current_text(kind)) for kind in ("age", "terms", "privacy")]

    @property
    def contact_consent(self):
        return self["contact"], current_text("contact")

    @property
    def profile_consent(self):
        return self["profile"], current_text("profile")


class DisplayNameForm(forms.Form):
    pseudonym = forms.CharField(
        label=gettext_lazy("Display name"),
        max_length=40,
        help_text=gettext_lazy(
            "Shown beside your proposals and comments. Better not your real name."
        ),
        widget=forms.TextInput(attrs={"autocomplete": "nickname"}),
    )


class LanguageForm(forms.Form):
    language = forms.ChoiceField(
        label=gettext_lazy("Language of letters"),
        choices=[("ko", "한국어"), ("en", "English")],
        widget=forms.RadioSelect,
    )


class ProfileForm(ProfileFields):
    """On the settings page: saving it is the consent, so the text stands right above."""

    profile = consent_field(required=False, label=gettext_lazy("Optional details for statistics"))

    def clean_profile(self):
        if not self.cleaned_data["profile"]:
            raise forms.ValidationError(_("Please answer this question."))
        return self.cleaned_data["profile"]


class DeleteAccountForm(forms.Form):
    sure = forms.BooleanField(
        label=gettext_lazy("Yes, close my account. I know that this cannot be undone."),
        error_messages={
            "required": gettext_lazy("Tick the box if you really want to close your account.")
        },
    )


class AppointForm(forms.Form):
    """Who works here as what, and in which department."""

    role = forms.ChoiceField(
        label=gettext_lazy("Role"),
        choices=[(role, format_lazy("{}: {}", role.label, WHAT_ROLES_DO[role])) for role in Role],
        widget=forms.RadioSelect,
    )
    department = forms.ModelChoiceField(
        label=gettext_lazy("Department"),
        queryset=Department.objects.all(),
        required=False,
        empty_label=gettext_lazy("No department"),
    )

    def clean(self):
        cleaned = super().clean() or {}
        if str(cleaned.get("role")) in STAFF and not cleaned.get("department"):
            self.add_error("department", _("Choose the department this person answers for."))
        return cleaned
