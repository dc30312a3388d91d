"""The open API of this room."""

from django.urls import path

from maps import api
from maps.open_to_all import open_to_all

urlpatterns = [
    path("districts/", api.DistrictList.as_view(), name="api_districts"),
    path("districts.geojson", open_to_all(api.districts_geojson), name="api_districts_geojson"),
    path("places/", api.PlaceList.as_view(), name="api_places"),
    path("places.geojson", open_to_all(api.places_geojson), name="api_places_geojson"),
]
