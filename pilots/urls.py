"""Addresses of this room."""

from django.urls import path

from pilots import views, views_participant
from pilots.apart import views as apart
from pilots.after import views as after

app_name = "pilots"
urlpatterns = [
    path("", views.index, name="index"),
    path("sites/", views.sites, name="sites"),
    path("learned/", after.learned, name="learned"),
    path("<int:pk>/", views.detail, name="detail"),
    path("<int:pk>/evidence.json", after.evidence, name="evidence"),
    path("<int:pk>/apply/", views_participant.apply_for_place, name="apply"),
    path("<int:pk>/mine/", views_participant.mine, name="mine"),
    path("<int:pk>/consent/", apart.consent, name="consent"),
    path("<int:pk>/diary/", views_participant.diary, name="diary"),
    path("<int:pk>/withdraw/", apart.leave, name="withdraw"),
    path("<int:pk>/draw/", views_participant.drawing, name="draw"),
]
