"""The form for what carries news out of the house; its passwords are in the environment."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.carriers import seed_carriers
from accounts.models import Carrier
from accounts.settings_form import RowForm


class CarrierForm(RowForm):
    also_kept = ("settings",)
    limits = {"cost_won": (0, 10_000)}
    in_words = {"settings": lambda value: " / ".join(str(each) for each in value.values() if each)}

    class Meta:
        model = Carrier
        fields = ("is_on", "cost_won", "falls_back_to")
        help_texts = {
            "is_on": gettext_lazy("Texts need a provider besides; see the running manual."),
            "cost_won": gettext_lazy("For the monthly cost at the desk."),
            "falls_back_to": gettext_lazy("Where this way does not work."),
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        others = Carrier.objects.exclude(pk=self.instance.pk)
        self.fields["falls_back_to"].queryset = others
        if self.instance.kind == Carrier.Kind.ALIMTALK:
            for name, label in (("sender", _("Sender key")), ("template", _("Template code"))):
                self.fields[name] = forms.CharField(
                    label=label, required=False, max_length=80,
                    initial=self.instance.settings.get(name, ""),
                )  # fmt: skip

    @classmethod
    def rows(cls):
        seed_carriers()
        return Carrier.objects.all()

    @classmethod
    def line(cls, row):
        return [
            _("in use") if row.is_on else _("not in use"),
            _("%(won)s won each") % {"won": row.cost_won} if row.cost_won else "",
        ]

    def clean(self):
        cleaned = super().clean() or {}
        said = {name: cleaned[name] for name in ("sender", "template") if name in cleaned}
        self.instance.settings = {**self.instance.settings, **said}
        return cleaned
