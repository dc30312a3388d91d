"""Stopping somebody from writing for a while, and asking for another look at a hidden text."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.block import BlockRefused, block_of, block_person, lift_block
from accounts.levels import may, refusal
from accounts.models import AccessLog, Block, Delivery, ModerationCase, User
from accounts.moderation import ReportRefused, appeal, decide_case, report_abuse
from accounts.moderation_queue import waiting_cases
from accounts.roles import Right
from proposals.models import Comment
from proposals.support import give_support
from tests.factories import ProposalFactory, UserFactory


@pytest.fixture
def comment(resident):
    return Comment.objects.create(proposal=ProposalFactory(), author=resident, text="나쁜 말")


def anew(person):
    return User.objects.get(pk=person.pk)


def test_who_is_blocked_cannot_write_but_back_until_the_day_is_over(resident, officer, sign_in):
    proposal = ProposalFactory()

    block_person(person=resident, days=7, reason="욕설을 되풀이했습니다.", by=officer)

    assert not may(anew(resident), Right.COMMENT)
    assert may(anew(resident), Right.SUPPORT)
    assert "욕설을 되풀이했습니다." in refusal(anew(resident), Right.PROPOSE)
    page = sign_in(resident).post(f"/proposals/{proposal.pk}/comment/", {"comment-text": "글"})
    assert not Comment.objects.exists()
    assert page.status_code == 422
    assert block_of(resident, timezone.now() + timedelta(days=8)) is None
    assert Delivery.objects.get(person=resident).update_told.body["ko"] == "욕설을 되풀이했습니다."
    assert AccessLog.objects.get().action == "block"


def test_a_second_click_blocks_once_and_lifting_ends_it(resident, officer):
    first = block_person(person=resident, days=7, reason="욕설", by=officer)

    assert block_person(person=resident, days=30, reason="욕설", by=officer) == first
    assert lift_block(block=first, by=officer)
    assert not lift_block(block=first, by=officer)
    assert may(anew(resident), Right.PROPOSE)


@pytest.mark.parametrize(("days", "reason"), [(0, "욕설"), (3650, "욕설"), (7, "  ")])
def test_a_block_has_a_length_of_the_list_and_a_reason(resident, officer, days, reason):
    with pytest.raises(BlockRefused):
        block_person(person=resident, days=days, reason=reason, by=officer)


def test_colleagues_are_not_blocked(officer, manager):
    with pytest.raises(BlockRefused):
        block_person(person=officer, days=7, reason="욕설", by=manager)


def test_only_officers_block(comment, neighbour, officer, sign_in):
    address = f"/desk/people/moderation/comment/{comment.pk}/block/"
    typed = {"block-days": "7", "block-reason": "욕설"}

    assert sign_in(neighbour).post(address, typed).status_code == 403
    assert not Block.objects.exists()
    assert sign_in(officer).post(address, {"block-days": "7"}).status_code == 422
    assert sign_in(officer).post(address, typed).status_code == 302
    block = Block.objects.get()
    assert block.person == comment.author
    lifted = f"/desk/people/moderation/blocks/{block.pk}/lift/"
    assert sign_in(neighbour).post(lifted).status_code == 403
    assert sign_in(officer).post(lifted).status_code == 302
    assert block_of(anew(comment.author)) is None


def test_an_author_asks_once_and_somebody_else_decides(
    comment, resident, officer, manager, sign_in
):
    decide_case(kind="comment", target=comment.pk, hide=True, reason="실명", by=officer)
    address = f"/me/hidden/comment/{comment.pk}/"
    client = sign_in(resident)

    client.post(address, {"reason": "가게 이름입니다."})
    client.post(address, {"reason": "한 번 더"})

    assert ModerationCase.objects.get().reason == "가게 이름입니다."
    with pytest.raises(ReportRefused):
        decide_case(kind="comment", target=comment.pk, hide=True, reason="실명", by=officer)
    page = sign_in(officer).post(
        f"/desk/people/moderation/comment/{comment.pk}/", {"decision": "keep", "reason": "아님"}
    )
    assert page.status_code == 422
    decide_case(kind="comment", target=comment.pk, hide=False, reason="맞습니다.", by=manager)
    comment.refresh_from_db()
    assert comment.hidden_at is None


def test_nobody_else_reads_or_appeals_what_is_hidden(comment, neighbour, officer, sign_in):
    decide_case(kind="comment", target=comment.pk, hide=True, reason="실명", by=officer)

    assert sign_in(neighbour).get(f"/me/hidden/comment/{comment.pk}/").status_code == 404
    with pytest.raises(ReportRefused):
        appeal(kind="comment", target=comment.pk, by=neighbour, reason="왜")


def test_there_is_nothing_to_appeal_against_where_nobody_decided(comment, resident, sign_in):
    with pytest.raises(ReportRefused):
        appeal(kind="comment", target=comment.pk, by=resident, reason="왜")
    page = sign_in(resident).get(f"/me/hidden/comment/{comment.pk}/")
    assert page.url == comment.proposal.get_absolute_url() or page.status_code == 302


def test_what_most_people_see_comes_first_and_emergencies_before_all(resident, neighbour):
    quiet, loud, urgent = (ProposalFactory() for _each in range(3))
    give_support(proposal=loud, by=resident)
    for proposal in (quiet, loud, urgent):
        report_abuse(kind="proposal", target=proposal.pk, by=neighbour, reason="광고")
    report_abuse(kind="proposal", target=quiet.pk, by=resident, reason="광고")
    ModerationCase.objects.filter(target=urgent.pk).update(is_urgent=True)

    lines = waiting_cases()

    assert [line.target for line in lines] == [urgent.pk, loud.pk, quiet.pk]
    assert lines[2].reasons == [("광고", 2)]


def test_the_queue_takes_as_many_questions_for_fifty_as_for_two(officer, neighbour, sign_in):
    client = sign_in(officer)
    counts = []
    for more in (2, 48):
        for _each in range(more):
            proposal = ProposalFactory(author=UserFactory())
            report_abuse(kind="proposal", target=proposal.pk, by=neighbour, reason="광고")
        with CaptureQueriesContext(
            connection,
        ) as asked:
            assert client.get("/desk/people/moderation/").status_code == 200
        counts.append(len(asked))
    assert counts[0] == counts[1]
