"""The city's calls: those that are open first, and what became of what came in."""

from datetime import timedelta

import pytest
from django.utils import timezone

from proposals.models import Call
from tests import factories as f


def make_call(slug, opens, closes, ko):
    now = timezone.now()
    return Call.objects.create(
        slug=slug, title={"ko": ko}, text={"ko": "골목을 함께 고칩니다."},
        opens_at=now + timedelta(days=opens), closes_at=now + timedelta(days=closes),
    )  # fmt: skip


@pytest.fixture
def calls(city):
    return {
        "open": make_call("봄-골목", -3, 20, "봄 골목"),
        "coming": make_call("가을", 30, 60, "가을 안전"),
        "over": make_call("겨울", -90, -60, "지난겨울 눈길"),
    }


def test_each_call_stands_under_its_time(calls, client):
    parts = client.get("/calls/").context["parts"]

    assert {part: [row.slug for row in rows] for part, rows in parts.items()} == {
        "open": ["봄-골목"], "coming": ["가을"], "over": ["겨울"],
    }  # fmt: skip


def test_a_call_says_what_came_in_and_what_became_of_it(calls, client):
    call = calls["over"]
    f.ProposalFactory(call=call, title="육교에 열선을", status="closed", outcome="done")
    f.ProposalFactory(call=call, status="in_review")
    f.ProposalFactory(call=call, hidden_at=timezone.now())
    f.ProposalFactory()

    response = client.get(call.get_absolute_url())

    shown = response.context["call"]
    assert (shown.received, shown.accepted, shown.done) == (2, 1, 1)
    assert "육교에 열선을" in response.content.decode()


def test_only_an_open_call_invites(calls, client):
    assert "?call=%EB%B4%84" in client.get(calls["open"].get_absolute_url()).content.decode()
    assert "/proposals/new/?call=" not in client.get("/calls/겨울/").content.decode()


@pytest.mark.parametrize("slug", ["없음", "%00", "a" * 300])
def test_an_unknown_call_is_not_there(calls, client, slug):
    assert client.get(f"/calls/{slug}/").status_code == 404


def test_a_city_without_calls_says_so(city, client):
    assert "아직 제안 공모가 없습니다" in client.get("/calls/").content.decode()


def test_many_calls_cost_what_one_costs(calls, client, django_assert_max_num_queries):
    for n in range(20):
        make_call(f"round-{n}", -1, 10, f"공모 {n}")

    with django_assert_max_num_queries(3):
        client.get("/calls/")
