"""Blocks of proposals and what of them changed, noted by triggers, so that a night reads little."""

from django.db import migrations, models

from reports.noting import NoteProposals


class Migration(migrations.Migration):
    dependencies = [
        ("proposals", "0007_receipts"),
        ("reports", "0006_evidence"),
    ]

    operations = [
        migrations.CreateModel(
            name="ProposalBlock",
            fields=[
                ("number", models.BigIntegerField(primary_key=True, serialize=False)),
                ("revision", models.CharField(max_length=20)),
            ],
        ),
        migrations.CreateModel(
            name="ProposalChange",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("proposal", models.BigIntegerField()),
            ],
        ),
        NoteProposals(
            fields=(
                "category", "district", "created_at", "level", "channel", "call", "lon", "lat",
                "first_look_due_at", "first_look_at", "answer_due_at", "short_answer_due_at",
                "answered_at", "answered_in_time", "answer_days_left", "department", "merged_into",
                "hidden_at",
            )
        ),
    ]  # fmt: skip
