"""Answers from the street, and trouble reports."""

import django.core.validators
import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

from city.history import CloseHistory


class Migration(migrations.Migration):
    dependencies = [
        ("photos", "0001_initial"),
        ("pilots", "0005_moved_columns_go"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="StreetAsking",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "rating_question",
                    models.JSONField(
                        default=dict, verbose_name="question with a number from 1 to 5"
                    ),
                ),
                ("lowest", models.JSONField(default=dict, verbose_name="what 1 means")),
                ("highest", models.JSONField(default=dict, verbose_name="what 5 means")),
                (
                    "text_question",
                    models.JSONField(default=dict, verbose_name="question answered in a few words"),
                ),
                ("is_on", models.BooleanField(default=True, verbose_name="answers are taken")),
                ("counted", models.JSONField(blank=True, null=True)),
                ("counted_at", models.DateTimeField(blank=True, null=True)),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "pilot",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="street",
                        to="pilots.pilot",
                    ),
                ),
            ],
            options={
                "verbose_name": "questions from the street",
                "verbose_name_plural": "questions from the street",
            },
        ),
        migrations.CreateModel(
            name="StreetPoster",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.CharField(max_length=8, unique=True, verbose_name="address")),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "site",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="poster",
                        to="pilots.site",
                    ),
                ),
            ],
            options={
                "verbose_name": "poster",
                "verbose_name_plural": "posters",
                "ordering": ["site"],
            },
        ),
        migrations.CreateModel(
            name="TroubleClock",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "danger_hours",
                    models.PositiveSmallIntegerField(
                        default=24,
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(720),
                        ],
                        verbose_name="hours to answer a danger, day and night",
                    ),
                ),
                (
                    "other_hours",
                    models.PositiveSmallIntegerField(
                        default=72,
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(720),
                        ],
                        verbose_name="hours to answer anything else, on working days",
                    ),
                ),
                (
                    "pilot",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="trouble_clock",
                        to="pilots.pilot",
                    ),
                ),
            ],
            options={
                "verbose_name": "clock for trouble",
                "verbose_name_plural": "clocks for trouble",
            },
        ),
        migrations.CreateModel(
            name="TroubleReport",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "level",
                    models.CharField(
                        choices=[
                            ("guest", "Guest"),
                            ("registered", "Registered"),
                            ("verified", "Verified resident"),
                            ("visitor", "Visitor"),
                        ],
                        default="registered",
                        max_length=12,
                        verbose_name="level",
                    ),
                ),
                (
                    "channel",
                    models.CharField(
                        choices=[
                            ("web", "Web"),
                            ("kiosk", "Kiosk"),
                            ("desk", "Service desk"),
                            ("phone", "Telephone"),
                            ("paper", "Paper"),
                            ("import", "Import"),
                        ],
                        default="web",
                        max_length=8,
                        verbose_name="channel",
                    ),
                ),
                ("client_id", models.UUIDField(blank=True, null=True, unique=True)),
                (
                    "created_at",
                    models.DateTimeField(default=django.utils.timezone.now, verbose_name="created"),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("broken", "Broken"),
                            ("danger", "Dangerous"),
                            ("nuisance", "Uncomfortable"),
                            ("other", "Something else"),
                        ],
                        max_length=8,
                        verbose_name="kind",
                    ),
                ),
                ("text", models.TextField(max_length=1000, verbose_name="what is wrong")),
                ("due_at", models.DateTimeField(verbose_name="answer by")),
                (
                    "answered_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="answered"),
                ),
                ("closed_at", models.DateTimeField(blank=True, null=True, verbose_name="closed")),
                (
                    "photo",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="of_trouble",
                        to="photos.photo",
                    ),
                ),
                (
                    "pilot",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="troubles",
                        to="pilots.pilot",
                    ),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "reporter",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="troubles",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "site",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="troubles",
                        to="pilots.site",
                        verbose_name="place",
                    ),
                ),
            ],
            options={
                "verbose_name": "trouble report",
                "verbose_name_plural": "trouble reports",
                "ordering": ["-created_at", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="TroubleContact",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("kind", models.CharField(max_length=5)),
                (
                    "address",
                    models.CharField(
                        max_length=254, verbose_name="e-mail address or mobile number"
                    ),
                ),
                ("lang", models.CharField(default="ko", max_length=2)),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "report",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="contact",
                        to="pilots.troublereport",
                    ),
                ),
            ],
            options={
                "verbose_name": "contact for an answer",
                "verbose_name_plural": "contacts for answers",
            },
        ),
        migrations.CreateModel(
            name="TroubleAnswer",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("text", models.JSONField(default=dict, verbose_name="answer")),
                ("closes", models.BooleanField(default=False, verbose_name="this is settled")),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "report",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="answers",
                        to="pilots.troublereport",
                    ),
                ),
            ],
            options={
                "verbose_name": "answer to a trouble report",
                "verbose_name_plural": "answers to trouble reports",
                "ordering": ["at", "pk"],
            },
        ),
        migrations.CreateModel(
            name="StreetAnswer",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "level",
                    models.CharField(
                        choices=[
                            ("guest", "Guest"),
                            ("registered", "Registered"),
                            ("verified", "Verified resident"),
                            ("visitor", "Visitor"),
                        ],
                        default="registered",
                        max_length=12,
                        verbose_name="level",
                    ),
                ),
                (
                    "channel",
                    models.CharField(
                        choices=[
                            ("web", "Web"),
                            ("kiosk", "Kiosk"),
                            ("desk", "Service desk"),
                            ("phone", "Telephone"),
                            ("paper", "Paper"),
                            ("import", "Import"),
                        ],
                        default="web",
                        max_length=8,
                        verbose_name="channel",
                    ),
                ),
                ("client_id", models.UUIDField(blank=True, null=True, unique=True)),
                (
                    "created_at",
                    models.DateTimeField(default=django.utils.timezone.now, verbose_name="created"),
                ),
                ("rating", models.PositiveSmallIntegerField(verbose_name="rating")),
                (
                    "text",
                    models.TextField(
                        blank=True,
                        validators=[django.core.validators.MaxLengthValidator(300)],
                        verbose_name="in a few words",
                    ),
                ),
                ("lang", models.CharField(default="ko", max_length=2)),
                ("read_at", models.DateTimeField(blank=True, null=True, verbose_name="read")),
                (
                    "read_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "poster",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="answers",
                        to="pilots.streetposter",
                    ),
                ),
            ],
            options={
                "verbose_name": "answer from the street",
                "verbose_name_plural": "answers from the street",
                "ordering": ["-created_at", "-pk"],
                "indexes": [
                    models.Index(fields=["poster", "created_at"], name="street_answer_by_poster")
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("rating__range", (1, 5))),
                        name="street_rating_from_1_to_5",
                    )
                ],
            },
        ),
        migrations.AddIndex(
            model_name="troublereport",
            index=models.Index(fields=["pilot", "created_at"], name="trouble_by_pilot"),
        ),
        migrations.AddIndex(
            model_name="troublereport",
            index=models.Index(
                condition=models.Q(("answered_at__isnull", True)),
                fields=["due_at"],
                name="trouble_to_answer",
            ),
        ),
        CloseHistory("TroubleAnswer"),
    ]
