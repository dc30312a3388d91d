"""Which rule a hidden text broke."""

from django.db import migrations, models

from city.history import CloseHistory


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0005_consent_in_easy_words'),
    ]

    operations = [
        migrations.AddField(
            model_name='moderationact',
            name='ground',
            field=models.CharField(
                blank=True,
                choices=[
                    ('personal', "somebody's personal data"), ('insult', 'insult, slander or hate'),
                    ('advert', 'advertising or spam'), ('harm', 'violence or obscenity'),
                    ('rights', "somebody else's rights"), ('off_topic', 'not about the city'),
                    ('other', 'another rule'),
                ],
                default='',
                max_length=12,
                verbose_name='which rule',
            ),
        ),
        CloseHistory('moderationact', may_forget=('reason',)),
    ]
