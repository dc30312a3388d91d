"""Addresses under /desk/reports/data/."""

from django.urls import path

from reports.opendata import desk

urlpatterns = [
    path("", desk.index, name="data"),
    path("files/<int:pk>/withdraw/", desk.withdraw, name="withdraw"),
    path("<slug:slug>/<str:name>/", desk.release, name="data_release"),
]
