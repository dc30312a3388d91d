"""/accounts/enter/…: coming in by a code."""

from django.urls import path

from accounts import views_entrance

urlpatterns = [
    path("", views_entrance.enter, name="enter"),
    path("code/", views_entrance.code, name="enter_code"),
    path("send/", views_entrance.send_on, name="enter_send"),
]
