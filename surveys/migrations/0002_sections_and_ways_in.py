"""Sections and more kinds of questions, waves by number, invitations, kiosks, paper, imports."""

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ('photos', '0001_initial'),
        ('surveys', '0001_initial'),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='wave',
            name='one_wave_per_kind',
        ),
        migrations.AddField(
            model_name='panelist',
            name='may_answer_sensitive',
            field=models.BooleanField(default=False, verbose_name='may answer sensitive questions'),
        ),
        migrations.AddField(
            model_name='question',
            name='has_other',
            field=models.BooleanField(default=False, verbose_name='“other” with a few words'),
        ),
        migrations.AddField(
            model_name='question',
            name='is_sensitive',
            field=models.BooleanField(default=False, verbose_name='about health or the like'),
        ),
        migrations.AddField(
            model_name='question',
            name='rows',
            field=models.JSONField(blank=True, default=list, verbose_name='statements'),
        ),
        migrations.AddField(
            model_name='question',
            name='shown_if',
            field=models.JSONField(blank=True, default=dict, verbose_name='shown if'),
        ),
        migrations.AddField(
            model_name='question',
            name='shuffles',
            field=models.BooleanField(default=False, verbose_name='choices in random order'),
        ),
        migrations.AddField(
            model_name='response',
            name='weight',
            field=models.FloatField(blank=True, null=True, verbose_name='weight'),
        ),
        migrations.AddField(
            model_name='survey',
            name='by_section',
            field=models.BooleanField(default=False, verbose_name='one section at a time'),
        ),
        migrations.AddField(
            model_name='survey',
            name='method',
            field=models.JSONField(blank=True, default=dict, verbose_name='how people were asked'),
        ),
        migrations.AddField(
            model_name='survey',
            name='replaces',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='newer_versions', to='surveys.survey'),
        ),
        migrations.AddField(
            model_name='survey',
            name='weight_by',
            field=models.JSONField(blank=True, default=list, verbose_name='weighted by'),
        ),
        migrations.AddField(
            model_name='wave',
            name='number',
            field=models.PositiveSmallIntegerField(default=1, verbose_name='number'),
        ),
        migrations.AlterField(
            model_name='question',
            name='kind',
            field=models.CharField(choices=[('single', 'one answer'), ('multiple', 'several answers'), ('scale', 'scale from 1 to 5'), ('matrix', 'several statements, one scale'), ('ranking', 'order of preference'), ('number', 'number'), ('date', 'date'), ('short', 'a few words'), ('text', 'free text'), ('place', 'place on the map'), ('photo', 'photo')], max_length=10, verbose_name='kind'),
        ),
        migrations.AddField(
            model_name='survey',
            name='follows_up',
            field=models.BooleanField(default=False, verbose_name='asked again after the pilot'),
        ),
        migrations.AddField(
            model_name='wave',
            name='remind_after',
            field=models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='reminder after days'),
        ),
        migrations.CreateModel(
            name='AnswerPhoto',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('sent_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('panelist', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='answer_photos', to='surveys.panelist')),
                ('photo', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='of_answer', to='photos.photo')),
                ('question', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='answer_photos', to='surveys.question')),
                ('wave', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='answer_photos', to='surveys.wave')),
            ],
            options={
                'verbose_name': 'photo in an answer',
                'verbose_name_plural': 'photos in answers',
                'constraints': [models.UniqueConstraint(fields=('wave', 'panelist', 'question'), name='one_photo_per_answer')],
            },
        ),
        migrations.CreateModel(
            name='KioskStation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=80, verbose_name='where it stands')),
                ('key', models.CharField(max_length=40, unique=True, verbose_name='key')),
                ('opened_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('ended_at', models.DateTimeField(blank=True, null=True, verbose_name='ended')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('wave', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='stations', to='surveys.wave')),
            ],
            options={
                'verbose_name': 'kiosk station',
                'verbose_name_plural': 'kiosk stations',
                'ordering': ['-opened_at', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='PaperEntry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.CharField(max_length=20, verbose_name='number on the paper')),
                ('first', models.JSONField(default=dict, verbose_name='first entry')),
                ('first_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('second', models.JSONField(blank=True, null=True, verbose_name='second entry')),
                ('second_at', models.DateTimeField(blank=True, null=True)),
                ('first_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('response', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='paper', to='surveys.response')),
                ('second_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('wave', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='paper_entries', to='surveys.wave')),
            ],
            options={
                'verbose_name': 'paper questionnaire',
                'verbose_name_plural': 'paper questionnaires',
                'ordering': ['number', 'pk'],
                'constraints': [models.UniqueConstraint(fields=('wave', 'number'), name='one_entry_per_paper'), models.CheckConstraint(condition=models.Q(('second_by__isnull', True), models.Q(('second_by', models.F('first_by')), _negated=True), _connector='OR'), name='second_entry_by_somebody_else', violation_error_message='Somebody else has to type it in the second time.')],
            },
        ),
        migrations.CreateModel(
            name='SavedAnswers',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('answers', models.JSONField(default=dict, verbose_name='answers')),
                ('section', models.PositiveIntegerField(default=0, verbose_name='section')),
                ('updated_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('panelist', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='saved_answers', to='surveys.panelist')),
                ('wave', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='saved_answers', to='surveys.wave')),
            ],
            options={
                'verbose_name': 'saved answers',
                'verbose_name_plural': 'saved answers',
                'constraints': [models.UniqueConstraint(fields=('wave', 'panelist'), name='saved_once_per_wave')],
            },
        ),
        migrations.CreateModel(
            name='Section',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.PositiveIntegerField(default=0, verbose_name='position')),
                ('title', models.JSONField(default=dict, verbose_name='title')),
                ('intro', models.JSONField(blank=True, default=dict, verbose_name='introduction')),
                ('survey', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='sections', to='surveys.survey')),
            ],
            options={
                'verbose_name': 'section',
                'verbose_name_plural': 'sections',
                'ordering': ['position', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='TextReview',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('is_shown', models.BooleanField(verbose_name='shown')),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('question', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='text_reviews', to='surveys.question')),
                ('response', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='text_reviews', to='surveys.response')),
            ],
            options={
                'verbose_name': 'review of a free answer',
                'verbose_name_plural': 'reviews of free answers',
                'constraints': [models.UniqueConstraint(fields=('response', 'question'), name='one_review_per_free_answer')],
            },
        ),
        migrations.CreateModel(
            name='WaveInvitation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('sent_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='sent')),
                ('opened_at', models.DateTimeField(blank=True, null=True, verbose_name='opened')),
                ('reminded_at', models.DateTimeField(blank=True, null=True, verbose_name='reminded')),
                ('panelist', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='invitations', to='surveys.panelist')),
                ('wave', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='invitations', to='surveys.wave')),
            ],
            options={
                'verbose_name': 'invitation to a wave',
                'verbose_name_plural': 'invitations to waves',
                'constraints': [models.UniqueConstraint(fields=('wave', 'panelist'), name='invited_once_per_wave')],
            },
        ),
        migrations.CreateModel(
            name='ResponseImport',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('file_name', models.CharField(max_length=200)),
                ('digest', models.CharField(max_length=64)),
                ('source', models.CharField(blank=True, max_length=300, verbose_name='source')),
                ('rows', models.PositiveIntegerField(default=0)),
                ('loaded', models.PositiveIntegerField(default=0)),
                ('refused', models.JSONField(default=list)),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('survey', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='imported', to='surveys.survey')),
                ('is_open', models.BooleanField(default=False, verbose_name='rows published by the source')),
            ],
            options={
                'verbose_name': 'import of responses',
                'verbose_name_plural': 'imports of responses',
            },
        ),
        migrations.AddField(
            model_name='question',
            name='section',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='questions', to='surveys.section'),
        ),
        migrations.AddField(
            model_name='response',
            name='station',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='responses', to='surveys.kioskstation'),
        ),
        migrations.AddConstraint(
            model_name='wave',
            constraint=models.UniqueConstraint(fields=('survey', 'kind', 'number'), name='one_wave_per_kind_and_number'),
        ),
    ]
