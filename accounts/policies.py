"""The privacy policy and the terms: the city's own versions, or the text that came with the portal."""

from datetime import date
from html.parser import HTMLParser
from typing import Any

from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.html import escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from accounts.consent import current_text
from accounts.models import PolicyText
from city.models import City
from city.words import LANGUAGES, Words


def policies(kind: str, day: date | None = None) -> dict[str, Any]:
    """The version that counts on a day (None: ours), those that are announced, those before."""
    day = day or timezone.localdate()
    versions = list(PolicyText.objects.filter(kind=kind).order_by("-version"))
    counting = next((each for each in versions if each.counts_from <= day), None)
    return {
        "own": counting,
        "coming": [
            each for each in versions
            if each.counts_from > day and (counting is None or each.version > counting.version)
        ],
        "before": [each for each in versions if counting and each.version < counting.version],
    }  # fmt: skip


def as_html(text: str) -> SafeString:
    """Paragraphs, “## ” headings and “- ” lists; everything else is what it looks like."""
    parts: list[SafeString] = []
    for block in text.replace("\r\n", "\n").split("\n\n"):
        lines = [line.strip() for line in block.split("\n") if line.strip()]
        parts += [_block(lines)] if lines else []
    return mark_safe("\n".join(parts))  # noqa: S308  (every part was escaped)


def _block(lines: list[str]) -> SafeString:
    heading = SafeString("")
    if lines[0].startswith("## "):
        heading, lines = format_html("<h2>{}</h2>", lines[0][3:]), lines[1:]
    if not lines:
        return heading
    if all(line.startswith("- ") for line in lines):
        items = format_html_join("", "<li>{}</li>", ((line[2:],) for line in lines))
        return heading + format_html("<ul>{}</ul>", items)
    return heading + format_html("<p>{}</p>", mark_safe("<br>".join(map(escape, lines))))  # noqa: S308


def built_in_text(kind: str) -> Words:
    """Our text as a city would type it, so that nobody begins with an empty box."""
    context = {"city": City.objects.current(), "policy": current_text(kind), "policies": []}
    return Words(
        {
            language: _plain(render_to_string(f"livinglab/texts/{kind}_{language}.html", context))
            for language in LANGUAGES
        }
    )


def _plain(html: str) -> str:
    reader = _Plain()
    reader.feed(html)
    return reader.text()


class _Plain(HTMLParser):
    """Headings, paragraphs, lists and the rows of tables as lines of text."""

    BLOCKS = {"p": "", "h2": "## ", "li": "- ", "tr": "- "}
    LEFT_OUT = {"h1", "thead", "caption", "summary", "details", "svg"}

    def __init__(self):
        super().__init__()
        self._lines: list[tuple[str, str]] = []
        self._open: str | None = None
        self._words: list[str] = []
        self._skipped: list[str] = []

    def handle_starttag(self, tag, attrs):
        if tag in self.LEFT_OUT or (tag == "p" and ("class", "meta") in attrs):
            self._skipped.append(tag)
        elif not self._skipped and tag in self.BLOCKS:
            self._open, self._words = tag, []
        elif not self._skipped and tag in ("td", "dd") and self._words:
            self._words.append(" / ")
        elif not self._skipped and tag == "dt":
            self._open, self._words = "li", []

    def handle_endtag(self, tag):
        if self._skipped:
            if tag == self._skipped[-1]:
                self._skipped.pop()
        elif self._open and (tag == self._open or tag == "dd"):
            words = " ".join("".join(self._words).split())
            if words:
                self._lines.append((self._open, self.BLOCKS[self._open] + words))
            self._open = None

    def handle_data(self, data):
        if self._open and not self._skipped:
            self._words.append(data)

    def text(self) -> str:
        """An empty line between blocks, but none between the items of a list."""
        out = ""
        before = None
        for kind, line in self._lines:
            is_item = kind in ("li", "tr")
            out += ("\n" if is_item and before in ("li", "tr") else "\n\n") + line
            before = kind
        return out.strip()
