"""How things stood at a time: what is known of it, which pilots anybody could see, and their stage."""

from collections.abc import Iterator
from datetime import datetime

from django.db.models import Count, OuterRef, Subquery
from django.utils import timezone

from pilots.models import Pilot, StageChange
from pilots.workflow import Stage

Rows = Iterator[tuple]


def month_of(at: datetime) -> str:
    return f"{timezone.localtime(at):%Y-%m}"


def until(at: datetime | None, as_of: datetime) -> datetime | None:
    """What had not happened yet at that time is not known then."""
    return at if at and at <= as_of else None


def last(rows, as_of: datetime, column: str) -> Subquery:
    return Subquery(rows.filter(at__lte=as_of).order_by("-at", "-pk").values(column)[:1])


def public_pilots(as_of: datetime) -> dict[int, tuple[Pilot, str]]:
    """Pilots that had left preparation by then, each with its stage then."""
    changes = StageChange.objects.filter(pilot=OuterRef("pk"))
    rows = (
        Pilot.objects.public()
        .filter(created_at__lte=as_of)
        .select_related("department")
        .annotate(stage_then=last(changes, as_of, "after"), moves=Count("stage_changes"))
        .order_by("pk")
    )
    stages = {p.pk: (p, p.stage_then or (p.stage if not p.moves else Stage.DRAFT)) for p in rows}
    return {pk: pair for pk, pair in stages.items() if pair[1] != Stage.DRAFT}


def planned_pilots(as_of: datetime) -> set[int]:
    """Those whose plan anybody could read, announced ones among them: their money is public."""
    announced = Pilot.objects.filter(announced_at__lte=as_of).values_list("pk", flat=True)
    return {*public_pilots(as_of), *announced}
