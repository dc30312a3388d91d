"""The desk's page for two proposals that may be one: both sides, one map, and the merge."""

from django.shortcuts import get_object_or_404, render

from accounts.guards import officer_required
from proposals.compare import pair_of
from proposals.desk_detail import desk_proposals
from proposals.desk_forms import MergeForm
from proposals.desk_moves import MOVES, moves_for
from proposals.workflow import Status


@officer_required
def compare(request, pk, other_pk):
    """`pk` would be brought into `other_pk`; the same page the other way round swaps them."""
    one = get_object_or_404(desk_proposals(), pk=pk)
    other = get_object_or_404(desk_proposals().exclude(pk=pk), pk=other_pk)
    can_merge = MOVES["merged"] in moves_for(one)
    context = {
        "pair": pair_of(one, other),
        "sides": [_side("A", one), _side("B", other)],
        "proposal": one,
        "may_merge": can_merge and other.is_public and other.status != Status.CLOSED,
        "may_swap": MOVES["merged"] in moves_for(other),
        "move": MOVES["merged"],
        "form": MergeForm(proposal=one, initial={"into": other.pk}),
    }
    return render(request, "proposals/desk/compare.html", context)


def _side(letter: str, proposal) -> dict:
    return {
        "letter": letter,
        "proposal": proposal,
        "photos": [row.photo for row in proposal.photos.all()],
    }
