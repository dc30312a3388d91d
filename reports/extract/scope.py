"""What a report is about: some days, some districts, a call. The same tables, with fewer rows."""

from dataclasses import dataclass
from datetime import date, timedelta

# Of each table: the column that says when, and the one that names the proposal.
WHEN = {
    "proposals": ("created_at", "id"),
    "support_events": ("at", "proposal"),
    "decisions": ("at", "proposal"),
    "commitments": ("made_at", "proposal"),
    "confirmations": ("asked_at", "proposal"),
}
PLACES = {"districts": "code", "population": "district"}


@dataclass(frozen=True)
class Scope:
    """`since` and `until` are days of the city, both included; empty means everything.

    Several districts are one place that was split or joined: the codes it has had.
    """

    since: date | None = None
    until: date | None = None
    districts: tuple[str, ...] = ()
    call: str = ""

    @property
    def is_everything(self) -> bool:
        return self == Scope()

    @property
    def key(self) -> str:
        """since=2026-10-01;until=2026-10-31;district=4115051000: how a scope is written."""
        parts = {
            "since": self.since, "until": self.until, "district": ",".join(self.districts),
            "call": self.call,
        }  # fmt: skip
        return ";".join(f"{name}={value}" for name, value in parts.items() if value)

    def condition(self, table: str) -> str:
        """What a row of the table must fulfil, as SQL over the table of all rows; "" for nothing."""
        if table in PLACES:
            return f"{PLACES[table]} IN {_listed(self.districts)}" if self.districts else ""
        if table not in WHEN:
            return ""
        when, proposal = WHEN[table]
        told = []
        if self.since:
            told.append(f"\"{when}\" >= TIMESTAMPTZ '{self.since} 00:00:00'")
        if self.until:
            told.append(f"\"{when}\" < TIMESTAMPTZ '{self.until + timedelta(days=1)} 00:00:00'")
        if asked := self._of_proposals():
            told.append(f"{proposal} IN (SELECT id FROM every_proposals WHERE {asked})")  # noqa: S608
        return " AND ".join(told)

    def _of_proposals(self) -> str:
        told = []
        if self.districts:
            told.append(f"district IN {_listed(self.districts)}")
        if self.call:
            told.append(f'"call" IN {_listed((self.call,))}')
        return " AND ".join(told)


def _listed(values: tuple[str, ...]) -> str:
    quoted = ", ".join("'" + value.replace("'", "''") + "'" for value in values)
    return f"({quoted})"
