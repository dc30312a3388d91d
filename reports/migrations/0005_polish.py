"""Sizes of pictures, sections of kinds and reports, kinds out of use, and copies found by checksum."""

import re

from django.db import migrations, models

from city.history import OpenHistory
from reports.closing import ClosePublished

BOX = re.compile(r'<svg [^>]*?viewBox="0 0 ([0-9.]+) ([0-9.]+)"')


def measure_pictures(apps, schema_editor):
    """Of the reports that are there; nothing that readers see of them is touched."""
    rows = apps.get_model("reports", "Report").objects.only("pk", "pictures").order_by("pk")
    for report in rows.iterator(chunk_size=1):
        boxes = {name: BOX.match(picture) for name, picture in report.pictures.items()}
        report.sizes = {
            name: [round(float(box[1])), round(float(box[2]))] for name, box in boxes.items() if box
        }
        report.save(update_fields=["sizes"])


class Migration(migrations.Migration):
    dependencies = [
        ("reports", "0003_kinds_periods_and_days"),
    ]

    operations = [
        OpenHistory("Report"),
        migrations.AddField(
            model_name="report",
            name="sections",
            field=models.JSONField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="report",
            name="sizes",
            field=models.JSONField(default=dict),
        ),
        migrations.AddField(
            model_name="reportkind",
            name="is_open",
            field=models.BooleanField(default=True, verbose_name="in use"),
        ),
        migrations.AddField(
            model_name="reportkind",
            name="sections",
            field=models.JSONField(blank=True, null=True, verbose_name="sections"),
        ),
        migrations.AddIndex(
            model_name="releasefile",
            index=models.Index(fields=["digest"], name="copies_of_a_file"),
        ),
        migrations.RunPython(measure_pictures, migrations.RunPython.noop),
        ClosePublished("Report", may_follow=("superseded_by",)),
    ]
