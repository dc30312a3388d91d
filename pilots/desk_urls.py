"""The desk of this room."""

from django.urls import path

from pilots import desk, desk_draw, desk_import, desk_people, desk_protocol
from pilots.after import desk_conclude
from pilots.after.desk import report_recheck
from pilots.apart import desk as apart
from pilots.devices import desk as devices
from pilots.events import desk as events
from pilots.handing.desk import take_over_pilot
from pilots.plan import desk as plan
from pilots.plan import desk_budgets as budgets
from pilots.plan import desk_programme as programmes
from pilots.recruit import desk as recruit
from pilots.recruit import desk_people as recruited
from pilots.street import desk as street
from pilots.trouble import desk as trouble

app_name = "pilots_desk"
urlpatterns = [
    path("", desk.index, name="index"),
    path("new/", desk.new, name="new"),
    path("take-over/", take_over_pilot, name="take_over"),
    path("<int:pk>/", desk.detail, name="detail"),
    path("programmes/", programmes.index, name="programmes"),
    path("programmes/new/", programmes.write, name="new_programme"),
    path("programmes/<int:programme>/", programmes.write, name="programme"),
    path("programmes/<int:programme>/tasks/new/", programmes.write_one_task, name="new_task"),
    path("programmes/<int:programme>/tasks/<int:task>/", programmes.write_one_task, name="task"),
    path(
        "programmes/<int:programme>/tasks/<int:task>/remove/", programmes.remove, name="remove_task"
    ),
    path("budgets/", budgets.index, name="shared_budgets"),
    path("budgets/new/", budgets.new, name="new_shared_budget"),
    path("budgets/<int:budget>/", budgets.budget, name="shared_budget"),
    path("budgets/<int:budget>/lines/new/", budgets.line, name="shared_line"),
    path(
        "budgets/<int:budget>/lines/<int:row>/remove/",
        budgets.remove_line,
        name="remove_shared_line",
    ),
    path("<int:pk>/permit/", plan.permit, name="permit"),
    path("<int:pk>/permit/extension/", plan.extension, name="permit_extension"),
    path("<int:pk>/sites/file/", plan.site_file, name="site_file"),
    path("<int:pk>/announce/", plan.announcement, name="announce"),
    path("<int:pk>/protocol/", desk_protocol.edit, name="protocol"),
    path("<int:pk>/consent/", apart.core, name="consent"),
    path("<int:pk>/consents/", apart.texts, name="consents"),
    path("<int:pk>/consents/<int:extra>/", apart.edit_extra, name="edit_extra"),
    path("<int:pk>/consents/<int:extra>/drop/", apart.drop, name="drop_extra"),
    path("<int:pk>/consents/new/<slug:covers>/", apart.new_extra, name="new_extra"),
    path("<int:pk>/survey/", desk_protocol.survey, name="survey"),
    path("<int:pk>/proposals/", desk_protocol.proposals, name="proposals"),
    path("<int:pk>/move/<slug:stage>/", desk.move, name="move"),
    path("<int:pk>/conclude/", desk_conclude.conclusion, name="conclude"),
    path("<int:pk>/sign-off/", desk_conclude.sign_off, name="sign_off"),
    path("<int:pk>/recheck/<int:months>/", report_recheck, name="recheck"),
    path("<int:pk>/draw/", desk_draw.draw_places, name="draw"),
    path("<int:pk>/recruit/", recruit.recruit, name="recruit"),
    path("<int:pk>/recruit/quotas/", recruit.quotas, name="quotas"),
    path("<int:pk>/recruit/proofs/", recruited.representatives, name="representatives"),
    path("<int:pk>/recruit/proofs/<int:representative>/", recruited.proof, name="proof"),
    path("<int:pk>/recruit/alternatives/<slug:of>/", recruited.alternatives, name="alternatives"),
    path("<int:pk>/thanks/", recruited.thanks, name="thanks"),
    path("<int:pk>/thanks/<int:thanks>/", recruited.pay, name="pay"),
    path("<int:pk>/thanks/<int:thanks>/paid/", recruited.paid, name="paid"),
    path("<int:pk>/recruit/questions/new/", recruit.add_question, name="add_question"),
    path(
        "<int:pk>/recruit/questions/<int:question>/remove/",
        recruit.remove_question,
        name="remove_question",
    ),
    path("<int:pk>/participants/", desk_people.participants, name="participants"),
    path("<int:pk>/participants/message/", desk_people.message, name="message"),
    path("<int:pk>/participants/<int:participation>/", desk_people.who, name="who"),
    path("<int:pk>/heard/", desk_people.who_went_on, name="heard"),
    path("<int:pk>/take-out/", desk_people.take_out, name="take_out"),
    path("<int:pk>/import/", desk_import.choose_file, name="import"),
    path("<int:pk>/import/<int:file>/", desk_import.choose_columns, name="columns"),
    path("<int:pk>/imports/<int:pk_of_import>/", desk_import.imported, name="imported"),
    path("<int:pk>/devices/", devices.devices, name="devices"),
    path("<int:pk>/devices/new/", devices.device, name="new_device"),
    path("<int:pk>/devices/<int:device>/", devices.device, name="device"),
    path("<int:pk>/devices/<int:device>/token/", devices.token, name="device_token"),
    path("<int:pk>/devices/<int:device>/revoke/", devices.revoke, name="device_revoke"),
    path("<int:pk>/devices/<int:device>/retire/", devices.retire, name="device_retire"),
    path("<int:pk>/limits/new/", devices.limit, name="new_limit"),
    path("<int:pk>/limits/<int:threshold>/off/", devices.limit_off, name="limit_off"),
    path("<int:pk>/count/", devices.count, name="count"),
    path("<int:pk>/street/", street.street, name="street"),
    path("<int:pk>/street/posters/", street.posters, name="posters"),
    path("<int:pk>/street/answers.csv", street.export, name="street_export"),
    path("<int:pk>/street/words/<int:answer>/", street.words, name="street_words"),
    path("<int:pk>/trouble/", trouble.troubles, name="troubles"),
    path("<int:pk>/trouble/clock/", trouble.clock, name="trouble_clock"),
    path("<int:pk>/trouble/reports.csv", trouble.export, name="trouble_export"),
    path("<int:pk>/trouble/reports/<int:report>/", trouble.trouble, name="trouble_report"),
    path("<int:pk>/events/", events.events, name="events"),
    path("<int:pk>/events/new/", events.new, name="new_event"),
    path("<int:pk>/events/<int:number>/", events.event, name="event"),
    path("<int:pk>/events/<int:number>/edit/", events.edit, name="edit_event"),
    path("<int:pk>/events/<int:number>/cancel/", events.cancel, name="cancel_event"),
    path("<int:pk>/events/<int:number>/minutes/", events.minutes, name="minutes"),
    path("<int:pk>/<slug:kind>/new/", desk_protocol.add_row, name="add_row"),
    path("<int:pk>/<slug:kind>/<int:row>/", desk_protocol.edit_row, name="edit_row"),
    path("<int:pk>/<slug:kind>/<int:row>/remove/", desk_protocol.remove_row, name="remove_row"),
]
