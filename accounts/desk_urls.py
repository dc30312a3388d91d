"""The desk of this room."""

app_name = "accounts_desk"
urlpatterns: list = []
