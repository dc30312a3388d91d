"""Addresses of this room."""

app_name = "surveys"
urlpatterns: list = []
