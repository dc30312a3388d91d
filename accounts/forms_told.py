"""Forms about news: by what and how often, and the areas one wants to hear about."""

from typing import cast

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.areas import LARGEST
from accounts.carriers import carriers_in_use, ways
from accounts.models import User
from accounts.rhythm import Rhythm, ToldBy
from maps.forms import PlaceForm
from maps.models import Place

RADII = (300, 500, 1_000, 2_000, LARGEST)


class NewsForm(forms.Form):
    """Only what is open to this person: a text needs a number, a letter is set by the desk."""

    told_by = forms.ChoiceField(
        label=_("By what"),
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Choose how the news should reach you."),
            "invalid_choice": _("Choose how the news should reach you."),
        },
    )
    rhythm = forms.ChoiceField(
        label=_("How often"),
        choices=Rhythm.choices,
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Choose how often."),
            "invalid_choice": _("Choose how often."),
        },
    )

    def __init__(self, *args, person: User, **kwargs):
        kwargs.setdefault("initial", {"told_by": person.told_by, "rhythm": person.rhythm})
        super().__init__(*args, **kwargs)
        open_ways = ways(carriers_in_use())
        has = {
            ToldBy.EMAIL: person.email,
            ToldBy.TEXT: person.phone,
            ToldBy.LETTER: person.told_by == ToldBy.LETTER,
            ToldBy.CALL: person.told_by == ToldBy.CALL,
        }
        choices = [(way, way.label) for way in ToldBy if has[way] and way in open_ways]
        cast(forms.ChoiceField, self.fields["told_by"]).choices = choices
        if choices and person.told_by not in dict(choices):
            self.initial["told_by"] = choices[0][0]


class DeskContactForm(forms.Form):
    """For an officer: how somebody who does not go online wants to be told."""

    told_by = forms.ChoiceField(
        label=_("By what"),
        choices=[(way, way.label) for way in (ToldBy.LETTER, ToldBy.CALL)],
        widget=forms.RadioSelect,
    )
    name = forms.CharField(label=_("Name"), max_length=60)
    phone = forms.CharField(
        label=_("Phone"), max_length=20, required=False, help_text=_("For a call.")
    )
    address = forms.CharField(
        label=_("Postal address"), max_length=200, required=False, help_text=_("For a letter.")
    )
    rhythm = forms.ChoiceField(
        label=_("How often"),
        choices=[each for each in Rhythm.choices if each[0] != Rhythm.NEVER],
        initial=Rhythm.WEEKLY,
        widget=forms.RadioSelect,
    )
    agreed = forms.BooleanField(
        label=_("The person was told what is kept and why, and agrees."),
        error_messages={"required": _("Without a yes nothing may be kept.")},
    )


class AreaForm(PlaceForm):
    """A dong from the list, a named place, or a spot on the map; the last two with a distance."""

    near_home = None  # type: ignore[assignment]  # always kept as a square of the home grid
    place_note = None  # type: ignore[assignment]
    needs_place = False

    named = forms.ModelChoiceField(
        label=_("Or a school, a station or another place"),
        queryset=Place.objects.none(),
        required=False,
        empty_label=_("Choose a place"),
        error_messages={"invalid_choice": _("Please choose a place from the list.")},
    )
    radius = forms.TypedChoiceField(
        label=_("How far around the spot or place"),
        choices=[(metres, f"{metres:,} m") for metres in RADII],
        coerce=int,
        initial=1_000,
        required=False,
        empty_value=1_000,  # type: ignore[arg-type]
        error_messages={"invalid_choice": _("Choose a distance from the list.")},
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        named = cast(forms.ModelChoiceField, self.fields["named"])
        named.queryset = Place.objects.filter(line__isnull=True).order_by("name__ko")

    def clean(self):
        cleaned = super().clean()
        given = [cleaned.get("lon"), cleaned.get("named"), cleaned.get("district")]
        if not any(each is not None for each in given) and not self.errors:
            self.add_error(
                "district", _("Tap the map, or choose a district or a place from the lists.")
            )
        return cleaned
