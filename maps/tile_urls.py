"""Vector tiles: /tiles/<layer>/<z>/<x>/<y>.mvt, with the filters of the list."""

from django.urls import path

from maps import district_views, tile_views
from maps.open_to_all import open_to_all

urlpatterns = [
    path(
        "districts/<int:z>/<int:x>/<int:y>.mvt",
        open_to_all(district_views.districts),
        name="district_tile",
    ),
    path("<slug:name>/<int:z>/<int:x>/<int:y>.mvt", open_to_all(tile_views.tile), name="tile"),
    path("<slug:name>/now.json", open_to_all(tile_views.present), name="tiles_now"),
    path("<slug:name>/view.json", open_to_all(tile_views.in_view), name="tiles_view"),
]
