"""Consent texts in easy words, with their recipients."""

from django.db import migrations, models

from city.history import CloseHistory


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0004_moderation'),
    ]

    operations = [
        migrations.AddField(
            model_name='consenttext',
            name='easy',
            field=models.JSONField(blank=True, default=dict, verbose_name='in easy words'),
        ),
        migrations.AddField(
            model_name='consenttext',
            name='is_sensitive',
            field=models.BooleanField(default=False, verbose_name='about health or the like'),
        ),
        migrations.AddField(
            model_name='consenttext',
            name='recipients',
            field=models.JSONField(blank=True, default=list, verbose_name='recipients'),
        ),
        CloseHistory('consenttext'),
    ]
