"""Where a seed will come from, days to answer by, reminders; draws become rows of their own."""

from datetime import datetime, time, timedelta

from django.db import migrations, models
from django.utils import timezone
from django.utils.dateparse import parse_datetime


def keep_draws(apps, schema_editor):
    """Draws of the first rule, as they were published."""
    using = schema_editor.connection.alias
    Pilot, Draw = apps.get_model("pilots", "Pilot"), apps.get_model("pilots", "Draw")
    for pilot in Pilot.objects.using(using).exclude(draw_seed="").iterator():
        at = parse_datetime(pilot.draw_record.get("at") or "") or timezone.now()
        Draw.objects.using(using).create(
            pilot=pilot, of="places", rule=1, seed=pilot.draw_seed, record=pilot.draw_record, at=at
        )


def bring_draws_back(apps, schema_editor):
    using = schema_editor.connection.alias
    Pilot, Draw = apps.get_model("pilots", "Pilot"), apps.get_model("pilots", "Draw")
    for draw in Draw.objects.using(using).filter(of="places"):
        record = draw.record | {"at": draw.at.isoformat()}
        Pilot.objects.using(using).filter(pk=draw.pilot_id).update(
            draw_seed=draw.seed, draw_record=record
        )


def say_until_when(apps, schema_editor):
    """Whoever has a place and has not answered keeps the days that were promised."""
    using = schema_editor.connection.alias
    Participation = apps.get_model("pilots", "Participation")
    waiting = Participation.objects.using(using).filter(status="selected", answer_by=None)
    for place in waiting.select_related("pilot"):
        last = timezone.localtime(place.status_since).date() + timedelta(
            days=place.pilot.consent_days + 1
        )
        place.answer_by = timezone.make_aware(datetime.combine(last, time.min))
        place.save(update_fields=["answer_by"])


class Migration(migrations.Migration):
    dependencies = [("pilots", "0008_no_permit_in_columns")]

    operations = [
        migrations.AddField(
            model_name="pilot",
            name="seed_source",
            field=models.CharField(blank=True, max_length=200, verbose_name="where the seed will come from"),
        ),
        migrations.AddField(
            model_name="pilot",
            name="seed_announced_at",
            field=models.DateTimeField(blank=True, null=True, verbose_name="announced"),
        ),
        migrations.AddField(
            model_name="pilot",
            name="children_may_join",
            field=models.BooleanField(default=False, verbose_name="children under 14 may take part"),
        ),
        migrations.AddField(
            model_name="participation",
            name="reminded_at",
            field=models.DateTimeField(blank=True, null=True, verbose_name="reminded"),
        ),
        migrations.AddIndex(
            model_name="participation",
            index=models.Index(condition=models.Q(("status", "selected")), fields=["answer_by"], name="participation_to_answer"),
        ),
        migrations.AddConstraint(
            model_name="guardianrequest",
            constraint=models.UniqueConstraint(fields=("pilot", "contact"), name="one_request_to_a_guardian_at_a_time"),
        ),
        migrations.AddConstraint(
            model_name="thanks",
            constraint=models.UniqueConstraint(fields=("participation", "for_what"), name="thanked_once_for_each_thing"),
        ),
        migrations.RunPython(keep_draws, bring_draws_back),
        migrations.RunPython(say_until_when, migrations.RunPython.noop),
    ]
