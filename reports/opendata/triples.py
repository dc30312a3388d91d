"""Small steps with which a graph of RDF is put together."""

from city.words import LANGUAGES, Words


class Triples:
    def __init__(self) -> None:
        from rdflib import Graph, Namespace
        from rdflib.namespace import DCTERMS, FOAF, RDF, SKOS, XSD

        self.dcat = Namespace("http://www.w3.org/ns/dcat#")  # with the terms of its version 3
        self.dct, self.foaf = DCTERMS, FOAF
        self.rdf, self.skos, self.xsd = RDF, SKOS, XSD
        self.vcard = Namespace("http://www.w3.org/2006/vcard/ns#")
        self.spdx = Namespace("http://spdx.org/rdf/terms#")
        self.graph = Graph()
        self.dcatap = Namespace("http://data.europa.eu/r5r/")
        for prefix, space in (
            ("dcat", self.dcat), ("vcard", self.vcard), ("spdx", self.spdx), ("dct", DCTERMS),
            ("dcatap", self.dcatap),
        ):  # fmt: skip
            self.graph.bind(prefix, space)

    def _add(self, subject, predicate, *values) -> None:
        for value in values:
            self.graph.add((subject, predicate, value))

    def _node(self, address: str, kind, *more):
        from rdflib import URIRef

        node = URIRef(address)
        self._add(node, self.rdf.type, kind, *more)
        return node

    def _said(self, subject, predicate, said: Words) -> None:
        from rdflib import Literal

        for language in LANGUAGES:
            if text := said.get(language) or said.get("ko"):
                self._add(subject, predicate, Literal(text, lang=language))

    def _literal(self, value, kind):
        from rdflib import Literal

        return Literal(value, datatype=kind)

    def _concept(self, address: str):
        from rdflib import Literal

        node = self._node(address, self.skos.Concept)
        self._add(node, self.skos.prefLabel, Literal(address.rsplit("/", 1)[1], lang="en"))
        return node
