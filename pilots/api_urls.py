"""The open API of this room."""

from django.urls import path

from pilots import api

urlpatterns = [
    path("pilots/", api.PilotList.as_view(), name="api_pilots"),
    path("pilots/<int:pk>/", api.PilotDetail.as_view(), name="api_pilot"),
]
