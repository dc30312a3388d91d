"""Texts as they are shown now: what is hidden or taken back is gone from the next download."""

import csv
import io

import pytest
from django.utils import timezone

from tests import factories as f
from tests.reports.shelves import body

pytestmark = pytest.mark.django_db
FILE = "/data/proposal-texts/now.csv"


def texts(visitor, asked="", encoding="utf-8-sig") -> list[dict]:
    content = body(visitor.get(FILE + asked)).decode(encoding)
    return list(csv.DictReader(io.StringIO(content, newline="")))


def test_everybody_reads_what_residents_wrote(resident, visitor):
    f.ProposalFactory(
        author=resident, title="어두운 길", text="가로등이 없습니다.\n밤에 무섭습니다."
    )

    (row,) = texts(visitor)
    assert (row["title"], row["text"]) == ("어두운 길", "가로등이 없습니다.\n밤에 무섭습니다.")
    assert row["words_of"] == "resident"
    assert resident.pseudonym not in str(row)


def test_a_hidden_proposal_is_gone_at_once(resident, visitor):
    proposal = f.ProposalFactory(author=resident)
    assert texts(visitor)

    proposal.hidden_at = timezone.now()
    proposal.save()
    assert texts(visitor) == []


def test_words_of_the_city_stand_for_those_who_left(resident, visitor):
    f.ProposalFactory(
        author=resident, title="내 이름은 홍길동", text="010-0000-0000",
        city_title="가로등 요청", city_text="밤길이 어둡습니다.",
    )  # fmt: skip

    (row,) = texts(visitor)
    assert (row["title"], row["text"]) == ("가로등 요청", "밤길이 어둡습니다.")
    assert row["words_of"] == "city"
    assert "홍길동" not in str(row)


@pytest.mark.parametrize("title", ["=cmd|' /C calc'!A0", "+82 2 000", "-1", "@SUM(A1)"])
def test_no_title_is_run_as_a_formula(resident, visitor, title):
    f.ProposalFactory(author=resident, title=title)

    assert texts(visitor)[0]["title"] == f"'{title}"


def test_older_spreadsheets_read_it_too(resident, visitor):
    f.ProposalFactory(author=resident, title="별 🙂")

    (row,) = texts(visitor, "?encoding=cp949&header=ko", "cp949")
    assert row["제목"] == "별 ?"


def test_nobody_keeps_a_copy(city, visitor):
    assert visitor.get(FILE)["Cache-Control"] == "no-store"


def test_many_proposals_cost_no_more_queries(resident, visitor, django_assert_max_num_queries):
    for _number in range(5):
        f.ProposalFactory(author=resident)

    with django_assert_max_num_queries(4):
        assert len(texts(visitor)) == 5


def test_a_demonstration_says_so(city, resident, visitor):
    city.is_demo = True
    city.save()
    f.ProposalFactory(author=resident)

    assert texts(visitor)[0]["mark"] == "시연용 demonstration"


def test_the_page_says_why_there_are_no_old_ones(visitor):
    assert "바뀌지 않으므로" in visitor.get("/data/proposal-texts/").content.decode()
