"""The paper's HTML as a list of headings, paragraphs, tables and pictures, for formats that are not HTML."""

from dataclasses import dataclass, field

SKIPPED = {"nav", "svg", "script", "style", "head"}
TEXTS = {"p", "figcaption", "caption", "dt", "dd", "summary"}


@dataclass(frozen=True)
class Block:
    kind: str  # title, heading, text, strong, item, table, picture
    text: str = ""
    level: int = 0
    rows: list[list[str]] = field(default_factory=list)
    has_head: bool = False


def blocks_of(tree) -> list[Block]:
    return _visit(tree.find("body"))


def _visit(node) -> list[Block]:
    if not isinstance(node.tag, str) or node.tag in SKIPPED or "running" in _classes(node):
        return []
    if node.tag == "h1":
        return [Block("title", words_of(node))]
    if node.tag in ("h2", "h3", "h4"):
        return [Block("heading", words_of(node), level=int(node.tag[1]) - 1)]
    if node.tag in TEXTS:
        kind = "strong" if node.tag in ("figcaption", "dt") else "text"
        return [Block(kind, words_of(node))] if words_of(node) else []
    if node.tag == "img":
        return [Block("picture", node.get("src"))]
    if node.tag == "table":
        return _table(node)
    if node.tag == "dl" and _classes(node) & {"facts", "headline"}:
        return [Block("table", rows=[_pair(div) for div in node.findall("div")])]
    if node.tag == "li" and not node.xpath(".//p | .//div"):
        return [Block("item", words_of(node))]
    return [block for child in node for block in _visit(child)]


def _classes(node) -> set[str]:
    return set((node.get("class") or "").split())


def _pair(div) -> list[str]:
    return [words_of(div.find("dt")), " ".join(words_of(dd) for dd in div.findall("dd"))]


def _table(node) -> list[Block]:
    caption = node.find("caption")
    said = []
    if caption is not None and "visually-hidden" not in _classes(caption):
        said = [Block("text", words_of(caption))]
    rows = [[words_of(cell) for cell in row if cell.tag in ("th", "td")] for row in node.iter("tr")]
    return [*said, Block("table", rows=rows, has_head=node.find("thead") is not None)]


def words_of(node) -> str:
    """Its text in one line, with the addresses of links, and pictures in a line by their words."""
    return " ".join("".join(_pieces(node)).split())


def _pieces(node):
    if node.tag == "svg":
        yield node.get("aria-label") or ""
        return
    yield node.text or ""
    for child in node:
        if isinstance(child.tag, str):
            yield from _pieces(child)
        yield child.tail or ""
    yield node.get("data-address") or ""
