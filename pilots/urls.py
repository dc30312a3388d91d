"""Addresses of this room."""

from django.urls import path

from pilots import views, views_participant
from pilots.after import views as after
from pilots.apart import views as apart
from pilots.apart import views_again
from pilots.apart.views_hand_out import for_partner
from pilots.devices import views as devices
from pilots.events import views as events
from pilots.evidence import views as evidence
from pilots.handing import views as handing
from pilots.plan import views as plan
from pilots.plan import views_programme as plan_programme
from pilots.recruit import views as recruit
from pilots.recruit import views_draw, views_guardian, views_thanks
from pilots.trouble import views as trouble

app_name = "pilots"
urlpatterns = [
    path("", views.index, name="index"),
    path("sites/", views.sites, name="sites"),
    path("events/", events.events, name="events"),
    path("learned/", after.learned, name="learned"),
    path("pooled/", handing.pooled, name="pooled"),
    path("pooled/<slug:key>/", handing.pooled_measure, name="pooled_measure"),
    path("<int:pk>/", views.detail, name="detail"),
    path("<int:pk>/evidence.json", after.evidence, name="evidence"),
    path("<int:pk>/handover.json", handing.handover, name="handover"),
    path("<int:pk>/forecast/", evidence.forecasts, name="forecast"),
    path("programme/", plan_programme.index, name="programme"),
    path("programme/<int:programme>/", plan_programme.programme, name="one_programme"),
    path("<int:pk>/protocol/", plan.protocol, name="protocol"),
    path("<int:pk>/protocol.json", plan.protocol_json, name="protocol_json"),
    path("<int:pk>/protocol/compare/", plan.compare, name="compare"),
    path("<int:pk>/protocol/<int:number>/", plan.version, name="version"),
    path("<int:pk>/protocol/<int:number>.json", plan.version_json, name="version_json"),
    path("<int:pk>/trouble/", trouble.report, name="report_trouble"),
    path("<int:pk>/live/", devices.live, name="live"),
    path("<int:pk>/events/<int:number>/", events.event, name="event"),
    path("<int:pk>/events/<int:number>.ics", events.event_calendar, name="event_calendar"),
    path("<int:pk>/events/<int:number>/join/", events.join, name="join_event"),
    path("<int:pk>/events/<int:number>/leave/", events.leave, name="leave_event"),
    path("<int:pk>/events/<int:number>/come/", events.come, name="come_to_event"),
    path("<int:pk>/apply/", recruit.apply_for_place, name="apply"),
    path("<int:pk>/apply/adult/", recruit.apply_for_adult, name="apply_for_adult"),
    path("<int:pk>/guardian/", views_guardian.ask, name="ask_guardian"),
    path("<int:pk>/guardian/<str:token>/", views_guardian.guardian, name="guardian"),
    path("<int:pk>/thanks/<str:number>/", views_thanks.certificate, name="certificate"),
    path("<int:pk>/thanks/<str:number>/payout/", views_thanks.payout, name="payout"),
    path("<int:pk>/assent/", recruit.ask_themselves, name="assent"),
    path("<int:pk>/mine/", views_participant.mine, name="mine"),
    path("<int:pk>/consent/", apart.consent, name="consent"),
    path("<int:pk>/consents/", apart.consents, name="consents"),
    path("<int:pk>/consents/<int:extra>/", apart.say_to_one, name="say_to_one"),
    path("<int:pk>/diary/", views_participant.diary, name="diary"),
    path("<int:pk>/diary/prompts/", views_participant.diary_prompts, name="diary_prompts"),
    path("<int:pk>/withdraw/", apart.leave, name="withdraw"),
    path("<int:pk>/again/", views_again.my_again, name="my_again"),
    path("<int:pk>/heard/", views_again.who_went_on, name="heard"),
    path("<int:pk>/hand-out/", for_partner, name="hand_out"),
    path("again/<str:token>/", views_again.again, name="again"),
    path("<int:pk>/draw/", views_draw.drawing, name="draw"),
    path("<int:pk>/draw.json", views_draw.draw_file, name="draw_file"),
    path("<int:pk>/draw/<slug:of>.json", views_draw.draw_file, name="draw_file_of"),
]
