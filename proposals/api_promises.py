"""The open API of promises: what was promised by which month, and what became of it."""

from drf_spectacular.utils import extend_schema
from rest_framework import generics, serializers

from proposals.api import LinkedPages, WordsAsBoth
from proposals.models import Commitment
from proposals.promise_filters import PromiseFilter
from proposals.promise_list import public_promises


class PromiseSerializer(serializers.ModelSerializer):
    """Public fields only; how residents answered is among the figures and the open data."""

    url = serializers.SerializerMethodField()
    what = WordsAsBoth(read_only=True)
    where = WordsAsBoth(read_only=True)
    department = serializers.CharField(source="department.code")
    budget_line = WordsAsBoth(read_only=True)
    done_figure = WordsAsBoth(read_only=True)
    category = serializers.CharField(source="proposal.category.slug")
    district = serializers.CharField(source="proposal.district.code", default=None)
    lon = serializers.FloatField(source="proposal.lon", default=None)
    lat = serializers.FloatField(source="proposal.lat", default=None)
    is_overdue = serializers.BooleanField()

    class Meta:
        model = Commitment
        fields = [
            "id", "url", "proposal", "what", "where", "department", "budget_line", "amount",
            "sites_planned", "sites_done", "first_due_month", "due_month", "state", "is_overdue",
            "done_at", "done_figure", "category", "district", "lon", "lat", "created_at",
        ]  # fmt: skip

    def get_url(self, commitment) -> str:
        return self.context["request"].build_absolute_uri(commitment.get_absolute_url())


@extend_schema(tags=["proposals"])
class PromiseList(generics.ListAPIView):
    """What the city promised, by month; the filters of the page /promises/."""

    queryset = public_promises().order_by("due_month", "pk")
    serializer_class = PromiseSerializer
    filterset_class = PromiseFilter
    pagination_class = LinkedPages
