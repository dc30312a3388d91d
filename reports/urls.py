"""Addresses of this room: /reports/ and /data/."""

from django.urls import include, path

from reports import views
from reports.days import views as days
from reports.hiding.views import small_groups
from reports.make import views as making
from reports.openness.views import openness
from reports.paper import views as papers

app_name = "reports"
urlpatterns = [
    path("reports/", views.index, name="index"),
    path("reports/corrections/", making.corrections, name="corrections"),
    path("reports/small-groups/", small_groups, name="small_groups"),
    path("reports/recompute.py", making.script, name="recompute"),
    path("reports/now/", days.now, name="now"),
    path("reports/openness/", openness, name="openness"),
    path("reports/figures/", days.figures, name="figures"),
    path("reports/figures/<slug:key>/", days.figure, name="figure"),
    path("reports/figures/<slug:key>/<str:day>/", days.figure_of_day, name="figure_of_day"),
    *(
        path(f"reports/<str:slug>.{kind}", papers.newest, {"kind": kind}, name=kind)
        for kind in papers.KINDS
    ),
    path("reports/<str:slug>/", views.detail, name="detail"),
    path("reports/<str:slug>/v<int:version>.json", making.as_json, name="json"),
    path(
        "reports/<str:slug>/v<int:version>.<str:language>.<str:kind>",
        papers.file_of,
        name="file_of",
    ),
    path("reports/<str:slug>/<int:version>/", views.detail, name="version"),
    path("reports/<str:slug>/<int:version>/figures.csv", views.figures_csv, name="csv"),
    path("reports/<str:slug>/<int:version>/figures.geojson", views.figures_geojson, name="geojson"),
    path("reports/<str:slug>/<int:version>/charts/<str:name>", views.picture, name="picture"),
    path("data/", include("reports.opendata.urls")),
]
