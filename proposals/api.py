"""The open API of proposals: what the pages show in public, for machines."""

import json
from collections.abc import Iterator
from itertools import batched

from django.http import StreamingHttpResponse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiResponse, extend_schema, extend_schema_field
from rest_framework import generics, serializers
from rest_framework.pagination import PageNumberPagination
from rest_framework.response import Response

from city.models import Category
from proposals.filters import ProposalFilter
from proposals.models import Comment, Decision, OfficialReply, Proposal

ROWS_AT_ONCE = 1_000


class LinkedPages(PageNumberPagination):
    """Pages with `Link` headers (RFC 8288) beside the counts in the body."""

    page_size = 50
    page_size_query_param = "page_size"
    max_page_size = 200

    def get_paginated_response(self, data) -> Response:
        response = super().get_paginated_response(data)
        links = {"next": self.get_next_link(), "prev": self.get_previous_link()}
        if shown := ", ".join(f'<{url}>; rel="{rel}"' for rel, url in links.items() if url):
            response["Link"] = shown
        return response


@extend_schema_field(
    {"type": "object", "properties": {"ko": {"type": "string"}, "en": {"type": "string"}}}
)
class WordsAsBoth(serializers.Field):
    """Words that staff wrote, in both languages."""

    def to_representation(self, value):
        return dict(value)


class CategorySerializer(serializers.ModelSerializer):
    name = WordsAsBoth(read_only=True)

    class Meta:
        model = Category
        fields = ["slug", "name", "icon", "is_open"]


class ProposalSerializer(serializers.ModelSerializer):
    """Public fields only: nothing here leads to the author."""

    url = serializers.SerializerMethodField()
    title = serializers.CharField(source="shown_title")
    text = serializers.CharField(source="shown_text")
    category = serializers.CharField(source="category.slug")
    district = serializers.CharField(source="district.code", default=None)
    department = serializers.CharField(source="department.code", default=None)
    call = serializers.CharField(source="call.slug", default=None)
    support_count = serializers.IntegerField(source="support_now")

    class Meta:
        model = Proposal
        fields = [
            "id", "url", "title", "text", "lang", "category", "call", "status", "outcome",
            "in_part", "merged_into", "lon", "lat", "district", "place_note", "department",
            "support_count", "support_threshold", "support_until", "comment_count",
            "answer_due_at", "answered_at", "answered_in_time", "created_at", "updated_at",
        ]  # fmt: skip

    def get_url(self, proposal) -> str:
        return self.context["request"].build_absolute_uri(proposal.get_absolute_url())


class PhotoSerializer(serializers.Serializer):
    file = serializers.FileField(source="photo.file")
    alt = serializers.CharField(source="photo.alt")
    width = serializers.IntegerField(source="photo.width")
    height = serializers.IntegerField(source="photo.height")


class DecisionSerializer(serializers.ModelSerializer):
    department = serializers.CharField(source="department.code", default=None)

    class Meta:
        model = Decision
        fields = [
            "status", "outcome", "in_part", "reason", "mover", "department", "referred_to",
            "receipt", "link", "at",
        ]  # fmt: skip


class OfficialReplySerializer(serializers.ModelSerializer):
    department = serializers.CharField(source="department.code")

    class Meta:
        model = OfficialReply
        fields = ["department", "text", "created_at"]


class CommentSerializer(serializers.ModelSerializer):
    class Meta:
        model = Comment
        fields = ["id", "answers", "text", "created_at"]


class WholeProposalSerializer(ProposalSerializer):
    """One proposal with its history and discussion."""

    photos = PhotoSerializer(many=True)
    decisions = DecisionSerializer(many=True)
    official_replies = OfficialReplySerializer(many=True)
    comments = serializers.SerializerMethodField()

    class Meta(ProposalSerializer.Meta):
        fields = [
            *ProposalSerializer.Meta.fields, "photos", "decisions", "official_replies", "comments",
        ]  # fmt: skip

    @extend_schema_field(CommentSerializer(many=True))
    def get_comments(self, proposal):
        shown = proposal.comments.filter(hidden_at__isnull=True)
        return CommentSerializer(shown, many=True).data


def public_proposals():
    return Proposal.objects.public().for_lists().select_related("call")


@extend_schema(tags=["proposals"])
class ProposalList(generics.ListAPIView):
    """Public proposals, newest first, with the filters of the list and the map."""

    queryset = public_proposals()
    serializer_class = ProposalSerializer
    filterset_class = ProposalFilter
    pagination_class = LinkedPages


@extend_schema(tags=["proposals"])
class ProposalDetail(generics.RetrieveAPIView):
    """One public proposal with its decisions, official replies and comments."""

    queryset = public_proposals()
    serializer_class = WholeProposalSerializer


@extend_schema(tags=["proposals"])
class CategoryList(generics.ListAPIView):
    """What proposals are about."""

    queryset = Category.objects.all()
    serializer_class = CategorySerializer
    pagination_class = None
    filter_backends = ()


@extend_schema(
    tags=["proposals"],
    responses={(200, "application/geo+json"): OpenApiResponse(OpenApiTypes.OBJECT)},
)
class ProposalGeoJson(generics.GenericAPIView):
    """Every public proposal with a point, as one streamed GeoJSON file; the same filters."""

    queryset = Proposal.objects.public().with_support_now().filter(lon__isnull=False)
    filterset_class = ProposalFilter
    pagination_class = None
    serializer_class = None

    def get(self, request) -> StreamingHttpResponse:
        rows = self.filter_queryset(self.get_queryset())
        return StreamingHttpResponse(
            _features(rows, request.build_absolute_uri("/proposals/")),
            content_type="application/geo+json",
        )


COLUMNS = (
    "pk", "lon", "lat", "title", "city_title", "category__slug", "status", "outcome",
    "district__code", "support_now", "created_at",
)  # fmt: skip


def _features(rows, address: str) -> Iterator[str]:
    """A thousand rows at a time, so that a million proposals need no more memory than these."""
    yield '{"type": "FeatureCollection", "features": ['
    between = "\n"
    found = rows.values_list(*COLUMNS).iterator(chunk_size=ROWS_AT_ONCE)
    for some in batched(found, ROWS_AT_ONCE):
        yield between + ",\n".join(
            json.dumps(_feature(row, address), ensure_ascii=False) for row in some
        )
        between = ",\n"
    yield "\n]}\n"


def _feature(row: tuple, address: str) -> dict:
    pk, lon, lat, title, city_title, category, status, outcome, district, support, created = row
    return {
        "type": "Feature",
        "id": pk,
        "geometry": {"type": "Point", "coordinates": [lon, lat]},
        "properties": {
            "url": f"{address}{pk}/",
            "title": city_title or title,
            "category": category,
            "status": status,
            "outcome": outcome,
            "district": district,
            "support_count": support,
            "created_at": created.isoformat(),
        },
    }
