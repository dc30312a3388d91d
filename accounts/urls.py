"""/me/: what belongs to the signed-in person."""

from django.urls import path

from accounts import views

urlpatterns = [
    path("", views.me, name="me"),
]
