"""A migration step that makes the database note which proposals the extract has to read again.

Triggers, as for the map (maps/watch.py), because a row changes in many ways, and neither a column
`updated_at` nor the last key finds what was committed late or with the clock put back.
"""

from django.db.migrations.operations.base import Operation

TABLE, NOTES = "proposals_proposal", "reports_proposalchange"
ENDINGS = ("in_extract", "out_of_extract", "changed_in_extract")


class NoteProposals(Operation):
    """Notes in `reports.ProposalChange` which proposals come, go or change in one of the columns.

    SQLite forgets triggers when a table is built anew: after a migration of proposals that does
    so comes one here with this step again, which a test holds.
    """

    reversible = True

    def __init__(self, fields: tuple[str, ...]):
        self.fields = fields

    def deconstruct(self):
        return (self.__class__.__name__, [self.fields], {})

    def state_forwards(self, app_label, state):
        pass

    def database_forwards(self, app_label, schema_editor, from_state, to_state):
        model = to_state.apps.get_model("proposals", "Proposal")
        columns = [f'"{model._meta.get_field(name).column}"' for name in self.fields]
        on_postgresql = schema_editor.connection.vendor == "postgresql"
        self._drop(schema_editor)
        write = _on_postgresql if on_postgresql else _on_sqlite
        for statement in write(columns):
            schema_editor.execute(statement, params=None)

    def database_backwards(self, app_label, schema_editor, from_state, to_state):
        self._drop(schema_editor)

    def describe(self):
        return "Note changes of proposals for the extract"

    @staticmethod
    def _drop(schema_editor):
        on = f" ON {TABLE}" if schema_editor.connection.vendor == "postgresql" else ""
        for ending in ENDINGS:
            schema_editor.execute(f"DROP TRIGGER IF EXISTS {TABLE}_{ending}{on}", params=None)


def _events(columns: list[str], differ: str):
    """The name, the event, the condition and the row of each trigger."""
    came, went, changed = (f"{TABLE}_{ending}" for ending in ENDINGS)
    differs = " OR ".join(f"OLD.{column} {differ} NEW.{column}" for column in columns)
    yield came, "INSERT", "", "NEW"
    yield went, "DELETE", "", "OLD"
    yield changed, f"UPDATE OF {', '.join(columns)}", f"WHEN ({differs})", "NEW"


def _on_sqlite(columns: list[str]):
    for name, event, when, row in _events(columns, "IS NOT"):
        yield (
            f"CREATE TRIGGER {name} AFTER {event} ON {TABLE} {when} BEGIN "  # noqa: S608
            f"INSERT INTO {NOTES} (proposal) VALUES ({row}.id); END"
        )


def _on_postgresql(columns: list[str]):
    function = f"{TABLE}_note_for_extract"
    yield (
        f"CREATE OR REPLACE FUNCTION {function}() RETURNS trigger LANGUAGE plpgsql AS $$BEGIN "  # noqa: S608
        f"IF TG_OP = 'DELETE' THEN INSERT INTO {NOTES} (proposal) VALUES (OLD.id); "
        f"ELSE INSERT INTO {NOTES} (proposal) VALUES (NEW.id); END IF; RETURN NULL; END$$"
    )
    for name, event, when, _row in _events(columns, "IS DISTINCT FROM"):
        yield f"CREATE TRIGGER {name} AFTER {event} ON {TABLE} FOR EACH ROW {when} EXECUTE FUNCTION {function}()"
