"""A PMTiles file (version 3) in which every tile to zoom 14 is the same one."""

from pathlib import Path
from struct import pack

PNG = 2
LAST_ZOOM = 14


def write_map_file(path: Path, tile: bytes, kind: int = PNG) -> None:
    everywhere = (4 ** (LAST_ZOOM + 1) - 1) // 3
    # One entry: from tile 0 on, so many times, the same bytes.
    directory = b"".join(map(_varint, (1, 0, everywhere, len(tile), 1)))
    metadata = b"{}"
    at = 127 + len(directory)
    header = b"PMTiles\x03" + pack(
        "<11Q", 127, len(directory), at, len(metadata), 0, 0, at + len(metadata), len(tile),
        everywhere, 1, 1,
    )  # fmt: skip
    header += pack("<6B", 1, 1, 1, kind, 0, LAST_ZOOM)  # in order, nothing compressed
    header += pack("<4i", *(round(side * 1e7) for side in (-180, -85, 180, 85)))
    header += pack("<Bii", 0, 0, 0)
    path.write_bytes(header + directory + metadata + tile)


def _varint(number: int) -> bytes:
    written = bytearray()
    while number > 127:
        written.append(number & 127 | 128)
        number >>= 7
    return bytes([*written, number])
