"""The desk of this room."""

from django.urls import include, path

from reports import desk
from reports.days import desk as days
from reports.readers import brief_desk, table_desk

app_name = "reports_desk"
urlpatterns = [
    path("", desk.index, name="index"),
    path("new/", desk.new, name="new"),
    path("new/<slug:kind>/", desk.new_of, name="new_of"),
    path("brief/", brief_desk.show_brief, name="brief"),
    path("table/", table_desk.table, name="table"),
    path("table.csv", table_desk.table_csv, name="table_csv"),
    path("table.xlsx", table_desk.table_sheets, name="table_sheets"),
    path("recounts/", days.recounts, name="recounts"),
    path("data/", include("reports.opendata.desk_urls")),
    path("evidence/", include("reports.evidence.urls")),
    path("<int:pk>/", desk.report, name="report"),
    path("<int:pk>/progress/", desk.progress, name="progress"),
    path("<int:pk>/choose/", desk.choose, name="choose"),
    path("<int:pk>/cancel/", desk.cancel, name="cancel"),
    path("<int:pk>/again/", desk.again, name="again"),
    path("<int:pk>/publish/", desk.publish_report, name="publish"),
    path("<int:pk>/discard/", desk.discard, name="discard"),
    path("<int:pk>/papers/", desk.papers, name="papers"),
    path("<int:pk>/correct/", desk.correct, name="correct"),
    path("<int:pk>/charts/<str:name>", desk.picture, name="picture"),
]
