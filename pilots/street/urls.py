"""Short addresses that stand on posters."""

from django.urls import re_path

from pilots.street import views

app_name = "street"
urlpatterns = [re_path(r"^(?P<code>[0-9A-Za-z]{6})/$", views.answer, name="answer")]
