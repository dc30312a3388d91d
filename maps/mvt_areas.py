"""Writes areas as a layer of a Mapbox Vector Tile (version 2.1)."""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from maps.mvt import (
    EXTENT,
    FEATURE,
    GEOMETRY,
    ID,
    KEY,
    LAYER,
    LAYER_EXTENT,
    NAME,
    TAGS,
    TEXT_VALUE,
    TYPE,
    VALUE,
    VERSION,
    field,
    varint,
)  # fmt: skip

POLYGON = 3
MOVE_TO_ONCE, LINE_TO, CLOSE_PATH = 9, 2, 15


@dataclass(frozen=True)
class Area:
    """One feature: its outline counts from the tile's upper left corner, down and right."""

    key: int
    outline: BaseGeometry
    words: dict[str, str]


def encode_areas(layer: str, areas: Iterable[Area]) -> bytes:
    """One layer; areas too small for the grid are left out. No areas, no bytes."""
    keys: dict[str, int] = {}
    values: dict[str, int] = {}
    features = b""
    for area in areas:
        geometry = _geometry(area.outline)
        if not geometry:
            continue
        tags = b"".join(
            varint(keys.setdefault(key, len(keys))) + varint(values.setdefault(word, len(values)))
            for key, word in area.words.items()
        )
        features += field(
            FEATURE,
            bytes([ID]) + varint(area.key) + field(TAGS, tags)
            + bytes([TYPE, POLYGON]) + field(GEOMETRY, geometry),
        )  # fmt: skip
    if not features:
        return b""
    body = (
        bytes([VERSION, 2])
        + field(NAME, layer.encode())
        + features
        + b"".join(field(KEY, key.encode()) for key in keys)
        + b"".join(field(VALUE, field(TEXT_VALUE, word.encode())) for word in values)
        + bytes([LAYER_EXTENT])
        + varint(EXTENT)
    )
    return field(LAYER, body)


def _geometry(outline: BaseGeometry) -> bytes:
    """The commands that draw each polygon: its outer ring, then its holes."""
    commands: list[int] = []
    at = np.zeros(2, np.int64)
    for polygon in shapely.get_parts(outline):
        if polygon.geom_type != "Polygon" or polygon.is_empty:
            continue
        for place, ring in enumerate([polygon.exterior, *polygon.interiors]):
            points = _on_grid(ring, is_hole=place > 0)
            if points is None and place == 0:
                break  # no outer ring, no holes
            if points is None:
                continue
            steps = np.diff(points, axis=0, prepend=at[None])
            codes = (steps << 1 ^ steps >> 63).ravel().tolist()
            commands += [
                MOVE_TO_ONCE, *codes[:2], (len(points) - 1) << 3 | LINE_TO, *codes[2:], CLOSE_PATH
            ]  # fmt: skip
            at = points[-1]
    return b"".join(map(varint, commands))


def _on_grid(ring, *, is_hole: bool) -> np.ndarray | None:
    """Whole numbers without repetitions, turned as the format asks; None if nothing is left."""
    points = np.rint(shapely.get_coordinates(ring)).astype(np.int64)
    points = points[(points != np.roll(points, 1, axis=0)).any(axis=1)]
    x, y = points.T
    twice_area = int((x * np.roll(y, -1) - np.roll(x, -1) * y).sum())
    if len(points) < 3 or twice_area == 0:
        return None
    # With y downwards, an outer ring has a positive area, a hole a negative one.
    return points if (twice_area < 0) == is_hole else points[::-1]
