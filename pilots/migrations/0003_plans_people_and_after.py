"""Plans with permits and alternatives, people and who acts for them, and what comes after."""

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

from city.history import CloseHistory


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0005_consent_in_easy_words'),
        ('city', '0002_sizes_and_quiet_hours'),
        ('maps', '0002_changes_and_snapshots'),
        ('pilots', '0002_close_history'),
        ('proposals', '0007_receipts'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='TakenOver',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('from_city', models.CharField(max_length=80, verbose_name='city')),
                ('title', models.JSONField(default=dict, verbose_name='title')),
                ('digest', models.CharField(max_length=64, unique=True, verbose_name='SHA-256')),
                ('content', models.JSONField(verbose_name='content')),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                'verbose_name': 'pilot taken over',
                'verbose_name_plural': 'pilots taken over',
                'ordering': ['-at', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='Thanks',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('', 'none'), ('money', 'allowance'), ('hours', 'volunteer hours')], max_length=5, verbose_name='thanks')),
                ('amount', models.PositiveIntegerField(verbose_name='won or hours')),
                ('for_what', models.CharField(max_length=120, verbose_name='for what')),
                ('number', models.CharField(max_length=20, unique=True, verbose_name='certificate number')),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
                ('paid_at', models.DateTimeField(blank=True, null=True, verbose_name='paid')),
            ],
            options={
                'verbose_name': 'thanks',
                'verbose_name_plural': 'thanks',
                'ordering': ['at', 'pk'],
            },
        ),
        migrations.AddField(
            model_name='conclusion',
            name='digest',
            field=models.CharField(blank=True, max_length=64, verbose_name='SHA-256'),
        ),
        migrations.AddField(
            model_name='measure',
            name='counted',
            field=models.JSONField(blank=True, default=list, verbose_name='answers that count'),
        ),
        migrations.AddField(
            model_name='measure',
            name='expected_level',
            field=models.FloatField(blank=True, null=True, verbose_name='value expected before'),
        ),
        migrations.AddField(
            model_name='measure',
            name='expected_spread',
            field=models.FloatField(blank=True, null=True, verbose_name='expected standard deviation'),
        ),
        migrations.AddField(
            model_name='measure',
            name='is_exploratory',
            field=models.BooleanField(default=False, verbose_name='not planned beforehand'),
        ),
        migrations.AddField(
            model_name='measure',
            name='statistic',
            field=models.CharField(choices=[('mean', 'average'), ('share', 'share of people')], default='mean', max_length=5, verbose_name='compared as'),
        ),
        migrations.AddField(
            model_name='participation',
            name='answer_by',
            field=models.DateTimeField(blank=True, null=True, verbose_name='agree by'),
        ),
        migrations.AddField(
            model_name='participation',
            name='erased_at',
            field=models.DateTimeField(blank=True, null=True, verbose_name='data removed'),
        ),
        migrations.AddField(
            model_name='participation',
            name='withdrawal_kind',
            field=models.CharField(blank=True, choices=[('time', 'no time for it'), ('health', 'health or family'), ('moved', 'moved away'), ('burden', 'too much to write or measure'), ('privacy', 'worried about my data'), ('no_use', 'it is of no use to me'), ('trouble', 'it did not work'), ('other', 'another reason')], default='', max_length=12, verbose_name='reason'),
        ),
        migrations.AddField(
            model_name='partner',
            name='agreed_on',
            field=models.DateField(blank=True, null=True, verbose_name='agreed on'),
        ),
        migrations.AddField(
            model_name='partner',
            name='agreement',
            field=models.CharField(blank=True, max_length=120, verbose_name='agreement on data'),
        ),
        migrations.AddField(
            model_name='partner',
            name='duty',
            field=models.CharField(blank=True, choices=[('', 'named only'), ('lead', 'co-investigator'), ('analyst', 'analyst'), ('field', 'field staff')], default='', max_length=8, verbose_name='duty'),
        ),
        migrations.AddField(
            model_name='partner',
            name='until',
            field=models.DateField(blank=True, null=True, verbose_name='until'),
        ),
        migrations.AddField(
            model_name='pilot',
            name='announced_at',
            field=models.DateTimeField(blank=True, null=True, verbose_name='announced'),
        ),
        migrations.AddField(
            model_name='pilot',
            name='consent_days',
            field=models.PositiveSmallIntegerField(default=7, verbose_name='days to agree after selection'),
        ),
        migrations.AddField(
            model_name='pilot',
            name='ethics',
            field=models.CharField(blank=True, choices=[('', 'not settled yet'), ('not_needed', 'not needed: no research on people'), ('exempt', 'exempt from review'), ('approved', 'approved by a review board')], default='', max_length=10, verbose_name='ethics review'),
        ),
        migrations.AddField(
            model_name='pilot',
            name='ethics_board',
            field=models.CharField(blank=True, max_length=120, verbose_name='review board'),
        ),
        migrations.AddField(
            model_name='pilot',
            name='ethics_number',
            field=models.CharField(blank=True, max_length=60, verbose_name='review number'),
        ),
        migrations.AddField(
            model_name='pilot',
            name='ethics_reason',
            field=models.JSONField(blank=True, default=dict, verbose_name='why no review is needed'),
        ),
        migrations.AddField(
            model_name='pilot',
            name='thanks_amount',
            field=models.PositiveIntegerField(blank=True, null=True, verbose_name='won or hours each'),
        ),
        migrations.AddField(
            model_name='pilot',
            name='thanks_kind',
            field=models.CharField(blank=True, choices=[('', 'none'), ('money', 'allowance'), ('hours', 'volunteer hours')], default='', max_length=5, verbose_name='thanks'),
        ),
        migrations.AddField(
            model_name='pilot',
            name='thanks_rule',
            field=models.JSONField(blank=True, default=dict, verbose_name='who is thanked, and for what'),
        ),
        migrations.AlterField(
            model_name='budgetline',
            name='pilot',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='budget_lines', to='pilots.pilot'),
        ),
        migrations.AlterField(
            model_name='measure',
            name='source',
            field=models.CharField(choices=[('observations', 'imported observations'), ('survey', 'survey question'), ('diary', 'diary rating'), ('count', 'counted by hand')], default='observations', max_length=12, verbose_name='source'),
        ),
        migrations.CreateModel(
            name='Alternative',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.SlugField(max_length=10, verbose_name='code')),
                ('name', models.JSONField(default=dict, verbose_name='name')),
                ('description', models.JSONField(blank=True, default=dict, verbose_name='what it is')),
                ('is_control', models.BooleanField(default=False, verbose_name='nothing changes here')),
                ('pilot', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='alternatives', to='pilots.pilot')),
                ('solution', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='alternatives', to='proposals.solution', verbose_name='solution offered')),
            ],
            options={
                'verbose_name': 'alternative',
                'verbose_name_plural': 'alternatives',
                'ordering': ['pk'],
            },
        ),
        migrations.AddField(
            model_name='participation',
            name='alternative',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='participations', to='pilots.alternative', verbose_name='alternative'),
        ),
        migrations.AddField(
            model_name='site',
            name='alternative',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='sites', to='pilots.alternative', verbose_name='alternative tested here'),
        ),
        migrations.CreateModel(
            name='AskedAgain',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('came_as', models.CharField(choices=[('author', 'proposed it'), ('backer', 'backed it'), ('member', 'took part')], max_length=8, verbose_name='came as')),
                ('turn', models.CharField(choices=[('running', 'when it started'), ('ended', 'when the test ended'), ('concluded', 'when the result was there'), ('months6', 'six months later'), ('months12', 'twelve months later')], max_length=10, verbose_name='turn')),
                ('asked_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('answered_at', models.DateTimeField(blank=True, null=True, verbose_name='answered')),
                ('rating', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='rating')),
                ('text', models.CharField(blank=True, max_length=500, verbose_name='in your words')),
                ('stopped_at', models.DateTimeField(blank=True, null=True, verbose_name='asked to stop')),
                ('person', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='asked_again', to=settings.AUTH_USER_MODEL)),
                ('pilot', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='asked_again', to='pilots.pilot')),
            ],
            options={
                'verbose_name': 'asked again',
                'verbose_name_plural': 'asked again',
                'ordering': ['asked_at', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='Draw',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('of', models.CharField(choices=[('places', 'places'), ('people', 'alternatives for people'), ('sites', 'alternatives for sites')], max_length=6, verbose_name='what was drawn')),
                ('rule', models.PositiveSmallIntegerField(default=1, verbose_name='version of the rule')),
                ('seed', models.CharField(max_length=64, verbose_name='seed of the draw')),
                ('seed_source', models.CharField(blank=True, max_length=200, verbose_name='where the seed comes from')),
                ('record', models.JSONField(default=dict, verbose_name='record of the draw')),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('pilot', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='draws', to='pilots.pilot')),
            ],
            options={
                'verbose_name': 'draw',
                'verbose_name_plural': 'draws',
                'ordering': ['at', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='EligibilityQuestion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.PositiveSmallIntegerField(default=0, verbose_name='position')),
                ('words', models.JSONField(default=dict, verbose_name='question')),
                ('wanted', models.BooleanField(default=True, verbose_name='answer that lets somebody apply')),
                ('otherwise', models.JSONField(blank=True, default=dict, verbose_name='what to tell the others')),
                ('pilot', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='eligibility_questions', to='pilots.pilot')),
            ],
            options={
                'verbose_name': 'eligibility question',
                'verbose_name_plural': 'eligibility questions',
                'ordering': ['position', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='ExtraConsent',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('covers', models.CharField(choices=[('photos', 'photos in the diary'), ('health', 'answers about health'), ('partner', 'data for a partner'), ('contact', 'being asked again afterwards'), ('other', 'another purpose')], max_length=8, verbose_name='what for')),
                ('position', models.PositiveSmallIntegerField(default=0, verbose_name='position')),
                ('pilot', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='extra_consents', to='pilots.pilot')),
                ('text', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.consenttext')),
            ],
            options={
                'verbose_name': 'further consent',
                'verbose_name_plural': 'further consents',
                'ordering': ['position', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='Forecast',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('group', models.CharField(choices=[('resident', 'residents'), ('officer', 'officers'), ('expert', 'experts')], max_length=8, verbose_name='group')),
                ('change', models.FloatField(verbose_name='expected change')),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
                ('measure', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='forecasts', to='pilots.measure')),
                ('person', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='forecasts', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'forecast',
                'verbose_name_plural': 'forecasts',
            },
        ),
        migrations.CreateModel(
            name='GuardianRequest',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=60, verbose_name="guardian's name")),
                ('contact', models.CharField(max_length=120, verbose_name="guardian's e-mail or phone")),
                ('asked_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('expires_at', models.DateTimeField()),
                ('pilot', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='guardian_requests', to='pilots.pilot')),
            ],
            options={
                'verbose_name': 'request to a guardian',
                'verbose_name_plural': 'requests to guardians',
            },
        ),
        migrations.CreateModel(
            name='Handout',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('what', models.CharField(max_length=20, verbose_name='what')),
                ('rows', models.PositiveIntegerField(verbose_name='rows')),
                ('digest', models.CharField(max_length=64, verbose_name='SHA-256')),
                ('agreement', models.CharField(blank=True, max_length=120, verbose_name='agreement on data')),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('partner', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='handouts', to='pilots.partner')),
                ('pilot', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='handouts', to='pilots.pilot')),
            ],
            options={
                'verbose_name': 'hand-out of data',
                'verbose_name_plural': 'hand-outs of data',
                'ordering': ['-at', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='Payout',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=60, verbose_name='account holder')),
                ('bank', models.CharField(max_length=40, verbose_name='bank')),
                ('account', models.CharField(max_length=40, verbose_name='account number')),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='payouts', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'payout',
                'verbose_name_plural': 'payouts',
            },
        ),
        migrations.CreateModel(
            name='Permit',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('exemption', 'test exemption'), ('provisional', 'provisional permit'), ('confirmation', 'quick confirmation')], max_length=12, verbose_name='kind')),
                ('authority', models.CharField(max_length=120, verbose_name='authority')),
                ('number', models.CharField(blank=True, max_length=60, verbose_name='permit number')),
                ('basis', models.CharField(blank=True, max_length=200, verbose_name='legal basis')),
                ('scope', models.JSONField(default=dict, verbose_name='scope')),
                ('conditions', models.JSONField(blank=True, default=dict, verbose_name='conditions')),
                ('insurance', models.CharField(blank=True, max_length=200, verbose_name='liability insurance')),
                ('insured_until', models.DateField(blank=True, null=True, verbose_name='insured until')),
                ('notice', models.JSONField(blank=True, default=dict, verbose_name='what participants are told before they agree')),
                ('granted_on', models.DateField(blank=True, null=True, verbose_name='granted')),
                ('expires_on', models.DateField(verbose_name='expires')),
                ('extended_until', models.DateField(blank=True, null=True, verbose_name='extended until')),
                ('extension_reason', models.CharField(blank=True, max_length=300, verbose_name='reason of the extension')),
                ('reminded_days', models.PositiveSmallIntegerField(blank=True, null=True)),
                ('pilot', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='permit', to='pilots.pilot')),
            ],
            options={
                'verbose_name': 'permit',
                'verbose_name_plural': 'permits',
            },
        ),
        migrations.CreateModel(
            name='Programme',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.JSONField(default=dict, verbose_name='name')),
                ('summary', models.JSONField(blank=True, default=dict, verbose_name='summary')),
                ('source', models.CharField(blank=True, max_length=300, verbose_name='source')),
                ('starts_year', models.PositiveSmallIntegerField(verbose_name='first year')),
                ('ends_year', models.PositiveSmallIntegerField(verbose_name='last year')),
            ],
            options={
                'verbose_name': 'programme',
                'verbose_name_plural': 'programmes',
                'ordering': ['-starts_year', 'pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(('ends_year__gte', models.F('starts_year'))), name='programme_ends_after_it_starts', violation_error_message='A programme cannot end before it starts.')],
            },
        ),
        migrations.CreateModel(
            name='ProgrammeTask',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.PositiveSmallIntegerField(default=0, verbose_name='position')),
                ('area', models.JSONField(blank=True, default=dict, verbose_name='area')),
                ('name', models.JSONField(default=dict, verbose_name='name')),
                ('summary', models.JSONField(blank=True, default=dict, verbose_name='summary')),
                ('from_year', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='from')),
                ('until_year', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='until')),
                ('department', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='city.department', verbose_name='department')),
                ('programme', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='tasks', to='pilots.programme')),
            ],
            options={
                'verbose_name': 'task',
                'verbose_name_plural': 'tasks',
                'ordering': ['position', 'pk'],
            },
        ),
        migrations.AddField(
            model_name='pilot',
            name='task',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='pilots', to='pilots.programmetask', verbose_name='task of a programme'),
        ),
        migrations.CreateModel(
            name='ProtocolVersion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveIntegerField(verbose_name='version')),
                ('plan', models.JSONField(verbose_name='plan')),
                ('digest', models.CharField(max_length=64, verbose_name='SHA-256')),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('pilot', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='protocol_versions', to='pilots.pilot')),
            ],
            options={
                'verbose_name': 'version of the plan',
                'verbose_name_plural': 'versions of the plan',
                'ordering': ['number'],
            },
        ),
        migrations.CreateModel(
            name='Quota',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('age_band', models.CharField(blank=True, max_length=10, verbose_name='age group')),
                ('sex', models.CharField(blank=True, max_length=1, verbose_name='sex')),
                ('seats', models.PositiveIntegerField(verbose_name='places')),
                ('district', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='maps.district')),
                ('pilot', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='quotas', to='pilots.pilot')),
            ],
            options={
                'verbose_name': 'quota',
                'verbose_name_plural': 'quotas',
                'ordering': ['pk'],
            },
        ),
        migrations.CreateModel(
            name='ReCheck',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('months', models.PositiveSmallIntegerField(verbose_name='months after the result')),
                ('due_on', models.DateField(verbose_name='due')),
                ('finding', models.CharField(blank=True, choices=[('holds', 'the effect holds'), ('weaker', 'the effect is weaker'), ('gone', 'the effect is gone'), ('unknown', 'cannot be said')], default='', max_length=8, verbose_name='what was found')),
                ('words', models.JSONField(blank=True, default=dict, verbose_name='in words')),
                ('values', models.JSONField(blank=True, default=dict, verbose_name='values')),
                ('done_at', models.DateTimeField(blank=True, null=True, verbose_name='done')),
                ('nagged_at', models.DateTimeField(blank=True, null=True)),
                ('done_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('pilot', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='rechecks', to='pilots.pilot')),
            ],
            options={
                'verbose_name': 're-check',
                'verbose_name_plural': 're-checks',
                'ordering': ['due_on', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='Representative',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('guardian', 'guardian of a child under 14'), ('legal', 'legal representative of an adult')], max_length=8, verbose_name='kind')),
                ('called', models.CharField(max_length=30, verbose_name='how you call the person')),
                ('proof', models.CharField(blank=True, max_length=120, verbose_name='proof seen')),
                ('seen_at', models.DateTimeField(blank=True, null=True)),
                ('assented_at', models.DateTimeField(blank=True, null=True, verbose_name="the person's own yes")),
                ('participation', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='representative', to='pilots.participation')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='represents', to=settings.AUTH_USER_MODEL)),
                ('seen_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'representative',
                'verbose_name_plural': 'representatives',
            },
        ),
        migrations.CreateModel(
            name='Reveal',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reason', models.CharField(max_length=300, verbose_name='reason')),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('participation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='reveals', to='pilots.participation')),
            ],
            options={
                'verbose_name': 'reading of a name',
                'verbose_name_plural': 'readings of names',
                'ordering': ['-at', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='SharedBudget',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.JSONField(default=dict, verbose_name='name')),
                ('pilots', models.ManyToManyField(related_name='shared_budgets', to='pilots.pilot', verbose_name='pilots')),
            ],
            options={
                'verbose_name': 'shared budget',
                'verbose_name_plural': 'shared budgets',
                'ordering': ['pk'],
            },
        ),
        migrations.AddField(
            model_name='budgetline',
            name='shared',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='lines', to='pilots.sharedbudget'),
        ),
        migrations.AddConstraint(
            model_name='budgetline',
            constraint=models.CheckConstraint(condition=models.Q(('pilot__isnull', True), ('shared__isnull', True), _connector='XOR'), name='budget_line_of_a_pilot_or_shared', violation_error_message='A budget line belongs to one pilot or to a shared budget.'),
        ),
        migrations.AddField(
            model_name='takenover',
            name='by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='takenover',
            name='pilot',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='taken_over', to='pilots.pilot'),
        ),
        migrations.AddField(
            model_name='thanks',
            name='by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='thanks',
            name='participation',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='thanks', to='pilots.participation'),
        ),
        migrations.AddField(
            model_name='payout',
            name='thanks',
            field=models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='payout', to='pilots.thanks'),
        ),
        migrations.AddConstraint(
            model_name='alternative',
            constraint=models.UniqueConstraint(fields=('pilot', 'code'), name='one_alternative_per_code'),
        ),
        migrations.AddConstraint(
            model_name='askedagain',
            constraint=models.UniqueConstraint(fields=('pilot', 'person', 'turn'), name='asked_once_at_each_turn'),
        ),
        migrations.AddConstraint(
            model_name='askedagain',
            constraint=models.CheckConstraint(condition=models.Q(('rating__isnull', True), ('rating__range', (1, 5)), _connector='OR'), name='asked_again_rating_from_1_to_5'),
        ),
        migrations.AddConstraint(
            model_name='draw',
            constraint=models.UniqueConstraint(fields=('pilot', 'of'), name='one_draw_of_each_kind'),
        ),
        migrations.AddConstraint(
            model_name='extraconsent',
            constraint=models.UniqueConstraint(condition=models.Q(('covers', 'other'), _negated=True), fields=('pilot', 'covers'), name='one_further_consent_per_purpose'),
        ),
        migrations.AddConstraint(
            model_name='forecast',
            constraint=models.UniqueConstraint(fields=('measure', 'person'), name='one_forecast_per_person'),
        ),
        migrations.AddConstraint(
            model_name='permit',
            constraint=models.CheckConstraint(condition=models.Q(('extended_until__isnull', True), ('extended_until__gt', models.F('expires_on')), _connector='OR'), name='permit_is_extended_to_later', violation_error_message='An extension has to end later than the permit.'),
        ),
        migrations.AddConstraint(
            model_name='protocolversion',
            constraint=models.UniqueConstraint(fields=('pilot', 'number'), name='one_plan_per_version'),
        ),
        migrations.AddConstraint(
            model_name='quota',
            constraint=models.UniqueConstraint(fields=('pilot', 'district', 'age_band', 'sex'), name='one_quota_per_group'),
        ),
        migrations.AddConstraint(
            model_name='quota',
            constraint=models.UniqueConstraint(condition=models.Q(('district__isnull', True)), fields=('pilot', 'age_band', 'sex'), name='one_quota_per_group_of_every_dong'),
        ),
        migrations.AddIndex(
            model_name='recheck',
            index=models.Index(fields=['done_at', 'due_on'], name='recheck_by_due'),
        ),
        migrations.AddConstraint(
            model_name='recheck',
            constraint=models.UniqueConstraint(fields=('pilot', 'months'), name='one_recheck_per_month'),
        ),
        migrations.AddConstraint(
            model_name='recheck',
            constraint=models.CheckConstraint(condition=models.Q(('done_at__isnull', True), models.Q(('finding', ''), _negated=True), _connector='OR'), name='recheck_done_with_a_finding', violation_error_message='Say what was found.'),
        ),
        migrations.AddConstraint(
            model_name='reveal',
            constraint=models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='reveal_has_a_reason'),
        ),
        CloseHistory('conclusion'),
        CloseHistory('protocolversion'),
        CloseHistory('draw'),
        CloseHistory('reveal'),
        CloseHistory('handout', may_forget=('partner',)),
        CloseHistory('takenover', may_forget=('pilot',)),
    ]
