"""An officer records what people who do not go online propose, back and say."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from accounts.levels import seed_rights
from accounts.models import AccessLog, DeskContact, LevelRight, User
from accounts.on_behalf import Newcomer, find_people
from accounts.outgoing import ContactRefused
from accounts.privacy import export_person
from accounts.roles import Level
from proposals.models import Comment, Proposal, Receipt, Support, SupportEvent
from proposals.record import (
    Asked,
    RecordRefused,
    record_comment,
    record_proposal,
    record_support,
)
from proposals.support import take_back_support
from tests import factories as f

pytestmark = pytest.mark.usefixtures("city")
LETTER = Newcomer(told_by="letter", name="김순자", address="가람시 서편로 1")


def asked(who, **more):
    given = {"channel": "phone", "consent": "spoken", "consent_on": timezone.localdate()}
    return Asked(who=who, **given | more)


def propose(officer, who=LETTER, **more):
    return record_proposal(
        asked=asked(who, **more), by=officer, title="경로당 앞이 어둡습니다",
        text="저녁에 다니기 무섭습니다.", category=f.category(),
    )  # fmt: skip


def test_somebody_who_called_has_a_proposal_like_everybody_else(officer):
    receipt = propose(officer)

    proposal = Proposal.objects.get()
    assert (proposal.channel, proposal.level, proposal.recorded_by) == ("phone", "guest", officer)
    assert proposal.author == receipt.person
    assert not receipt.person.has_usable_password()
    assert receipt.person.email is None


def test_the_name_stays_at_the_desk(officer, visitor):
    receipt = propose(officer)

    contact = DeskContact.objects.get(person=receipt.person)
    assert (contact.name, contact.address) == ("김순자", "가람시 서편로 1")
    assert receipt.person.told_by == "letter"
    for page in (receipt.proposal.get_absolute_url(), f"/search/?q={receipt.number}"):
        assert "김순자" not in visitor.get(page).text


def test_without_news_nothing_of_the_person_is_kept(officer):
    receipt = propose(officer, Newcomer())

    assert not DeskContact.objects.exists()
    assert receipt.person.rhythm == "never"
    assert receipt.person.consents.filter(text__kind="privacy", given=True).exists()


def test_a_letter_without_an_address_leaves_nothing_half_done(officer):
    before = User.objects.count()
    with pytest.raises(ContactRefused):
        propose(officer, Newcomer(told_by="letter", name="김순자"))

    assert User.objects.count() == before
    assert not Proposal.objects.exists()


def test_a_second_click_records_nothing_twice(officer):
    client_id = uuid4()

    assert propose(officer, client_id=client_id) == propose(officer, client_id=client_id)
    assert Proposal.objects.count() == DeskContact.objects.count() == 1


def test_support_on_behalf_is_one_persons_and_counted_by_its_channel(officer, neighbour):
    proposal = f.ProposalFactory()

    record_support(proposal=proposal, asked=asked(neighbour, channel="paper"), by=officer)

    support = Support.objects.get()
    assert (support.supporter, support.recorded_by) == (neighbour, officer)
    assert SupportEvent.objects.get().channel == "paper"
    with pytest.raises(RecordRefused, match="공감"):
        record_support(proposal=proposal, asked=asked(neighbour), by=officer)
    assert Receipt.objects.count() == 1
    take_back_support(proposal=proposal, by=neighbour)
    assert set(SupportEvent.objects.values_list("channel", flat=True)) == {"paper"}


def test_a_comment_on_behalf_says_who_wrote_it_down(officer, neighbour):
    proposal = f.ProposalFactory()

    record_comment(proposal=proposal, asked=asked(neighbour), text="저도요.", by=officer)

    comment = Comment.objects.get()
    assert (comment.author, comment.channel, comment.recorded_by) == (neighbour, "phone", officer)


def test_only_the_desk_records_and_never_for_itself(officer, resident, neighbour):
    for by, who in ((resident, neighbour), (officer, officer)):
        with pytest.raises(RecordRefused):
            propose(by, who)
    assert not Proposal.objects.exists()


@pytest.mark.parametrize(
    "wrong",
    [{"channel": "web"}, {"channel": "fax"}, {"consent": "guessed"},
     {"consent_on": timezone.localdate() + timedelta(days=2)}],
)  # fmt: skip
def test_how_it_came_and_how_they_agreed_must_make_sense(officer, neighbour, wrong):
    with pytest.raises(RecordRefused):
        propose(officer, neighbour, **wrong)


def test_it_is_too_late_to_back_what_is_closed_or_to_comment_on_what_is_hidden(officer, neighbour):
    closed = f.ProposalFactory(status="closed", outcome="declined")
    hidden = f.ProposalFactory(hidden_at=timezone.now())

    with pytest.raises(RecordRefused):
        record_support(proposal=closed, asked=asked(LETTER), by=officer)
    with pytest.raises(RecordRefused):
        record_comment(proposal=hidden, asked=asked(LETTER), text="저도요.", by=officer)
    assert not Receipt.objects.exists()
    assert not DeskContact.objects.exists()


def test_the_levels_rights_hold_at_the_desk_too(officer):
    seed_rights()
    LevelRight.objects.filter(level=Level.GUEST, right="propose").update(is_given=False)

    with pytest.raises(RecordRefused, match="거주"):
        propose(officer)
    assert not DeskContact.objects.exists()


def test_each_record_is_in_the_access_log_and_in_the_persons_own_data(officer):
    receipt = propose(officer)

    assert AccessLog.objects.filter(action="record", subject=receipt.person, staff=officer).exists()
    assert receipt.number in str(export_person(person=receipt.person))


@pytest.mark.parametrize(
    "typed", ["010-1234-5678", "010 1234 5678", "01012345678", "+82 10-1234-5678"]
)
def test_somebody_is_found_however_the_number_is_written(officer, typed):
    person = propose(officer, Newcomer("call", "이복순", "010.1234.5678")).person

    assert find_people(typed) == [person]
    assert find_people("010-1234-567") == []
    assert find_people(person.pseudonym) == [person]


# The pages


def form(**more):
    return {
        "channel": "desk", "consent": "signed", "consent_on": "2026-01-02", "agreed": "on",
        "title": "경로당 앞이 어둡습니다", "text": "저녁에 다니기 무섭습니다.",
        "category": f.category().pk, "district": "4199051000", "client_id": str(uuid4()),
    } | more  # fmt: skip


def test_the_officer_fills_in_one_form_and_prints_a_receipt(officer, sign_in):
    desk = sign_in(officer)
    assert desk.get("/desk/proposals/record/").status_code == 200

    page = desk.post("/desk/proposals/record/", form(), follow=True)

    receipt = Receipt.objects.get()
    assert receipt.number in page.text
    assert receipt.proposal.district.code == "4199051000"
    assert receipt.consent == "signed"


def test_an_earlier_receipt_finds_the_person_again(officer, sign_in):
    first = propose(officer, Newcomer())

    sign_in(officer).post("/desk/proposals/record/", form(who=first.number.lower()))

    assert Receipt.objects.filter(person=first.person).count() == 2
    assert AccessLog.objects.filter(action="look-up", subject=first.person).exists()


@pytest.mark.parametrize(
    ("wrong", "field"),
    [({"who": "아무도 아님"}, "who"), ({"agreed": ""}, "agreed"), ({"channel": "web"}, "channel"),
     ({"told_by": "call", "name": "이복순"}, "phone"), ({"told_by": "letter"}, "name"),
     ({"consent_on": "2999-01-01"}, "consent_on"), ({"district": ""}, "district")],
)  # fmt: skip
def test_what_is_missing_is_said_and_what_was_written_stays(officer, sign_in, wrong, field):
    page = sign_in(officer).post("/desk/proposals/record/", form(**wrong))

    assert page.status_code == 422
    assert page.context["form"].errors[field]
    assert "저녁에 다니기 무섭습니다." in page.text
    assert not Receipt.objects.exists()


def test_a_number_that_is_known_already_is_shown_and_not_merged_silently(officer, sign_in):
    known = propose(officer, Newcomer("call", "이복순", "02-123-4567")).person
    new = {"told_by": "call", "name": "이복동", "phone": "021234567"}

    page = sign_in(officer).post("/desk/proposals/record/", form(**new))
    assert page.status_code == 422
    assert known.pseudonym in page.text

    sign_in(officer).post("/desk/proposals/record/", form(**new, is_other="on"))
    assert DeskContact.objects.filter(name="이복동").exclude(person=known).exists()


def test_support_and_comments_are_recorded_from_the_proposals_page(officer, sign_in):
    proposal, desk = f.ProposalFactory(), sign_in(officer)
    address = f"/desk/proposals/{proposal.pk}/record/"
    assert f"{address}support/" in desk.get(f"/desk/proposals/{proposal.pk}/").text

    assert desk.post(f"{address}support/", form()).status_code == 302
    assert desk.post(f"{address}comment/", form()).status_code == 302

    assert Support.objects.get().channel == Comment.objects.get().channel == "desk"
    assert desk.get(f"{address}solution/").status_code == 404


def test_residents_do_not_come_in(resident, sign_in):
    receipt = propose(f.UserFactory(role="officer", department=f.department()))
    for page in ("record/", f"receipts/{receipt.pk}/", f"{receipt.proposal_id}/record/support/"):
        assert sign_in(resident).get(f"/desk/proposals/{page}").status_code == 403


def test_who_calls_is_forgotten_but_nobody_who_can_come_in(officer, neighbour, sign_in):
    receipt, desk = propose(officer, consent_note="딸이 도움"), sign_in(officer)
    own = propose(officer, neighbour)
    address = f"/desk/proposals/receipts/{receipt.pk}/"
    assert "forget/" in desk.get(address).text

    desk.post(f"{address}forget/")
    assert DeskContact.objects.exists()

    desk.post(f"{address}forget/", {"sure": "1"})
    desk.post(f"/desk/proposals/receipts/{own.pk}/forget/", {"sure": "1"})

    assert not DeskContact.objects.filter(name="김순자").exists()
    assert Receipt.objects.get(pk=receipt.pk).consent_note == ""
    assert User.objects.get(pk=receipt.person_id).erased_at
    assert User.objects.get(pk=neighbour.pk).erased_at is None
    assert "forget/" not in desk.get(address).text
