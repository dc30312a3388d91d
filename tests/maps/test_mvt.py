"""Vector tiles are read back by another decoder exactly as they were meant."""

import mapbox_vector_tile
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from maps.mvt import EXTENT, Coded, encode

WORDS = ["received", "검토 중", ""]
points = st.lists(
    st.tuples(
        st.integers(-64, EXTENT + 64), st.integers(-64, EXTENT + 64),
        st.integers(0, 2**53), st.integers(0, 2), st.integers(0, 2**40),
    ),
    min_size=1, max_size=40,
)  # fmt: skip


def decode(tile):
    return mapbox_vector_tile.decode(tile, default_options={"y_coord_down": True})


@given(points)
def test_another_decoder_reads_what_was_written(rows):
    x, y, count, code, key = (np.array(column, np.int64) for column in zip(*rows, strict=True))

    tile = encode("제안", x, y, {"count": count, "state": Coded(code, WORDS)}, ids=key)

    layer = decode(tile)["제안"]
    assert layer["extent"] == EXTENT
    assert layer["version"] == 2
    assert [
        (
            *feature["geometry"]["coordinates"],
            feature["properties"]["count"],
            WORDS.index(feature["properties"]["state"]),
            feature["id"],
        )
        for feature in layer["features"]
    ] == rows


def test_ten_thousand_points_keep_their_order():
    numbers = np.arange(10_000)

    tile = encode("points", numbers % EXTENT, numbers // 3, {"number": numbers})

    features = decode(tile)["points"]["features"]
    assert [feature["properties"]["number"] for feature in features] == numbers.tolist()


def test_an_empty_tile_is_an_empty_body():
    assert encode("points", [], [], {"count": np.array([])}) == b""


def test_a_negative_property_is_refused():
    with pytest.raises(ValueError, match="whole numbers"):
        encode("points", [1], [1], {"count": np.array([-1])})
