"""The sentence under a marked point: its district, or why it cannot be."""

import pytest

WHERE = "/map/where/"


def test_a_marked_point_is_told_its_district(city, visitor):
    answer = visitor.post(f"{WHERE}?lang=en", {"lon": "127.07", "lat": "37.75"}).json()

    assert answer["district"] == {"code": "4199052000", "name": "Dongpyeon-dong"}
    assert "Dongpyeon-dong" in answer["said"]


@pytest.mark.parametrize(
    ("lon", "lat"), [("126.5", "37.5"), ("x", "y"), ("nan", "1"), ("", ""), ("37.75", "127.07")]
)
def test_a_point_outside_gets_one_sentence(city, visitor, lon, lat):
    assert visitor.post(WHERE, {"lon": lon, "lat": lat}).json().keys() == {"problem"}


def test_nobodys_home_stands_in_an_address(city, visitor):
    """What is asked for by its address ends up in logs."""
    assert visitor.get(f"{WHERE}?lon=127.07&lat=37.75").status_code == 405
