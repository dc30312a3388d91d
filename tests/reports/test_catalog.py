"""The catalogue other data portals read: right RDF, in both languages, with what DCAT-AP asks."""

from datetime import timedelta

import pytest
from django.utils import timezone
from pyshacl import validate
from rdflib import DCTERMS, RDF, Graph, Literal, Namespace, URIRef

from reports.models import ReleaseFile
from tests.reports.shelves import ROWS, put_on_shelf

pytestmark = pytest.mark.django_db
DCAT = Namespace("http://www.w3.org/ns/dcat#")
SPDX = Namespace("http://spdx.org/rdf/terms#")
HOME = "http://127.0.0.1:8000/data/"
PROPOSALS = URIRef(f"{HOME}proposals/")
# What every portal that harvests must find, in our own words: class, property, how often at least.
ASKED = {
    "dcat:Catalog": "dct:title dct:description dct:publisher dcat:dataset dct:license",
    "dcat:Dataset": "dct:title dct:description dcat:keyword dcat:theme dcat:contactPoint "
    "dct:spatial dct:temporal dct:publisher dct:license dcat:distribution",
    "dcat:Distribution": "dcat:accessURL dct:license dct:format dct:title dct:description",
    "dcat:DataService": "dct:title dcat:endpointURL dcat:endpointDescription dcat:servesDataset",
    "spdx:Checksum": "spdx:algorithm spdx:checksumValue",
    "foaf:Agent": "foaf:name",
}


@pytest.fixture
def versions(city):
    today = timezone.now()
    put_on_shelf(slug="pilots", files={"pilots.csv": ROWS})
    return [put_on_shelf(f"2026-11-0{n}", at=today + timedelta(days=n)) for n in (1, 2, 3)]


@pytest.fixture
def graph(versions, visitor) -> Graph:
    return Graph().parse(data=visitor.get("/data/catalog.ttl").content, format="turtle")


def rules() -> Graph:
    prefixes = """
        @prefix sh: <http://www.w3.org/ns/shacl#> . @prefix dcat: <http://www.w3.org/ns/dcat#> .
        @prefix dct: <http://purl.org/dc/terms/> . @prefix spdx: <http://spdx.org/rdf/terms#> .
        @prefix foaf: <http://xmlns.com/foaf/0.1/> ."""
    shapes = [
        f"[] a sh:NodeShape ; sh:targetClass {kind} ; "
        + " ; ".join(f"sh:property [ sh:path {name} ; sh:minCount 1 ]" for name in names.split())
        + " ."
        for kind, names in ASKED.items()
    ]
    return Graph().parse(data=prefixes + "\n".join(shapes), format="turtle")


def test_nothing_that_is_asked_for_is_missing(graph):
    conforms, _report, said = validate(graph, shacl_graph=rules())
    assert conforms, said


def test_the_rules_would_notice(graph):
    graph.remove((PROPOSALS, DCTERMS.title, None))
    conforms, _report, _said = validate(graph, shacl_graph=rules())
    assert not conforms


def test_both_forms_say_the_same(graph, visitor):
    answer = visitor.get("/data/catalog.jsonld")
    other = Graph().parse(data=answer.content, format="json-ld")

    assert answer["Content-Type"].startswith("application/ld+json")
    assert len(other) == len(graph)


def test_titles_are_in_both_languages(graph):
    said = set(graph.objects(PROPOSALS, DCTERMS.title))
    assert said == {Literal("제안", lang="ko"), Literal("Proposals", lang="en")}


def test_checksums_and_sizes_are_those_of_the_files(graph, versions):
    node = URIRef(f"{HOME}proposals/2026-11-03/#proposals.csv")
    file = ReleaseFile.objects.get(release=versions[-1], name="proposals.csv")
    checksum = graph.value(node, SPDX.checksum)

    assert str(graph.value(checksum, SPDX.checksumValue)).lower() == file.digest
    assert int(graph.value(node, DCAT.byteSize)) == file.size
    assert str(graph.value(node, DCAT.downloadURL)).endswith("/2026-11-03/proposals.csv")


def test_each_version_points_to_the_one_before_it(graph):
    newest, middle, oldest = (URIRef(f"{PROPOSALS}2026-11-0{n}/") for n in (3, 2, 1))

    assert graph.value(newest, DCAT.previousVersion) == middle
    assert graph.value(middle, DCAT.previousVersion) == oldest
    assert graph.value(oldest, DCAT.previousVersion) is None
    assert set(graph.objects(PROPOSALS, DCAT.hasVersion)) == {newest, middle, oldest}


def test_every_address_of_ours_opens(graph, visitor):
    kinds = (DCAT.Catalog, DCAT.Dataset, DCAT.Distribution)
    addresses = {
        str(node).split("#")[0] for kind in kinds for node in graph.subjects(RDF.type, kind)
    }

    for address in addresses:
        assert visitor.get(address.removeprefix("http://127.0.0.1:8000")).status_code == 200, (
            address
        )


def test_only_living_services_are_listed(graph):
    services = {str(url) for url in graph.objects(None, DCAT.endpointURL)}
    assert "http://127.0.0.1:8000/sta/v1.1/" in services


def test_the_catalogue_is_built_once_a_release(versions, visitor, django_assert_max_num_queries):
    tag = visitor.get("/data/catalog.ttl")["ETag"]
    with django_assert_max_num_queries(5):
        assert visitor.get("/data/catalog.ttl", headers={"if-none-match": tag}).status_code == 304

    put_on_shelf("2026-11-09", at=timezone.now() + timedelta(days=9))
    assert visitor.get("/data/catalog.ttl")["ETag"] != tag


def test_a_city_without_data_has_a_catalogue_too(visitor):
    assert Graph().parse(data=visitor.get("/data/catalog.ttl").content, format="turtle")


def test_there_is_no_third_form(visitor):
    assert visitor.get("/data/catalog.xml").status_code == 404
