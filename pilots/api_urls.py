"""The open API of this room."""

from django.urls import path

from maps.open_to_all import open_to_all
from pilots import api
from pilots.devices import api as devices_api

urlpatterns = [
    path("pilots/", api.PilotList.as_view(), name="api_pilots"),
    path("pilots/sites.geojson", open_to_all(api.sites_geojson), name="api_sites_geojson"),
    path("pilots/<int:pk>/", api.PilotDetail.as_view(), name="api_pilot"),
    path("observations/", devices_api.observations, name="api_observations"),
]
