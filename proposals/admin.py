"""Proposals to look up; decisions are made at the desk, where the rules are."""

from django.contrib import admin

from city.admin import AtTheDesk, ReadOnly
from proposals.models import Call, Commitment, Decision, Proposal


@admin.register(Call)
class CallAdmin(AtTheDesk, admin.ModelAdmin):  # type: ignore[misc]
    settings_page = "calls"
    list_display = ["title", "opens_at", "closes_at", "support_threshold"]


class DecisionInline(ReadOnly, admin.TabularInline):
    model = Decision
    fields = ["at", "status", "outcome", "reason", "mover", "decided_by"]
    extra = 0


class CommitmentInline(ReadOnly, admin.TabularInline):
    model = Commitment
    fields = ["what", "department", "due_month", "state"]
    extra = 0


@admin.register(Proposal)
class ProposalAdmin(ReadOnly, admin.ModelAdmin):
    list_display = ["title", "status", "outcome", "category", "district", "created_at"]
    list_filter = ["status", "outcome", "category"]
    list_select_related = ["category", "district"]
    search_fields = ["title"]
    date_hierarchy = "created_at"
    inlines = [DecisionInline, CommitmentInline]

    def get_queryset(self, request):
        return super().get_queryset(request).defer("district__outline")
