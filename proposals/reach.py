"""How many people a text of this room touches: those who back, discuss and follow the proposal."""

from collections.abc import Iterable

from django.db.models import Count, Model

from proposals.models import Comment, Confirmation, Proposal, Solution


def reach_of_proposals(pks: Iterable[int]) -> dict[int, int]:
    rows = Proposal.objects.with_support_now().annotate(followers=Count("follows"))
    rows = rows.filter(pk__in=set(pks))
    return {row.pk: row.support_now + row.comment_count + row.followers for row in rows}


def reach_of_comments(pks: Iterable[int]) -> dict[int, int]:
    return _through(Comment, "proposal_id", pks)


def reach_of_solutions(pks: Iterable[int]) -> dict[int, int]:
    return _through(Solution, "proposal_id", pks)


def reach_of_confirmations(pks: Iterable[int]) -> dict[int, int]:
    return _through(Confirmation, "commitment__proposal_id", pks)


def _through(model: type[Model], path: str, pks: Iterable[int]) -> dict[int, int]:
    """What stands on a page is seen by all who see the page."""
    rows = dict(model._default_manager.filter(pk__in=list(pks)).values_list("pk", path))
    reach = reach_of_proposals(rows.values())
    return {pk: reach.get(proposal, 0) for pk, proposal in rows.items()}
