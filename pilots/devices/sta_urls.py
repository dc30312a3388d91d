"""Addresses of SensorThings, relative to /sta/v1.1/."""

from django.urls import path

from maps.open_to_all import open_to_all
from pilots.devices import sta_views as views

app_name = "sta"
urlpatterns = [
    path("", open_to_all(views.service), name="service"),
    path("CreateObservations", views.create_observations, name="create"),
    path("<slug:name>(<int:key>)/<slug:field>/$value", open_to_all(views.value), name="value"),
    path("<slug:name>(<int:key>)/<slug:lead>", open_to_all(views.related), name="related"),
    path("<slug:name>(<int:key>)", open_to_all(views.entity), name="entity"),
    path("<slug:name>", open_to_all(views.collection), name="collection"),
]
