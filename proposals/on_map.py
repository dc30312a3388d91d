"""Proposals as a layer of the map."""

from django.http import QueryDict

from city.models import Category
from maps.layers import Choice, PointLayer
from maps.models import District
from proposals.filters import ProposalFilter, with_predecessors
from proposals.models import Proposal
from proposals.workflow import MOVES, Outcome, Status, label_of


def _filters(params: QueryDict) -> ProposalFilter:
    return ProposalFilter(params, queryset=Proposal.objects.none())


def _cards(keys: list[int]) -> list[Proposal]:
    shown = Proposal.objects.public().for_lists().filter(pk__in=keys)
    # A card names neither author nor department.
    shown = shown.select_related(None).select_related("category", "district")
    found = {proposal.pk: proposal for proposal in shown}
    return [found[key] for key in keys if key in found]


def _choices() -> dict[str, list[Choice]]:
    return {
        "category": [
            Choice(frozenset([each.pk]), str(each), "category", each.slug)
            for each in Category.objects.all()
        ],
        "state": [
            Choice(
                frozenset([outcome or status]), label_of((status, outcome)),
                "outcome" if outcome else "status", outcome or status,
            )
            for status, outcome in MOVES
        ],
        "district": _districts(),
    }  # fmt: skip


def _districts() -> list[Choice]:
    names = {
        district.code: str(district) for district in District.objects.current().without_outline()
    }
    return [
        Choice(keys, names[code], "district", code)
        for code, keys in with_predecessors(list(names)).items()
    ]


LAYER = PointLayer(
    name="proposals",
    rows=lambda: Proposal.objects.public().order_by(),
    conditions=lambda params: _filters(params).conditions(),
    form=lambda params: _filters(params).form,
    numbers=("call_id", "support_count"),
    moments=("created_at",),
    words=(("status", tuple(Status.values)), ("outcome", ("", *Outcome.values))),
    orders=(("support", "support_count"), ("newest", "created_at")),
    choices=_choices,
    cards=_cards,
    card_template="proposals/_card.html",
)
