"""Everything the page of one proposal shows, gathered in a constant number of queries."""

from collections import defaultdict

from django.db.models import Count, Exists, OuterRef, Q
from django.utils import timezone

from maps.cells import tile_of, tile_range
from proposals import permissions
from proposals.clock import last_day
from proposals.detail_promises import commitments_of
from proposals.history import public_history
from proposals.models import (
    Comment,
    Decision,
    Follow,
    Proposal,
    Revision,
    Solution,
    SolutionSupport,
    Support,
)
from proposals.review import means_of, public_reviews
from proposals.workflow import Mover, Outcome, Status

NEIGHBOURS = 3
NEARBY_ZOOM = 15  # a tile is about a kilometre wide in Korea

# How far along each state is on the way from a problem to something done.
STEPS = {
    Status.RECEIVED: 0,
    Status.NEEDS_INFO: 0,
    Status.IN_REVIEW: 1,
    Status.ACCEPTED: 2,
    Status.PILOTING: 3,
    Status.PLANNED: 3,
}


def shown_proposals():
    """What the page needs of the row itself."""
    return Proposal.objects.for_lists().select_related("call", "merged_into", "officer")


def detail_of(proposal: Proposal, person) -> dict:
    decisions = list(proposal.decisions.select_related("department"))
    reviews = public_reviews(proposal)
    return {
        "proposal": proposal,
        "photos": [row.photo for row in proposal.photos.all()],
        "steps": steps_of(proposal),
        "clock": clock_of(proposal),
        "decisions": decisions,
        "history": public_history(proposal),
        "additions": [row for row in proposal.revisions.all() if row.kind == Revision.Kind.ADDED],
        "answer": answer_of(proposal, decisions),
        "reviews": reviews,
        "means": means_of(reviews),
        "replies": list(proposal.official_replies.select_related("department")),
        "commitments": commitments_of(proposal, person),
        "solutions": solutions_of(proposal, person),
        "comments": comments_of(proposal),
        "pilots": list(proposal.pilots.exclude(stage="draft").select_related("department")),
        "neighbours": neighbours_of(proposal),
        "merged_here": list(proposal.merged_here.public().only("pk", "title", "city_title")),
        **support_of(proposal, person),
        "follows": _is_there(person, Follow.objects.filter(proposal=proposal, person_id=person.pk)),
        **_may(proposal, person),
    }


def answer_of(proposal: Proposal, decisions: list[Decision]) -> Decision | None:
    """The city's latest word on an answered proposal, shown right below the proposal itself."""
    if not proposal.answered_at:
        return None
    words = [row for row in decisions if row.mover in (Mover.OFFICER, Mover.PILOT)]
    return words[-1] if words else None


def support_of(proposal: Proposal, person) -> dict:
    """What the support button shows; it is also sent alone."""
    mine = Support.objects.filter(proposal=proposal, supporter_id=person.pk)
    return {
        "proposal": proposal,
        "backs": _is_there(person, mine),
        "needed": max(proposal.support_threshold - proposal.support_now, 0),
        "gathers": proposal.status == Status.RECEIVED,
    }


def _is_there(person, rows) -> bool:
    return person.is_authenticated and rows.exists()


def _may(proposal: Proposal, person) -> dict[str, bool]:
    return {
        "may_support": permissions.can_support(person, proposal),
        "may_comment": permissions.can_comment(person, proposal),
        "may_offer": permissions.can_offer_solution(person, proposal),
        "may_edit": permissions.can_edit(person, proposal),
        "may_add": permissions.can_add(person, proposal),
        "may_withdraw": permissions.can_withdraw(person, proposal),
        "may_answer": permissions.can_answer(person, proposal),
        "may_ask_again": permissions.can_ask_again(person, proposal),
        "may_triage": permissions.can_triage(person, proposal),
        "is_author": permissions.is_author(person, proposal),
    }


def steps_of(proposal: Proposal) -> list[dict]:
    """The way of a proposal; a closed one has arrived, wherever it ended."""
    from_pilot = proposal.status == Status.PILOTING
    labels: list = [
        Status.RECEIVED.label,
        Status.IN_REVIEW.label,
        Status.ACCEPTED.label,
        Status.PILOTING.label if from_pilot else Status.PLANNED.label,
        Outcome.DONE.label,
    ]
    if proposal.status == Status.CLOSED and proposal.outcome != Outcome.DONE:
        labels = [Status.RECEIVED.label, Status.IN_REVIEW.label, proposal.state_label]
    here = STEPS.get(Status(proposal.status), len(labels) - 1)
    return [
        {
            "label": proposal.state_label if number == here else label,
            "is_done": number < here,
            "is_here": number == here,
        }
        for number, label in enumerate(labels)
    ]


def clock_of(proposal: Proposal) -> dict:
    """What is due next and until which day, as honestly as the desk sees it."""
    waiting = [
        ("answer", proposal.answer_due_at),
        ("short_answer", proposal.short_answer_due_at),
        ("first_look", None if proposal.first_look_at else proposal.first_look_due_at),
    ]
    if proposal.status == Status.NEEDS_INFO:
        return {"kind": "paused", "day": None, "is_over": False}
    if proposal.status in (Status.RECEIVED, Status.IN_REVIEW):
        for kind, due in waiting:
            if due:
                return {"kind": kind, "day": last_day(due), "is_over": due <= timezone.now()}
    if proposal.answered_at:
        in_time = proposal.answered_in_time
        return {"kind": "answered", "day": proposal.answered_at, "is_over": in_time is False}
    return {"kind": "", "day": None, "is_over": False}


def solutions_of(proposal: Proposal, person) -> list[Solution]:
    mine = SolutionSupport.objects.filter(solution=OuterRef("pk"), supporter_id=person.pk)
    return list(
        proposal.solutions.filter(hidden_at__isnull=True)
        .select_related("author")
        .annotate(support_now=Count("supports"), is_backed=Exists(mine))
        .order_by("-support_now", "created_at", "pk")
    )


def comments_of(proposal: Proposal) -> list[Comment]:
    """First comments, each with its `answers_to_it`; a hidden one leaves a line behind."""
    answers: dict[int | None, list[Comment]] = defaultdict(list)
    for row in proposal.comments.select_related("author"):
        answers[row.answers_id].append(row)
        row.answers_to_it = answers[row.pk]
    return answers[None]


def neighbours_of(proposal: Proposal) -> list[Proposal]:
    """Others nearby: on the same small tile of the map, or else in the same district."""
    if proposal.cell is None and proposal.district_id is None:
        return []
    near = Q(district=proposal.district_id)
    if proposal.cell is not None:
        tile = tile_of(proposal.cell, NEARBY_ZOOM)
        first, end = tile_range(NEARBY_ZOOM, *tile)
        near = Q(cell__gte=first, cell__lt=end)
    return list(
        Proposal.objects.public()
        .for_lists()
        .filter(near)
        .exclude(pk=proposal.pk)
        .exclude(outcome__in=[Outcome.MERGED, Outcome.WITHDRAWN])
        .order_by("-support_count", "-pk")[:NEIGHBOURS]
    )
