"""A report as HWPX, the open format of Korean offices: real headings, real tables, the words of the page."""

from io import BytesIO
from typing import Any

from reports.paper.blocks import Block, blocks_of

WIDTH = round(170 / 25.4 * 7200)  # of the text on A4, in the units of the format
HEAD = "#E6E8EA"
PICTURE_MM = 140


def write_hwpx(tree, pictures: dict[str, str]) -> bytes:
    from hwpx import HwpxDocument

    document = HwpxDocument.new()
    document.page.setup(
        paper_size="A4", margin_left_mm=20, margin_right_mm=20, margin_top_mm=20,
        margin_bottom_mm=20, header_margin_mm=10, footer_margin_mm=10,
    )  # fmt: skip
    header, mark, origin = (
        words.text_content().strip() for words in tree.xpath("//*[@class='running']/span")
    )
    document.page.set_header(text=" · ".join(filter(None, [header, mark])))
    document.page.set_page_number(target="footer", prefix=f"{origin} · ")
    document.parts.set_document_metadata(
        title=tree.findtext(".//title"),
        creator=tree.xpath("string(//meta[@name='author']/@content)"),
    )
    writer = _Writer(document, pictures)
    for block in blocks_of(tree):
        writer.add(block)
    kept = BytesIO()
    document.save_to_stream(kept)
    return kept.getvalue()


class _Writer:
    """Adds blocks at the end of a document, each with the shapes of its kind."""

    def __init__(self, document, pictures: dict[str, str]):
        self.document, self.pictures = document, pictures
        styles = document.styles
        self.plain = styles.ensure_run(size=10.5)
        self.strong = styles.ensure_run(size=10.5, bold=True)
        self.title = styles.ensure_run(size=22, bold=True)
        self.headings = {
            1: styles.ensure_run(size=15, bold=True),
            2: styles.ensure_run(size=12, bold=True),
        }
        self.small = styles.ensure_run(size=9)

    def add(self, block: Block) -> None:
        if block.kind == "heading":
            level = min(block.level, 2)
            self.document.add_heading(block.text, level=level, char_pr_id_ref=self.headings[level])
        elif block.kind == "table":
            self._table(block)
        elif block.kind == "picture":
            self._picture(block.text)
        else:
            shape = {"title": self.title, "strong": self.strong}.get(block.kind, self.plain)
            text = f"• {block.text}" if block.kind == "item" else block.text
            self.document.add_paragraph(text, char_pr_id_ref=shape, inherit_style=False)

    def _table(self, block: Block) -> None:
        width = max((len(row) for row in block.rows), default=0)
        if not width:
            return
        table = self.document.add_table(
            len(block.rows), width, width=WIDTH, char_pr_id_ref=self.small
        )
        for number, (row, values) in enumerate(zip(table.rows, block.rows, strict=True)):
            for place, (cell, text) in enumerate(zip(row.cells, values, strict=False)):
                cell.set_text(text)
                if number == 0 and block.has_head:
                    cell.element.set("header", "1")
                    table.set_cell_shading(number, place, HEAD)
        if block.has_head:
            table.element.set("repeatHeader", "1")

    def _picture(self, name: str) -> None:
        if name not in self.pictures:
            return
        self.document.add_picture(_png(self.pictures[name]), "png", width_mm=PICTURE_MM)


def _png(svg: str) -> Any:
    import vl_convert

    return vl_convert.svg_to_png(svg, scale=2)
