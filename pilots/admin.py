"""Read-mostly tables for administrators; pilots are run at the desk, where the rules are."""

from django.contrib import admin

from city.admin import ReadOnly
from pilots.models import (
    Amendment,
    BudgetLine,
    Conclusion,
    Measure,
    ObservationImport,
    Partner,
    Pilot,
    Site,
    StageChange,
)


class SiteInline(ReadOnly, admin.TabularInline):
    model = Site
    fields = ["name", "arm", "key", "district"]
    extra = 0


class MeasureInline(ReadOnly, admin.TabularInline):
    model = Measure
    fields = ["code", "name", "source", "is_primary", "locked_at"]
    extra = 0


class BudgetInline(ReadOnly, admin.TabularInline):
    model = BudgetLine
    extra = 0


class PartnerInline(ReadOnly, admin.TabularInline):
    model = Partner
    fields = ["name", "kind"]
    extra = 0


@admin.register(Pilot)
class PilotAdmin(ReadOnly, admin.ModelAdmin):
    list_display = ["title", "stage", "department", "manager", "starts_on", "ends_on"]
    list_filter = ["stage", "origin", "department"]
    list_select_related = ["department", "manager"]
    inlines = [SiteInline, MeasureInline, BudgetInline, PartnerInline]


@admin.register(StageChange)
class StageChangeAdmin(ReadOnly, admin.ModelAdmin):
    list_display = ["pilot", "before", "after", "by", "at"]
    list_filter = ["after"]
    list_select_related = ["pilot", "by"]


@admin.register(Amendment)
class AmendmentAdmin(ReadOnly, admin.ModelAdmin):
    list_display = ["pilot", "what", "by", "at"]
    list_filter = ["what"]
    list_select_related = ["pilot", "by"]


@admin.register(ObservationImport)
class ImportAdmin(ReadOnly, admin.ModelAdmin):
    list_display = ["file_name", "pilot", "encoding", "rows", "loaded", "gaps", "skipped", "at"]
    list_select_related = ["pilot"]


@admin.register(Conclusion)
class ConclusionAdmin(ReadOnly, admin.ModelAdmin):
    list_display = ["pilot", "verdict", "decided_by", "at"]
    list_filter = ["verdict"]
    list_select_related = ["pilot", "decided_by"]
