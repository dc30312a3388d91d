"""Addresses of what the city promised."""

from django.urls import path

from proposals import views_promises

app_name = "promises"
urlpatterns = [
    path("", views_promises.index, name="index"),
    path("answer/<str:token>/", views_promises.answer, name="answer"),
]
