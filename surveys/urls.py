"""Addresses of this room."""

from django.urls import path

from surveys import views
from surveys.figures import views as figures

app_name = "surveys"
urlpatterns = [
    path("", views.index, name="index"),
    path("<int:pk>/", views.answer_survey, name="answer"),
    path("<int:pk>/thanks/", views.thanks, name="thanks"),
    path("<int:pk>/results/", figures.results, name="results"),
    path("<int:pk>/results.csv", figures.results_csv, name="results_csv"),
    path("<int:pk>/groups.csv", figures.groups_csv, name="groups_csv"),
]
