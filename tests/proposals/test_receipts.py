"""The number on a receipt finds the proposal again, without an account."""

import pytest
from django.core.cache import cache
from django.utils import timezone

from proposals.guesses import MOST_WRONG
from proposals.receipts import find_receipt, looks_like_number, new_number
from proposals.record import Asked, record_support
from tests import factories as f

pytestmark = pytest.mark.usefixtures("city")


@pytest.fixture(autouse=True)
def _nobody_has_guessed_yet():
    cache.clear()


@pytest.fixture
def receipt(officer, neighbour):
    who = Asked(who=neighbour, channel="desk", consent="spoken", consent_on=timezone.localdate())
    return record_support(proposal=f.ProposalFactory(), asked=who, by=officer)


def test_the_number_shows_what_became_of_the_proposal(receipt, visitor):
    page = visitor.get("/search/", {"q": receipt.number})

    assert receipt.proposal.title in page.text
    assert "공감을 접수했습니다" in page.text
    assert receipt.person.pseudonym not in page.text
    assert not page.cookies


@pytest.mark.parametrize("write", [str.lower, lambda n: n.replace("-", " "), lambda n: f" {n}. ",
                                   lambda n: n.replace("-", ""), lambda n: n.replace("-", "–")])  # fmt: skip
def test_it_may_be_written_as_people_write(receipt, write):
    assert find_receipt(write(receipt.number)) == receipt


def test_a_slip_of_the_pen_never_finds_another_ones(receipt):
    digits = receipt.number[5:12]
    for place in range(7):
        wrong = str((int(digits[place]) + 1) % 10)
        slip = digits[:place] + wrong + digits[place + 1 :]
        assert find_receipt(receipt.number.replace(digits, slip)) is None


def test_a_wrong_number_gets_a_kind_sentence(receipt, visitor):
    page = visitor.get("/search/?q=2026-1234567-AA")

    assert page.status_code == 404
    assert "다시 확인해 주세요" in page.text
    assert "2026-1234567-AA" in page.text


def test_who_guesses_has_to_wait_even_for_a_right_one(receipt, visitor):
    for _guess in range(MOST_WRONG):
        assert visitor.get("/search/?q=2026-1234567-AA").status_code == 404

    page = visitor.get("/search/", {"q": receipt.number})
    assert page.status_code == 429
    assert receipt.proposal.title not in page.text


def test_looking_up_ones_own_is_no_guessing(receipt, visitor):
    for _time in range(MOST_WRONG + 2):
        assert visitor.get("/search/", {"q": receipt.number}).status_code == 200


def test_the_page_asks_for_a_number_or_words(visitor):
    page = visitor.get("/search/")

    assert page.status_code == 200
    assert 'name="q"' in page.text


def test_words_lead_to_the_list(visitor):
    page = visitor.get("/search/", {"q": "경로당 앞 & 뒤"})

    assert page.status_code == 302
    assert page.url.startswith("/proposals/?q=%EA%B2%BD")
    assert "%26" in page.url


def test_a_hidden_proposal_says_nothing_of_itself(receipt, visitor):
    receipt.proposal.hidden_at = timezone.now()
    receipt.proposal.save(update_fields=["hidden_at"])

    page = visitor.get("/search/", {"q": receipt.number})

    assert receipt.proposal.title not in page.text
    assert "공개되지 않는" in page.text


def test_numbers_are_told_from_words():
    assert looks_like_number(new_number(timezone.now()))
    assert looks_like_number("2026-000123-7K")  # a digit was left out
    assert not looks_like_number("2026년 예산")
    assert not looks_like_number("20260102")
    assert not looks_like_number("")
