"""업무 화면: reported texts, the staff, and who looked at whose data."""

from django.urls import path

from accounts import desk, desk_deputies

app_name = "accounts_desk"
urlpatterns = [
    path("", desk.people, name="people"),
    path("<int:pk>/", desk.person, name="person"),
    path("access/", desk.access_log, name="access"),
    path("deputies/", desk_deputies.deputies, name="deputies"),
    path("deputies/<int:pk>/end/", desk_deputies.end, name="end_deputy"),
    path("moderation/", desk.moderation, name="moderation"),
    path("moderation/<slug:kind>/<int:target>/", desk.decide, name="decide"),
]
