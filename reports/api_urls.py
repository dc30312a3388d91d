"""The open API of this room."""

from django.urls import path

from reports import api
from reports.days import api as days

urlpatterns = [
    path("figures/", api.FigureList.as_view(), name="api-figures"),
    path("figures/<slug:key>/days/", days.DayList.as_view(), name="api-figure-days"),
    path("reports/", api.ReportList.as_view(), name="api-reports"),
    path("reports/<str:slug>/", api.ReportDetail.as_view(), name="api-report"),
    path("datasets/", api.DatasetList.as_view(), name="api-datasets"),
    path("datasets/<slug:slug>/", api.DatasetDetail.as_view(), name="api-dataset"),
]
