"""How many characters of a CSV file its CP949 form cannot hold."""

from django.db import migrations, models

from city.history import CloseHistory


class Migration(migrations.Migration):

    dependencies = [
        ('reports', '0005_release_method'),
    ]

    operations = [
        migrations.AddField(
            model_name='releasefile',
            name='lost_in_cp949',
            field=models.PositiveBigIntegerField(blank=True, null=True),
        ),
        CloseHistory("ReleaseFile"),
    ]
