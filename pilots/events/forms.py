"""Forms of an event: the desk's, and the code of whoever is there."""

from django import forms
from django.utils.translation import gettext_lazy as _

from city.choices import RowsField
from city.words import WordsFormField
from pilots.models import Event, EventPlace

MOMENT = "%Y-%m-%dT%H:%M"


class EventForm(forms.ModelForm):
    class Meta:
        model = Event
        fields = ["title", "what", "where", "open_to", "starts_at", "ends_at", "capacity"]
        help_texts = {"capacity": _("Leave empty when there is room for everybody.")}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name in ("starts_at", "ends_at"):
            field = self.fields[name]
            field.widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format=MOMENT)
            field.input_formats = [MOMENT, "%Y-%m-%dT%H:%M:%S"]  # type: ignore[attr-defined]

    def clean(self):
        super().clean()
        for name in ("starts_at", "ends_at"):
            moment = self.cleaned_data.get(name)
            if moment and not 2000 <= moment.year <= 2100:
                self.add_error(name, _("Give the year with four digits."))
        return self.cleaned_data

    def _post_clean(self):
        """A time that no calendar has would fail before the constraint is asked."""
        if not self.errors:
            super()._post_clean()  # type: ignore[misc]


class CallOffForm(forms.Form):
    reason = forms.CharField(
        label=_("Why is it called off?"), max_length=300,
        help_text=_("Everybody who signed up reads this."),
    )  # fmt: skip
    use_required_attribute = False


class MinutesForm(forms.Form):
    minutes = WordsFormField(
        long=True, label=_("minutes"), max_length=10_000,
        help_text=_("What was said and agreed, without names of residents. Everybody can read it."),
    )  # fmt: skip
    use_required_attribute = False


class CameForm(forms.Form):
    came = RowsField(
        EventPlace.objects.none(), label=_("Who was there"), required=False,
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip

    def __init__(self, *args, event: Event, **kwargs):
        places = event.places.select_related("person").filter(person__isnull=False)
        kwargs["initial"] = {"came": [place.pk for place in places if place.came_at]}
        super().__init__(*args, **kwargs)
        field = self.fields["came"]
        field.queryset = places  # type: ignore[attr-defined]
        field.label_from_instance = lambda place: str(place.person)  # type: ignore[attr-defined]


class CodeForm(forms.Form):
    code = forms.CharField(
        label=_("Attendance code"), max_length=12,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
        help_text=_("Six digits that are said in the room."),
    )  # fmt: skip
    use_required_attribute = False
