"""How the files of a release were cut."""

from django.db import migrations, models

from city.history import CloseHistory


class Migration(migrations.Migration):

    dependencies = [
        ('reports', '0004_groups_told_at_a_time'),
    ]

    operations = [
        migrations.AddField(
            model_name='release',
            name='method',
            field=models.CharField(blank=True, default='', max_length=64),
        ),
        CloseHistory("Release"),
    ]
