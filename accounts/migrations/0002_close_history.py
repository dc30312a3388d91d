"""History is added, never edited."""

from django.db import migrations

from city.history import CloseHistory


class Migration(migrations.Migration):
    dependencies = [("accounts", "0001_initial")]

    operations = [
        CloseHistory("ConsentText"),
        CloseHistory("Consent"),
        CloseHistory("Update", may_forget=("title", "body")),
        CloseHistory("ModerationAct", may_forget=("reason",)),
        CloseHistory("AccessLog"),
        CloseHistory("AccessSeal"),
    ]
