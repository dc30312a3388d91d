"""Whose yes to a further purpose holds, under the code."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("pilots", "0004_live_comparisons"),
    ]

    operations = [
        migrations.AddField(
            model_name="extraconsent",
            name="agreed",
            field=models.ManyToManyField(
                blank=True, related_name="agreed_to", to="pilots.participation"
            ),
        ),
    ]
