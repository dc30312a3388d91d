"""The columns whose content moved go."""

from django.db import migrations

MOVED = (
    "permit_kind", "permit_authority", "permit_scope", "permit_insurance", "permit_expires_on",
    "draw_seed", "draw_record",
)  # fmt: skip


class Migration(migrations.Migration):
    dependencies = [("pilots", "0004_permits_and_draws_are_rows")]

    operations = [migrations.RemoveField(model_name="pilot", name=name) for name in MOVED]
