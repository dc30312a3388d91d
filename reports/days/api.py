"""The days of a figure in the open API."""

from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import generics, serializers
from rest_framework.exceptions import NotFound, ValidationError

from proposals.api import LinkedPages, WordsAsBoth
from reports.days.cite import checksum_of
from reports.figures import BY_KEY, DIMENSIONS, cut_key
from reports.models import DayFigure


class DaySerializer(serializers.ModelSerializer):
    """What was told of a day. Of several rows of one day the last holds; it says why it was added."""

    hidden = serializers.BooleanField(source="is_suppressed")
    recounted_at = serializers.DateTimeField(source="recount.at", default=None)
    recounted_because = WordsAsBoth(source="recount.reason", default=None)
    sha256 = serializers.SerializerMethodField()

    class Meta:
        model = DayFigure
        fields = [
            "day", "cut", "value", "n", "hidden", "recounted_at", "recounted_because", "sha256",
        ]  # fmt: skip

    def get_sha256(self, row) -> str:
        return checksum_of(row)


@extend_schema(
    parameters=[
        OpenApiParameter("since", OpenApiTypes.DATE),
        OpenApiParameter("until", OpenApiTypes.DATE),
        *(OpenApiParameter(name, OpenApiTypes.STR) for name in DIMENSIONS),
    ]
)
class DayList(generics.ListAPIView):
    """A figure over the days, oldest first: the whole city, or what is asked for by `district=…`."""

    queryset = DayFigure.objects.none()
    serializer_class = DaySerializer
    pagination_class = LinkedPages
    filter_backends = []

    def get_queryset(self):
        key = self.kwargs.get("key")
        if key not in BY_KEY:
            raise NotFound(_("There is no figure of this name."))
        asked = self.request.query_params
        cut = {name: asked[name] for name in DIMENSIONS if name in asked}
        rows = DayFigure.objects.filter(key=key, cut_key=cut_key(cut)).select_related("recount")
        for name, lookup in (("since", "day__gte"), ("until", "day__lte")):
            if asked.get(name):
                rows = rows.filter(**{lookup: _day(name, asked[name])})
        return rows.order_by("day", "pk")


def _day(name: str, told: str):
    try:
        day = parse_date(told)
    except ValueError:
        day = None
    if day is None:
        raise ValidationError({name: _("Write a day like 2026-11-30.")})
    return day
