"""Districts and landmarks to look up; they are loaded from files (load_districts)."""

from django.contrib import admin

from city.admin import ReadOnly
from maps.models import District, Place


@admin.register(District)
class DistrictAdmin(ReadOnly, admin.ModelAdmin):
    list_display = ["name", "code", "kostat_code", "valid_from", "valid_to"]
    search_fields = ["code", "kostat_code"]
    exclude = ["outline"]

    def get_queryset(self, request):
        return super().get_queryset(request).defer("outline")


@admin.register(Place)
class PlaceAdmin(ReadOnly, admin.ModelAdmin):
    list_display = ["name", "kind", "road_address"]
    list_filter = ["kind"]
    exclude = ["line"]
