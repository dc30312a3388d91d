"""On which law results are told before an election."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('city', '0004_counts_on_pages_are_kept'),
    ]

    operations = [
        migrations.AddField(
            model_name='city',
            name='election_basis',
            field=models.CharField(
                blank=True, max_length=200,
                verbose_name='legal basis of telling results before the election',
            ),
        ),
    ]
