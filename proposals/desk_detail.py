"""Everything an officer needs beside one proposal: neighbours, history, who backs it."""

from django.db.models import Case, Count, IntegerField, Q, Value, When

from accounts.notes import notes_of
from accounts.roles import Level
from accounts.sign_off import approves_as, open_sign_off
from city.models import City
from maps.cells import tile_of, tile_range
from proposals.desk_moves import MOVES, Move, moves_for
from proposals.extend import latest_day
from proposals.history import desk_history
from proposals.models import Proposal
from proposals.refer import latest_referral
from proposals.review import TAKES_REVIEWS, means_of
from proposals.workflow import Outcome

NEIGHBOURS = 6
NEARBY_ZOOM = 15  # a tile is about a kilometre wide in Korea


def desk_proposals():
    return Proposal.objects.for_lists().select_related(
        "officer", "merged_into", "call", "recorded_by"
    )


def desk_detail_of(proposal: Proposal, person) -> dict:
    sign_off = open_sign_off(proposal.thread)
    return {
        "proposal": proposal,
        "moves": moves_for(proposal),
        "photos": [row.photo for row in proposal.photos.all()],
        "history": desk_history(proposal),
        "notes": list(notes_of(proposal.thread)),
        "replies": list(proposal.official_replies.select_related("department")),
        "commitments": list(
            proposal.commitments.select_related("department", "done_photo").prefetch_related(
                "changes"
            )
        ),
        "neighbours": similar_to(proposal)[:NEIGHBOURS],
        "merged_here": list(proposal.merged_here.only("pk", "title", "city_title")),
        "levels": levels_of_supporters(proposal, City.objects.current().smallest_group),
        **_answering_of(proposal),
        "sign_off": sign_off,
        "sign_off_move": _move_of(sign_off),
        "approves_as": (
            approves_as(sign_off, person) if sign_off and sign_off.state == "sent" else None
        ),
    }


def _answering_of(proposal: Proposal) -> dict:
    """What goes with an answer: more time, experts' reviews, what another body said."""
    reviews = list(proposal.reviews.select_related("expert").prefetch_related("scores__criterion"))
    referral = latest_referral(proposal)
    return {
        "latest_day": latest_day(proposal),
        "extensions": list(proposal.extensions.select_related("by")),
        "reviews": reviews,
        "means": means_of(reviews),
        "takes_reviews": proposal.status in TAKES_REVIEWS,
        "referral": referral,
        "referral_answers": list(referral.referral_answers.all()) if referral else [],
    }


def similar_to(proposal: Proposal):
    """Close by, or about the same in the same district; the same category first."""
    near = Q(district=proposal.district_id, district__isnull=False, category=proposal.category_id)
    if proposal.cell is not None:
        first, end = tile_range(NEARBY_ZOOM, *tile_of(proposal.cell, NEARBY_ZOOM))
        near |= Q(cell__gte=first, cell__lt=end)
    same_category = Case(
        When(category=proposal.category_id, then=Value(0)),
        default=Value(1),
        output_field=IntegerField(),
    )
    return (
        Proposal.objects.for_lists()
        .filter(near)
        .exclude(pk=proposal.pk)
        .exclude(outcome__in=[Outcome.MERGED, Outcome.WITHDRAWN])
        .order_by(same_category, "-support_count", "-pk")
    )


def levels_of_supporters(proposal: Proposal, smallest: int) -> list[tuple[str, int | None]]:
    """How well the city knows those who back it; None where the group is too small to show.

    The total is public, so one hidden group alone could be subtracted: it takes a second with it.
    """
    rows = proposal.supports.order_by().values_list("level").annotate(count=Count("pk"))
    counts = {level: count for level, count in rows if count}
    hidden = {level for level, count in counts.items() if count < smallest}
    shown = sorted(counts.keys() - hidden, key=counts.__getitem__)
    while hidden and shown and (len(hidden) == 1 or _sum(counts, hidden) < smallest):
        hidden.add(shown.pop(0))
    return [
        (str(level.label), None if level in hidden else counts[level.value])
        for level in Level
        if level.value in counts
    ]


def _sum(counts: dict[str, int], levels: set[str]) -> int:
    return sum(counts[level] for level in levels)


def _move_of(sign_off) -> Move | None:
    return MOVES.get(sign_off.decision.get("written", {}).get("move", "")) if sign_off else None
