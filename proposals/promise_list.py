"""The public list of promises: by month, with what residents say of each, and as a drawn map."""

from dataclasses import dataclass
from itertools import groupby

from django.utils import timezone

from city.models import City
from maps import draw
from maps.models import District
from proposals.models import Commitment
from proposals.said import latest_said, said_of

MOST_POINTS = 2_000


def public_promises():
    return (
        Commitment.objects.public()
        .select_related("proposal__category", "proposal__district", "department", "done_photo")
        .defer("proposal__text", "proposal__city_text", "proposal__district__outline")
    )


@dataclass(frozen=True)
class Promise:
    """One row of the list."""

    row: Commitment
    said: dict | None  # by residents: how many were asked, and what may be shown of their answers


def by_month(rows: list[Commitment]) -> list[dict]:
    """The rows of one page under their due months, in the order they come in."""
    found = said_of([row.pk for row in rows if row.done_at])
    this_month = timezone.localdate().replace(day=1)
    return [
        {
            "month": month,
            "is_now": month == this_month,
            "promises": [Promise(row, latest_said(found.get(row.pk, []))) for row in group],
        }
        for month, group in groupby(rows, key=lambda row: row.due_month)
    ]


def drawn(promises) -> dict:
    """The city with a mark for each promise that has a place; how many have none stands beside."""
    bounds = District.objects.current().bounds() or City.objects.current().bounds
    frame = draw.whole_city(bounds)
    placed = promises.filter(proposal__lon__isnull=False)
    marks = [
        {"promise": row, "at": frame.at(row.proposal.lon, row.proposal.lat), "kind": kind_of(row)}
        for row in placed[:MOST_POINTS]
    ]
    return {
        "width": draw.WIDTH,
        "height": frame.height,
        "districts": draw.district_shapes(frame),
        "lines": draw.line_shapes(frame),
        "marks": sorted(marks, key=lambda mark: KINDS.index(mark["kind"])),
        "kinds": [kind for kind in KINDS if any(mark["kind"] == kind for mark in marks)],
        "unplaced": promises.filter(proposal__lon__isnull=True).count(),
    }


KINDS = ["dropped", "done", "promised", "late", "overdue"]  # the last is drawn on top


def kind_of(commitment: Commitment) -> str:
    return "overdue" if commitment.is_overdue else commitment.state
