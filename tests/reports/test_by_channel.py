"""Participation by 접수 경로: what came in by telephone, paper and desk is counted apart."""

from accounts.roles import Channel
from proposals.support import give_support, take_back_support
from reports.compute import compute_figures
from reports.models import Figure
from tests.factories import ProposalFactory, UserFactory


def backed_by(**people):
    proposal = ProposalFactory(support_threshold=99)
    for channel, count in people.items():
        for person in UserFactory.create_batch(count):
            give_support(proposal=proposal, by=person, channel=channel)
    return proposal


def by_channel(key: str) -> dict[str, float | None]:
    rows = Figure.objects.filter(run=compute_figures(), key=key, cut_key__startswith="channel=")
    return {row.cut_key.removeprefix("channel="): row.value for row in rows}


def test_support_is_told_apart_by_its_channel(populated):
    proposal = backed_by(web=8, phone=6, paper=7)
    take_back_support(proposal=proposal, by=proposal.supports.filter(channel="web")[0].supporter)

    assert by_channel("support_by_channel") == {
        Channel.WEB: 7, Channel.PHONE: 6, Channel.PAPER: 7,
    }  # fmt: skip


def test_few_callers_are_hidden_and_no_subtraction_brings_them_back(populated):
    backed_by(web=9, phone=2, paper=6)

    shown = by_channel("support_by_channel")

    assert shown[Channel.PHONE] is None
    assert shown[Channel.PAPER] is None
    assert shown[Channel.WEB] == 9


def test_proposals_are_public_and_never_hidden(populated):
    ProposalFactory(channel="phone")
    ProposalFactory(channel="web")

    assert by_channel("proposals_received") == {Channel.PHONE: 1, Channel.WEB: 1}
