"""Kinds of reports as rows, what a report is about, values of days, files, withdrawals, downloads."""

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

from city.history import CloseHistory, OpenHistory
from reports.closing import ClosePublished


# slug, Korean, English, period, about, drafted by itself
KINDS = (
    ("city", "운영 보고서", "Operating report", "", "city", False),
    ("weekly", "주간 보고서", "Weekly report", "week", "city", False),
    ("monthly", "월간 보고서", "Monthly report", "month", "city", True),
    ("yearly", "연간 보고서", "Yearly report", "year", "city", True),
    ("district", "읍면동 보고서", "District report", "", "district", False),
    ("call", "제안 공모 보고서", "Report on a call", "", "call", False),
    ("pilot", "실증 보고서", "Pilot report", "", "pilot", False),
)


def add_kinds(apps, schema_editor):
    """Reports name their kind already: the rows must be there before the key is."""
    kind = apps.get_model("reports", "ReportKind")
    kind.objects.bulk_create(
        kind(
            slug=slug, name={"ko": ko, "en": en}, period=period, about=about,
            drafts_itself=drafts, position=position,
        )
        for position, (slug, ko, en, period, about, drafts) in enumerate(KINDS)
    )  # fmt: skip


class Migration(migrations.Migration):
    dependencies = [
        ("maps", "0002_changes_and_snapshots"),
        ("pilots", "0005_moved_columns_go"),
        ("proposals", "0007_receipts"),
        ("reports", "0002_close_history"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        OpenHistory("Report"),
        migrations.CreateModel(
            name="ReportKind",
            fields=[
                (
                    "slug",
                    models.SlugField(primary_key=True, serialize=False, verbose_name="short name"),
                ),
                ("name", models.JSONField(default=dict, verbose_name="name")),
                (
                    "period",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("", "from the beginning until now"),
                            ("week", "a week"),
                            ("month", "a month"),
                            ("year", "a year"),
                        ],
                        max_length=5,
                        verbose_name="period",
                    ),
                ),
                (
                    "about",
                    models.CharField(
                        choices=[
                            ("city", "the whole city"),
                            ("district", "one district"),
                            ("call", "one call"),
                            ("pilot", "one pilot"),
                        ],
                        default="city",
                        max_length=8,
                        verbose_name="about",
                    ),
                ),
                ("figures", models.JSONField(default=list, verbose_name="figures")),
                ("charts", models.JSONField(default=list, verbose_name="charts")),
                (
                    "drafts_itself",
                    models.BooleanField(default=False, verbose_name="drafted when the period ends"),
                ),
                ("position", models.PositiveIntegerField(default=0, verbose_name="position")),
            ],
            options={
                "verbose_name": "kind of report",
                "verbose_name_plural": "kinds of reports",
                "ordering": ["position", "slug"],
            },
        ),
        migrations.RunPython(add_kinds, migrations.RunPython.noop),
        migrations.CreateModel(
            name="ShownGroups",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("key", models.SlugField()),
                ("cut", models.CharField(blank=True, default="", max_length=80)),
                ("as_of", models.DateTimeField()),
                ("counted", models.JSONField(default=dict)),
                ("shown", models.JSONField(default=dict)),
            ],
            options={
                "ordering": ["as_of", "pk"],
            },
        ),
        migrations.CreateModel(
            name="Withdrawal",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("reason", models.JSONField(default=dict, verbose_name="reason")),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                "verbose_name": "withdrawal",
                "verbose_name_plural": "withdrawals",
            },
        ),
        migrations.AddField(
            model_name="report",
            name="call",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="reports",
                to="proposals.call",
                verbose_name="call",
            ),
        ),
        migrations.AddField(
            model_name="report",
            name="cancelled_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="report",
            name="changes",
            field=models.JSONField(blank=True, default=list),
        ),
        migrations.AddField(
            model_name="report",
            name="charts",
            field=models.JSONField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="report",
            name="code_version",
            field=models.CharField(blank=True, max_length=80),
        ),
        migrations.AddField(
            model_name="report",
            name="digest",
            field=models.CharField(blank=True, max_length=64),
        ),
        migrations.AddField(
            model_name="report",
            name="district",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="reports",
                to="maps.district",
                verbose_name="district",
            ),
        ),
        migrations.AddField(
            model_name="report",
            name="figures",
            field=models.JSONField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="report",
            name="legal_basis",
            field=models.TextField(blank=True, max_length=1000, verbose_name="legal basis"),
        ),
        migrations.AddField(
            model_name="report",
            name="since",
            field=models.DateField(blank=True, null=True, verbose_name="from"),
        ),
        migrations.AddField(
            model_name="report",
            name="until",
            field=models.DateField(blank=True, null=True, verbose_name="until"),
        ),
        migrations.CreateModel(
            name="DownloadCount",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("day", models.DateField()),
                ("number", models.PositiveBigIntegerField(default=0)),
                (
                    "dataset",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="downloads",
                        to="reports.dataset",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Recount",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("reason", models.JSONField(default=dict, verbose_name="reason")),
                ("since", models.DateField(verbose_name="from")),
                ("until", models.DateField(verbose_name="until")),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "recount",
                "verbose_name_plural": "recounts",
                "ordering": ["-at", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="DayFigure",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("day", models.DateField(verbose_name="day")),
                ("key", models.SlugField(verbose_name="key")),
                ("cut", models.JSONField(default=dict)),
                ("cut_key", models.CharField(blank=True, default="", max_length=160)),
                ("value", models.FloatField(null=True, verbose_name="value")),
                ("n", models.PositiveBigIntegerField(null=True, verbose_name="n")),
                ("is_suppressed", models.BooleanField(default=False)),
                (
                    "recount",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="figures",
                        to="reports.recount",
                    ),
                ),
            ],
            options={
                "verbose_name": "figure of a day",
                "verbose_name_plural": "figures of days",
                "ordering": ["key", "cut_key", "day", "pk"],
            },
        ),
        migrations.AlterField(
            model_name="report",
            name="kind",
            field=models.ForeignKey(
                default="city",
                db_column="kind",
                on_delete=django.db.models.deletion.PROTECT,
                related_name="reports",
                to="reports.reportkind",
                verbose_name="kind",
            ),
        ),
        migrations.AddConstraint(
            model_name="report",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("since__isnull", True), ("until__isnull", True)),
                    models.Q(
                        ("since__isnull", False),
                        ("until__gte", models.F("since")),
                        ("until__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="report_periods_have_two_ends",
                violation_error_message="A period has a first and a last day, in this order.",
            ),
        ),
        migrations.AddField(
            model_name="withdrawal",
            name="by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="withdrawal",
            name="file",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="withdrawal",
                to="reports.releasefile",
            ),
        ),
        migrations.AddConstraint(
            model_name="downloadcount",
            constraint=models.UniqueConstraint(
                fields=("dataset", "day"), name="downloads_once_per_day"
            ),
        ),
        migrations.AddConstraint(
            model_name="dayfigure",
            constraint=models.UniqueConstraint(
                condition=models.Q(("recount__isnull", True)),
                fields=("key", "cut_key", "day"),
                name="one_value_per_day",
            ),
        ),
        migrations.AddConstraint(
            model_name="dayfigure",
            constraint=models.UniqueConstraint(
                condition=models.Q(("recount__isnull", False)),
                fields=("key", "cut_key", "day", "recount"),
                name="one_value_per_day_and_recount",
            ),
        ),
        migrations.AddConstraint(
            model_name="showngroups",
            constraint=models.UniqueConstraint(
                fields=("key", "cut", "as_of"), name="groups_told_once"
            ),
        ),
        migrations.CreateModel(
            name="ReportFile",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("pdf", "PDF to print"),
                            ("hwpx", "HWPX document"),
                            ("xlsx", "Spreadsheet (XLSX)"),
                        ],
                        max_length=4,
                    ),
                ),
                ("language", models.CharField(max_length=2)),
                ("path", models.CharField(max_length=200)),
                ("size", models.PositiveBigIntegerField()),
                ("digest", models.CharField(max_length=64)),
                ("made_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "report",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="files",
                        to="reports.report",
                    ),
                ),
            ],
            options={
                "ordering": ["pk"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("report", "kind", "language"), name="one_file_per_kind_and_language"
                    )
                ],
            },
        ),
        migrations.AddField(
            model_name="release",
            name="method",
            field=models.CharField(blank=True, default="", max_length=64),
        ),
        migrations.AddField(
            model_name="releasefile",
            name="lost_in_cp949",
            field=models.PositiveBigIntegerField(blank=True, null=True),
        ),
        CloseHistory("Release"),
        CloseHistory("ReleaseFile"),
        CloseHistory("ReportFile"),
        CloseHistory("Recount"),
        CloseHistory("DayFigure"),
        CloseHistory("ShownGroups"),
        CloseHistory("Withdrawal"),
        ClosePublished("Report", may_follow=("superseded_by",)),
    ]
