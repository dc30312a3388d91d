from django.db import migrations, models
from django.utils import timezone

from city.history import CloseHistory, OpenHistory


class Migration(migrations.Migration):
    dependencies = [("reports", "0003_kinds_periods_and_days")]

    operations = [
        OpenHistory("ShownGroups"),
        migrations.RemoveConstraint(model_name="showngroups", name="groups_once_per_run"),
        migrations.RemoveField(model_name="showngroups", name="run"),
        migrations.AddField(
            model_name="showngroups",
            name="as_of",
            field=models.DateTimeField(default=timezone.now),
            preserve_default=False,
        ),
        migrations.AlterModelOptions(name="showngroups", options={"ordering": ["as_of", "pk"]}),
        migrations.AddConstraint(
            model_name="showngroups",
            constraint=models.UniqueConstraint(
                fields=["key", "cut", "as_of"], name="groups_told_once"
            ),
        ),
        CloseHistory("ShownGroups"),
    ]
