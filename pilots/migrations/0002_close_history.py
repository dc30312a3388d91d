"""History is added, never edited."""

from django.db import migrations

from city.history import CloseHistory


class Migration(migrations.Migration):
    dependencies = [("pilots", "0001_initial")]

    operations = [
        CloseHistory("Amendment"),
        CloseHistory("StageChange", may_forget=("reason",)),
        CloseHistory("Conclusion"),
    ]
