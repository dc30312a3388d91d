"""History is added, never edited."""

from django.db import migrations

from city.history import CloseHistory


class Migration(migrations.Migration):
    dependencies = [("reports", "0001_initial")]

    operations = [
        CloseHistory("Release"),
        CloseHistory("ReleaseFile"),
    ]
