"""The author has left; the proposal goes on in the city's own words."""

import pytest

from accounts.erase import erase_person
from proposals.city_words import AuthorIsHere, write_city_words
from proposals.models import Support
from tests.factories import ProposalFactory


@pytest.fixture
def left(resident, neighbour):
    proposal = ProposalFactory(author=resident)
    Support.objects.create(proposal=proposal, supporter=neighbour)
    erase_person(person=resident)
    proposal.refresh_from_db()
    return proposal


def test_an_officer_writes_it_anew(left, officer, sign_in, visitor):
    client = sign_in(officer)
    assert (
        f"/desk/proposals/{left.pk}/words/" in client.get("/desk/proposals/words/").content.decode()
    )

    client.post(
        f"/desk/proposals/{left.pk}/words/",
        {"title": "학교 앞 보도 정비", "text": "깨진 보도블록을 고쳐 달라는 제안입니다."},
    )

    page = visitor.get(f"/proposals/{left.pk}/").content.decode()
    assert "학교 앞 보도 정비" in page
    assert f"/{left.pk}/words/" not in client.get("/desk/proposals/words/").content.decode()


def test_the_words_give_nobody_away(left, officer, sign_in):
    page = sign_in(officer).post(
        f"/desk/proposals/{left.pk}/words/", {"title": "보도", "text": "제안자 010-1234-5678"}
    )

    assert "text" in page.context["form"].errors


def test_nobody_rewrites_somebody_who_is_still_there(resident, officer, sign_in):
    proposal = ProposalFactory(author=resident)

    with pytest.raises(AuthorIsHere):
        write_city_words(proposal=proposal, title="다른 말", text="다른 말", by=officer)
    assert sign_in(officer).get(f"/desk/proposals/{proposal.pk}/words/").status_code == 404


def test_only_officers_write_for_the_city(left, neighbour, sign_in):
    assert sign_in(neighbour).get("/desk/proposals/words/").status_code == 403
