"""Notes that only the desk reads, and colleagues called by name."""

import pytest

from accounts.models import Delivery, DeskNote
from accounts.notes import NoteRefused, mentioned, write_note
from tests import factories as f


@pytest.fixture
def colleague(city):
    return f.UserFactory(role="officer", pseudonym="김도로")


@pytest.fixture
def proposal(resident):
    return f.ProposalFactory(author=resident)


def write(proposal, by, text):
    return write_note(thread=proposal.thread, by=by, title="깨진 보도블록", text=text)


def test_a_colleague_who_is_called_is_told_once(proposal, officer, colleague):
    note = write(proposal, officer, "@김도로 님, 현장 확인 부탁드립니다. @김도로")

    told = Delivery.objects.get(person=colleague)
    assert told.update_told.url == f"/desk/proposals/{proposal.pk}/#notes"
    assert set(note.mentions.all()) == {colleague}


def test_the_longer_name_is_meant(colleague):
    longer = f.UserFactory(role="officer", pseudonym="김도로2")

    assert mentioned("@김도로2 님") == {longer}
    assert mentioned("@김도로2 님과 @김도로 님") == {longer, colleague}


def test_residents_are_not_called(proposal, officer, resident):
    write(proposal, officer, f"@{resident.pseudonym} 님")

    assert not Delivery.objects.filter(person=resident)


def test_only_the_desk_writes_and_reads(proposal, officer, resident, sign_in):
    write(proposal, officer, "비밀 메모입니다")

    assert (
        "비밀 메모입니다"
        in sign_in(officer).get(f"/desk/proposals/{proposal.pk}/").content.decode()
    )
    for page in (proposal.get_absolute_url(), f"/api/v1/proposals/{proposal.pk}/"):
        assert "비밀 메모입니다" not in sign_in(resident).get(page).content.decode()
    with pytest.raises(NoteRefused):
        write(proposal, resident, "저도 쓸래요")


def test_an_empty_note_is_refused_and_nothing_is_kept(proposal, officer, sign_in):
    response = sign_in(officer).post(f"/desk/proposals/{proposal.pk}/note/", {"note-text": "  "})

    assert response.status_code == 422
    assert "메모를 먼저 적어 주세요." in response.content.decode()
    assert not DeskNote.objects.exists()
    with pytest.raises(NoteRefused):
        write(proposal, officer, " ")
