"""Residents discuss: comments, answers to them, and nothing that could harm a reader."""

import pytest
from django.utils import timezone

from accounts.models import Delivery
from proposals.comment import CommentsClosed, post_comment
from proposals.models import Proposal
from proposals.templatetags.residents_text import linkify
from tests.factories import ProposalFactory

pytestmark = pytest.mark.usefixtures("city")


def test_a_comment_is_shown_and_counted(resident, visitor):
    proposal = ProposalFactory()

    post_comment(proposal=proposal, by=resident, text="저도 넘어질 뻔했어요.")

    assert Proposal.objects.get().comment_count == 1
    assert "저도 넘어질 뻔했어요." in visitor.get(f"/proposals/{proposal.pk}/").text


def test_an_answer_to_an_answer_stands_beside_it(resident, neighbour):
    proposal = ProposalFactory()
    first = post_comment(proposal=proposal, by=resident, text="하나")
    second = post_comment(proposal=proposal, by=neighbour, text="둘", answers=first)

    third = post_comment(proposal=proposal, by=resident, text="셋", answers=second)

    assert third.answers == first


def test_who_was_answered_is_told_and_nobody_else(resident, neighbour):
    proposal = ProposalFactory()
    first = post_comment(proposal=proposal, by=resident, text="하나")
    assert not Delivery.objects.exists()

    post_comment(proposal=proposal, by=resident, text="덧붙임", answers=first)
    assert not Delivery.objects.exists()

    post_comment(proposal=proposal, by=neighbour, text="둘", answers=first)
    news = Delivery.objects.get()
    assert news.person == resident
    assert "둘" not in str(news.update_told.title) + str(news.update_told.body)


def test_planned_and_closed_proposals_take_comments_only(resident):
    proposal = ProposalFactory(status="closed", outcome="declined")

    assert post_comment(proposal=proposal, by=resident, text="아쉽습니다.").pk


def test_hidden_proposals_take_no_comments(resident):
    proposal = ProposalFactory(hidden_at=timezone.now())

    with pytest.raises(CommentsClosed):
        post_comment(proposal=proposal, by=resident, text="여기요")


def test_a_hidden_comment_leaves_a_line_and_not_its_words(resident, visitor):
    proposal = ProposalFactory()
    comment = post_comment(proposal=proposal, by=resident, text="심한 말")
    comment.hidden_at = timezone.now()
    comment.save()

    page = visitor.get(f"/proposals/{proposal.pk}/").text

    assert "심한 말" not in page
    assert "이 댓글은 보이지 않습니다." in page


def test_a_resident_comments_from_the_page(resident, sign_in):
    proposal = ProposalFactory()

    answer = sign_in(resident).post(
        f"/proposals/{proposal.pk}/comment/", {"comment-text": "함께 고쳐요."}
    )

    comment = proposal.comments.get()
    assert answer.headers["Location"] == f"/proposals/{proposal.pk}/#comment-{comment.pk}"
    assert comment.author == resident


def test_a_refused_comment_keeps_what_was_typed(resident, sign_in):
    proposal = ProposalFactory()

    answer = sign_in(resident).post(
        f"/proposals/{proposal.pk}/comment/", {"comment-text": "제 번호는 010-1234-5678입니다."}
    )

    assert answer.status_code == 422
    assert "제 번호는 010-1234-5678입니다." in answer.text
    assert "휴대전화 번호로 보이는 숫자" in answer.text
    assert not proposal.comments.exists()


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("<script>alert(1)</script>", "&lt;script&gt;alert(1)&lt;/script&gt;"),
        (
            "https://example.kr/a?b=1&c=2를 보세요",
            '<a href="https://example.kr/a?b=1&amp;c=2" rel="nofollow ugc noopener">'
            "https://example.kr/a?b=1&amp;c=2</a>를 보세요",
        ),
        ("(http://example.kr/a).", '(<a href="http://example.kr/a" rel="nofollow ugc noopener">'
         "http://example.kr/a</a>)."),
        ("javascript:alert(1)", "javascript:alert(1)"),
        ('https://x.kr/"onclick="a', '<a href="https://x.kr/" rel="nofollow ugc noopener">'
         "https://x.kr/</a>&quot;onclick=&quot;a"),
        ("data:text/html,<b>", "data:text/html,&lt;b&gt;"),
    ],
)  # fmt: skip
def test_only_web_addresses_become_links(typed, shown):
    assert linkify(typed) == shown
