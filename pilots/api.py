"""The open API of pilots: what the pages show in public, for machines."""

from django.db.models import Prefetch
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema, extend_schema_field
from rest_framework import generics, serializers
from rest_framework.decorators import api_view, renderer_classes
from rest_framework.response import Response

from maps.api import GeoJSONRenderer
from pilots import on_map
from pilots.evidence.live import live_comparisons
from pilots.models import BudgetLine, Measure, Partner, Pilot, SharedBudget, Site
from pilots.plan.money import lines_of_each, sum_of
from proposals.api import LinkedPages, WordsAsBoth
from proposals.models import Proposal


class SiteSerializer(serializers.ModelSerializer):
    name = WordsAsBoth(read_only=True)
    district = serializers.CharField(source="district.code", default=None)

    class Meta:
        model = Site
        fields = ["id", "name", "arm", "lon", "lat", "shape", "district"]


class MeasureSerializer(serializers.ModelSerializer):
    name = WordsAsBoth(read_only=True)
    unit = WordsAsBoth(read_only=True)
    definition = WordsAsBoth(read_only=True)
    denominator = WordsAsBoth(read_only=True)

    class Meta:
        model = Measure
        fields = ["code", "name", "unit", "direction", "definition", "denominator", "source",
                  "target", "smallest_effect", "is_primary", "locked_at"]  # fmt: skip


class BudgetLineSerializer(serializers.ModelSerializer):
    label = WordsAsBoth(read_only=True)  # type: ignore[assignment]

    class Meta:
        model = BudgetLine
        fields = ["label", "source", "year", "planned", "spent"]


class SharedBudgetSerializer(serializers.ModelSerializer):
    name = WordsAsBoth(read_only=True)
    lines = BudgetLineSerializer(many=True, read_only=True)
    pilots = serializers.SerializerMethodField()

    class Meta:
        model = SharedBudget
        fields = ["name", "pilots", "lines"]

    def get_pilots(self, budget) -> list[int]:
        return [pilot.pk for pilot in budget.pilots.all() if pilot.is_published]


class PartnerSerializer(serializers.ModelSerializer):
    name = WordsAsBoth(read_only=True)

    class Meta:
        model = Partner
        fields = ["name", "kind"]


class PilotSerializer(serializers.ModelSerializer):
    url = serializers.SerializerMethodField()
    title = WordsAsBoth(read_only=True)
    question = WordsAsBoth(read_only=True)
    department = serializers.CharField(source="department.code")
    is_overdue = serializers.SerializerMethodField()
    verdict = serializers.CharField(source="conclusion.verdict", default=None)
    budget_planned = serializers.SerializerMethodField()
    sites = SiteSerializer(many=True, read_only=True)

    class Meta:
        model = Pilot
        fields = ["id", "url", "title", "question", "origin", "stage", "stage_since", "department",
                  "starts_on", "ends_on", "is_overdue", "takes_participants", "apply_until",
                  "has_budget", "budget_planned", "verdict", "sites"]  # fmt: skip

    def get_url(self, pilot) -> str:
        return self.context["request"].build_absolute_uri(pilot.get_absolute_url())

    def get_budget_planned(self, pilot) -> int | None:
        """With what it spends together with others; sums over pilots would count that twice."""
        return sum_of(lines_of_each([pilot])).planned or None

    def get_is_overdue(self, pilot) -> bool:
        return pilot.is_overdue()


class PilotDetailSerializer(PilotSerializer):
    hypothesis = WordsAsBoth(read_only=True)
    what_changes = WordsAsBoth(read_only=True)
    stop_rule = WordsAsBoth(read_only=True)
    measures = MeasureSerializer(many=True, read_only=True)
    budget_lines = BudgetLineSerializer(many=True, read_only=True)
    shared_budgets = SharedBudgetSerializer(many=True, read_only=True)
    partners = PartnerSerializer(many=True, read_only=True)
    proposals = serializers.SerializerMethodField()
    comparisons = serializers.SerializerMethodField()
    conclusion = serializers.SerializerMethodField()

    class Meta(PilotSerializer.Meta):
        fields = [*PilotSerializer.Meta.fields, "hypothesis", "what_changes", "stop_rule",
                  "measures", "budget_lines", "shared_budgets", "partners", "proposals", "comparisons",
                  "conclusion"]  # fmt: skip

    def get_proposals(self, pilot) -> list[int]:
        return list(Proposal.objects.public().filter(pilots=pilot).values_list("pk", flat=True))

    @extend_schema_field({"type": "array", "items": {"type": "object"}})
    def get_comparisons(self, pilot):
        """Frozen with the conclusion; until then as it stands."""
        if conclusion := getattr(pilot, "conclusion", None):
            return conclusion.evidence["comparisons"]
        return live_comparisons(pilot)[0]

    @extend_schema_field({"type": "object", "nullable": True})
    def get_conclusion(self, pilot):
        conclusion = getattr(pilot, "conclusion", None)
        return conclusion and {
            "verdict": conclusion.verdict,
            "reasons": conclusion.reasons,
            "learned": conclusion.learned,
            "at": conclusion.at,
        }


def _public():
    return (
        Pilot.objects.public()
        .for_lists()
        .select_related("conclusion")
        .prefetch_related(
            Prefetch("sites", Site.objects.select_related("district").defer("district__outline")),
            "budget_lines",
            Prefetch("shared_budgets", SharedBudget.objects.prefetch_related("lines", "pilots")),
        )
        .order_by("-created_at", "-pk")
    )


class PilotList(generics.ListAPIView):
    """Pilots that left preparation, newest first."""

    queryset = Pilot.objects.none()
    serializer_class = PilotSerializer
    pagination_class = LinkedPages
    filterset_fields = ["stage", "origin"]

    def get_queryset(self):
        return _public().defer("conclusion__evidence")


class PilotDetail(generics.RetrieveAPIView):
    """One pilot with its protocol, its figures and its conclusion."""

    queryset = Pilot.objects.none()
    serializer_class = PilotDetailSerializer

    def get_queryset(self):
        return _public().prefetch_related("measures", "partners")


@extend_schema(responses={(200, "application/geo+json"): OpenApiTypes.OBJECT})
@api_view(["GET"])
@renderer_classes([GeoJSONRenderer])
def sites_geojson(request):
    """Where pilots happen, with the latest value of each measure that is not asked of people."""
    return Response(on_map.sites_geojson(request.build_absolute_uri("/")))
