"""/me/…: what belongs to the signed-in person (the front page is livinglab/me.py)."""

from django.urls import path

from accounts import (
    views,
    views_areas,
    views_consents,
    views_data,
    views_hidden,
    views_invite,
    views_told,
)

urlpatterns = [
    path("inbox/", views.inbox, name="inbox"),
    path("inbox/read/", views.read_all, name="inbox_read"),
    path("inbox/<int:pk>/", views.open_update, name="inbox_open"),
    path("inbox/<int:pk>/mute/", views_told.mute_thread, name="inbox_mute"),
    path("areas/", views_areas.areas, name="my_areas"),
    path("areas/<int:pk>/remove/", views_areas.remove, name="area_remove"),
    path("settings/", views.settings_page, name="my_settings"),
    path("settings/name/", views.name, name="my_name"),
    path("settings/new-name/", views.new_name, name="my_new_name"),
    path("settings/news/", views_told.news, name="my_news"),
    path("settings/language/", views.language, name="my_language"),
    path("settings/profile/", views.profile, name="my_profile"),
    path("consents/", views_data.consents, name="my_consents"),
    path("consents/new/", views_consents.new_texts, name="my_new_consents"),
    path("consents/<int:pk>/withdraw/", views_data.withdraw, name="consent_withdraw"),
    path("data/", views_data.download, name="my_data"),
    path("invitation/<str:token>/", views_invite.invitation, name="invitation"),
    path("hidden/<slug:kind>/<int:target>/", views_hidden.hidden, name="my_hidden"),
    path("leave/", views_data.leave, name="leave"),
    path("unsubscribe/<str:token>/", views_told.unsubscribe, name="unsubscribe"),
]
