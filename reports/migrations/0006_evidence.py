"""Indicators with targets and files, and evidence packs that are frozen once they are built."""

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

from city.history import CloseHistory
from reports.closing import CloseBuilt


class Migration(migrations.Migration):
    dependencies = [
        ("city", "0003_day_of_the_election"),
        ("pilots", "0005_moved_columns_go"),
        ("reports", "0005_polish"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="EvidencePack",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("since", models.DateField(blank=True, null=True, verbose_name="from")),
                ("until", models.DateField(blank=True, null=True, verbose_name="until")),
                ("data", models.JSONField(default=dict)),
                ("digest", models.CharField(blank=True, max_length=64, verbose_name="SHA-256")),
                ("code_version", models.CharField(blank=True, max_length=60)),
                ("asked_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("built_at", models.DateTimeField(blank=True, null=True)),
                (
                    "asked_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "pilot",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="evidence_packs",
                        to="pilots.pilot",
                    ),
                ),
                (
                    "run",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="evidence_packs",
                        to="reports.run",
                    ),
                ),
            ],
            options={
                "verbose_name": "evidence pack",
                "verbose_name_plural": "evidence packs",
                "ordering": ["-asked_at", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="EvidencePackFile",
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
                ("size", models.PositiveBigIntegerField()),
                ("digest", models.CharField(max_length=64)),
                ("made_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "pack",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="files",
                        to="reports.evidencepack",
                    ),
                ),
            ],
            options={
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="Indicator",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "area",
                    models.CharField(
                        choices=[
                            ("innovation", "Innovation"),
                            ("governance", "Governance and rules"),
                            ("service", "Services and technology"),
                        ],
                        max_length=10,
                        verbose_name="area",
                    ),
                ),
                ("code", models.CharField(max_length=20, unique=True, verbose_name="code")),
                ("wording", models.JSONField(default=dict, verbose_name="wording")),
                ("figures", models.JSONField(blank=True, default=list, verbose_name="figures")),
                ("text", models.JSONField(blank=True, default=dict, verbose_name="what it shows")),
                ("gap", models.JSONField(blank=True, default=dict, verbose_name="what is missing")),
                ("unit", models.JSONField(blank=True, default=dict, verbose_name="unit")),
                (
                    "wanted",
                    models.CharField(
                        choices=[
                            ("at_least", "at least the target"),
                            ("at_most", "at most the target"),
                        ],
                        default="at_least",
                        max_length=8,
                        verbose_name="better is",
                    ),
                ),
                ("position", models.PositiveIntegerField(default=0, verbose_name="position")),
                ("is_retired", models.BooleanField(default=False, verbose_name="no longer kept")),
                (
                    "owner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="indicators",
                        to="city.department",
                        verbose_name="department that answers for it",
                    ),
                ),
            ],
            options={
                "verbose_name": "indicator",
                "verbose_name_plural": "indicators",
                "ordering": ["area", "position", "pk"],
            },
        ),
        migrations.CreateModel(
            name="EvidenceFile",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=120, verbose_name="name")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("pdf", "PDF"),
                            ("xlsx", "XLSX"),
                            ("hwpx", "HWPX"),
                            ("jpg", "JPG"),
                        ],
                        max_length=4,
                        verbose_name="kind",
                    ),
                ),
                ("size", models.PositiveBigIntegerField(verbose_name="size")),
                ("digest", models.CharField(max_length=64, verbose_name="SHA-256")),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
                ("removed_at", models.DateTimeField(blank=True, null=True)),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "removed_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "indicator",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="files",
                        to="reports.indicator",
                    ),
                ),
            ],
            options={
                "verbose_name": "evidence file",
                "verbose_name_plural": "evidence files",
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="IndicatorYear",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("year", models.PositiveSmallIntegerField(verbose_name="year")),
                ("target", models.FloatField(blank=True, null=True, verbose_name="target")),
                ("reached", models.FloatField(blank=True, null=True, verbose_name="value reached")),
                (
                    "note",
                    models.JSONField(
                        blank=True, default=dict, verbose_name="where the value comes from"
                    ),
                ),
                (
                    "indicator",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="years",
                        to="reports.indicator",
                    ),
                ),
            ],
            options={
                "verbose_name": "target of a year",
                "verbose_name_plural": "targets of years",
                "ordering": ["year"],
            },
        ),
        migrations.AddConstraint(
            model_name="evidencepack",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("pilot__isnull", False),
                    models.Q(("since__isnull", False), ("until__gte", models.F("since"))),
                    _connector="OR",
                ),
                name="pack_of_a_pilot_or_of_days",
            ),
        ),
        migrations.AddConstraint(
            model_name="evidencepackfile",
            constraint=models.UniqueConstraint(
                fields=("pack", "kind", "language"), name="one_pack_file_per_kind_and_language"
            ),
        ),
        migrations.AddConstraint(
            model_name="evidencefile",
            constraint=models.UniqueConstraint(
                condition=models.Q(("removed_at__isnull", True)),
                fields=("indicator", "digest"),
                name="one_evidence_file_per_content",
            ),
        ),
        migrations.AddConstraint(
            model_name="indicatoryear",
            constraint=models.UniqueConstraint(
                fields=("indicator", "year"), name="one_target_per_year"
            ),
        ),
        CloseHistory("EvidencePackFile"),
        CloseBuilt("EvidencePack"),
    ]
