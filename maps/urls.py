"""Addresses of this room."""

from django.urls import path

from maps import views

# No app_name: the whole site says {% url 'map' %}.
urlpatterns = [
    path("", views.city_map, name="map"),
    path("where/", views.where, name="map_where"),
]
