"""The desk of this room."""

app_name = "reports_desk"
urlpatterns: list = []
