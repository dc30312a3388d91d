"""Everybody finds proposals: filters in the address, counts per status, one constant cost."""

from datetime import datetime, timedelta

import pytest
from django.http import QueryDict
from django.utils import timezone

from city.words import words
from maps import points, snapshot
from maps.models import District, Succession
from proposals.filters import ProposalFilter
from proposals.models import Call, Proposal
from proposals.on_map import LAYER
from proposals.support import give_support
from tests.factories import ProposalFactory, category

pytestmark = pytest.mark.usefixtures("city")


def open_call(slug="spring", **fields) -> Call:
    now = timezone.now()
    return Call.objects.create(
        slug=slug, title=words("봄 공모", "Spring call"), opens_at=now - timedelta(days=1),
        closes_at=now + timedelta(days=9), **fields,
    )  # fmt: skip


def found(address: str) -> set[str]:
    """The titles that the filters of an address leave."""
    filters = ProposalFilter(QueryDict(address), queryset=Proposal.objects.public())
    return {proposal.title for proposal in filters.qs}


@pytest.fixture
def some():
    """Four proposals that differ in everything one can filter by."""
    care, call = category("care", "돌봄", "Care"), open_call()
    ago = timezone.now() - timedelta(days=100)
    ProposalFactory(title="어두운 길", text="가로등 하나 없음", lon=127.01)
    ProposalFactory(title="노인 쉼터", text="앉을 곳", category=care, lon=127.06, created_at=ago)
    ProposalFactory(title="공모작", text="꽃길", call=call, status="in_review", support_count=9)
    ProposalFactory(
        title="끝난 일", text="이미 함", status="closed", outcome="done", comment_count=5,
        lon=None, lat=None, district=District.objects.get(code="4199051000"), place_note="시장 뒤",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("address", "titles"),
    [
        ("", {"어두운 길", "노인 쉼터", "공모작", "끝난 일"}),
        ("q=가로등", {"어두운 길"}),
        ("q=어두운 가로등", {"어두운 길"}),
        ("q=어두운 꽃길", set()),
        ("q=시장", {"끝난 일"}),
        ("category=care", {"노인 쉼터"}),
        ("category=care&category=walking", {"어두운 길", "노인 쉼터", "공모작", "끝난 일"}),
        ("status=in_review", {"공모작"}),
        ("status=received&status=in_review", {"어두운 길", "노인 쉼터", "공모작"}),
        ("outcome=done", {"끝난 일"}),
        ("district=4199052000", {"노인 쉼터"}),
        ("district=4199051000", {"어두운 길", "공모작", "끝난 일"}),
        ("call=spring", {"공모작"}),
        ("until=2001-01-01", set()),
        ("bbox=127.0,37.7,127.015,37.8", {"어두운 길"}),
        ("q=길&status=received", {"어두운 길"}),
        ("district=nowhere&category=none&status=x&since=tomorrow&bbox=nan,1,2,3&order=x", 4),
        ("since=0001-01-01&until=9999-12-31", 4),
        ("q=%00&category=%00&call=%00&district=%00&status=%00&since=%00&bbox=%00&order=%00", 4),
    ],
)
def test_filters(some, address, titles):
    left = found(address)

    assert left == titles or len(left) == titles


def test_since_and_until_count_whole_days_here():
    at = timezone.make_aware(datetime(2026, 3, 10, 0, 30))
    ProposalFactory(title="한밤", created_at=at)

    assert found("since=2026-03-10&until=2026-03-10") == {"한밤"}
    assert found("until=2026-03-09") == set()
    assert found("since=2026-03-11") == set()


def test_a_district_finds_what_was_proposed_in_those_it_came_from():
    old = District.objects.get(code="4199051000")
    ProposalFactory(title="옛 동네", lon=None, lat=None, district=old)
    new = District.objects.create(
        code="4199051100", name=words("서편1동"), outline=old.outline, west=old.west, south=old.south,
        east=old.east, north=old.north, label_lon=old.label_lon, label_lat=old.label_lat,
        valid_from="2026-01-01",
    )  # fmt: skip
    Succession.objects.create(before=old, after=new)

    assert found("district=4199051100") == {"옛 동네"}


def test_words_the_city_rewrote_hide_the_authors_words():
    ProposalFactory(
        title="내 이름은 김가람", text="연락 주세요", city_title="어두운 길", city_text="길"
    )

    assert found("q=김가람") == set()
    assert found("q=어두운") == {"내 이름은 김가람"}


@pytest.mark.parametrize(
    ("order", "first"), [("newest", "새것"), ("support", "많은 공감"), ("comments", "많은 댓글")]
)
def test_order(order, first):
    ago = timezone.now() - timedelta(days=3)
    ProposalFactory(title="많은 공감", support_count=8, created_at=ago)
    ProposalFactory(title="많은 댓글", comment_count=8, created_at=ago)
    ProposalFactory(title="새것")

    filters = ProposalFilter({"order": order}, queryset=Proposal.objects.all())
    assert filters.qs[0].title == first


def test_the_bar_counts_each_state_now(some, visitor):
    page = visitor.get("/proposals/", {"status": "received"})

    counts = {str(state["label"]): state["count"] for state in page.context["states"]}
    assert counts == {"전체": 4, "접수": 2, "검토 중": 1, "반영 완료": 1}
    assert page.context["page"].paginator.count == 2
    assert 'aria-current="true"' in page.text


def test_each_filter_can_be_taken_away(some, visitor):
    page = visitor.get("/proposals/?q=길&category=care&category=walking&status=received&page=1")

    chips = {str(label): query for label, query in page.context["chips"]}
    assert set(chips) == {"“길”", "보행", "돌봄", "접수"}
    assert "category=walking" in chips["돌봄"]
    assert "category=care" not in chips["돌봄"]


def test_hidden_proposals_are_in_no_list(visitor, officer, sign_in):
    ProposalFactory(title="가린 글", hidden_at=timezone.now())

    for browser in (visitor, sign_in(officer)):
        for address in ("/proposals/", "/api/v1/proposals/", "/?lang=ko"):
            assert "가린 글" not in browser.get(address).text
    assert not LAYER.rows().exists()


@pytest.mark.parametrize("number", [0, 3, 60])
def test_a_list_costs_the_same_however_long(number, resident, sign_in, django_assert_num_queries):
    for proposal in ProposalFactory.create_batch(number, support_threshold=99)[:2]:
        give_support(proposal=proposal, by=resident)
    browser = sign_in(resident)
    browser.get("/proposals/")

    # session, reader, city, states, categories, districts, calls, page, photos, unread
    with django_assert_num_queries(10 if number else 8):
        page = browser.get("/proposals/")

    assert page.text.count('class="card"') == min(number, 24)


@pytest.mark.parametrize(
    "query",
    ["", "status=received", "outcome=done", "status=closed&outcome=done&outcome=declined", "q=빛",
     "status=nonsense", "district=4199051000", "bbox=127.0,37.7,127.05,37.8&status=received"],
)  # fmt: skip
def test_a_large_city_counts_its_list_on_the_map(query, visitor, settings):
    west = District.objects.get(code="4199051000")
    ProposalFactory.create_batch(3, title="빛이 없어요")
    ProposalFactory(status="closed", outcome="done", lon=127.08)
    ProposalFactory(lon=None, lat=None, district=west, status="closed", outcome="declined")
    before = visitor.get(f"/proposals/?{query}")
    settings.MAP_SNAPSHOT_FROM = 1
    snapshot.build_snapshot("proposals")
    points.forget()

    after = visitor.get(f"/proposals/?{query}")

    assert after.context["states"] == before.context["states"]
    assert after.context["page"].paginator.count == len(
        ProposalFilter(QueryDict(query), queryset=Proposal.objects.public()).qs
    )


def test_pages_keep_the_filters(visitor):
    ProposalFactory.create_batch(30)

    page = visitor.get("/proposals/?q=학교&page=2")

    assert page.text.count('class="card"') == 6
    assert "?q=%ED%95%99%EA%B5%90&amp;page=1" in page.text
    assert visitor.get("/proposals/?page=999").context["page"].number == 2
    assert visitor.get("/proposals/?page=x").context["page"].number == 1


def test_signed_out_readers_all_get_the_same_bytes(visitor):
    proposal = ProposalFactory()

    for address in ("/proposals/", f"/proposals/{proposal.pk}/"):
        first, second = visitor.get(address), visitor.get(address)
        assert first.content == second.content
        assert "csrf" not in first.text
        assert not first.cookies


def test_the_days_from_which_and_until_which_are_called_so(client, city):
    page = client.get("/proposals/").content.decode()

    assert "시작일" in page
    assert "종료일" in page
