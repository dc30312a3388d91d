"""Addresses under /data/."""

from django.urls import path, re_path

from reports.opendata import views

urlpatterns = [
    path("", views.data, name="data"),
    re_path(r"^catalog\.(?P<ending>jsonld|ttl)$", views.catalog, name="catalog"),
    re_path(r"^(?P<slug>[-\w]+)\.(?P<ending>jsonld|ttl)$", views.dataset_rdf, name="dataset_rdf"),
    path("proposal-texts/", views.texts, name="texts"),
    path("proposal-texts/now.csv", views.texts_csv, name="texts_csv"),
    path("<slug:slug>/", views.dataset, name="dataset"),
    path("<slug:slug>/<str:release>/", views.dataset, name="release"),
    path("<slug:slug>/<str:release>/<str:name>", views.file, name="file"),
]
