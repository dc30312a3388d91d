"""Who is in charge, how answers are made, how far promises are, and what a proposal read before."""

import django.core.validators
import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

from city.history import CloseHistory
from maps.watch import WatchRows


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '__first__'),
        ('city', '0002_sizes_and_quiet_hours'),
        ('maps', '0002_changes_and_snapshots'),
        ('photos', '0001_initial'),
        ('proposals', '0005_index_without_point'),
    ]

    operations = [
        migrations.AddField(
            model_name='commitment',
            name='amount',
            field=models.PositiveBigIntegerField(blank=True, null=True, verbose_name='amount (won)'),
        ),
        migrations.AddField(
            model_name='commitment',
            name='reminded_at',
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='commitment',
            name='sites_done',
            field=models.PositiveIntegerField(default=0, verbose_name='places done'),
        ),
        migrations.AddField(
            model_name='commitment',
            name='sites_planned',
            field=models.PositiveIntegerField(blank=True, null=True, verbose_name='places planned'),
        ),
        migrations.AddField(
            model_name='commitmentchange',
            name='photo',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='photos.photo'),
        ),
        migrations.AddField(
            model_name='commitmentchange',
            name='sites_done',
            field=models.PositiveIntegerField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='confirmation',
            name='hidden_at',
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='confirmation',
            name='photo',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='of_confirmation', to='photos.photo'),
        ),
        migrations.AddField(
            model_name='proposal',
            name='answer_clock_from',
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='proposal',
            name='answer_warned',
            field=models.PositiveSmallIntegerField(default=0),
        ),
        migrations.AddField(
            model_name='proposal',
            name='due_at',
            field=models.GeneratedField(db_persist=True, expression=models.Case(models.When(status='in_review', then=models.F('answer_due_at')), models.When(short_answer_due_at__isnull=False, status='received', then=models.F('short_answer_due_at')), models.When(first_look_at__isnull=True, status='received', then=models.F('first_look_due_at')), default=None), output_field=models.DateTimeField(null=True, verbose_name='due')),
        ),
        migrations.CreateModel(
            name='Criterion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.JSONField(default=dict, verbose_name='name')),
                ('meaning', models.JSONField(blank=True, default=dict, verbose_name='what it means')),
                ('is_open', models.BooleanField(default=True, verbose_name='in use')),
                ('position', models.PositiveIntegerField(default=0, verbose_name='position')),
            ],
            options={
                'verbose_name': 'criterion',
                'verbose_name_plural': 'criteria',
                'ordering': ['position', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='AnswerTemplate',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=80, verbose_name='name')),
                ('move', models.SlugField(blank=True, max_length=20, verbose_name='for which decision')),
                ('text', models.TextField(max_length=4000, verbose_name='text')),
                ('is_open', models.BooleanField(default=True, verbose_name='in use')),
                ('position', models.PositiveIntegerField(default=0, verbose_name='position')),
                ('department', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='city.department', verbose_name='department')),
            ],
            options={
                'verbose_name': 'answer template',
                'verbose_name_plural': 'answer templates',
                'ordering': ['position', 'name'],
            },
        ),
        migrations.CreateModel(
            name='Assignment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('note', models.CharField(blank=True, max_length=500, verbose_name='note')),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
                ('by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('department', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='city.department')),
                ('officer', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('proposal', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='assignments', to='proposals.proposal')),
            ],
            options={
                'verbose_name': 'assignment',
                'verbose_name_plural': 'assignments',
                'ordering': ['at', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='AssignmentRule',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('category', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='city.category', verbose_name='category')),
                ('department', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='city.department', verbose_name='department')),
                ('district', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='maps.district', verbose_name='district')),
                ('officer', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='officer')),
            ],
            options={
                'verbose_name': 'assignment rule',
                'verbose_name_plural': 'assignment rules',
                'constraints': [models.UniqueConstraint(fields=('category', 'district'), name='one_assignment_rule_per_case', violation_error_message='There is already a rule for this.'), models.UniqueConstraint(condition=models.Q(('district', None)), fields=('category',), name='one_assignment_rule_per_category', violation_error_message='There is already a rule for this.'), models.UniqueConstraint(condition=models.Q(('category', None)), fields=('district',), name='one_assignment_rule_per_district', violation_error_message='There is already a rule for this.'), models.CheckConstraint(condition=models.Q(('category__isnull', False), ('district__isnull', False), _connector='OR'), name='assignment_rule_says_for_what', violation_error_message='Choose a category or a district.')],
            },
        ),
        migrations.CreateModel(
            name='DistrictThreshold',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('support_threshold', models.PositiveIntegerField(blank=True, null=True, verbose_name='support needed')),
                ('support_days', models.PositiveIntegerField(blank=True, null=True, verbose_name='support period in days')),
                ('district', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='maps.district', verbose_name='district')),
            ],
            options={
                'verbose_name': 'threshold of a district',
                'verbose_name_plural': 'thresholds of districts',
            },
        ),
        migrations.CreateModel(
            name='Extension',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('due_before', models.DateTimeField()),
                ('due_at', models.DateTimeField()),
                ('reason', models.TextField(max_length=2000, verbose_name='reason')),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('proposal', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='extensions', to='proposals.proposal')),
            ],
            options={
                'verbose_name': 'extension',
                'verbose_name_plural': 'extensions',
                'ordering': ['at', 'pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='extension_has_a_reason', violation_error_message='Tell residents why.'), models.CheckConstraint(condition=models.Q(('due_at__gt', models.F('due_before'))), name='it_is_more_time')],
            },
        ),
        migrations.CreateModel(
            name='ReferralAnswer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('text', models.TextField(max_length=4000, verbose_name='answer')),
                ('link', models.URLField(blank=True, verbose_name='link')),
                ('answered_on', models.DateField(blank=True, null=True, verbose_name='answered on')),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
                ('decision', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='referral_answers', to='proposals.decision')),
                ('written_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'answer of another body',
                'verbose_name_plural': 'answers of other bodies',
                'ordering': ['at', 'pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(('text', ''), _negated=True), name='referral_answer_has_words', violation_error_message='Write down what was answered.')],
            },
        ),
        migrations.CreateModel(
            name='Review',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('asked_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('due_on', models.DateField(blank=True, null=True, verbose_name='please by')),
                ('interest', models.CharField(blank=True, max_length=300, verbose_name='declared interest')),
                ('has_interest', models.BooleanField(default=False, verbose_name='I have an interest in this')),
                ('text', models.TextField(blank=True, max_length=4000, verbose_name='review')),
                ('sent_at', models.DateTimeField(blank=True, null=True)),
                ('reminded_at', models.DateTimeField(blank=True, null=True)),
                ('asked_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('expert', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='reviews', to=settings.AUTH_USER_MODEL)),
                ('proposal', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='reviews', to='proposals.proposal')),
            ],
            options={
                'verbose_name': 'review',
                'verbose_name_plural': 'reviews',
                'ordering': ['asked_at', 'pk'],
                'constraints': [models.UniqueConstraint(fields=('proposal', 'expert'), name='one_review_per_expert'), models.CheckConstraint(condition=models.Q(('sent_at__isnull', True), models.Q(('text', ''), _negated=True), _connector='OR'), name='sent_review_has_words', violation_error_message='Write the review first.'), models.CheckConstraint(condition=models.Q(('has_interest', False), models.Q(('interest', ''), _negated=True), _connector='OR'), name='interest_is_named', violation_error_message='Say what your interest is.')],
            },
        ),
        migrations.CreateModel(
            name='Revision',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('earlier', 'earlier wording'), ('added', 'added by the author')], max_length=8)),
                ('title', models.CharField(blank=True, max_length=80)),
                ('text', models.TextField(max_length=4000)),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
                ('proposal', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='revisions', to='proposals.proposal')),
            ],
            options={
                'verbose_name': 'version of a proposal',
                'verbose_name_plural': 'versions of proposals',
                'ordering': ['at', 'pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(('text', ''), _negated=True), name='revision_has_words', violation_error_message='Write what you would like to add.')],
            },
        ),
        migrations.CreateModel(
            name='Score',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('points', models.PositiveSmallIntegerField(validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(5)], verbose_name='points')),
                ('criterion', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='proposals.criterion')),
                ('review', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='scores', to='proposals.review')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('review', 'criterion'), name='one_score_per_criterion'), models.CheckConstraint(condition=models.Q(('points__gte', 1), ('points__lte', 5)), name='points_from_one_to_five')],
            },
        ),
        migrations.AddIndex(
            model_name='commitment',
            index=models.Index(fields=['due_month', 'id'], name='commitment_by_month'),
        ),
        migrations.AddIndex(
            model_name='proposal',
            index=models.Index(condition=models.Q(('status', 'closed'), _negated=True), fields=['due_at', 'created_at', 'id'], name='proposal_due'),
        ),
        migrations.AddIndex(
            model_name='proposal',
            index=models.Index(condition=models.Q(('status', 'closed'), _negated=True), fields=['officer', 'due_at'], name='proposal_due_of_officer'),
        ),
        migrations.AddConstraint(
            model_name='commitment',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('sites_done', 0), ('sites_planned__isnull', True)), ('sites_done__lte', models.F('sites_planned')), _connector='OR'), name='not_more_sites_done_than_planned', violation_error_message='More places are done than were planned.'),
        ),
        # SQLite built the table of proposals anew and forgot its triggers.
        WatchRows(
            "proposal",
            layer="proposals",
            shown=(
                "lon", "lat", "cell", "category", "status", "outcome", "district", "call",
                "created_at", "hidden_at", "title", "text", "city_title", "city_text", "place_note",
            ),
            ranked=("support_count",),
        ),
        CloseHistory("Assignment", may_forget=("note",)),
        CloseHistory("Extension", may_forget=("reason",)),
        CloseHistory("ReferralAnswer", may_forget=("text",)),
        CloseHistory("CommitmentChange", may_forget=("reason",)),
        CloseHistory("Revision", may_forget=("title", "text")),
    ]
