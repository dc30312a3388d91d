"""/me/residence/: how well the city knows me, and how it comes to know me better."""

from django.urls import path

from accounts import views_residence

urlpatterns = [
    path("", views_residence.residence, name="residence"),
    path("elsewhere/", views_residence.elsewhere, name="residence_elsewhere"),
    path("<slug:method>/", views_residence.take, name="residence_take"),
]
