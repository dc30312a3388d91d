"""Residents see every state, icon and word clearly: the look, checked from its own files."""

import re
from pathlib import Path

import pytest

from pilots.workflow import Stage, Verdict
from pilots.workflow import Status as ParticipationStatus
from proposals.workflow import Outcome, Status

ROOT = Path(__file__).resolve().parent.parent.parent
# Mail programs know no stylesheets, so what is sent by mail may style itself.
TEMPLATES = sorted(
    path for path in (ROOT / "templates").rglob("*.html") if "email" not in path.parts
)
ICONS = (ROOT / "static/img/icons.svg").read_text()
DRAWN = set(re.findall(r'<symbol id="([^"]+)"', ICONS))
CSS = "\n".join(path.read_text() for path in sorted((ROOT / "static/css").glob("*.css")))
LOOK = (ROOT / "docs/look.md").read_text()


def colours(selector: str) -> dict[str, str]:
    """The custom properties of one block of tokens.css, palette names resolved."""
    tokens = (ROOT / "static/css/tokens.css").read_text()
    body = tokens.split(f"{selector} {{", 1)[1].split("\n}", 1)[0]
    found = dict(re.findall(r"--([\w-]+):\s*([^;]+);", body))
    palette = {name: value for name, value in found.items() if value.startswith("#")}
    named = {name: re.fullmatch(r"var\(--([\w-]+)\)", value) for name, value in found.items()}
    return palette | {name: palette[match[1]] for name, match in named.items() if match}


def luminance(colour: str) -> float:
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


NORMAL = colours(":root")
HIGH = NORMAL | colours('[data-contrast="high"]')
READ_ON = [
    ("text", "page"),
    ("text-soft", "page"),
    ("text-soft", "surface-soft"),
    ("text-faint", "page"),
    ("text-faint", "surface-soft"),
    ("link", "page"),
    ("link", "surface-tint"),
    ("link", "primary-soft"),
    ("on-primary", "primary"),
    ("heart", "surface"),
    ("bad", "surface"),
    ("page", "bad"),
    ("page", "good"),
    *(
        (f"{meaning}-text", f"{meaning}-soft")
        for meaning in ("info", "good", "warn", "bad", "calm")
    ),
]


@pytest.mark.parametrize(("text", "ground"), READ_ON)
def test_everybody_can_read_the_words(text, ground):  # C3.6, KWCAG 5.4.3
    assert contrast(NORMAL[text], NORMAL[ground]) >= 4.5


@pytest.mark.parametrize(("text", "ground"), READ_ON)
def test_the_high_contrast_screen_is_clearer_still(text, ground):  # C3.6
    assert contrast(HIGH[text], HIGH[ground]) >= (15 if (text, ground) == ("text", "page") else 7)


@pytest.mark.parametrize("mode", [NORMAL, HIGH], ids=["normal", "high contrast"])
@pytest.mark.parametrize("line", ["focus", "line-strong"])
def test_focus_and_borders_of_fields_can_be_seen(mode, line):  # C1.8
    assert contrast(mode[line], mode["page"]) >= 3


@pytest.mark.parametrize(
    "kind",
    [*Status.values, *Outcome.values, *Stage.values, *Verdict.values, *ParticipationStatus.values],
)
def test_each_state_has_a_shape_of_its_own_beside_its_colour(kind):  # C1.8
    assert f"status-{kind}" in DRAWN
    assert kind in LOOK


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_page_shows_only_icons_that_are_drawn(template):
    text = template.read_text()
    named = re.findall(r'_icon\.html" with name="([\w-]+)"', text)
    assert set(named) <= DRAWN
    assert set(re.findall(r"icons\.svg' %}#([\w-]+)\"", text)) <= DRAWN


def test_the_list_of_icons_is_complete_for_those_who_write_pages():
    missing = {name for name in DRAWN if not name.startswith("status-")} - set(
        re.findall(r"[\w-]+", LOOK)
    )
    assert not missing


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_page_writes_no_inline_style_or_handler(template):
    text = template.read_text()
    assert not re.search(r"<[^>]+\sstyle=", text)
    assert not re.search(r"<[^>]+\son(click|change|submit|load|input)=", text)
    assert "<style" not in text


def test_each_piece_in_the_vocabulary_exists():
    described = {
        name
        for classes in re.findall(r'class="([^"{]+)"', LOOK)
        for name in re.findall(r"[a-z][\w-]+", classes)
    }
    missing = {name for name in described if not re.search(rf"\.{name}\b", CSS)}
    assert not missing
