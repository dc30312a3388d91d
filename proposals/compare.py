"""Two proposals beside each other: how far apart, how alike, and what merging them would do."""

from dataclasses import dataclass

from maps.locate import metres_between
from proposals.desk_detail import similar_to
from proposals.filters import ProposalFilter
from proposals.models import Proposal
from proposals.workflow import Status

CANDIDATES = 9
LOOKED_AT = 120
KILOMETRE = 1000


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
    if one.lon is None or other.lon is None:
        return None
    return round(metres_between((one.lon, one.lat), (other.lon, other.lat)))


def merge_candidates(proposal: Proposal, words: str = "") -> list[Proposal]:
    """Open ones it might be merged into: what was searched for, or what is near and sounds alike.

    Each gets `metres` and `alike`, for the page.
    """
    rows = similar_to(proposal)
    if words:
        found = ProposalFilter({"q": words}, queryset=Proposal.objects.for_lists())
        rows = found.qs.exclude(pk=proposal.pk).order_by("-support_count", "-pk")
    open_ones = list(rows.filter(hidden_at__isnull=True).exclude(status=Status.CLOSED)[:LOOKED_AT])
    own = pieces(proposal)
    for row in open_ones:
        row.metres, row.alike = metres_apart(proposal, row), alike(own, pieces(row))
    if not words:
        open_ones.sort(key=_likeliest_first)
    return open_ones[:CANDIDATES]


def _likeliest_first(row) -> float:
    """Word for word the same makes up for a kilometre."""
    apart = KILOMETRE if row.metres is None else row.metres
    return apart / KILOMETRE - row.alike


def pieces(proposal: Proposal) -> set[str]:
    """Overlapping two-character pieces: Korean spacing and particles vary, stems do not."""
    text = "".join(c for c in f"{proposal.shown_title}{proposal.shown_text}" if c.isalnum())
    return {text[i : i + 2].lower() for i in range(len(text) - 1)}


def alike(one: set[str], other: set[str]) -> float:
    """Dice's share of common pieces, 0 to 1."""
    return 2 * len(one & other) / (len(one) + len(other)) if one and other else 0.0
