from django.db import migrations

from maps.watch import WatchRows


class Migration(migrations.Migration):
    dependencies = [
        ("maps", "0002_changes_and_snapshots"),
        ("proposals", "0002_close_history"),
    ]

    operations = [
        WatchRows(
            "proposal",
            layer="proposals",
            shown=(
                "lon", "lat", "cell", "category", "status", "outcome", "district", "call",
                "created_at", "hidden_at", "title", "text", "city_title", "city_text", "place_note",
            ),
            ranked=("support_count",),
        ),
    ]
