"""Addresses of this room."""

from django.urls import path

from surveys import views
from surveys.figures import views as figures
from surveys.ways import views as ways
from surveys.ways import views_kiosk

app_name = "surveys"
urlpatterns = [
    path("r/<str:token>/", ways.by_link, name="by_link"),
    path("r/<str:token>/thanks/", ways.thanks, name="thanks_by_link"),
    path("kiosk/<slug:key>/", views_kiosk.kiosk, name="kiosk"),
    path("", views.index, name="index"),
    path("<int:pk>/", views.answer_survey, name="answer"),
    path("<int:pk>/thanks/", views.thanks, name="thanks"),
    path("<int:pk>/results/", figures.results, name="results"),
    path("<int:pk>/results.csv", figures.results_csv, name="results_csv"),
    path("<int:pk>/groups.csv", figures.groups_csv, name="groups_csv"),
    path("<int:pk>/codebook.csv", figures.codebook_csv, name="codebook"),
    path("<int:pk>/questionnaire/", figures.questionnaire, name="questionnaire"),
    path("<int:pk>/questionnaire.json", figures.questionnaire_json, name="questionnaire_json"),
    path("<int:pk>/method/", figures.method, name="method"),
]
