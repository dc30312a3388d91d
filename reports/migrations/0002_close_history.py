"""History is added, never edited; a published report stays as it is."""

from django.db import migrations

from city.history import CloseHistory
from reports.closing import ClosePublished


class Migration(migrations.Migration):
    dependencies = [("reports", "0001_initial")]

    operations = [
        CloseHistory("Release"),
        CloseHistory("ReleaseFile"),
        ClosePublished("Report", may_follow=("superseded_by",)),
    ]
