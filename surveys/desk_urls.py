"""The desk of this room."""

app_name = "surveys_desk"
urlpatterns: list = []
