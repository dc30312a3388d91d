"""Levels and their rights, how news leaves the house, and what the desk keeps about its work."""

import django.db.models.deletion
import django.db.models.functions.text
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

from city.history import CloseHistory


LEVELS = ["guest", "registered", "verified", "visitor"]
RIGHTS = ["propose", "support", "comment", "solve", "join", "answer"]
WITHHELD = {("guest", "solve"), ("guest", "join"), ("visitor", "join")}


def give_rights(apps, schema_editor):
    """A city that is set up already gets the rows that start_city makes for a new one."""
    if not apps.get_model("city", "City").objects.exists():
        return
    rows = apps.get_model("accounts", "LevelRight").objects
    for level in LEVELS:
        for right in RIGHTS:
            given = {"is_given": (level, right) not in WITHHELD}
            rows.get_or_create(level=level, right=right, defaults=given)


CARRIERS = [  # kind, in use, sent by, won
    ("email", True, "mail", 0), ("text", False, "text", 30), ("alimtalk", False, "alimtalk", 8),
    ("letter", True, "desk", 520), ("call", True, "desk", 0),
]  # fmt: skip


def keep_what_waits(apps, schema_editor):
    """Who wanted no mail is written to never; what had not gone out yet goes out still."""
    User, Delivery = apps.get_model("accounts", "User"), apps.get_model("accounts", "Delivery")
    User.objects.filter(wants_email=False).update(rhythm="never")
    waiting = Delivery.objects.filter(mail_due_at__isnull=False, mailed_at=None)
    waiting.update(due_at=models.F("mail_due_at"))


def bring_the_switch_back(apps, schema_editor):
    User, Delivery = apps.get_model("accounts", "User"), apps.get_model("accounts", "Delivery")
    User.objects.filter(rhythm="never").update(wants_email=False)
    Delivery.objects.filter(due_at__isnull=False, message=None).update(mail_due_at=models.F("due_at"))


def make_carriers(apps, schema_editor):
    Carrier = apps.get_model("accounts", "Carrier")
    for kind, is_on, backend, cost in CARRIERS:
        Carrier.objects.create(kind=kind, is_on=is_on, backend=backend, cost_won=cost)
    text = Carrier.objects.get(kind="text")
    Carrier.objects.filter(kind="alimtalk").update(falls_back_to=text)


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0002_close_history'),
        ('auth', '0012_alter_user_first_name_max_length'),
        ('city', '0002_sizes_and_quiet_hours'),
        ('maps', '0002_changes_and_snapshots'),
    ]

    operations = [
        migrations.AddField(
            model_name='delivery',
            name='asks',
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name='delivery',
            name='due_at',
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='signoff',
            name='decided_for',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='signoff',
            name='document_number',
            field=models.CharField(blank=True, max_length=60, verbose_name='document number'),
        ),
        migrations.AddField(
            model_name='update',
            name='department',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, to='city.department'),
        ),
        migrations.AddField(
            model_name='user',
            name='phone',
            field=models.CharField(blank=True, max_length=15, null=True, verbose_name='mobile number'),
        ),
        migrations.AddField(
            model_name='user',
            name='rhythm',
            field=models.CharField(choices=[('at-once', 'At once'), ('daily', 'Once a day, at 8 in the morning'), ('weekly', 'Once a week, on Monday at 8 in the morning'), ('never', 'Never')], default='daily', max_length=7, verbose_name='how often'),
        ),
        migrations.AddField(
            model_name='user',
            name='told_by',
            field=models.CharField(choices=[('email', 'E-mail'), ('text', 'Text message'), ('letter', 'Printed letter'), ('call', 'Telephone call')], default='email', max_length=6, verbose_name='told by'),
        ),
        migrations.CreateModel(
            name='EntranceCode',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('email', 'e-mail'), ('phone', 'mobile number')], max_length=5)),
                ('address', models.CharField(max_length=254)),
                ('digest', models.CharField(max_length=64)),
                ('tries', models.PositiveSmallIntegerField(default=0)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('used_at', models.DateTimeField(blank=True, null=True)),
            ],
            options={
                'indexes': [models.Index(fields=['address', '-created_at'], name='entrance_latest')],
            },
        ),
        migrations.CreateModel(
            name='LevelRight',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('level', models.CharField(choices=[('guest', 'Guest'), ('registered', 'Registered'), ('verified', 'Verified resident'), ('visitor', 'Visitor')], max_length=12, verbose_name='level')),
                ('right', models.CharField(choices=[('propose', 'propose'), ('support', 'back proposals and solutions'), ('comment', 'comment'), ('solve', 'offer solutions'), ('join', 'join pilots'), ('answer', 'answer surveys')], max_length=10, verbose_name='may')),
                ('is_given', models.BooleanField(default=True, verbose_name='allowed')),
            ],
            options={
                'verbose_name': 'right of a level',
                'verbose_name_plural': 'rights of the levels',
                'constraints': [models.UniqueConstraint(fields=('level', 'right'), name='one_right_per_level')],
            },
        ),
        migrations.CreateModel(
            name='PolicyText',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('privacy', 'Privacy policy'), ('terms', 'Terms of use')], max_length=10, verbose_name='kind')),
                ('version', models.PositiveIntegerField(verbose_name='version')),
                ('text', models.JSONField(default=dict, verbose_name='text')),
                ('counts_from', models.DateField(verbose_name='counts from')),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                'verbose_name': 'policy',
                'verbose_name_plural': 'policies',
                'ordering': ['kind', '-version'],
                'constraints': [models.UniqueConstraint(fields=('kind', 'version'), name='one_policy_per_version')],
            },
        ),
        migrations.CreateModel(
            name='Carrier',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('email', 'e-mail'), ('text', 'text message'), ('alimtalk', 'KakaoTalk notice'), ('letter', 'printed letter'), ('call', 'telephone call')], max_length=8, unique=True, verbose_name='kind')),
                ('is_on', models.BooleanField(default=False, verbose_name='in use')),
                ('backend', models.CharField(choices=[('mail', "the city's mail server"), ('text', 'the provider of text messages'), ('alimtalk', 'the provider of KakaoTalk notices'), ('desk', 'officers at the desk')], max_length=8, verbose_name='sent by')),
                ('cost_won', models.PositiveIntegerField(default=0, verbose_name='cost of one message (won)')),
                ('settings', models.JSONField(blank=True, default=dict, verbose_name='settings')),
                ('falls_back_to', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, to='accounts.carrier', verbose_name='otherwise by')),
            ],
            options={
                'verbose_name': 'carrier',
                'verbose_name_plural': 'carriers',
                'ordering': ['pk'],
            },
        ),
        migrations.CreateModel(
            name='Deputy',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('first_day', models.DateField(verbose_name='first day')),
                ('last_day', models.DateField(verbose_name='last day')),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('deputy', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='stands_in_for', to=settings.AUTH_USER_MODEL, verbose_name='deputy')),
                ('named_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='deputies', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'deputy',
                'verbose_name_plural': 'deputies',
                'ordering': ['-last_day', 'pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(('person', models.F('deputy')), _negated=True), name='nobody_stands_in_for_themselves', violation_error_message='Choose somebody else as the deputy.'), models.CheckConstraint(condition=models.Q(('last_day__gte', models.F('first_day'))), name='deputy_days_are_in_order', violation_error_message='The last day comes before the first one.')],
            },
        ),
        migrations.CreateModel(
            name='DeskContact',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=60, verbose_name='name')),
                ('phone', models.CharField(blank=True, max_length=20, verbose_name='phone')),
                ('address', models.CharField(blank=True, max_length=200, verbose_name='postal address')),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
                ('person', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='desk_contact', to=settings.AUTH_USER_MODEL)),
                ('set_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'contact of the desk',
                'verbose_name_plural': 'contacts of the desk',
            },
        ),
        migrations.CreateModel(
            name='DeskNote',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('thread', models.CharField(db_index=True, max_length=60)),
                ('text', models.TextField(max_length=2000, verbose_name='note')),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
                ('mentions', models.ManyToManyField(related_name='+', to=settings.AUTH_USER_MODEL)),
                ('written_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'internal note',
                'verbose_name_plural': 'internal notes',
                'ordering': ['at', 'pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(('text', ''), _negated=True), name='desk_note_has_words', violation_error_message='Write the note first.')],
            },
        ),
        migrations.CreateModel(
            name='HandOver',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('leaves', models.BooleanField(default=False, verbose_name='leaves the desk')),
                ('note', models.TextField(blank=True, max_length=4000, verbose_name='note')),
                ('sheet', models.JSONField(default=dict)),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('successor', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'handover',
                'verbose_name_plural': 'handovers',
                'ordering': ['-at', '-pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(('person', models.F('successor')), _negated=True), name='handover_goes_to_somebody_else', violation_error_message='Choose somebody else as the successor.')],
            },
        ),
        migrations.CreateModel(
            name='Invitation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('email', models.EmailField(max_length=254, verbose_name='e-mail')),
                ('role', models.CharField(choices=[('resident', 'Resident'), ('expert', 'Expert'), ('officer', 'Officer'), ('manager', 'Manager'), ('admin', 'Administrator')], default='officer', max_length=10, verbose_name='role')),
                ('digest', models.CharField(max_length=64, unique=True)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('expires_at', models.DateTimeField()),
                ('letter_due_at', models.DateTimeField(blank=True, default=django.utils.timezone.now, null=True)),
                ('letter_tries', models.PositiveSmallIntegerField(default=0)),
                ('letter_sent_at', models.DateTimeField(blank=True, null=True)),
                ('accepted_at', models.DateTimeField(blank=True, null=True)),
                ('withdrawn_at', models.DateTimeField(blank=True, null=True)),
                ('accepted_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('department', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, to='city.department', verbose_name='department')),
                ('invited_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'invitation',
                'verbose_name_plural': 'invitations',
                'ordering': ['-created_at', '-pk'],
                'indexes': [models.Index(condition=models.Q(('letter_due_at__isnull', False)), fields=['letter_due_at'], name='invitation_letter_due')],
                'constraints': [models.UniqueConstraint(django.db.models.functions.text.Lower('email'), condition=models.Q(('accepted_at__isnull', True), ('withdrawn_at__isnull', True)), name='one_open_invitation_per_email')],
            },
        ),
        migrations.CreateModel(
            name='Message',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('email', 'e-mail'), ('text', 'text message'), ('alimtalk', 'KakaoTalk notice'), ('letter', 'printed letter'), ('call', 'telephone call')], max_length=8)),
                ('state', models.CharField(choices=[('waiting', 'waiting'), ('sent', 'sent'), ('failed', 'failed')], default='waiting', max_length=7)),
                ('due_at', models.DateTimeField()),
                ('attempts', models.PositiveSmallIntegerField(default=0)),
                ('problem', models.CharField(blank=True, max_length=60)),
                ('cost_won', models.PositiveIntegerField(default=0)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('sent_at', models.DateTimeField(blank=True, null=True)),
                ('handled_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('person', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='messages_sent', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'message',
                'verbose_name_plural': 'messages',
                'ordering': ['created_at', 'pk'],
                'indexes': [models.Index(condition=models.Q(('state', 'waiting')), fields=['due_at'], name='message_due'), models.Index(fields=['sent_at', 'kind'], name='message_sent'), models.Index(condition=models.Q(('state', 'failed')), fields=['created_at'], name='message_failed')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('state', 'waiting')), fields=('person',), name='one_waiting_message')],
            },
        ),
        migrations.CreateModel(
            name='Mute',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('thread', models.CharField(db_index=True, max_length=60)),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='mutes', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('person', 'thread'), name='muted_once')],
            },
        ),
        migrations.CreateModel(
            name='Residence',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('method', models.SlugField()),
                ('confirmed', models.BooleanField(default=True)),
                ('note', models.CharField(blank=True, max_length=300)),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
                ('by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('district', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='maps.district')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='residences', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['-at', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='ResidenceBatch',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=80, verbose_name='name')),
                ('count', models.PositiveIntegerField(verbose_name='how many codes')),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('expires_at', models.DateTimeField(verbose_name='valid until')),
                ('district', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, to='maps.district')),
                ('made_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'sheet of residence codes',
                'verbose_name_plural': 'sheets of residence codes',
                'ordering': ['-created_at'],
            },
        ),
        migrations.CreateModel(
            name='ResidenceCode',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('digest', models.CharField(max_length=64, unique=True)),
                ('used_at', models.DateTimeField(blank=True, null=True)),
                ('batch', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='codes', to='accounts.residencebatch')),
                ('used_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.CreateModel(
            name='ResidenceRequest',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('state', models.CharField(choices=[('waiting', 'waiting'), ('confirmed', 'confirmed'), ('refused', 'refused')], default='waiting', max_length=10)),
                ('note', models.CharField(blank=True, max_length=300, verbose_name='note')),
                ('decided_at', models.DateTimeField(blank=True, null=True)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('decided_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='residence_requests', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'request to confirm residence',
                'verbose_name_plural': 'requests to confirm residence',
                'ordering': ['created_at', 'pk'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('state', 'waiting')), fields=('person',), name='one_open_residence_request')],
            },
        ),
        migrations.CreateModel(
            name='SavedArea',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('lon', models.FloatField(blank=True, null=True, verbose_name='longitude')),
                ('lat', models.FloatField(blank=True, null=True, verbose_name='latitude')),
                ('radius', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='radius in metres')),
                ('west', models.FloatField(blank=True, null=True)),
                ('south', models.FloatField(blank=True, null=True)),
                ('east', models.FloatField(blank=True, null=True)),
                ('north', models.FloatField(blank=True, null=True)),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
                ('district', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, to='maps.district', verbose_name='district')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='areas', to=settings.AUTH_USER_MODEL)),
                ('place', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, to='maps.place', verbose_name='place')),
            ],
            options={
                'verbose_name': 'saved area',
                'verbose_name_plural': 'saved areas',
                'ordering': ['at', 'pk'],
                'indexes': [models.Index(condition=models.Q(('radius__isnull', False)), fields=['south', 'west', 'north', 'east'], name='saved_circle')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('district__isnull', False)), fields=('person', 'district'), name='one_saved_area_per_district'), models.CheckConstraint(condition=models.Q(models.Q(('district__isnull', False), ('radius__isnull', True)), models.Q(('district__isnull', True), ('radius__gte', 300), ('radius__lte', 3000)), _connector='OR'), name='saved_area_is_district_or_circle')],
            },
        ),
        migrations.CreateModel(
            name='SettingChange',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('row', models.CharField(db_index=True, max_length=80)),
                ('name', models.CharField(max_length=200)),
                ('before', models.JSONField(default=dict)),
                ('after', models.JSONField(default=dict)),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
                ('by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'change of a setting',
                'verbose_name_plural': 'changes of settings',
                'ordering': ['-at', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='SignOffStep',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('state', models.CharField(choices=[('draft', 'draft'), ('sent', 'sent for approval'), ('returned', 'returned'), ('approved', 'approved'), ('dropped', 'dropped')], max_length=10)),
                ('note', models.CharField(blank=True, max_length=500)),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('by_for', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('sign_off', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='steps', to='accounts.signoff')),
            ],
            options={
                'ordering': ['at', 'pk'],
            },
        ),
        migrations.AddField(
            model_name='delivery',
            name='message',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='deliveries', to='accounts.message'),
        ),
        migrations.AddConstraint(
            model_name='user',
            constraint=models.UniqueConstraint(fields=('phone',), name='one_account_per_phone', violation_error_message='There is already an account with this mobile number.'),
        ),
        migrations.AddIndex(
            model_name='delivery',
            index=models.Index(condition=models.Q(('due_at__isnull', False), ('message__isnull', True)), fields=['due_at'], name='news_waiting'),
        ),
        migrations.RemoveIndex(
            model_name='delivery',
            name='mail_waiting',
        ),
        migrations.RunPython(keep_what_waits, bring_the_switch_back),
        migrations.RemoveField(
            model_name='user',
            name='wants_email',
        ),
        migrations.RemoveField(
            model_name='delivery',
            name='mail_due_at',
        ),
        migrations.RemoveField(
            model_name='delivery',
            name='mailed_at',
        ),
        CloseHistory("Update", may_forget=("title", "body")),
        CloseHistory("Residence"),
        CloseHistory("DeskNote", may_forget=("text",)),
        CloseHistory("HandOver"),
        CloseHistory("SettingChange"),
        CloseHistory("SignOffStep"),
        CloseHistory("PolicyText"),
        migrations.RunPython(make_carriers, migrations.RunPython.noop),
        migrations.RunPython(give_rights, migrations.RunPython.noop),
    ]
