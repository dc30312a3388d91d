"""The open API says what the pages say, and nothing about people."""

import json

import pytest
from django.utils import timezone

from proposals.comment import post_comment
from tests.factories import ProposalFactory

pytestmark = pytest.mark.usefixtures("city")


def geojson(visitor, **filters) -> list[dict]:
    answer = visitor.get("/api/v1/proposals.geojson", filters)
    assert answer.headers["Content-Type"] == "application/geo+json"
    return json.loads(b"".join(answer.streaming_content))["features"]


def test_the_list_has_pages_and_links_between_them(visitor):
    ProposalFactory.create_batch(5)

    first = visitor.get("/api/v1/proposals/", {"page_size": 2})
    last = visitor.get("/api/v1/proposals/", {"page_size": 2, "page": 3})

    assert first.json()["count"] == 5
    assert [len(answer.json()["results"]) for answer in (first, last)] == [2, 1]
    assert first.headers["Link"].endswith('page=2&page_size=2>; rel="next"')
    assert 'rel="prev"' in last.headers["Link"]
    assert 'rel="next"' not in last.headers["Link"]


def test_the_same_filters_as_the_list(visitor):
    ProposalFactory(title="길", status="in_review")
    ProposalFactory(title="쉼터")

    answer = visitor.get("/api/v1/proposals/", {"status": "in_review"}).json()

    assert [row["title"] for row in answer["results"]] == ["길"]
    assert [f["properties"]["title"] for f in geojson(visitor, status="in_review")] == ["길"]


def test_bad_filters_are_a_problem_document(visitor):
    answer = visitor.get("/api/v1/proposals/", {"since": "gestern", "bbox": "1,2,3"})

    assert answer.status_code == 400
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert {error["pointer"] for error in answer.json()["errors"]} == {"#/since", "#/bbox"}


def test_one_proposal_with_its_discussion(visitor, resident):
    proposal = ProposalFactory(author=resident)
    post_comment(proposal=proposal, by=resident, text="보탬")
    hidden = post_comment(proposal=proposal, by=resident, text="심한 말")
    hidden.hidden_at = timezone.now()
    hidden.save()

    answer = visitor.get(f"/api/v1/proposals/{proposal.pk}/")

    assert [comment["text"] for comment in answer.json()["comments"]] == ["보탬"]
    for secret in (resident.email, resident.pseudonym, '"author'):
        assert secret not in answer.text


def test_hidden_proposals_are_not_there(visitor):
    proposal = ProposalFactory(hidden_at=timezone.now())

    assert visitor.get(f"/api/v1/proposals/{proposal.pk}/").status_code == 404
    assert visitor.get("/api/v1/proposals/").json()["count"] == 0
    assert geojson(visitor) == []


def test_geojson_has_every_point_and_no_others(visitor):
    with_point = ProposalFactory(title='따옴표 " 와 \n 줄')
    ProposalFactory(lon=None, lat=None)

    (feature,) = geojson(visitor)

    assert feature["id"] == with_point.pk
    assert feature["geometry"] == {"type": "Point", "coordinates": [127.02, 37.75]}
    assert feature["properties"]["title"] == with_point.title


def test_categories_in_both_languages(visitor):
    assert visitor.get("/api/v1/categories/").json() == [
        {"slug": "walking", "name": {"ko": "보행", "en": "Walking"}, "icon": "", "is_open": True}
    ]


@pytest.mark.parametrize("number", [2, 40])
def test_a_page_costs_the_same_however_many(number, visitor, django_assert_max_num_queries):
    ProposalFactory.create_batch(number)

    with django_assert_max_num_queries(4):
        visitor.get("/api/v1/proposals/")


def test_nobody_writes_through_it(visitor):
    assert visitor.post("/api/v1/proposals/", {"title": "x"}).status_code == 405
