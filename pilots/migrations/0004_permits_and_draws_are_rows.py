"""What stood in columns of the pilot, its permit and its draw, moves into rows of their own."""

from datetime import datetime, time, timedelta

from django.db import migrations
from django.utils import timezone
from django.utils.dateparse import parse_datetime


def kind_of(text):
    if "임시" in text or "provisional" in text.lower():
        return "provisional"
    if "신속" in text or "confirmation" in text.lower():
        return "confirmation"
    return "exemption"


def move_permits(apps, schema_editor):
    using = schema_editor.connection.alias
    pilots, permits = apps.get_model("pilots", "Pilot"), apps.get_model("pilots", "Permit")
    taken = set(permits.objects.using(using).values_list("pilot", flat=True))
    for pilot in pilots.objects.using(using):
        told = (
            pilot.permit_kind, pilot.permit_authority, pilot.permit_scope,
            pilot.permit_insurance, pilot.permit_expires_on,
        )  # fmt: skip
        if any(told) and pilot.pk not in taken:
            permits.objects.using(using).create(
                pilot=pilot,
                kind=kind_of(pilot.permit_kind),
                authority=pilot.permit_authority,
                scope={"ko": pilot.permit_scope} if pilot.permit_scope else {},
                insurance=pilot.permit_insurance,
                # Without a date it never was valid; the day it was written keeps it so.
                expires_on=pilot.permit_expires_on or pilot.created_at.date(),
            )


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
    dependencies = [("pilots", "0003_plans_people_and_after")]

    operations = [
        migrations.RunPython(move_permits, migrations.RunPython.noop),
        migrations.RunPython(keep_draws, bring_draws_back),
        migrations.RunPython(say_until_when, migrations.RunPython.noop),
    ]
