"""The graph of the catalogue: DCAT-AP 3, made of RDF resources that people can open too."""

from typing import Any

from django.conf import settings
from django.db.models import Prefetch
from django.utils import timezone

from city.models import City
from city.words import LANGUAGES, Words, words
from proposals.models import Proposal
from reports.models import Dataset, Release, ReleaseFile
from reports.opendata.datasets import Published, published
from reports.opendata.licence import licence_of
from reports.opendata.services import SERVICES
from reports.opendata.texts import TEXTS
from reports.opendata.triples import Triples

VERSIONS = 12  # older ones are on the dataset's page and in the API
EU = "http://publications.europa.eu/resource/authority/"
IANA = "https://www.iana.org/assignments/media-types/"
FILE_TYPES = {".csv": "CSV", ".geojson": "GEOJSON", ".gpkg": "GPKG", ".parquet": "PARQUET"}
STANDARDS = {
    ".csv": "https://www.rfc-editor.org/rfc/rfc4180",
    ".geojson": "https://www.rfc-editor.org/rfc/rfc7946",
    ".gpkg": "https://www.geopackage.org/spec/",
    ".parquet": "https://geoparquet.org/releases/v1.1.0/",
}


class Catalogue(Triples):
    """One graph; every resource has an address that people can open."""

    def __init__(self) -> None:
        super().__init__()
        self.city = City.objects.current()
        self.home = f"{settings.SITE_URL}/data/"

    def build(self, only: str = "") -> Any:
        """All datasets, or the one of this name with the catalogue it is from."""
        self._catalog()
        files = Prefetch("files", ReleaseFile.objects.filter(withdrawal__isnull=True))
        known = [
            (dataset, about)
            for dataset in Dataset.objects.order_by("position", "slug")
            if (about := published(dataset.slug)) and only in ("", dataset.slug)
        ]
        for dataset, about in known:
            versions = list(dataset.releases.all()[:VERSIONS])
            newest = dataset.releases.prefetch_related(files).first()
            self._dataset(about, dataset.licence, newest)
            self._versions(about, dataset.licence, versions)
        if not only:
            self._texts()
            self._services({about.slug for _dataset, about in known} | {TEXTS.slug})
        return self.graph

    def _catalog(self) -> None:
        name = self.city.name
        node = self._node(self.home, self.dcat.Catalog)
        mark = "시연용 " if self.city.is_demo else ""
        mark_en = "Demonstration: " if self.city.is_demo else ""
        self._said(node, self.dct.title, words(
            f"{mark}{name.get('ko', '')} 시민 리빙랩 공공데이터",
            f"{mark_en}Open data of the living lab of {name.get('en') or name.get('ko', '')}",
        ))  # fmt: skip
        self._said(node, self.dct.description, words(
            "제안, 공감, 처리 과정, 약속, 실증, 설문, 통계와 읍면동: 날짜가 적힌, 바뀌지 않는 파일",
            "Proposals, support, decisions, promises, pilots, surveys, figures and districts: "
            "dated files that never change",
        ))  # fmt: skip
        self._add(node, self.dct.publisher, self._publisher())
        self._add(node, self.dct.language, *self._languages())
        self._add(node, self.dct.license, self._licence("KOGL-1"))
        self._add(node, self.foaf.homepage, self._node(self.home + "#page", self.foaf.Document))
        self._add(node, self.dct.spatial, self._place())
        themes = self._node(f"{EU}data-theme", self.skos.ConceptScheme)
        self._said(themes, self.dct.title, words("데이터 주제", "Data theme"))
        self._add(node, self.dcat.themeTaxonomy, themes)
        for term, order in ((self.dct.issued, "pk"), (self.dct.modified, "-pk")):
            if release := Release.objects.order_by(order).first():
                self._add(node, term, self._stamp(release))
        self.catalog_node = node

    def _publisher(self):
        node = self._node(self.home + "#operator", self.foaf.Agent)
        self._said(node, self.foaf.name, self.city.operator or self.city.name)
        local = self._concept("http://purl.org/adms/publishertype/LocalAuthority")
        self._add(node, self.dct.type, local)
        return node

    def _contact(self):
        from rdflib import URIRef

        node = self._node(self.home + "#contact", self.vcard.Organization, self.vcard.Kind)
        self._said(node, self.vcard.fn, self.city.operator or self.city.name)
        self._add(node, self.vcard.hasURL, URIRef(f"{settings.SITE_URL}/help/"))
        if self.city.email:
            self._add(node, self.vcard.hasEmail, URIRef(f"mailto:{self.city.email}"))
        if phone := "".join(c for c in self.city.phone if c in "+0123456789"):
            self._add(node, self.vcard.hasTelephone, URIRef(f"tel:{phone}"))
        return node

    def _languages(self):
        kind = self.dct.LinguisticSystem
        return [self._node(f"{EU}language/{code}", kind) for code in ("KOR", "ENG")]

    def _licence(self, code: str):
        licence = licence_of(code)
        node = self._node(licence.url, self.dct.LicenseDocument)
        self._said(node, self.dct.title, licence.mark)
        kind = "Attribution" if licence.code == "KOGL-1" else "OtherRestrictiveClauses"
        self._add(node, self.dct.type, self._concept(f"http://purl.org/adms/licencetype/{kind}"))
        return node

    def _place(self):
        from rdflib import Namespace

        node = self._node(self.home + "#place", self.dct.Location)
        self._said(node, self.skos.prefLabel, self.city.name)
        west, south, east, north = self.city.bounds
        box = (
            f"POLYGON(({west} {south},{east} {south},{east} {north},{west} {north},{west} {south}))"
        )
        wkt = Namespace("http://www.opengis.net/ont/geosparql#").wktLiteral
        self._add(node, self.dcat.bbox, self._literal(box, wkt))
        centre = f"POINT({self.city.lon} {self.city.lat})"
        self._add(node, self.dcat.centroid, self._literal(centre, wkt))
        return node

    def _period(self, release: Release | None):
        from rdflib import BNode

        node = BNode()
        self._add(node, self.rdf.type, self.dct.PeriodOfTime)
        first = Proposal.objects.order_by("created_at").values_list("created_at", flat=True).first()
        if first:
            self._add(node, self.dcat.startDate, self._literal(first.date(), self.xsd.date))
        until = timezone.localtime(release.as_of if release else None).date()
        self._add(node, self.dcat.endDate, self._literal(until, self.xsd.date))
        return node

    def _described(self, about: Published, licence: str, version: str = ""):
        """A dataset, or one version of it, with everything that both have."""
        from rdflib import Literal

        address = f"{self.home}{about.slug}/" + (f"{version}/" if version else "")
        node = self._node(address, self.dcat.Dataset)
        titles = {lang: f"{text} {version}".strip() for lang, text in about.title.items() if text}
        self._said(node, self.dct.title, Words(titles))
        self._said(node, self.dct.description, about.description)
        self._about(node, about.themes, about.keywords)
        self._add(node, self.dct.publisher, self._publisher())
        self._add(node, self.dcat.contactPoint, self._contact())
        self._add(node, self.dct.spatial, self._place())
        self._add(node, self.dct.language, *self._languages())
        self._add(node, self.dct.license, self._licence(licence))
        self._add(node, self.dct.identifier, Literal(str(node)))
        return node

    def _about(self, node, themes: tuple[str, ...], keywords: Words) -> None:
        from rdflib import Literal

        for language in LANGUAGES:
            for word in filter(None, keywords.get(language, "").split(",")):
                self._add(node, self.dcat.keyword, Literal(word, lang=language))
        for theme in themes:
            self._add(node, self.dcat.theme, self._concept(f"{EU}data-theme/{theme}"))

    def _series(self, about: Published, licence: str, frequency: str, newest: Release | None):
        node = self._described(about, licence)
        self._add(self.catalog_node, self.dcat.dataset, node)
        self._add(node, self.dct.temporal, self._period(newest))
        often = self._node(f"{EU}frequency/{frequency}", self.dct.Frequency)
        self._add(node, self.dct.accrualPeriodicity, often)
        return node

    def _dataset(self, about: Published, licence: str, newest: Release | None) -> None:
        node = self._series(about, licence, "DAILY", newest)
        if newest is None:
            return
        self._add(node, self.dct.modified, self._stamp(newest))
        self._add(node, self.dcat.landingPage, self._node(f"{node}#page", self.foaf.Document))
        names = {file.name for file in newest.files.all()}
        for file in newest.files.all():
            ending = next((each for each in STANDARDS if file.name.endswith(each)), None)
            if ending and not file.name.endswith("-dictionary.csv"):
                distribution = self._distribution(about, newest, file, ending, licence, names)
                self._add(node, self.dcat.distribution, distribution)

    def _distribution(
        self, about: Published, release: Release, file: ReleaseFile, ending: str, licence: str,
        names: set[str],
    ):  # fmt: skip
        from rdflib import BNode, Literal, URIRef

        page = f"{self.home}{about.slug}/{release.name}/"
        node = self._node(f"{page}#{file.name}", self.dcat.Distribution)
        table = next((each for each in about.files if each.name == file.name.split(".")[0]), None)
        if table:
            self._said(node, self.dct.title, table.title)
        self._add(node, self.dcat.accessURL, URIRef(page))
        self._add(node, self.dcat.downloadURL, URIRef(page + file.name))
        self._add(node, self.dcat.byteSize, self._literal(file.size, self.xsd.nonNegativeInteger))
        media = self._node(IANA + file.media_type.split(";")[0], self.dct.MediaType)
        self._add(node, self.dcat.mediaType, media)
        kind = self._node(f"{EU}file-type/{FILE_TYPES[ending]}", self.dct.MediaTypeOrExtent)
        self._add(node, self.dct["format"], kind)
        self._add(node, self.dct.license, self._licence(licence))
        self._add(node, self.dct.language, *self._languages())
        self._add(node, self.dct.issued, self._stamp(release))
        self._add(node, self.dct.modified, self._stamp(release))
        self._said(node, self.dct.description, table.title if table else about.title)
        self._add(node, self.dcatap.availability, self._available())
        standards = [STANDARDS[ending]]
        schema = f"{file.name.split('.')[0]}-schema.json"
        if ending == ".csv" and schema in names:
            standards.append(page + schema)
        for standard in standards:
            self._add(node, self.dct.conformsTo, self._node(standard, self.dct.Standard))
        checksum = BNode()
        self._add(checksum, self.rdf.type, self.spdx.Checksum)
        self._add(checksum, self.spdx.algorithm, self.spdx.checksumAlgorithm_sha256)
        self._add(self.spdx.checksumAlgorithm_sha256, self.rdf.type, self.spdx.ChecksumAlgorithm)
        value = Literal(file.digest, datatype=self.xsd.hexBinary)
        self._add(checksum, self.spdx.checksumValue, value)
        self._add(node, self.spdx.checksum, checksum)
        return node

    def _available(self):
        return self._concept(f"{EU}planned-availability/AVAILABLE")

    def _stamp(self, release: Release):
        return self._literal(release.published_at.isoformat(), self.xsd.dateTime)

    def _versions(self, about: Published, licence: str, versions: list[Release]) -> None:
        """Newest first: each points to the one before it, and the dataset to all of them."""
        from rdflib import Literal, URIRef

        series = URIRef(f"{self.home}{about.slug}/")
        nodes = [self._described(about, licence, each.name) for each in versions]
        for place, (release, node) in enumerate(zip(versions, nodes, strict=True)):
            self._add(node, self.dcat.version, Literal(release.name))
            self._add(node, self.dct.issued, self._stamp(release))
            self._add(node, self.dct.temporal, self._period(release))
            self._add(node, self.dcat.isVersionOf, series)
            self._add(node, self.dcat.distribution, self._page_of(node, about, licence))
            self._add(series, self.dcat.hasVersion, node)
            if place + 1 < len(nodes):
                self._add(node, self.dcat.previousVersion, nodes[place + 1])

    def _page_of(self, node, about: Published, licence: str):
        """Where the files of a version are: listing all of them would make a book of this."""
        page = self._node(f"{node}#files", self.dcat.Distribution)
        self._said(page, self.dct.title, about.title)
        self._said(page, self.dct.description, about.description)
        self._add(page, self.dcat.accessURL, node)
        self._add(page, self.dct.license, self._licence(licence))
        html = self._node(f"{EU}file-type/HTML", self.dct.MediaTypeOrExtent)
        self._add(page, self.dct["format"], html)
        self._add(page, self.dcatap.availability, self._available())
        return page

    def _texts(self) -> None:
        from rdflib import URIRef

        node = self._series(TEXTS, "KOGL-1", "UPDATE_CONT", None)
        file = self._node(f"{node}#now", self.dcat.Distribution)
        self._said(file, self.dct.title, TEXTS.title)
        self._add(file, self.dcat.accessURL, URIRef(str(node)))
        self._add(file, self.dcat.downloadURL, URIRef(f"{node}now.csv"))
        self._add(file, self.dcat.mediaType, self._node(IANA + "text/csv", self.dct.MediaType))
        self._said(file, self.dct.description, TEXTS.description)
        kind = self._node(f"{EU}file-type/CSV", self.dct.MediaTypeOrExtent)
        self._add(file, self.dct["format"], kind)
        self._add(file, self.dcatap.availability, self._available())
        self._add(file, self.dct.license, self._licence("KOGL-1"))
        self._add(node, self.dcat.distribution, file)

    def _services(self, slugs: set[str]) -> None:
        from rdflib import URIRef

        for service in SERVICES:
            served = sorted(slugs & set(service.serves))
            if not served or not service.is_alive:
                continue
            name = service.path.strip("/").replace("/", "-")
            node = self._node(f"{self.home}#{name}", self.dcat.DataService)
            self._add(self.catalog_node, self.dcat.service, node)
            self._said(node, self.dct.title, service.title)
            self._said(node, self.dct.description, service.title)
            self._add(node, self.dct.publisher, self._publisher())
            self._add(node, self.dcat.contactPoint, self._contact())
            self._add(node, self.dct.license, self._licence("KOGL-1"))
            self._about(node, ("GOVE",), words("API"))
            self._add(node, self.dct.conformsTo, self._node(service.standard, self.dct.Standard))
            told_at = URIRef(f"{settings.SITE_URL}/{service.told_at}")
            self._add(node, self.dcat.endpointURL, URIRef(f"{settings.SITE_URL}/{service.path}"))
            self._add(node, self.dcat.endpointDescription, told_at)
            for slug in served:
                self._add(node, self.dcat.servesDataset, URIRef(f"{self.home}{slug}/"))
