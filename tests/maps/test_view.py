"""The list beside the map: what is in view, in its order, and what other choices would find."""

import pytest
from django.utils import timezone

from maps.models import District, Succession
from tests import factories as f

pytestmark = pytest.mark.usefixtures("city")

WEST_HALF = "bbox=127.0,37.7,127.05,37.8"


@pytest.fixture
def some():
    roads = f.category("road", "도로", "Roads")
    return {
        "old": f.ProposalFactory(title="오래된 것", support_count=9, category=roads),
        "new": f.ProposalFactory(title="새로운 것", status="closed", outcome="done"),
        "east": f.ProposalFactory(title="동쪽 것", lon=127.09),
    }


def view(browser, query):
    return browser.get(f"/tiles/proposals/view.json?{query}").json()


def test_the_most_backed_of_the_view_stand_first(visitor, some):
    found = view(visitor, WEST_HALF)

    assert found["ids"] == [some["old"].pk, some["new"].pk]
    assert found["total"] == 2


def test_the_newest_of_the_view_stand_first_for_who_asks(visitor, some):
    found = view(visitor, WEST_HALF + "&order=newest")

    assert found["ids"] == [some["new"].pk, some["old"].pk]


def test_the_counts_are_those_of_the_view(visitor, some):
    found = view(visitor, WEST_HALF)

    assert found["facets"]["state"] == {"received": 1, "done": 1}
    assert sum(found["facets"]["category"].values()) == 2


def test_a_page_holds_fifty_and_says_how_many_there_are(visitor):
    f.ProposalFactory.create_batch(60)

    found = view(visitor, WEST_HALF)

    assert (found["total"], len(found["ids"])) == (60, 50)


@pytest.mark.parametrize("box", ["1,2,3", "a,b,c,d", "127.1,37.7,127.0,37.8", "nan,0,1,1", "1;2"])
def test_an_area_that_is_none_gets_a_sentence(visitor, box):
    answer = visitor.get(f"/tiles/proposals/view.json?bbox={box}")
    page = visitor.get(f"/map/view/?bbox={box}&lang=en")

    assert answer.status_code == 400
    assert answer.json()["problem"]
    assert page.status_code == 422
    assert "four numbers" in page.text


def test_no_such_layer_is_not_found(visitor):
    assert visitor.get("/tiles/nothing/view.json").status_code == 404


def test_the_fragment_lists_the_cards_and_the_choices(visitor, some):
    page = visitor.get(f"/map/view/?{WEST_HALF}&lang=ko")

    assert page.text.index("오래된 것") < page.text.index("새로운 것")
    assert "동쪽 것" not in page.text
    assert 'data-total="2"' in page.text
    assert "category=road" in page.text


def test_a_choice_that_is_on_can_be_taken_off(visitor, some):
    page = visitor.get("/map/view/?category=road&category=walking&status=received")

    on = [choice for choice in page.context["facets"]["category"] if choice["is_on"]]
    assert {choice["query"] for choice in on} == {
        "?status=received&category=walking", "?status=received&category=road",
    }  # fmt: skip


def test_only_one_state_is_chosen_at_a_time(visitor, some):
    page = visitor.get("/map/view/?status=received")

    queries = {choice["query"] for choice in page.context["facets"]["state"]}
    assert queries == {"?", "?outcome=done"}


def test_a_district_counts_what_was_proposed_in_those_it_came_from(visitor, some):
    before, after = District.objects.order_by("code")
    before.valid_to = timezone.localdate()
    before.save()
    Succession.objects.create(before=before, after=after)

    page = visitor.get("/map/view/")

    [choice] = page.context["facets"]["district"]
    assert choice["count"] == 3
    assert visitor.get(f"/map/view/?district={after.code}").context["total"] == 3


def test_hidden_proposals_are_in_no_list(visitor):
    f.ProposalFactory(title="가린 글", hidden_at=timezone.now())

    assert "가린 글" not in visitor.get("/map/view/").text


@pytest.mark.parametrize("number", [2, 40])
def test_the_list_costs_the_same_however_long(visitor, number, django_assert_max_num_queries):
    f.ProposalFactory.create_batch(number)
    visitor.get("/map/view/")

    with django_assert_max_num_queries(13):
        visitor.get("/map/view/?status=received")
