"""The desk of this room."""

from django.urls import path

from pilots import desk, desk_draw, desk_import, desk_people, desk_protocol
from pilots.after.desk import report_recheck
from pilots.plan import desk as plan

app_name = "pilots_desk"
urlpatterns = [
    path("", desk.index, name="index"),
    path("new/", desk.new, name="new"),
    path("<int:pk>/", desk.detail, name="detail"),
    path("<int:pk>/announce/", plan.announcement, name="announce"),
    path("<int:pk>/protocol/", desk_protocol.edit, name="protocol"),
    path("<int:pk>/consent/", desk_protocol.consent, name="consent"),
    path("<int:pk>/survey/", desk_protocol.survey, name="survey"),
    path("<int:pk>/proposals/", desk_protocol.proposals, name="proposals"),
    path("<int:pk>/move/<slug:stage>/", desk.move, name="move"),
    path("<int:pk>/conclude/", desk.conclusion, name="conclude"),
    path("<int:pk>/recheck/<int:months>/", report_recheck, name="recheck"),
    path("<int:pk>/draw/", desk_draw.draw_places, name="draw"),
    path("<int:pk>/participants/", desk_people.participants, name="participants"),
    path("<int:pk>/import/", desk_import.choose_file, name="import"),
    path("<int:pk>/import/<int:file>/", desk_import.choose_columns, name="columns"),
    path("<int:pk>/imports/<int:pk_of_import>/", desk_import.imported, name="imported"),
    path("<int:pk>/<slug:kind>/new/", desk_protocol.add_row, name="add_row"),
    path("<int:pk>/<slug:kind>/<int:row>/", desk_protocol.edit_row, name="edit_row"),
    path("<int:pk>/<slug:kind>/<int:row>/remove/", desk_protocol.remove_row, name="remove_row"),
]
