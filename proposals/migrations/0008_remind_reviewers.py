"""An expert who is late is reminded once."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("proposals", "0007_how_promises_go")]

    operations = [
        migrations.AddField(
            model_name="review",
            name="reminded_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
    ]
