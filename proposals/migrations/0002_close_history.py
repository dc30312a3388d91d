"""History is added, never edited."""

from django.db import migrations

from city.history import CloseHistory


class Migration(migrations.Migration):
    dependencies = [("proposals", "0001_initial")]

    operations = [
        CloseHistory("OfficialReply", may_forget=("text",)),
        CloseHistory("Decision", may_forget=("reason",)),
        CloseHistory("CommitmentChange", may_forget=("reason",)),
    ]
