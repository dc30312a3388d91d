"""The open API of districts and places."""

from datetime import date

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import cache_control
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import generics, serializers
from rest_framework.decorators import api_view, renderer_classes
from rest_framework.exceptions import ValidationError
from rest_framework.renderers import JSONRenderer
from rest_framework.response import Response

from maps import geojson
from maps.models import District, Place
from maps.population import known_of_all

ON = OpenApiParameter("on", OpenApiTypes.DATE, description="The day on which borders are valid.")


class GeoJSONRenderer(JSONRenderer):
    media_type = "application/geo+json"
    format = "geojson"
    charset = None


class DistrictSerializer(serializers.ModelSerializer):
    name = serializers.JSONField()
    bbox = serializers.SerializerMethodField()
    label = serializers.SerializerMethodField()  # type: ignore[assignment]
    population = serializers.SerializerMethodField()
    population_as_of = serializers.SerializerMethodField()
    population_by = serializers.SerializerMethodField()

    class Meta:
        model = District
        fields = [
            "code", "kostat_code", "name", "bbox", "label", "area_m2", "population",
            "population_as_of", "population_by", "valid_from", "valid_to", "source",
        ]  # fmt: skip

    def get_bbox(self, district) -> list[float]:
        return [district.west, district.south, district.east, district.north]

    def get_label(self, district) -> list[float]:
        return [district.label_lon, district.label_lat]

    def get_population(self, district) -> int | None:
        return known.persons if (known := self._known(district)) else None

    def get_population_as_of(self, district) -> date | None:
        return known.as_of if (known := self._known(district)) else None

    def get_population_by(self, district) -> list[str]:
        """By what the residents are known to be split; without "age_band" no age is known."""
        return list(known.by) if (known := self._known(district)) else []

    def _known(self, district):
        return self.context["populations"].get(district.pk)


@extend_schema(parameters=[ON])
class DistrictList(generics.ListAPIView):
    """The districts valid on a day, today where none is given."""

    queryset = District.objects.none()  # names the model in the schema
    serializer_class = DistrictSerializer
    filter_backends: list = []

    def get_queryset(self):
        return District.objects.valid_on(asked_day(self.request)).without_outline()

    def get_serializer_context(self):
        return {**super().get_serializer_context(), "populations": known_of_all()}


class PlaceSerializer(serializers.ModelSerializer):
    name = serializers.JSONField()

    class Meta:
        model = Place
        fields = ["id", "kind", "name", "lon", "lat", "line", "road_address"]


@extend_schema(
    parameters=[
        OpenApiParameter("q", str, description="Part of a name or road address."),
        OpenApiParameter("kind", str, enum=Place.Kind.values),
    ]
)
class PlaceList(generics.ListAPIView):
    """Landmarks to search for: schools, stations, bridges, rivers and more."""

    queryset = Place.objects.all()
    serializer_class = PlaceSerializer
    filter_backends: list = []

    def get_queryset(self):
        places = Place.objects.all()
        if words := self.request.query_params.get("q"):
            places = places.filter(
                Q(name__ko__icontains=words)
                | Q(name__en__icontains=words)
                | Q(road_address__icontains=words)
            )
        if kind := self.request.query_params.get("kind"):
            if kind not in Place.Kind.values:
                raise ValidationError({"kind": _("There is no such kind of place.")})
            places = places.filter(kind=kind)
        return places


@extend_schema(parameters=[ON], responses={(200, "application/geo+json"): OpenApiTypes.OBJECT})
@cache_control(public=True, max_age=600)
@api_view(["GET"])
@renderer_classes([GeoJSONRenderer])
def districts_geojson(request):
    """The outlines of the districts, simplified for drawing; neighbours share their borders."""
    return Response(geojson.districts(asked_day(request)))


@extend_schema(responses={(200, "application/geo+json"): OpenApiTypes.OBJECT})
@cache_control(public=True, max_age=600)
@api_view(["GET"])
@renderer_classes([GeoJSONRenderer])
def places_geojson(request):
    """Landmarks as points, and rivers, railways and roads as lines."""
    return Response(geojson.places())


def asked_day(request):
    given = request.query_params.get("on")
    if not given:
        return timezone.localdate()
    try:
        return serializers.DateField().to_internal_value(given)
    except ValidationError as error:
        raise ValidationError({"on": error.detail}) from error
