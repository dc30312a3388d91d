"""Words may change until somebody else backs them; afterwards their author adds to them."""

import pytest

from accounts.models import Delivery
from city.history import HistoryIsClosed
from proposals.add import MOST_ADDITIONS, AdditionRefused, add_to_proposal
from proposals.models import Revision
from proposals.submit import CannotEdit, edit_proposal
from proposals.support import give_support
from tests import factories as f


@pytest.fixture
def proposal(resident):
    return f.ProposalFactory(author=resident, title="보도블록이 깨져 있어요")


def edit(proposal, by, title="보도블록이 많이 깨져 있어요"):
    return edit_proposal(
        proposal=proposal, by=by, title=title, text=proposal.text, category=proposal.category
    )


def test_what_it_read_before_stays_readable(proposal, resident, client):
    edit(proposal, resident)

    page = client.get(proposal.get_absolute_url()).content.decode()
    assert "보도블록이 많이 깨져 있어요" in page
    assert "글을 고침(이전 글)" in page
    assert Revision.objects.get().title == "보도블록이 깨져 있어요"


def test_saving_the_same_words_is_no_version(proposal, resident):
    edit(proposal, resident, title=proposal.title)

    assert not Revision.objects.exists()


def test_after_somebody_backs_it_the_author_adds_and_they_are_told(proposal, resident, neighbour):
    give_support(proposal=proposal, by=neighbour)
    with pytest.raises(CannotEdit):
        edit(proposal, resident)

    add_to_proposal(proposal=proposal, text="어제 한 분이 또 넘어지셨습니다.", by=resident)

    told = Delivery.objects.get(update_told__kind="addition")
    assert told.person == neighbour
    assert "넘어지셨습니다" not in str(told.update_told.body)


def test_what_was_added_stands_on_the_page(proposal, resident, neighbour, sign_in, client):
    give_support(proposal=proposal, by=neighbour)
    sign_in(resident).post(
        f"/proposals/{proposal.pk}/add/", {"addition-reason": "사진보다 더 심해졌습니다."}
    )

    page = client.get(proposal.get_absolute_url()).content.decode()
    assert page.count("사진보다 더 심해졌습니다.") == 2  # below the proposal, and in its history


@pytest.mark.parametrize("text", ["", "  \n "])
def test_nothing_is_no_addition(text, proposal, resident, sign_in):
    response = sign_in(resident).post(f"/proposals/{proposal.pk}/add/", {"addition-reason": text})

    assert response.status_code == 422
    with pytest.raises(AdditionRefused):
        add_to_proposal(proposal=proposal, text=text, by=resident)


def test_the_second_click_adds_nothing(proposal, resident):
    for _ in range(2):
        add_to_proposal(proposal=proposal, text="한 번 더", by=resident)

    assert Revision.objects.count() == 1


def test_nobody_else_adds_and_nothing_is_added_to_what_is_closed(proposal, resident, neighbour):
    with pytest.raises(AdditionRefused):
        add_to_proposal(proposal=proposal, text="저도요", by=neighbour)
    closed = f.ProposalFactory(author=resident, status="closed", outcome="declined")
    with pytest.raises(AdditionRefused):
        add_to_proposal(proposal=closed, text="그래도요", by=resident)


def test_enough_is_enough(proposal, resident):
    for number in range(MOST_ADDITIONS):
        add_to_proposal(proposal=proposal, text=f"덧붙임 {number}", by=resident)

    with pytest.raises(AdditionRefused):
        add_to_proposal(proposal=proposal, text="하나 더", by=resident)


def test_a_version_is_never_rewritten(proposal, resident):
    edit(proposal, resident)
    version = Revision.objects.get()

    with pytest.raises(HistoryIsClosed):
        version.save()
