"""The columns whose content moved into permits go."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("pilots", "0007_permits_are_rows")]

    operations = [
        migrations.RemoveField(model_name="pilot", name=f"permit_{name}")
        for name in ("kind", "authority", "scope", "insurance", "expires_on")
    ]
