"""The small still map of several sites: everything is in it, numbered as in the list."""

import re

from django.template import Context, Template

from maps import draw

LINE = {"type": "LineString", "coordinates": [[127.01, 37.74], [127.09, 37.74]]}
LINES = {"type": "MultiLineString", "coordinates": [[[127.02, 37.75], [127.03, 37.75]],
                                                    [[127.04, 37.75], [127.05, 37.75]]]}  # fmt: skip
AREA = {"type": "Polygon", "coordinates": [[[127.02, 37.72], [127.04, 37.72], [127.04, 37.73],
                                            [127.02, 37.72]]]}  # fmt: skip


def feature(geometry, **properties):
    return {"type": "Feature", "geometry": geometry, "properties": {"name": "곳"} | properties}


def drawn(*features):
    source = "{% load shapes %}{% shapes_map features %}"
    return Template(source).render(Context({"features": list(features)}))


def test_points_lines_and_areas_carry_the_numbers_of_the_list(city):
    point = {"type": "Point", "coordinates": [127.05, 37.75]}

    svg = drawn(feature(point), feature(None), feature(LINE), feature(LINES), feature(AREA))

    assert re.findall(r">(\d+)</text>", svg) == ["1", "3", "4", "5"]
    assert svg.count("fill-opacity") == 3
    assert "style=" not in svg


def test_a_comparison_site_is_dashed(city):
    assert "stroke-dasharray" in drawn(feature(LINE, is_dashed=True)).split("<g ")[-1]
    assert "stroke-dasharray" not in drawn(feature(LINE)).split("<g ")[-1]


def test_everything_is_inside_the_frame(city):
    frame = draw.around_all([LINE, AREA], 500)

    assert all(frame.has(*corner) for corner in LINE["coordinates"] + AREA["coordinates"][0])


def test_one_point_gets_some_ground_around_it(city):
    frame = draw.around_all([{"type": "Point", "coordinates": [127.05, 37.75]}], 500)

    assert (frame.north - frame.south) * 111_320 > 990


def test_where_nothing_has_a_point_there_is_no_map(city):
    assert drawn(feature(None)).strip() == ""
