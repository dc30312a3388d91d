"""Charts can be read by everybody: in words, in grey, on a phone, and with a single value."""

import re

import pytest

from city.words import words
from reports.charts import describe, draw, draw_all
from reports.drawing.classes import class_of, limits_of
from reports.drawing.look import NARROW, WIDE
from reports.drawing.names import RADIUS, Mark, place_marks
from reports.drawing.size import sizes_of
from reports.page import _pictures, _table


def _row(code: str, value: float | None, hidden: bool = False, **more):
    return {"code": code, "label": words(code), "value": value, "n": None, "hidden": hidden, **more}


def _chart(kind: str, *rows: dict, key: str = "proposals_received", **more):
    return {"name": "x", "kind": kind, "key": key, "title": words("제안", "Proposals"),
            "rows": list(rows), **more}  # fmt: skip


def _texts(svg: str) -> list[str]:
    return re.findall(r"<text[^>]*>([^<]*)</text>", svg)


def _sizes(svg: str) -> list[float]:
    return [float(size) for size in re.findall(r'font-size="([\d.]+)(?:px)?"', svg)]


BARS = _chart("bars", _row("보행", 12.0), _row("안전", None, hidden=True), _row("환경", 0.0))
MONTHS = [f"2026-{month:02d}" for month in range(1, 8)]
PANELS = _chart(
    "multiples",
    *(_row(month, number, of=words(f"{dong}동"))
      for dong in range(1, 6) for number, month in enumerate(MONTHS)),
)  # fmt: skip


def test_a_chart_comes_in_two_languages_and_two_widths():
    drawn = draw_all(BARS)

    assert set(drawn) == {"x.ko.svg", "x.ko.narrow.svg", "x.en.svg", "x.en.narrow.svg"}
    for name, svg in drawn.items():
        assert svg.startswith('<svg role="img" aria-labelledby="title desc"')
        assert "<title" in svg
        assert "<desc" in svg
        assert f'lang="{name.split(".")[1]}"' in svg


def test_bars_carry_their_numbers_and_say_what_is_hidden():
    texts = _texts(draw(BARS, "ko"))

    assert {"12", "0", "가림", "보행", "안전"} <= set(texts)


def test_every_line_of_a_table_says_over_how_many_or_none_does():
    open_ones, done = _row("open", 49) | {"n": 49}, _row("done", 0) | {"n": 49}

    assert [row[-1] for row in _table(_chart("bars", open_ones, done))[1]] == ["49", "49"]
    assert _table(_chart("bars", open_ones))[1] == [["open", "49"]]


@pytest.mark.parametrize("chart", [BARS, PANELS], ids=["bars", "multiples"])
def test_the_picture_for_a_phone_keeps_its_writing_large_enough(chart):
    svg = draw(chart, "ko", NARROW)
    width = float(re.search(r'width="([\d.]+)"', svg)[1])

    assert width <= 330
    assert min(_sizes(svg)) * 300 / width >= 12


def test_a_month_with_nothing_stands_as_zero():
    months = _chart("columns", _row("2026-01", 3.0), _row("2026-02", 0.0), _row("2026-03", 5.0))

    texts = _texts(draw(months, "ko"))

    assert {"26.01", "26.02", "26.03", "3", "0", "5"} <= set(texts)


def test_a_single_month_is_drawn_and_said_to_be_alone():
    month = _chart("columns", _row("2026-01", 3.0))

    assert "3" in _texts(draw(month, "ko"))
    assert "값이 하나" in draw(month, "ko")


def test_an_interval_has_two_ends_beside_its_bar():
    plain = _chart("bars", _row("보행", 55.0), key="answered_again")
    sure = _chart("bars", _row("보행", 55.0, low=40.0, high=70.0), key="answered_again")

    assert draw(sure, "ko").count("<path") > draw(plain, "ko").count("<path")


def test_every_line_has_a_dash_of_its_own_and_its_name():
    rows = [_row(m, n * 2.0, of=words(w)) for w in ("온라인", "창구") for n, m in enumerate(MONTHS)]

    svg = draw(_chart("lines", *rows), "ko")

    assert {"온라인", "창구"} <= set(_texts(svg))
    assert "stroke-dasharray" in svg


def test_small_pictures_share_one_scale_and_name_their_district():
    texts = _texts(draw(PANELS, "ko", WIDE))

    assert {f"{dong}동" for dong in range(1, 6)} <= set(texts)
    assert "26.01" in texts
    assert "마지막 달: 1동 6, 2동 6" in str(describe_in_korean(PANELS))


def describe_in_korean(chart):
    return re.search(r"<desc[^>]*>(.*?)</desc>", draw(chart, "ko"))[1]


def test_an_empty_chart_is_said_in_words(settings):
    assert describe(_chart("bars"))


@pytest.mark.parametrize(
    ("values", "limits"),
    [
        ([], []),
        ([3, 3], [3, 3]),
        ([0, 0, 0, 5], [0, 2, 5]),
        ([10, 200, 3000, 40, 55], [10, 30, 50, 110, 760, 3000]),
    ],
)
def test_classes_of_a_map_have_round_limits(values, limits):
    found = limits_of(values)

    assert found == pytest.approx(limits)
    for value in values:
        assert found[class_of(value, found)] <= value <= found[class_of(value, found) + 1]


def test_names_that_do_not_fit_become_numbers_that_do_not_cover_each_other():
    marks = [
        Mark(spot=(100.0, 100.0), name="의정부1동", value="1.2", room=200.0),
        Mark(spot=(102.0, 104.0), name="의정부2동", value="1.2", room=200.0),
        Mark(spot=(103.0, 101.0), name="신곡1동", value="1.2", room=20.0),
    ]

    place_marks(marks, only_numbers=False)

    assert [mark.number for mark in marks] == [0, 1, 2]
    (ax, ay), (bx, by) = marks[1].at, marks[2].at
    assert ((ax - bx) ** 2 + (ay - by) ** 2) ** 0.5 >= 2 * RADIUS


def test_a_page_knows_how_large_each_picture_will_be():
    drawn = draw_all(BARS) | {"districts.geojson": "{}"}

    sizes = sizes_of(drawn)

    assert set(sizes) == set(drawn) - {"districts.geojson"}
    for name, (width, height) in sizes.items():
        assert f'width="{width}" height="{height}"' in drawn[name]
    shown = _pictures("x", lambda name: name, sizes)
    assert shown["size"] == sizes["x.ko.svg"]
    assert shown["narrow_size"] == sizes["x.ko.narrow.svg"] != shown["size"]
