"""The open API: described for machines and for people, and kind when it refuses."""

import pytest

pytestmark = pytest.mark.django_db


def test_the_schema_is_openapi_3_1_and_names_every_room(visitor):
    schema = visitor.get("/api/v1/schema/?format=json").json()

    assert schema["openapi"].startswith("3.1")
    for room in ("proposals", "pilots", "surveys", "reports", "figures", "districts"):
        assert any(f"/{room}" in path for path in schema["paths"]), room


def test_the_docs_page_lists_the_same_addresses(visitor):
    schema = visitor.get("/api/v1/schema/?format=json").json()

    page = visitor.get("/api/v1/docs/").content.decode()

    for path in schema["paths"]:
        assert path in page


def test_a_refusal_is_a_problem_document(visitor):
    answer = visitor.get("/api/v1/proposals/999999/")

    assert answer.status_code == 404
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert answer.json()["status"] == 404
    assert answer.json()["detail"]


def test_writing_is_not_open(visitor):
    answer = visitor.post("/api/v1/proposals/", {}, content_type="application/json")

    assert answer.status_code == 405
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert "GET" in answer.headers["Allow"]


def test_the_portal_says_that_it_lives(visitor):
    assert visitor.get("/health/live").status_code == 200
    assert visitor.get("/health/ready").json()["database"] == "ok"
