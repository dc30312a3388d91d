"""What a report is about: some days, a district, a call. The same tables, with fewer rows."""

from dataclasses import dataclass
from datetime import date

# Of each table: the column that says when, and whether it knows district and call.
WHEN = {
    "proposals": "created_at",
    "support_events": "at",
    "decisions": "at",
    "commitments": "made_at",
    "confirmations": "asked_at",
}


@dataclass(frozen=True)
class Scope:
    """`since` and `until` are days of the city, both included; empty means everything."""

    since: date | None = None
    until: date | None = None
    district: str = ""
    call: str = ""

    @property
    def is_everything(self) -> bool:
        return self == Scope()

    @property
    def key(self) -> str:
        parts = {
            "since": self.since, "until": self.until, "district": self.district, "call": self.call,
        }  # fmt: skip
        return ";".join(f"{name}={value}" for name, value in parts.items() if value)
