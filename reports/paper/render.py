"""A report as one HTML document for paper: the same sections as its page, without the portal around."""

from typing import Any
from urllib.parse import unquote, urljoin

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation

from city.models import City
from reports.models import Report
from reports.page import page_of

NO_PRINT = "//svg[contains(@class, 'icon')] | //*[contains(@class, 'no-print')]"


def paper_of(report: Report, language: str):
    """An lxml tree. Pictures keep their file names as src; links are whole addresses."""
    from lxml import html

    with translation.override(language):
        text = render_to_string("reports/paper/report.html", _context(report, language))
    tree = html.document_fromstring(text)
    for node in tree.xpath(NO_PRINT):
        node.drop_tree()
    for link in tree.xpath("//a[starts-with(@href, '/')]"):
        link.set("href", urljoin(settings.SITE_URL, link.get("href")))
    for link in tree.xpath("//a[starts-with(@href, 'http')]"):
        link.set("data-address", _readable(link))
    return tree


def _context(report: Report, language: str) -> dict[str, Any]:
    versions = Report.objects.published().filter(slug=report.slug, version__lte=report.version)
    return page_of(report, lambda name: name) | {
        "paper": True,
        "city": City.objects.current(),
        "language": language,
        "versions": list(versions.defer("frozen", "pictures").order_by("-version")),
    }


def _readable(link) -> str:
    """What is printed behind a link; nothing where its words are the address already."""
    address = unquote(link.get("href"))
    return "" if address in link.text_content() else f" ({address})"
