from django.db import migrations, models

from city.history import CloseHistory

LEVELS = ["guest", "registered", "verified", "visitor"]
RIGHTS = ["propose", "support", "comment", "solve", "join", "answer"]
WITHHELD = {("guest", "solve"), ("guest", "join"), ("visitor", "join")}


def give_rights(apps, schema_editor):
    """A city that is set up already gets the rows that start_city makes for a new one."""
    if not apps.get_model("city", "City").objects.exists():
        return
    rows = apps.get_model("accounts", "LevelRight").objects
    for level in LEVELS:
        for right in RIGHTS:
            given = {"is_given": (level, right) not in WITHHELD}
            rows.get_or_create(level=level, right=right, defaults=given)


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0004_invitations_and_policies'),
        ('city', '0002_sizes_and_quiet_hours'),
    ]

    operations = [
        migrations.AddField(
            model_name='residence',
            name='note',
            field=models.CharField(blank=True, max_length=300),
        ),
        CloseHistory("Residence"),
        migrations.RunPython(give_rights, migrations.RunPython.noop),
    ]
