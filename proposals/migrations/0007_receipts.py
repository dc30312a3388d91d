"""Receipts for what officers record on behalf, and the channel of each change of support."""

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

from city.history import CloseHistory


class Migration(migrations.Migration):

    dependencies = [
        ('proposals', '0006_desk_and_promises'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name='supportevent',
            name='channel',
            field=models.CharField(choices=[('web', 'Web'), ('kiosk', 'Kiosk'), ('desk', 'Service desk'), ('phone', 'Telephone'), ('paper', 'Paper'), ('import', 'Import')], default='web', max_length=8),
        ),
        migrations.CreateModel(
            name='Receipt',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.CharField(max_length=15, unique=True, verbose_name='receipt number')),
                ('act', models.CharField(choices=[('proposal', 'proposal'), ('support', 'support'), ('comment', 'comment')], max_length=8, verbose_name='recorded')),
                ('channel', models.CharField(choices=[('web', 'Web'), ('kiosk', 'Kiosk'), ('desk', 'Service desk'), ('phone', 'Telephone'), ('paper', 'Paper'), ('import', 'Import')], max_length=8, verbose_name='channel')),
                ('consent', models.CharField(choices=[('spoken', 'said it themselves'), ('signed', 'signed a paper'), ('helper', 'had a relative or helper say it')], max_length=6, verbose_name='consent')),
                ('consent_on', models.DateField(verbose_name='agreed on')),
                ('consent_note', models.CharField(blank=True, max_length=200, verbose_name='note on the consent')),
                ('client_id', models.UUIDField(blank=True, null=True, unique=True)),
                ('made_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='recorded at')),
                ('made_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='receipts', to=settings.AUTH_USER_MODEL)),
                ('proposal', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='receipts', to='proposals.proposal')),
            ],
            options={
                'verbose_name': 'receipt',
                'verbose_name_plural': 'receipts',
                'ordering': ['-made_at', '-pk'],
            },
        ),
        CloseHistory('receipt', may_forget=('consent_note',)),
    ]
