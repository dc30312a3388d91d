"""Read-only: surveys are written at the desk, answers are nobody's to change."""

from django.contrib import admin

from city.admin import ReadOnly
from surveys.models import Question, Survey, Wave


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
