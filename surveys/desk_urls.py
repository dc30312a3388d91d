"""The desk of this room."""

from django.urls import path

from surveys import desk
from surveys.build import desk as build
from surveys.build import preview
from surveys.figures import desk as figures
from surveys.ways import desk as ways

app_name = "surveys_desk"
urlpatterns = [
    path("", desk.index, name="index"),
    path("new/", build.about, name="new"),
    path("import/", build.bring, name="import"),
    path("<int:pk>/", desk.detail, name="detail"),
    path("<int:pk>/about/", build.about, name="about"),
    path("<int:pk>/copy/", build.copy, name="copy"),
    path("<int:pk>/version/", build.version, name="version"),
    path("<int:pk>/preview/", preview.preview, name="preview"),
    path("<int:pk>/questionnaire.json", build.as_json, name="as_json"),
    path("<int:pk>/questions/", build.questions, name="questions"),
    path("<int:pk>/questions/new/", build.question, name="new_question"),
    path("<int:pk>/questions/bank/", build.add, name="add_from_bank"),
    path("<int:pk>/question/<slug:code>/", build.question, name="question"),
    path("<int:pk>/question/<slug:code>/<slug:act>/", build.act, name="question_act"),
    path("<int:pk>/sections/new/", build.section, name="new_section"),
    path("<int:pk>/section/<int:number>/", build.section, name="section"),
    path("<int:pk>/section/<int:number>/<slug:act>/", build.section_act, name="section_act"),
    path("<int:pk>/wave/", desk.wave, name="wave"),
    path("<int:pk>/export/", desk.export, name="export"),
    path("<int:pk>/texts/", figures.texts, name="texts"),
    path("<int:pk>/weights/", figures.weights, name="weights"),
    path("<int:pk>/follow-up/", ways.follow_up, name="follow_up"),
    path("waves/<int:pk>/", ways.wave, name="one_wave"),
    path("waves/<int:pk>/close/", desk.close, name="close"),
    path("waves/<int:pk>/kiosk/", ways.start_kiosk, name="start_kiosk"),
    path("waves/<int:pk>/papers/", ways.papers, name="papers"),
    path("waves/<int:pk>/print/", ways.print_papers, name="print_papers"),
    path("kiosks/<int:pk>/end/", ways.end_kiosk, name="end_kiosk"),
    path("papers/<int:pk>/", ways.paper, name="paper"),
]
