"""Support by 본인확인 단계: what each level gave, with small groups hidden beyond subtraction."""

from accounts.roles import Level
from proposals.support import give_support
from reports.compute import compute_figures
from reports.models import Figure
from tests.factories import ProposalFactory, UserFactory

KEY = "support_by_level"


def backed_by(**people):
    """A public proposal, backed by so many people of each level."""
    proposal = ProposalFactory(support_threshold=99)
    for level, count in people.items():
        for person in UserFactory.create_batch(count, level=level):
            give_support(proposal=proposal, by=person)


def by_level() -> dict[str, float | None]:
    run = compute_figures()
    rows = Figure.objects.filter(run=run, key=KEY, cut_key__startswith="level=")
    return {row.cut_key.removeprefix("level="): row.value for row in rows}


def test_results_can_be_told_apart_by_level(populated):
    backed_by(guest=6, registered=8, verified=7)

    assert by_level() == {Level.GUEST: 6, Level.REGISTERED: 8, Level.VERIFIED: 7}


def test_a_small_group_is_hidden_and_no_subtraction_brings_it_back(populated):
    backed_by(guest=2, registered=9, verified=6)

    shown = by_level()

    assert shown[Level.GUEST] is None
    assert shown[Level.VERIFIED] is None
    assert shown[Level.REGISTERED] == 9
