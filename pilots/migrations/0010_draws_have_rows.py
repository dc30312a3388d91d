"""What the draws of the first rule left in the pilot's own row is in theirs now."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("pilots", "0009_recruiting")]

    operations = [
        migrations.RemoveField(model_name="pilot", name="draw_seed"),
        migrations.RemoveField(model_name="pilot", name="draw_record"),
    ]
