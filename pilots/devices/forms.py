"""Forms of the desk: a sensor, a limit, a count by hand."""

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from pilots.models import Device, Measure, Pilot, Site, Threshold

DATE = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
MOMENT = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
FURTHEST = 1e12


class _Bounded(forms.BaseForm):
    """Numbers beyond any sensor are slips, and sums would fail on them."""

    def clean(self):
        cleaned = super().clean() or self.cleaned_data
        for name, field in self.fields.items():
            value = cleaned.get(name)
            if isinstance(field, forms.FloatField) and value and abs(value) > FURTHEST:
                self.add_error(name, _("This number is too large."))
        return cleaned


class DeviceForm(_Bounded, forms.ModelForm):
    class Meta:
        model = Device
        fields = [
            "measure", "site", "name", "make", "height", "calibrated_on", "calibration_note",
            "every_minutes", "lowest", "highest", "stuck_after",
        ]  # fmt: skip
        widgets = {"calibrated_on": DATE}
        help_texts = {
            "name": _("As it stands on the sensor, for example “Crossing east, 2.5 m”."),
            "every_minutes": _("Three times as long without a value, and you are told."),
            "lowest": _(
                "What lies outside of both is kept, but counts in no sum and no comparison."
            ),
            "stuck_after": _("So many equal values in a row are marked; they still count."),
        }

    def __init__(self, *args, pilot: Pilot, **kwargs):
        super().__init__(*args, **kwargs)
        measures = pilot.measures.filter(source=Measure.Source.OBSERVATIONS)
        self.fields["measure"].queryset = measures
        self.fields["site"].queryset = pilot.sites.all()
        if self.instance.pk:  # what it has measured was measured there
            del self.fields["measure"], self.fields["site"]


class LimitForm(_Bounded, forms.ModelForm):
    class Meta:
        model = Threshold
        fields = ["measure", "side", "limit", "back_at", "is_public", "advice"]
        help_texts = {
            "back_at": _("A little on the safe side of the limit, so that a value that wavers is "
                         "told only once."),
            "is_public": _("On the page of the pilot and in the feed, marked as for reference only."),
            "advice": _("One sentence: what it means, what one can do."),
        }  # fmt: skip

    def __init__(self, *args, pilot: Pilot, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["measure"].queryset = pilot.measures.filter(source=Measure.Source.OBSERVATIONS)


class CountForm(forms.Form):
    measure = forms.ModelChoiceField(queryset=Measure.objects.none(), label=_("What was counted"))
    site = forms.ModelChoiceField(
        queryset=Site.objects.none(),
        label=_("Where"),
        empty_label=_("in the whole area"),
        required=False,
    )
    counted_at = forms.DateTimeField(label=_("When"), widget=MOMENT)
    value = forms.FloatField(
        label=_("Number"), min_value=0, max_value=FURTHEST,
        help_text=_("Nothing seen is 0. What nobody looked at stays out: leave it unsaid."),
    )  # fmt: skip

    def __init__(self, *args, pilot: Pilot, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["measure"].queryset = counted_measures(pilot)
        self.fields["site"].queryset = pilot.sites.all()
        self.fields["counted_at"].initial = timezone.localtime().replace(second=0, microsecond=0)


def counted_measures(pilot: Pilot):
    return pilot.measures.filter(source=Measure.Source.COUNT)
