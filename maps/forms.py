"""Where something is: a point, line or area on the map, or a district and a few words."""

import json

from django import forms
from django.utils.translation import gettext_lazy as _

from city.models import City
from maps.locate import PlaceOutside, checked_point, district_of, outside_sentence, snap_to_grid
from maps.models import District, Place
from maps.shapes import ShapeRefused, place_by, read_shape

LANDMARKS = 500


class PlaceForm(forms.Form):
    """The fields behind maps/_picker.html; `cleaned_data["place"]` is ready for a Placed row.

    A point wins over a chosen district. Right in front of a home or workplace only the middle of
    a grid square is handed on, so the exact point is never stored.
    """

    needs_place = True

    lon = forms.FloatField(required=False, widget=forms.HiddenInput)
    lat = forms.FloatField(required=False, widget=forms.HiddenInput)
    district = forms.ModelChoiceField(
        label=_("District"),
        queryset=District.objects.none(),
        to_field_name="code",
        required=False,
        empty_label=_("Choose a district"),
        error_messages={"invalid_choice": _("Please choose a district from the list.")},
    )
    place_note = forms.CharField(
        label=_("Where exactly?"),
        max_length=200,
        required=False,
        help_text=_("A shop, a bus stop or an exit nearby helps others find the spot."),
    )
    near_home = forms.BooleanField(
        label=_("Is it right in front of your home or workplace?"),
        required=False,
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.city = City.objects.current()
        self.fields["district"].queryset = District.objects.current().without_outline()
        if "near_home" in self.fields:  # not where something public is placed
            self.fields["near_home"].help_text = _(
                "If you tick this, the exact spot is not stored: only a square of %(metres)s metres is."
            ) % {"metres": self.city.home_grid_metres}
        for name in ("lon", "lat"):
            self.fields[name].error_messages["invalid"] = _("Please choose the spot again.")

    def clean(self):
        super().clean()
        self.cleaned_data["place"] = self._place()
        return self.cleaned_data

    def _place(self) -> dict:
        lon, lat = self.cleaned_data.get("lon"), self.cleaned_data.get("lat")
        place = {
            "lon": None,
            "lat": None,
            "district": self.cleaned_data.get("district"),
            "place_note": self.cleaned_data.get("place_note", ""),
        }
        if lon is not None or lat is not None:
            try:
                place |= self._point(lon, lat)
            except PlaceOutside as refusal:
                self.add_error("district", str(refusal))
        elif self.needs_place and not place["district"] and "district" not in self.errors:
            self.add_error("district", _("Please tap the map, or choose a district from the list."))
        return place

    def _point(self, lon, lat) -> dict:
        lon, lat = checked_point(lon, lat)
        district = district_of(lon, lat)
        if district is None and District.objects.current().exists():
            raise PlaceOutside(outside_sentence())
        if not self.cleaned_data.get("near_home"):
            return {"lon": lon, "lat": lat, "district": district}
        lon, lat = snap_to_grid(lon, lat, self.city.home_grid_metres)
        if district and district_of(lon, lat) is None:
            # The square's middle is across the city's border: the district alone must do.
            return {"lon": None, "lat": None, "district": district}
        return {"lon": lon, "lat": lat, "district": district}

    def landmarks(self) -> list[dict]:
        """Places to search for, by name."""
        return [
            {"name": str(place), "lon": place.lon, "lat": place.lat}
            for place in Place.objects.filter(line__isnull=True)[:LANDMARKS]
        ]


class ShapeField(forms.CharField):
    """A point, line or area as GeoJSON: the picker draws it, and without a script it is pasted."""

    widget = forms.Textarea(attrs={"rows": 4, "spellcheck": "false"})

    def __init__(self, **kwargs):
        super().__init__(required=kwargs.pop("required", False), **kwargs)

    def prepare_value(self, value):
        return json.dumps(value) if isinstance(value, dict) else value

    def clean(self, value):
        text = super().clean(value)
        try:
            return read_shape(text) if text else None
        except (ShapeRefused, PlaceOutside) as refusal:
            raise forms.ValidationError(str(refusal)) from refusal


class ShapeForm(PlaceForm):
    """A place that may also be a street or an area; what is drawn wins over a point or district."""

    near_home = None  # type: ignore[assignment]  # a street is no home

    shape = ShapeField(
        label=_("Line or area as GeoJSON"),
        help_text=_("For a street or an area. Its pin is set by itself."),
    )

    def _place(self) -> dict:
        if "shape" in self.errors:
            self.needs_place = False  # one sentence is enough
        drawn = self.cleaned_data.get("shape")
        if not drawn:
            return super()._place() | {"shape": None}
        place = place_by(drawn)
        try:
            place |= self._point(place["lon"], place["lat"])
        except PlaceOutside as refusal:
            self.add_error("shape", str(refusal))
        return place | {"place_note": self.cleaned_data.get("place_note", "")}

    def others(self) -> list[dict]:
        """What is shown on the map while one draws: GeoJSON features with a name."""
        return []
