"""The look of all charts: sizes, colours and the reader's own fonts."""

from dataclasses import dataclass
from typing import Any

# The reader's own fonts: an SVG file cannot bring its own under our content security policy.
FONTS = (
    "Pretendard GOV, Pretendard, Noto Sans KR, Noto Sans CJK KR, Apple SD Gothic Neo, "
    "Malgun Gothic, NanumGothic, sans-serif"
)
BLUE, DEEP, GREY, TEXT, SOFT = "#256ef4", "#083891", "#8a949e", "#1e2124", "#58616a"
# Told apart in grey as well: by dash and by mark, whatever happens to the colour.
SERIES = ("#256ef4", "#c78500", "#228738", "#d63d4a", "#6b4fb3", "#0b78cb")
DASHES = ([1, 0], [7, 3], [2, 2], [9, 3, 2, 3], [4, 4], [12, 3])
MARKS = ("circle", "square", "triangle-up", "diamond", "cross", "triangle-down")


@dataclass(frozen=True)
class Canvas:
    """How wide a picture is drawn. Writing keeps its size, so a phone gets a picture of its own."""

    name: str
    width: int
    is_narrow: bool = False


WIDE = Canvas("", 600)
NARROW = Canvas("narrow", 320, is_narrow=True)  # shown at 280 px its writing still measures 12
CANVASES = (WIDE, NARROW)


def look() -> dict[str, Any]:
    axis = {
        "labelFont": FONTS, "titleFont": FONTS, "labelFontSize": 14, "titleFontSize": 14,
        "labelColor": TEXT, "titleColor": SOFT, "titleFontWeight": "normal", "labelLimit": 240,
        "gridColor": "#e6e8ea", "domainColor": GREY, "tickColor": GREY,
    }  # fmt: skip
    words = {"labelFont": FONTS, "labelFontSize": 14, "labelColor": TEXT, "titleFont": FONTS}
    return {
        "font": FONTS, "axis": axis, "view": {"stroke": None}, "background": "#ffffff",
        "padding": 4, "text": {"font": FONTS, "fontSize": 14, "color": TEXT},
        "legend": words | {"labelLimit": 280, "symbolSize": 140, "symbolStrokeWidth": 2},
        "header": words | {"labelFontWeight": "bold", "labelPadding": 4},
    }  # fmt: skip
