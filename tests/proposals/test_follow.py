"""소식 받기: following without backing."""

from proposals.follow import follow, unfollow
from proposals.models import Follow
from tests.factories import ProposalFactory


def test_a_resident_follows_once_and_stops(resident):
    proposal = ProposalFactory()

    follow(proposal=proposal, by=resident)
    follow(proposal=proposal, by=resident)
    assert Follow.objects.count() == 1

    assert unfollow(proposal=proposal, by=resident) is True
    assert unfollow(proposal=proposal, by=resident) is False


def test_the_button_follows_and_stops(resident, sign_in):
    proposal = ProposalFactory()
    browser = sign_in(resident)

    browser.post(f"/proposals/{proposal.pk}/follow/")
    assert proposal.follows.get().person == resident

    browser.post(f"/proposals/{proposal.pk}/follow/", {"stop": "1"})
    assert not proposal.follows.exists()
