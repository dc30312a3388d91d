"""업무 화면: each room brings its own desk pages."""

from django.urls import include, path

from livinglab import desk

urlpatterns = [
    path("", desk.today, name="desk"),
    path("proposals/", include("proposals.desk_urls")),
    path("pilots/", include("pilots.desk_urls")),
    path("surveys/", include("surveys.desk_urls")),
    path("reports/", include("reports.desk_urls")),
    path("settings/", include("accounts.settings_urls")),
    path("people/", include("accounts.desk_urls")),
]
