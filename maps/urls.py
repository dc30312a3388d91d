"""Addresses of this room."""

from django.urls import path

from maps import search_views, views
from maps.where import where

# No app_name: the whole site says {% url 'map' %}.
urlpatterns = [
    path("", views.city_map, name="map"),
    path("view/", views.in_view, name="map_view"),
    path("where/", where, name="map_where"),
    path("search/", search_views.search, name="map_search"),
]
