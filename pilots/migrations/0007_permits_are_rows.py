"""What stood in columns of the pilot becomes a permit of its own."""

from django.db import migrations


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


class Migration(migrations.Migration):
    dependencies = [("pilots", "0006_sensors_and_their_values")]

    operations = [migrations.RunPython(move_permits, migrations.RunPython.noop)]
