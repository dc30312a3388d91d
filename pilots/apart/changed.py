"""How many people took their data out, and why people left: counted, never the words."""

from collections import Counter
from datetime import datetime
from typing import Any

from city.hiding.groups import is_small
from city.hiding.scales import hidden_options
from city.models import City
from pilots.models import Leaving, Participation, Pilot
from pilots.workflow import Status

REASONS = [*Leaving, ""]  # the last: none was given


def changed_since(pilot: Pilot, after: datetime, until: datetime) -> int:
    """How many people's data was taken out in between: what a next version of figures says."""
    return Participation.objects.filter(
        pilot=pilot, erased_at__gt=after, erased_at__lte=until
    ).count()


def shown_change(pilot: Pilot, after: datetime, until: datetime) -> dict[str, Any]:
    """The same for a page that anybody reads: n is None where it would be a handful of people."""
    n = changed_since(pilot, after, until)
    hidden = is_small(n, City.objects.current().smallest_group)
    return {"since": after.isoformat(), "n": None if hidden else n, "any": n > 0}


def why_people_left(pilot: Pilot, until: datetime | None = None) -> list[dict[str, Any]]:
    """Reasons with how many gave them, most frequent first; small groups are hidden with enough
    others, and then reasons nobody gave look the same as theirs. Empty when nobody left.

    Readers get those of the time until the pilot ended: who leaves later would bring one more.
    """
    left = Participation.objects.filter(pilot=pilot, status=Status.WITHDRAWN)
    if until:
        left = left.filter(status_since__lte=until)
    given = Counter(left.order_by().values_list("withdrawal_kind", flat=True))
    if not given:
        return []
    counts = {kind: given[kind] for kind in REASONS}
    hidden = hidden_options(counts, City.objects.current().smallest_group)
    rows = [
        {"kind": kind, "label": Leaving(kind).label if kind else "",
         "n": None if kind in hidden else count}
        for kind, count in counts.items()
        if count or kind in hidden
    ]  # fmt: skip
    return sorted(rows, key=lambda row: (-(row["n"] or 0), REASONS.index(row["kind"])))
