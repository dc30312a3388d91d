"""Two proposals beside each other: how far apart, how alike, and what merging them would do."""

from dataclasses import dataclass

from maps.locate import metres_between
from proposals.desk_detail import similar_to
from proposals.filters import ProposalFilter
from proposals.models import Proposal
from proposals.similar import compare
from proposals.workflow import Status

CANDIDATES = 9
LOOKED_AT = 120
FAR = 100_000


@dataclass(frozen=True)
class Pair:
    """`one` would be closed and brought into `other`, which stays."""

    one: Proposal
    other: Proposal
    metres: int | None
    both: int  # people who back both

    @property
    def together(self) -> int:
        return self.one.supports.count() + self.other.supports.count() - self.both

    @property
    def points(self) -> list[tuple]:
        return [("A", self.one.lon, self.one.lat), ("B", self.other.lon, self.other.lat)]


def pair_of(one: Proposal, other: Proposal) -> Pair:
    both = other.supports.filter(
        supporter__in=one.supports.filter(supporter__isnull=False).values("supporter")
    )
    return Pair(one, other, metres_apart(one, other), both.count())


def metres_apart(one: Proposal, other: Proposal) -> int | None:
    if None in (one.lon, one.lat, other.lon, other.lat):
        return None
    here, there = (one.lon, one.lat), (other.lon, other.lat)
    return round(metres_between(here, there))  # type: ignore[arg-type]


def merge_candidates(proposal: Proposal, words: str = "") -> list[Proposal]:
    """Open ones it might be merged into: what was searched for, or what is near and sounds alike.

    Each gets its `metres`, for the page.
    """
    rows = similar_to(proposal)
    if words:
        found = ProposalFilter({"q": words}, queryset=Proposal.objects.for_lists())
        rows = found.qs.exclude(pk=proposal.pk).order_by("-support_count", "-pk")
    open_ones = list(rows.filter(hidden_at__isnull=True).exclude(status=Status.CLOSED)[:LOOKED_AT])
    for row in open_ones:
        row.metres = metres_apart(proposal, row)
    if not words:
        open_ones.sort(key=_likeliest_first(proposal, open_ones))
    return open_ones[:CANDIDATES]


def _likeliest_first(proposal: Proposal, rows: list[Proposal]):
    """First those that similar.py holds for the same, then the nearest."""
    alike = compare(
        proposal.shown_title, proposal.shown_text, proposal.category_id,
        proposal.lon, proposal.lat, rows,
    )  # fmt: skip
    score = {each.proposal.pk: each.score for each in alike}
    return lambda row: (-score.get(row.pk, 0), FAR if row.metres is None else row.metres)
