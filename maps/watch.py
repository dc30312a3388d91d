"""A migration step that makes the database note every change of a layer's rows.

Triggers, because a row can change in many ways (a form, an import, a moderator, one UPDATE over
thousands) and the map must learn of each one, in the same transaction.
"""

from django.db.migrations.operations.base import Operation


class WatchRows(Operation):
    """Notes in `maps.Change` which rows come, go or change in one of the columns.

    Changes of `shown` columns alter the tiles; changes of `ranked` columns only the order of
    lists. SQLite forgets triggers when a table is built anew: a migration that alters a watched
    table ends with this step again, which a test holds.
    """

    reversible = True

    def __init__(
        self, model_name: str, layer: str, shown: tuple[str, ...], ranked: tuple[str, ...] = ()
    ):
        self.model_name, self.layer, self.shown, self.ranked = model_name, layer, shown, ranked

    def deconstruct(self):
        return (
            self.__class__.__name__,
            [self.model_name, self.layer, self.shown, self.ranked],
            {},
        )

    def state_forwards(self, app_label, state):
        pass

    def database_forwards(self, app_label, schema_editor, from_state, to_state):
        model = to_state.apps.get_model(app_label, self.model_name)
        table, column = model._meta.db_table, self._columns(model)
        on_postgresql = schema_editor.connection.vendor == "postgresql"
        write = self._on_postgresql if on_postgresql else self._on_sqlite
        for statement in [*self._drop(on_postgresql, table), *write(table, column)]:
            schema_editor.execute(statement, params=None)

    def database_backwards(self, app_label, schema_editor, from_state, to_state):
        table = from_state.apps.get_model(app_label, self.model_name)._meta.db_table
        for statement in self._drop(schema_editor.connection.vendor == "postgresql", table):
            schema_editor.execute(statement, params=None)

    def describe(self):
        return f"Note changes of {self.model_name} for the map"

    @staticmethod
    def _columns(model):
        return {field.name: field.column for field in model._meta.concrete_fields}

    def _events(self, table: str, column: dict[str, str], differ: str):
        """The name, the event and the condition of each trigger, and whether tiles change."""
        yield f"{table}_came", "INSERT", "", "NEW", True
        yield f"{table}_went", "DELETE", "", "OLD", True
        for name, fields, is_shown in (
            (f"{table}_changed", self.shown, True),
            (f"{table}_ranked", self.ranked, False),
        ):
            if fields:
                columns = [f'"{column[each]}"' for each in fields]
                changed = " OR ".join(f"OLD.{each} {differ} NEW.{each}" for each in columns)
                yield name, f"UPDATE OF {', '.join(columns)}", f"WHEN ({changed})", "NEW", is_shown

    def _on_sqlite(self, table, column):
        for name, event, when, row, is_shown in self._events(table, column, "IS NOT"):
            yield (
                f'CREATE TRIGGER {name} AFTER {event} ON "{table}" {when} BEGIN '
                f'INSERT INTO maps_change (layer, "row", is_shown) '
                f"VALUES ('{self.layer}', {row}.id, {int(is_shown)}); END"
            )

    def _on_postgresql(self, table, column):
        yield (
            f"CREATE OR REPLACE FUNCTION {table}_note_change() RETURNS trigger LANGUAGE plpgsql AS "
            "$$BEGIN IF TG_OP = 'DELETE' THEN "
            f"INSERT INTO maps_change (layer, \"row\", is_shown) VALUES ('{self.layer}', OLD.id, true); "
            f'ELSE INSERT INTO maps_change (layer, "row", is_shown) '
            f"VALUES ('{self.layer}', NEW.id, TG_ARGV[0]::boolean); END IF; RETURN NULL; END$$"
        )
        for name, event, when, _row, is_shown in self._events(table, column, "IS DISTINCT FROM"):
            yield (
                f'CREATE TRIGGER {name} AFTER {event} ON "{table}" FOR EACH ROW {when} '
                f"EXECUTE FUNCTION {table}_note_change('{str(is_shown).lower()}')"
            )

    @staticmethod
    def _drop(on_postgresql: bool, table: str):
        on = f' ON "{table}"' if on_postgresql else ""
        for ending in ("came", "went", "changed", "ranked"):
            yield f"DROP TRIGGER IF EXISTS {table}_{ending}{on}"
