"""The open API of this room."""

from django.urls import path

from maps.open_to_all import open_to_all
from proposals import api, api_promises

urlpatterns = [
    path("proposals/", api.ProposalList.as_view(), name="api_proposals"),
    path(
        "proposals.geojson",
        open_to_all(api.ProposalGeoJson.as_view()),
        name="api_proposals_geojson",
    ),
    path("proposals/<int:pk>/", api.ProposalDetail.as_view(), name="api_proposal"),
    path("promises/", api_promises.PromiseList.as_view(), name="api_promises"),
    path("categories/", api.CategoryList.as_view(), name="api_categories"),
]
