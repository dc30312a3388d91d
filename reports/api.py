"""The open API of figures, reports and datasets: the stored values, nothing counted here."""

from datetime import datetime

from django.db.models import Prefetch
from django.urls import reverse
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema, extend_schema_field
from rest_framework import generics, serializers
from rest_framework.exceptions import ValidationError

from proposals.api import LinkedPages, WordsAsBoth
from reports.figures import BY_KEY, DIMENSIONS
from reports.models import Dataset, Figure, Release, ReleaseFile, Report, Run


class FigureSerializer(serializers.ModelSerializer):
    """One stored value with its definition and the time it holds for."""

    name = serializers.SerializerMethodField()
    unit = serializers.SerializerMethodField()
    definition = serializers.SerializerMethodField()
    denominator = serializers.SerializerMethodField()
    as_of = serializers.SerializerMethodField()
    hidden = serializers.BooleanField(source="is_suppressed")

    class Meta:
        model = Figure
        fields = [
            "key", "name", "cut", "value", "unit", "n", "hidden", "extra", "definition",
            "denominator", "as_of",
        ]  # fmt: skip

    def get_as_of(self, figure) -> datetime:
        """An earlier time where a count of people was kept back."""
        return parse_datetime(figure.extra.get("as_of", "")) or figure.run.as_of

    @extend_schema_field(WordsAsBoth)
    def get_name(self, figure):
        return BY_KEY[figure.key].name

    @extend_schema_field(WordsAsBoth)
    def get_unit(self, figure):
        return figure.extra.get("unit") or BY_KEY[figure.key].unit

    @extend_schema_field(WordsAsBoth)
    def get_definition(self, figure):
        return BY_KEY[figure.key].definition

    @extend_schema_field(WordsAsBoth)
    def get_denominator(self, figure):
        return BY_KEY[figure.key].denominator


_CUT = OpenApiParameter(
    "cut", OpenApiTypes.STR,
    description="By what: empty for the whole city (the default), `district`, `category`, `month`, "
    "`category,district,month`, `stage`, `verdict`, `level`, `channel`, `pilot`, `pilot,measure`.",
)  # fmt: skip


@extend_schema(
    parameters=[
        OpenApiParameter("key", OpenApiTypes.STR, enum=list(BY_KEY)),
        _CUT,
        *(OpenApiParameter(name, OpenApiTypes.STR) for name in DIMENSIONS),
    ]
)
class FigureList(generics.ListAPIView):
    """Figures of the latest run. A figure is never counted here, only read."""

    queryset = Figure.objects.none()
    serializer_class = FigureSerializer
    pagination_class = LinkedPages
    filter_backends = []

    def get_queryset(self):
        asked = self.request.query_params
        run = Run.objects.latest_finished()
        figures = Figure.objects.filter(run=run) if run else Figure.objects.none()
        if key := asked.get("key"):
            if key not in BY_KEY:
                raise ValidationError({"key": _("There is no figure of this name.")})
            figures = figures.filter(key=key)
        values = {name: asked[name] for name in DIMENSIONS if name in asked}
        cut = {name for name in asked.get("cut", "").split(",") if name} | set(values)
        if unknown := cut - set(DIMENSIONS):
            message = _("Figures are not cut by “%(name)s”.") % {"name": min(unknown)}
            raise ValidationError({"cut": message})
        figures = figures.filter(**{f"cut__{name}": value for name, value in values.items()})
        if not cut:
            figures = figures.filter(cut_key="")
        else:
            figures = figures.filter(cut__has_keys=sorted(cut))
            if others := sorted(set(DIMENSIONS) - cut):
                figures = figures.exclude(cut__has_any_keys=others)
        return figures.select_related("run").order_by("key", "cut_key")


class ReportSerializer(serializers.ModelSerializer):
    title, summary, words = WordsAsBoth(), WordsAsBoth(), WordsAsBoth()
    correction_reason = WordsAsBoth()
    url = serializers.SerializerMethodField()
    as_of = serializers.DateTimeField(source="run.as_of")

    class Meta:
        model = Report
        fields = [
            "slug", "version", "kind", "title", "summary", "words", "correction_reason", "url",
            "as_of", "published_at",
        ]  # fmt: skip

    def get_url(self, report) -> str:
        return self.context["request"].build_absolute_uri(report.get_absolute_url())


class WholeReportSerializer(ReportSerializer):
    frozen = serializers.JSONField(read_only=True)

    class Meta(ReportSerializer.Meta):
        fields = [*ReportSerializer.Meta.fields, "frozen"]


class ReportList(generics.ListAPIView):
    """Published reports, each in its latest version."""

    queryset = (
        Report.objects.latest_versions()
        .defer("frozen", "pictures")
        .select_related("run")
        .order_by("-published_at", "-pk")
    )
    serializer_class = ReportSerializer
    pagination_class = LinkedPages
    filter_backends = []


class ReportDetail(generics.RetrieveAPIView):
    """One report with its frozen figures, definitions and tables."""

    queryset = Report.objects.latest_versions().defer("pictures").select_related("run")
    serializer_class = WholeReportSerializer
    lookup_field = "slug"


class FileSerializer(serializers.ModelSerializer):
    url = serializers.SerializerMethodField()
    sha256 = serializers.CharField(source="digest")
    withdrawn = serializers.SerializerMethodField()

    class Meta:
        model = ReleaseFile
        fields = ["name", "url", "media_type", "size", "rows", "sha256", "withdrawn"]

    @extend_schema_field(WordsAsBoth(allow_null=True))
    def get_withdrawn(self, file):
        """Why its content is gone; null for every file that is there."""
        return file.withdrawal.reason if file.is_withdrawn else None

    def get_url(self, file) -> str:
        release = file.release
        path = reverse("reports:file", args=[release.dataset.slug, release.name, file.name])
        return self.context["request"].build_absolute_uri(path)


class ReleaseSerializer(serializers.ModelSerializer):
    files = FileSerializer(many=True)

    class Meta:
        model = Release
        fields = ["name", "as_of", "published_at", "files"]


class DatasetSerializer(serializers.ModelSerializer):
    title, description = WordsAsBoth(), WordsAsBoth()
    url = serializers.SerializerMethodField()

    class Meta:
        model = Dataset
        fields = ["slug", "title", "description", "licence", "url"]

    def get_url(self, dataset) -> str:
        return self.context["request"].build_absolute_uri(dataset.get_absolute_url())


class WholeDatasetSerializer(DatasetSerializer):
    releases = ReleaseSerializer(many=True)

    class Meta(DatasetSerializer.Meta):
        fields = [*DatasetSerializer.Meta.fields, "releases"]


class DatasetList(generics.ListAPIView):
    queryset = Dataset.objects.order_by("position", "slug")
    serializer_class = DatasetSerializer
    pagination_class = LinkedPages
    filter_backends = []


class DatasetDetail(generics.RetrieveAPIView):
    """One dataset with all its releases, newest first, and the checksum of every file."""

    queryset = Dataset.objects.prefetch_related(
        Prefetch(
            "releases__files",
            ReleaseFile.objects.select_related("release__dataset", "withdrawal"),
        )
    )
    serializer_class = WholeDatasetSerializer
    lookup_field = "slug"
