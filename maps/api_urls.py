"""The open API of this room."""

from django.urls import path

from maps import api

urlpatterns = [
    path("districts/", api.DistrictList.as_view(), name="api_districts"),
    path("districts.geojson", api.districts_geojson, name="api_districts_geojson"),
    path("places/", api.PlaceList.as_view(), name="api_places"),
    path("places.geojson", api.places_geojson, name="api_places_geojson"),
]
