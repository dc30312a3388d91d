"""History is added, never edited: rows of these models cannot be changed, on either database."""

from django.db import models
from django.db.migrations.operations.base import Operation


class HistoryIsClosed(Exception):
    """Somebody tried to change what was already written."""


class AppendOnly(models.Model):
    """A row that is written once. Deleting is left to the few verbs that may (see accounts/privacy.py)."""

    class Meta:
        abstract = True

    def save(self, *args, **kwargs):
        if not self._state.adding:
            raise HistoryIsClosed(f"{self._meta.label} rows are added, never edited.")
        super().save(*args, **kwargs)


class CloseHistory(Operation):
    """Migration step: a BEFORE UPDATE trigger that refuses changes to a model's rows.

    `may_forget` names columns that forgetting a person may blank (texts that could name somebody);
    everything else stays as it was written.
    """

    reversible = True

    def __init__(self, model_name: str, may_forget: tuple[str, ...] = ()):
        self.model_name = model_name
        self.may_forget = may_forget

    def deconstruct(self):
        return self.__class__.__name__, [self.model_name], {"may_forget": self.may_forget}

    def state_forwards(self, app_label, state):
        pass

    def database_forwards(self, app_label, schema_editor, from_state, to_state):
        model = to_state.apps.get_model(app_label, self.model_name)
        table = model._meta.db_table
        columns = [f.column for f in model._meta.concrete_fields if f.name not in self.may_forget]
        self._drop(schema_editor, table)  # a model that got another column is closed again
        for statement in self._create(schema_editor.connection.vendor, table, columns):
            schema_editor.execute(statement, params=None)

    def database_backwards(self, app_label, schema_editor, from_state, to_state):
        self._drop(
            schema_editor, from_state.apps.get_model(app_label, self.model_name)._meta.db_table
        )

    @staticmethod
    def _drop(schema_editor, table: str) -> None:
        on = f' ON "{table}"' if schema_editor.connection.vendor == "postgresql" else ""
        schema_editor.execute(f"DROP TRIGGER IF EXISTS {table}_is_closed{on}", params=None)

    def _create(self, vendor: str, table: str, columns: list[str]) -> list[str]:
        quoted = ", ".join(f'"{column}"' for column in columns)
        if vendor == "postgresql":
            return [
                "CREATE OR REPLACE FUNCTION history_is_closed() RETURNS trigger LANGUAGE plpgsql AS "
                "$$BEGIN RAISE EXCEPTION 'history_is_closed: %', TG_TABLE_NAME; END$$",
                f'CREATE TRIGGER {table}_is_closed BEFORE UPDATE OF {quoted} ON "{table}" '
                "FOR EACH ROW EXECUTE FUNCTION history_is_closed()",
            ]
        return [
            f'CREATE TRIGGER {table}_is_closed BEFORE UPDATE OF {quoted} ON "{table}" '
            f"BEGIN SELECT RAISE(ABORT, 'history_is_closed: {table}'); END"
        ]

    def describe(self):
        return f"Close the history of {self.model_name}"


class OpenHistory(CloseHistory):
    """Migration step: takes the trigger away, so that a column may get another type. Close again."""

    def database_forwards(self, app_label, schema_editor, from_state, to_state):
        self._drop(
            schema_editor, to_state.apps.get_model(app_label, self.model_name)._meta.db_table
        )

    def database_backwards(self, app_label, schema_editor, from_state, to_state):
        pass

    def describe(self):
        return f"Open {self.model_name} for a change of its columns"
