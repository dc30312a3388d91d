"""What closed waves published is kept, before answers are taken out of them."""

import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models

from city.history import CloseHistory


class Migration(migrations.Migration):

    dependencies = [
        ('surveys', '0002_sections_and_ways_in'),
    ]

    operations = [
        migrations.CreateModel(
            name='KeptWave',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('k', models.PositiveIntegerField()),
                ('rows', models.JSONField(default=list)),
                ('lines', models.JSONField(default=list)),
                ('reached', models.JSONField(default=list)),
                ('population_of', models.DateField(null=True)),
                ('population_source', models.TextField(default='')),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
                ('wave', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='kept', to='surveys.wave')),
            ],
            options={
                'abstract': False,
            },
        ),
        CloseHistory('keptwave'),
    ]
