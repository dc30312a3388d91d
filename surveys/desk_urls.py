"""The desk of this room."""

from django.urls import path

from surveys import desk

app_name = "surveys_desk"
urlpatterns = [
    path("", desk.index, name="index"),
    path("new/", desk.new, name="new"),
    path("<int:pk>/", desk.detail, name="detail"),
    path("<int:pk>/edit/", desk.edit, name="edit"),
    path("<int:pk>/wave/", desk.wave, name="wave"),
    path("<int:pk>/export/", desk.export, name="export"),
    path("waves/<int:pk>/close/", desk.close, name="close"),
]
