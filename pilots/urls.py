"""Addresses of this room."""

app_name = "pilots"
urlpatterns: list = []
