"""Forms of officers around a plan: alternatives, money, partners, the permit, sites from a file."""

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.models import User
from city.choices import RowsField
from city.words import WordsFormField
from pilots.amend import needs_reason
from pilots.desk_forms import DATE, AmendingForm
from pilots.models import Alternative, BudgetLine, Partner, Permit, Pilot
from proposals.models import Solution

# More is a slip of the hand, and sums of it no database can hold.
OUT_OF_RANGE = _("Give an amount between 0 and 100 trillion won.")
IN_WON = [MinValueValidator(0, OUT_OF_RANGE), MaxValueValidator(100_000_000_000_000, OUT_OF_RANGE)]


class AlternativeForm(AmendingForm):
    class Meta:
        model = Alternative
        fields = ["code", "name", "description", "solution", "is_control"]
        help_texts = {
            "code": _("Short, in small Latin letters, such as a, b or control; files use it."),
            "solution": _("Offered by a resident, company or university for a proposal taken up."),
            "is_control": _("Tick it for the alternative that is compared with."),
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["solution"].queryset = Solution.objects.filter(
            proposal__in=self.pilot.proposals.values("pk"), hidden_at__isnull=True
        )

    def clean_code(self):
        code = self.cleaned_data["code"]
        if self.pilot.alternatives.filter(code=code).exclude(pk=self.instance.pk).exists():
            raise forms.ValidationError(_("Another alternative has this short name."))
        return code


class BudgetLineForm(AmendingForm):
    class Meta:
        model = BudgetLine
        fields = ["label", "source", "year", "planned", "spent"]
        help_texts = {"planned": _("In won."), "spent": _("In won, up to today.")}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["year"].initial = timezone.localdate().year
        for name in ("planned", "spent"):
            self.fields[name].validators = list(IN_WON)
        if "reason" in self.fields:  # what was spent is reported without one
            self.fields["reason"].required = False

    def clean_year(self):
        year = self.cleaned_data["year"]
        if not 2000 <= year <= 2100:
            raise forms.ValidationError(_("Give the year with four digits."))
        return year

    def clean(self):
        super().clean()
        cleaned = self.cleaned_data
        if (
            "reason" in self.fields
            and not cleaned.get("reason")
            and set(self.changed_data) - {"spent"}
        ):
            self.add_error("reason", _("Tell residents why."))
        return cleaned


class PartnerForm(AmendingForm):
    """Who stands behind a partner is found by their e-mail address, and never shown again."""

    email = forms.EmailField(
        label=_("E-mail of the person"), required=False,
        help_text=_(
            "Of an account here, for somebody who does more than give the name. The person may "
            "see the pilot while it is prepared."
        ),
    )  # fmt: skip
    nobody = forms.BooleanField(label=_("Nobody any more"), required=False)

    class Meta:
        model = Partner
        fields = ["name", "kind", "role", "duty", "until", "agreement", "agreed_on"]
        labels = {"agreed_on": pgettext_lazy("agreement", "agreed on")}
        help_texts = {
            "duty": _(
                "Co-investigators read the desk page and write in the plan until the first "
                "measurements. Analysts take rows under codes. Field staff enter what was measured."
            ),
            "until": _("The last day of the duty. Left open, it ends with the pilot."),
            "agreement": _("Number or name of the agreement on personal data."),
        }

    field_order = ["name", "kind", "role", "email", "nobody", "duty", "until"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        person = self.instance.person
        if person is None:
            del self.fields["nobody"]
        else:
            self.fields["email"].help_text = _(
                "At present: %(name)s. Leave it empty to keep that."
            ) % {"name": person.pseudonym}

    def clean_email(self):
        email = self.cleaned_data["email"]
        person = User.objects.filter(email__iexact=email, is_active=True).first() if email else None
        if email and person is None:
            raise forms.ValidationError(
                _("Nobody has an account here with this address. Ask them to sign up first.")
            )
        return person

    def clean(self):
        super().clean()
        if self.cleaned_data.get("duty") and not self._person() and "email" not in self.errors:
            self.add_error("email", _("Say who has this duty."))
        return self.cleaned_data

    def _person(self) -> User | None:
        found = self.cleaned_data.get("email")
        if found or self.cleaned_data.get("nobody"):
            return found or None
        return self.instance.person

    @property
    def values(self) -> dict:
        told = {
            name: value for name, value in super().values.items() if name not in ("email", "nobody")
        }
        return told | {"person": self._person()}


class PermitForm(AmendingForm):
    class Meta:
        model = Permit
        fields = ["kind", "authority", "number", "basis", "scope", "conditions", "insurance",
                  "insured_until", "granted_on", "expires_on", "notice"]  # fmt: skip
        help_texts = {
            "basis": _("For example: 산업융합 촉진법 제10조의3."),
            "insurance": _("Insurer, number and amount covered."),
            "notice": _("Read before the consent text: what is tried here by way of exception."),
        }

    def clean(self):
        super().clean()
        granted, ends = self.cleaned_data.get("granted_on"), self.cleaned_data.get("expires_on")
        if granted and ends and ends < granted:
            self.add_error("expires_on", _("A permit cannot end before it was granted."))
        return self.cleaned_data


class ExtensionForm(forms.Form):
    until = forms.DateField(label=_("Extended until"), widget=DATE)
    reason = forms.CharField(
        label=_("Public reason"), max_length=300, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("A permit can be extended once."),
    )  # fmt: skip


class SitesFileForm(forms.Form):
    file = forms.FileField(
        label=_("GeoJSON file"),
        widget=forms.FileInput(attrs={"accept": ".geojson,.json,application/geo+json"}),
        help_text=_(
            "Points, lines and areas in degrees. “name” names each site; “arm”: “comparison” makes "
            "it a comparison site, “key” is its name in files of measurements."
        ),
    )  # fmt: skip

    def __init__(self, *args, pilot: Pilot, **kwargs):
        super().__init__(*args, **kwargs)
        if needs_reason(pilot):
            self.fields["reason"] = forms.CharField(
                label=_("Public reason for the change"), max_length=2000,
                widget=forms.Textarea(attrs={"rows": 3}),
            )  # fmt: skip


class SharedBudgetForm(forms.Form):
    """Which pilots spend it together; only those that the officer runs can be chosen."""

    name = WordsFormField(label=_("Name"), max_length=80)
    pilots = RowsField(
        label=_("Pilots that share it"), queryset=Pilot.objects.none(),
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip
    reason = forms.CharField(
        label=_("Public reason for the change"), max_length=2000, required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Needed once one of the pilots has begun."),
    )  # fmt: skip

    def __init__(self, *args, pilots, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["pilots"].queryset = pilots
