"""/desk/reports/evidence/: indicators, files and packs."""

from django.urls import path

from reports.evidence import indicator_views as indicators
from reports.evidence import views as packs

urlpatterns = [
    path("", packs.index, name="evidence"),
    path("packs/<int:pack>/", packs.show, name="pack"),
    path("packs/<int:pack>/progress/", packs.progress, name="pack_progress"),
    path("packs/<int:pack>/again/", packs.again, name="pack_again"),
    path("packs/<int:pack>/data.json", packs.data, name="pack_data"),
    path("packs/<int:pack>/<slug:language>.<slug:kind>", packs.file_of, name="pack_file"),
    path("indicators/", indicators.index, name="indicators"),
    path("indicators/new/", indicators.new, name="indicator_new"),
    path("indicators/<int:indicator>/", indicators.indicator, name="indicator"),
    path("indicators/<int:indicator>/move/", indicators.reorder, name="indicator_move"),
    path("indicators/<int:indicator>/years/<int:year>/", indicators.year, name="indicator_year"),
    path("indicators/<int:indicator>/files/", indicators.add_file, name="indicator_file_add"),
    path("files/<int:file>/", indicators.file_of, name="evidence_file"),
    path("files/<int:file>/remove/", indicators.remove_file, name="evidence_file_remove"),
]
