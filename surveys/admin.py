"""Read-only: surveys are written at the desk, answers are nobody's to change."""

from django.contrib import admin

from surveys.models import Question, Survey, Wave


class ReadOnly:
    def has_add_permission(self, request, obj=None):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False


class QuestionInline(ReadOnly, admin.TabularInline):
    model = Question
    extra = 0
    fields = ["position", "code", "kind", "words", "is_required", "is_profile"]


class WaveInline(ReadOnly, admin.TabularInline):
    model = Wave
    extra = 0


@admin.register(Survey)
class SurveyAdmin(ReadOnly, admin.ModelAdmin):
    list_display = ["title", "is_public", "created_at"]
    list_filter = ["is_public"]
    inlines = [WaveInline, QuestionInline]
