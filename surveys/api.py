"""Surveys and their published results, for programs."""

from typing import Any

from django.utils import timezone
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework import serializers, viewsets
from rest_framework.decorators import action
from rest_framework.pagination import PageNumberPagination
from rest_framework.response import Response

from surveys.models import Question, Survey, Wave
from surveys.results import as_data
from surveys.words import options_of


class QuestionSerializer(serializers.ModelSerializer):
    options = serializers.SerializerMethodField()

    class Meta:
        model = Question
        fields = [
            "code", "kind", "words", "hint", "unit", "smallest", "largest", "options",
            "is_required", "is_profile",
        ]  # fmt: skip

    def get_options(self, question) -> list[dict[str, Any]]:
        return options_of(question)


class WaveSerializer(serializers.ModelSerializer):
    class Meta:
        model = Wave
        fields = ["kind", "opens_at", "closes_at"]


class SurveySerializer(serializers.ModelSerializer):
    questions = QuestionSerializer(many=True)
    waves = WaveSerializer(many=True)

    class Meta:
        model = Survey
        fields = ["id", "title", "intro", "questions", "waves"]


class Pages(PageNumberPagination):
    page_size = 50


class SurveyViewSet(viewsets.ReadOnlyModelViewSet):
    """Surveys that everybody may answer, and the closed ones of pilots."""

    serializer_class = SurveySerializer
    pagination_class = Pages
    filter_backends = ()

    def get_queryset(self):
        return Survey.objects.readable().prefetch_related("questions", "waves")

    @extend_schema(responses=OpenApiTypes.OBJECT)
    @action(detail=True)
    def results(self, request, pk=None):
        """Counts, shares and averages of every closed wave, and how groups answered; null where a
        number is hidden."""
        survey = self.get_object()
        now = timezone.now()
        return Response({"id": survey.pk, "as_of": now, "waves": as_data(survey, now)})
