"""The addresses of the portal; each room keeps its own list."""

from django.conf import settings
from django.contrib import admin
from django.urls import include, path
from django.views.static import serve as serve_file

from accounts.guards import admin_required, may_administer
from livinglab import me, pages
from pilots.devices.feed import AlertsFeed
from pilots.events.views import all_events_calendar
from proposals.views_search import search
from reports.make.feed import CorrectionsFeed

admin.autodiscover()
# The same door as the desk's: one sign-in, one second factor.
admin.site.login = admin_required(admin.site.login)  # type: ignore[method-assign]
admin.site.has_permission = may_administer  # type: ignore[method-assign]

urlpatterns = [
    path("tiles/", include("maps.tile_urls")),  # first, since it is asked most often
    path("", pages.home, name="home"),
    path("about/", pages.about, name="about"),
    path("help/", pages.help_page, name="help"),
    path("privacy/", pages.privacy, name="privacy"),
    path("terms/", pages.terms, name="terms"),
    path("accessibility/", pages.accessibility, name="accessibility"),
    path("health/live", pages.live, name="live"),
    path("health/ready", pages.ready, name="ready"),
    path("me/", me.me, name="me"),
    path("me/residence/", include("accounts.residence_urls")),
    path("me/", include("accounts.urls")),
    path("desk/", include("livinglab.desk_urls")),
    path("map/", include("maps.urls")),
    path("proposals/", include("proposals.urls")),
    path("calls/", include("proposals.calls_urls")),
    path("search/", search, name="search"),
    path("promises/", include("proposals.promises_urls")),
    path("pilots/", include("pilots.urls")),
    path("q/", include("pilots.street.urls")),  # short, since it stands on posters
    path("surveys/", include("surveys.urls")),
    path("", include("reports.urls")),  # /reports/ and /data/
    path("api/v1/", include("livinglab.api_urls")),
    path("sta/v1.1/", include("pilots.devices.sta_urls")),
    path("feeds/events.ics", all_events_calendar, name="events_calendar"),
    path("feeds/alerts.atom", AlertsFeed(), name="alerts_feed"),
    path("feeds/corrections.atom", CorrectionsFeed(), name="corrections_feed"),
    path("accounts/enter/", include("accounts.entrance_urls")),
    path("accounts/", include("allauth.urls")),
    path("admin/", admin.site.urls),
    path("media/<path:path>", serve_file, {"document_root": settings.MEDIA_ROOT}),
]
