"""Addresses of this room: /reports/ and /data/."""

from django.urls import path

from reports import views

app_name = "reports"
urlpatterns = [
    path("reports/", views.index, name="index"),
    path("reports/<str:slug>/", views.detail, name="detail"),
    path("reports/<str:slug>/<int:version>/", views.detail, name="version"),
    path("reports/<str:slug>/<int:version>/figures.csv", views.figures_csv, name="csv"),
    path("reports/<str:slug>/<int:version>/figures.geojson", views.figures_geojson, name="geojson"),
    path("reports/<str:slug>/<int:version>/charts/<str:name>", views.picture, name="picture"),
    path("data/", views.data, name="data"),
    path("data/<slug:slug>/", views.dataset, name="dataset"),
    path("data/<slug:slug>/<str:release>/<str:name>", views.file, name="file"),
]
