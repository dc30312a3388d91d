"""Addresses of this room."""

app_name = "maps"
urlpatterns: list = []
