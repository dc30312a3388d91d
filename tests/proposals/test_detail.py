"""The page of one proposal tells the whole thread, to everybody, at a constant cost."""

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.models import ModerationCase
from proposals.comment import post_comment
from proposals.solve import offer_solution
from proposals.submit import submit_proposal, withdraw_proposal
from proposals.support import fold_support, give_support
from proposals.triage import decide, reply_officially
from tests.factories import ProposalFactory, UserFactory, category, department

pytestmark = pytest.mark.usefixtures("city")


def page(browser, proposal) -> str:
    answer = browser.get(f"/proposals/{proposal.pk}/")
    assert answer.status_code == 200
    return answer.text


def test_one_tap_without_javascript(resident, sign_in):
    proposal = ProposalFactory()
    browser = sign_in(resident)

    answer = browser.post(f"/proposals/{proposal.pk}/support/")
    assert answer.headers["Location"] == f"/proposals/{proposal.pk}/"
    assert 'aria-pressed="true"' in page(browser, proposal)

    browser.post(f"/proposals/{proposal.pk}/support/", {"take_back": "1"})
    assert not proposal.supports.exists()


def test_who_withdrew_is_not_told_that_others_back_it(resident, sign_in):
    proposal = ProposalFactory(author=resident)
    withdraw_proposal(proposal=proposal, by=resident)

    assert "다른 분이 공감했거나" not in page(sign_in(resident), proposal)


def test_one_tap_with_htmx_sends_the_button_alone(resident, sign_in):
    proposal = ProposalFactory()

    answer = sign_in(resident).post(
        f"/proposals/{proposal.pk}/support/", headers={"HX-Request": "true"}
    )

    assert "<html" not in answer.text
    assert 'aria-pressed="true"' in answer.text
    assert '<span class="support__count">1</span>' in answer.text


def test_a_signed_out_tap_leads_to_the_entrance_with_the_tap(visitor):
    proposal = ProposalFactory()

    assert f"/accounts/enter/?act=support&amp;pk={proposal.pk}" in page(visitor, proposal)
    answer = visitor.post(f"/proposals/{proposal.pk}/support/", headers={"HX-Request": "true"})
    assert answer.headers["HX-Redirect"] == "/accounts/enter/"
    assert proposal.title in visitor.get("/accounts/enter/").text


def test_a_closed_proposal_says_so_kindly(resident, sign_in):
    proposal = ProposalFactory(status="closed", outcome="declined")

    answer = sign_in(resident).post(f"/proposals/{proposal.pk}/support/", follow=True)

    assert "더 이상 공감을 받지 않습니다" in answer.text


def test_every_decision_stands_with_its_reason(officer, visitor):
    proposal = ProposalFactory()
    decide(proposal=proposal, status="in_review", reason="현장을 보러 갑니다.", by=officer)
    decide(
        proposal=proposal, status="closed", outcome="referred", reason="국도라서 넘겼습니다.",
        by=officer, referred_to="국토관리사무소", receipt="2026-77", link="https://example.kr/77",
    )  # fmt: skip
    reply_officially(proposal=proposal, department=department(), text="살펴보겠습니다.", by=officer)

    shown = page(visitor, proposal)

    for words in ("현장을 보러 갑니다.", "국도라서 넘겼습니다.", "국토관리사무소", "2026-77"):
        assert words in shown
    for words in ("살펴보겠습니다.", "도로과"):
        assert words in shown


def test_the_answer_of_the_city_stands_right_below_the_proposal(officer, visitor):
    proposal = ProposalFactory()
    assert "answer-title" not in page(visitor, proposal)

    decide(proposal=proposal, status="accepted", reason="다음 달에 시작합니다.", by=officer)

    shown = page(visitor, proposal)
    assert shown.index("다음 달에 시작합니다.") < shown.index('id="history-title"')


def test_the_clock_is_shown_honestly(officer, visitor, resident):
    proposal = submit_proposal(
        by=resident,
        title="길",
        text="어둡다",
        category=category(),
        place={"lon": 127.02, "lat": 37.75},
    )
    assert "까지 담당자가 읽습니다" in page(visitor, proposal)

    decide(proposal=proposal, status="in_review", reason="검토합니다.", by=officer)
    assert "답변 기한" in page(visitor, proposal)

    proposal.answer_due_at = timezone.now() - timedelta(days=2)
    proposal.save()
    assert "이 지났습니다" in page(visitor, proposal)

    decide(proposal=proposal, status="needs_info", reason="어느 쪽인가요?", by=officer)
    assert "기한 계산을 멈춥니다" in page(visitor, proposal)


def test_the_author_answers_a_question_on_the_page(officer, sign_in):
    proposal = ProposalFactory()
    decide(proposal=proposal, status="needs_info", reason="어느 쪽인가요?", by=officer)
    browser = sign_in(proposal.author)
    assert "보완 요청이 있습니다" in page(browser, proposal)

    browser.post(f"/proposals/{proposal.pk}/answer/", {"answer-reason": "동쪽입니다."})

    proposal.refresh_from_db()
    assert proposal.status == "received"
    assert "동쪽입니다." in page(browser, proposal)


def test_the_author_asks_for_a_second_look_once(officer, sign_in):
    proposal = ProposalFactory()
    decide(
        proposal=proposal,
        status="closed",
        outcome="declined",
        reason="예산이 없습니다.",
        by=officer,
    )
    browser = sign_in(proposal.author)

    browser.post(f"/proposals/{proposal.pk}/ask-again/", {"appeal-reason": "새 예산이 생겼습니다."})

    proposal.refresh_from_db()
    assert proposal.status == "in_review"
    assert "재심사 요청</button>" not in page(browser, proposal)


def test_the_author_withdraws_after_being_asked_once(sign_in):
    proposal = ProposalFactory()
    browser = sign_in(proposal.author)

    assert "철회하시겠습니까" in browser.get(f"/proposals/{proposal.pk}/withdraw/").text
    browser.post(f"/proposals/{proposal.pk}/withdraw/")

    proposal.refresh_from_db()
    assert proposal.outcome == "withdrawn"


def test_the_author_corrects_the_words(sign_in):
    proposal = ProposalFactory()
    words = {"title": "고친 제목", "text": "고친 글", "category": category().pk}

    sign_in(proposal.author).post(f"/proposals/{proposal.pk}/edit/", words)

    proposal.refresh_from_db()
    assert proposal.title == "고친 제목"


def test_hidden_proposals_are_seen_by_officers_with_a_note(officer, resident, visitor, sign_in):
    proposal = ProposalFactory(hidden_at=timezone.now())

    assert "공개되지 않은 제안" in page(sign_in(officer), proposal)
    for browser in (visitor, sign_in(resident), sign_in(proposal.author)):
        assert browser.get(f"/proposals/{proposal.pk}/").status_code == 404


def test_an_abuse_report_reaches_the_desk(resident, sign_in):
    proposal = ProposalFactory()
    comment = post_comment(proposal=proposal, by=UserFactory(), text="심한 말")
    browser = sign_in(resident)

    assert "심한 말" in browser.get(f"/proposals/{proposal.pk}/report/?comment={comment.pk}").text
    browser.post(
        f"/proposals/{proposal.pk}/report/?comment={comment.pk}", {"reason": "욕설입니다."}
    )

    case = ModerationCase.objects.get()
    assert (case.kind, case.target, case.reporter) == ("comment", comment.pk, resident)


@pytest.mark.parametrize("many", [1, 12])
def test_a_long_thread_costs_the_same(
    many, resident, officer, sign_in, django_assert_max_num_queries
):
    proposal = ProposalFactory(support_threshold=99)
    people = UserFactory.create_batch(many)
    for person in people:
        give_support(proposal=proposal, by=person)
        first = post_comment(proposal=proposal, by=person, text="하나")
        post_comment(proposal=proposal, by=person, text="둘", answers=first)
        offer_solution(proposal=proposal, by=person, title="방안", text="…")
        reply_officially(proposal=proposal, department=department(), text="답", by=officer)
    ProposalFactory.create_batch(many)
    fold_support()
    browser = sign_in(resident)
    page(browser, proposal)

    with django_assert_max_num_queries(30):
        page(browser, proposal)


def test_names_and_addresses_of_people_stay_home(visitor, resident):
    proposal = ProposalFactory(author=resident)

    shown = page(visitor, proposal)

    assert resident.pseudonym in shown
    assert resident.email not in shown
