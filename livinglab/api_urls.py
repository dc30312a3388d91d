"""The open API, version 1: read-only, the same for everybody."""

from django.urls import include, path
from drf_spectacular.views import SpectacularAPIView

from livinglab.api_docs import SchemaOfThisCode, docs

urlpatterns = [
    path("", include("maps.api_urls")),
    path("", include("proposals.api_urls")),
    path("", include("pilots.api_urls")),
    path("", include("surveys.api_urls")),
    path("", include("reports.api_urls")),
    path("schema/", SpectacularAPIView.as_view(generator_class=SchemaOfThisCode), name="schema"),
    path("docs/", docs, name="api_docs"),
]
