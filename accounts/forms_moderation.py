"""What an officer fills in about a text: which rule it breaks, why, and whether its author may go on."""

from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy

from accounts.block import DAYS
from accounts.models import Ground

GROUND_MISSING = gettext_lazy("Choose which rule the text breaks.")


class GroundField(forms.ChoiceField):
    """Which rule a text breaks; the public reads how often, not about which text."""

    def __init__(self, **kwargs):
        super().__init__(
            label=gettext_lazy("Which rule does it break?"),
            choices=[("", gettext_lazy("Please choose")), *Ground.choices],
            help_text=gettext_lazy("Counted in public, without the text: how often, by rule."),
            error_messages={
                "required": GROUND_MISSING,
                "invalid_choice": GROUND_MISSING,
            },
            **kwargs,
        )


class CaseForm(forms.Form):
    decision = forms.ChoiceField(
        label=gettext_lazy("Hide it or leave it?"),
        choices=[
            ("hide", gettext_lazy("Hide this text")),
            ("keep", gettext_lazy("Leave it as it is")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose whether to hide it or to leave it.")},
    )
    ground = GroundField(required=False)
    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("The author reads this. Say kindly which rule it is about."),
        error_messages={"required": gettext_lazy("Say why. The author will read it.")},
    )

    def clean(self):
        data = super().clean() or {}
        if (
            data.get("decision") == "hide"
            and not data.get("ground")
            and "ground" not in self.errors
        ):
            self.add_error("ground", GROUND_MISSING)
        return data


class BlockForm(forms.Form):
    """May not write for a while."""

    days = forms.TypedChoiceField(
        label=gettext_lazy("How long?"),
        choices=[(days, format_lazy(gettext_lazy("{} days"), days)) for days in DAYS],
        coerce=int,
        error_messages={"required": gettext_lazy("Choose how long.")},
    )
    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=gettext_lazy("The person reads this, with the day on which it ends."),
        error_messages={"required": gettext_lazy("Say why. The person will read it.")},
    )


class LookAgainForm(forms.Form):
    """The author of a hidden text asks for another look."""

    reason = forms.CharField(
        label=gettext_lazy("Why should it be shown?"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("You can ask once. Somebody else than before decides."),
        error_messages={"required": gettext_lazy("Say in a sentence why it should be shown.")},
    )
