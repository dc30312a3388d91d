"""A report as PDF/UA: tagged, with its fonts, contents with page numbers, and one footer on all pages."""

import base64
from pathlib import Path

STYLE = Path(__file__).with_name("paper.css")


class CannotPrint(Exception):
    """Pango is missing on this server, so no PDF can be made."""


def write_pdf(tree, pictures: dict[str, str]) -> bytes:
    try:
        from weasyprint import CSS, HTML
        from weasyprint.text.fonts import FontConfiguration
        from weasyprint.urls import URLFetcher
    except OSError as missing:
        raise CannotPrint(str(missing)) from missing
    from lxml import html

    _embed(tree, pictures)
    fonts = FontConfiguration()
    fetcher = URLFetcher(allowed_protocols=["data"])  # nothing is fetched from anywhere
    document = HTML(string=html.tostring(tree, encoding="unicode"), url_fetcher=fetcher)
    return document.write_pdf(
        stylesheets=[CSS(filename=STYLE, font_config=fonts, url_fetcher=URLFetcher())],
        font_config=fonts, pdf_variant="pdf/ua-1", pdf_tags=True, full_fonts=False,
    )  # fmt: skip


def _embed(tree, pictures: dict[str, str]) -> None:
    for image in tree.xpath("//img"):
        svg = pictures.get(image.get("src"))
        if svg is None:
            image.drop_tree()
        else:
            coded = base64.b64encode(svg.encode()).decode()
            image.set("src", f"data:image/svg+xml;base64,{coded}")
