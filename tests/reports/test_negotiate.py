"""One address serves people and programs: each says what it wants, and gets that."""

import pytest
from rdflib import Graph, Namespace, URIRef

from reports.opendata.withdraw import withdraw_file
from tests.reports.shelves import put_on_shelf
from tests.reports.test_withdraw import WHY

pytestmark = pytest.mark.django_db
DCAT = Namespace("http://www.w3.org/ns/dcat#")
BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,*/*;q=0.8"
ADDRESSES = ("/data/", "/data/proposals/", "/data/proposals/2026-10-31/")


@pytest.fixture
def release(city):
    return put_on_shelf()


def ask(visitor, address, accept, method="get"):
    return getattr(visitor, method)(address, headers={"accept": accept})


@pytest.mark.parametrize("accept", [BROWSER, "*/*", "text/html", "text/*;q=0.5", ""])
def test_browsers_always_get_the_page(release, visitor, accept):
    for address in ADDRESSES:
        answer = ask(visitor, address, accept)
        assert answer.status_code == 200, (address, accept)
        assert answer["Content-Type"].startswith("text/html")
        assert "Accept" in answer["Vary"]


@pytest.mark.parametrize(
    ("address", "accept", "where"),
    [
        ("/data/", "text/turtle", "/data/catalog.ttl"),
        ("/data/", "application/ld+json, text/html;q=0.5", "/data/catalog.jsonld"),
        ("/data/proposals/", "text/turtle", "/data/proposals.ttl"),
        ("/data/proposals/", "application/ld+json", "/data/proposals.jsonld"),
        ("/data/proposals/", "text/csv", "/data/proposals/2026-10-31/proposals.csv"),
        ("/data/proposals/", "application/geo+json", "/data/proposals/2026-10-31/proposals.geojson"),
        ("/data/proposals/2026-10-31/", "text/csv", "/data/proposals/2026-10-31/proposals.csv"),
        ("/data/proposals/", "image/png, text/csv;q=0.1", "/data/proposals/2026-10-31/proposals.csv"),
    ],
)  # fmt: skip
def test_a_program_is_led_to_what_it_asks_for(release, visitor, address, accept, where):
    for method in ("get", "head"):
        answer = ask(visitor, address, accept, method)
        assert (answer.status_code, answer["Location"]) == (303, where)
        assert "Accept" in answer["Vary"]
    assert visitor.get(where).status_code == 200


def test_what_there_is_not_is_said_with_what_there_is(release, visitor):
    answer = ask(visitor, "/data/proposals/", "image/png")

    assert answer.status_code == 406
    assert "text/csv" in answer.content.decode()
    assert "Accept" in answer["Vary"]


def test_a_withdrawn_file_is_not_offered(release, manager, visitor):
    withdraw_file(file=release.files.get(name="proposals.csv"), reason=WHY, by=manager)

    assert ask(visitor, "/data/proposals/", "text/csv").status_code == 406


def test_a_dataset_without_files_has_a_description_all_the_same(city, visitor):
    put_on_shelf(slug="pilots", files={})

    assert ask(visitor, "/data/pilots/", "text/turtle").status_code == 303
    assert ask(visitor, "/data/pilots/", "text/csv").status_code == 406


def test_the_description_of_one_dataset_tells_of_it_alone(release, visitor):
    put_on_shelf(slug="pilots")
    said = visitor.get("/data/proposals.ttl").content
    graph = Graph().parse(data=said, format="turtle")

    catalogue = URIRef("http://127.0.0.1:8000/data/")
    assert set(graph.objects(catalogue, DCAT.dataset)) == {URIRef(f"{catalogue}proposals/")}
    assert len(set(graph.objects(URIRef(f"{catalogue}proposals/"), DCAT.distribution))) == 3
    assert visitor.get("/data/nothing.ttl").status_code == 404


@pytest.mark.parametrize("address", ["/data/catalog.ttl", "/data/proposals.jsonld", *ADDRESSES])
def test_what_has_not_changed_is_not_sent_again(release, visitor, address):
    first = visitor.get(address)

    again = visitor.get(address, headers={"if-none-match": f'"other", {first["ETag"]}'})
    assert (again.status_code, again.content) == (304, b"")
    head = visitor.head(address)
    assert (head.status_code, head.content) == (200, b"")
    if not address.endswith("/"):
        assert head["ETag"] == first["ETag"]
