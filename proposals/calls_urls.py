"""Addresses of calls for proposals."""

from django.urls import path

from proposals import views_calls

app_name = "calls"
urlpatterns = [
    path("", views_calls.index, name="index"),
    path("<str:slug>/", views_calls.detail, name="detail"),
]
