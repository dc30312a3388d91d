"""업무 화면: reported texts, the staff, and who looked at whose data."""

from django.urls import path

from accounts import (
    desk,
    desk_deputies,
    desk_handover,
    desk_messages,
    desk_moderation,
    desk_residence,
)

app_name = "accounts_desk"
urlpatterns = [
    path("", desk.people, name="people"),
    path("<int:pk>/", desk.person, name="person"),
    path("handovers/", desk_handover.handovers, name="handovers"),
    path("handovers/<int:pk>/", desk_handover.handover, name="handover"),
    path("<int:pk>/handover/", desk_handover.hand_on, name="hand_on"),
    path("access/", desk.access_log, name="access"),
    path("deputies/", desk_deputies.deputies, name="deputies"),
    path("deputies/<int:pk>/end/", desk_deputies.end, name="end_deputy"),
    path("residence/", desk_residence.residence, name="residence"),
    path("residence/new/", desk_residence.new_batch, name="new_residence_codes"),
    path("residence/<int:pk>/", desk_residence.residence_of, name="residence_of"),
    path("residence/sheets/<int:batch>/end/", desk_residence.end_sheet, name="end_residence_codes"),
    path("messages/", desk_messages.overview, name="messages"),
    path("messages/letters/", desk_messages.letters, name="letters"),
    path("messages/calls/", desk_messages.calls, name="calls"),
    path("<int:pk>/contact/", desk_messages.contact, name="contact"),
    path("moderation/", desk_moderation.moderation, name="moderation"),
    path("moderation/<slug:kind>/<int:target>/", desk_moderation.decide, name="decide"),
    path("moderation/<slug:kind>/<int:target>/block/", desk_moderation.block, name="block"),
    path("moderation/blocks/<int:pk>/lift/", desk_moderation.lift, name="lift_block"),
]
