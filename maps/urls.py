"""Addresses of this room."""

from django.urls import path

from maps import basemap, search_views, style_views, views
from maps.open_to_all import open_to_all
from maps.where import where

# No app_name: the whole site says {% url 'map' %}.
urlpatterns = [
    path("", views.city_map, name="map"),
    path("view/", views.in_view, name="map_view"),
    path("shades/", views.shades, name="map_shades"),
    path("hexagons.geojson", views.dense, name="map_hexagons"),
    path("where/", where, name="map_where"),
    path("style.json", open_to_all(style_views.style_json), name="map_style"),
    path("basemap.pmtiles", basemap.pmtiles, name="map_basemap"),
    path("search/", search_views.search, name="map_search"),
]
