"""설정: the city's rows, who changed them, and inviting colleagues; for administrators."""

from django.urls import path

from accounts import desk_invite, desk_settings

app_name = "desk_settings"
urlpatterns = [
    path("", desk_settings.overview, name="overview"),
    path("history/", desk_settings.history, name="history"),
    path("checked/<slug:code>/", desk_settings.checked, name="checked"),
    path("invitations/", desk_invite.invitations, name="invitations"),
    path("invitations/<int:pk>/again/", desk_invite.again, name="invite_again"),
    path("invitations/<int:pk>/withdraw/", desk_invite.withdraw, name="invite_withdraw"),
    path("<slug:code>/", desk_settings.page, name="page"),
    path("<slug:code>/new/", desk_settings.new, name="new"),
    path("<slug:code>/<slug:pk>/", desk_settings.edit, name="edit"),
    path("<slug:code>/<slug:pk>/remove/", desk_settings.remove, name="remove"),
]
