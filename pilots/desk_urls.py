"""The desk of this room."""

app_name = "pilots_desk"
urlpatterns: list = []
