"""Vector tiles: /tiles/<layer>/<z>/<x>/<y>.mvt, with the filters of the list."""

from django.urls import path

from maps import district_views, tile_views

urlpatterns = [
    path("districts/<int:z>/<int:x>/<int:y>.mvt", district_views.districts, name="district_tile"),
    path("<slug:name>/<int:z>/<int:x>/<int:y>.mvt", tile_views.tile, name="tile"),
    path("<slug:name>/now.json", tile_views.present, name="tiles_now"),
    path("<slug:name>/view.json", tile_views.in_view, name="tiles_view"),
]
