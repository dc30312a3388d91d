"""The desk of this room."""

app_name = "proposals_desk"
urlpatterns: list = []
