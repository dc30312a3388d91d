"""The forms for texts that people agree to: a new version is added, never an old one edited."""

from datetime import datetime

from django import forms
from django.db.models import OuterRef, Subquery
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.consent import seed_consent_texts, write_text
from accounts.models import ConsentText, PolicyText
from accounts.policies import built_in_text
from accounts.settings_form import RowForm, Values, values_of

ROWS = 24  # a policy is long


class ConsentTextForm(RowForm):
    class Meta:
        model = ConsentText
        fields = ("title", "purpose", "items", "retention", "refusal")

    @classmethod
    def rows(cls):
        """The version of each text that is asked for now; a pilot's stands at the pilot."""
        seed_consent_texts()
        same_kind = ConsentText.objects.filter(kind=OuterRef("kind")).order_by("-version")
        newest = ConsentText.objects.filter(pk=Subquery(same_kind.values("pk")[:1]))
        return newest.exclude(kind__contains="-").order_by("-is_required", "kind")

    @classmethod
    def line(cls, row):
        return [
            _("Version %(version)s") % {"version": row.version},
            _("Required") if row.is_required else _("Optional"),
        ]

    def there_now(self) -> Values:
        newest = ConsentText.objects.filter(kind=self.instance.kind).select_for_update()
        return values_of(newest.order_by("-version")[0], self.kept())

    def keep(self, at: datetime) -> None:
        self.instance = write_text(
            kind=self.instance.kind,
            is_required=self.instance.is_required,
            at=at,
            **{name: self.cleaned_data[name] for name in self.kept()},
        )

    def key(self) -> str:
        return f"accounts.consenttext:{self.instance.kind}"

    def called(self) -> str:
        return str(self.instance.title)


class PolicyForm(RowForm):
    """The city's own policy; the first version begins with the text that came with the portal."""

    kind: PolicyText.Kind
    beside_page = "accounts/desk/settings/_policies.html"

    class Meta:
        model = PolicyText
        fields = ("text", "counts_from")
        widgets = {"counts_from": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")}
        help_texts = {
            "text": gettext_lazy(
                "An empty line begins a paragraph, “## ” a heading, “- ” an item of a list."
            ),
            "counts_from": gettext_lazy(
                "Announced until then: seven days beforehand, thirty if it is to people’s disadvantage."
            ),
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for widget in self.fields["text"].widget.widgets:
            widget.attrs["rows"] = ROWS
        if not self.instance.pk:
            self.initial = {
                "text": built_in_text(self.kind), "counts_from": timezone.localdate(),
            }  # fmt: skip

    @classmethod
    def the_one(cls):
        newest = PolicyText.objects.filter(kind=cls.kind).order_by("-version").first()
        return newest or PolicyText(kind=cls.kind, version=0)

    @classmethod
    def beside(cls):
        return {"versions": PolicyText.objects.filter(kind=cls.kind), "kind": cls.kind}

    def clean_counts_from(self):
        day = self.cleaned_data["counts_from"]
        if "counts_from" in self.changed_data and day < timezone.localdate():
            raise forms.ValidationError(_("This day is over: nobody can be told beforehand."))
        return day

    def there_now(self) -> Values:
        versions = PolicyText.objects.filter(kind=self.kind).select_for_update()
        newest = versions.order_by("-version").first()
        return values_of(newest, self.kept()) if newest else {}

    def is_a_double(self) -> bool:
        return False

    def keep(self, at: datetime) -> None:
        newest = PolicyText.objects.filter(kind=self.kind).order_by("-version").first()
        self.instance = PolicyText.objects.create(
            kind=self.kind, version=newest.version + 1 if newest else 1, created_at=at,
            text=self.cleaned_data["text"], counts_from=self.cleaned_data["counts_from"],
        )  # fmt: skip

    def key(self) -> str:
        return f"accounts.policytext:{self.kind}"

    def called(self) -> str:
        return str(self.kind.label)


class PrivacyPolicyForm(PolicyForm):
    kind = PolicyText.Kind.PRIVACY


class TermsForm(PolicyForm):
    kind = PolicyText.Kind.TERMS
