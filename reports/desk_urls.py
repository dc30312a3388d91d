"""The desk of this room."""

from django.urls import path

from reports import desk

app_name = "reports_desk"
urlpatterns = [
    path("", desk.index, name="index"),
    path("new/", desk.new, name="new"),
    path("<int:pk>/", desk.report, name="report"),
    path("<int:pk>/progress/", desk.progress, name="progress"),
    path("<int:pk>/again/", desk.again, name="again"),
    path("<int:pk>/publish/", desk.publish_report, name="publish"),
    path("<int:pk>/correct/", desk.correct, name="correct"),
    path("<int:pk>/charts/<str:name>", desk.picture, name="picture"),
]
