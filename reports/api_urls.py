"""The open API of this room."""

urlpatterns: list = []
