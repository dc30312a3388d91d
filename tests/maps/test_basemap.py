"""A city may keep a map file of its own; readers fetch only the pieces that they look at."""

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as how
from hypothesis import strategies as st

CONTENT = bytes(range(256)) * 4


@pytest.fixture
def map_file(settings, tmp_path):
    settings.VAR, settings.BASEMAP_PMTILES = tmp_path, "city.pmtiles"
    file = tmp_path / "city.pmtiles"
    file.write_bytes(CONTENT)
    return file


def piece(visitor, asked=None):
    headers = {"Range": asked} if asked else {}
    response = visitor.get("/map/basemap.pmtiles", headers=headers)
    return response, b"".join(response) if response.streaming else response.content


@pytest.mark.parametrize(
    ("asked", "first", "last"),
    [("bytes=0-126", 0, 126), ("bytes=500-", 500, 1023), ("bytes=1000-99999999", 1000, 1023)],
)
def test_a_reader_gets_the_piece_that_was_asked_for(map_file, visitor, asked, first, last):
    response, content = piece(visitor, asked)

    assert response.status_code == 206
    assert content == CONTENT[first : last + 1]
    assert response["Content-Range"] == f"bytes {first}-{last}/1024"
    assert int(response["Content-Length"]) == len(content)


@how(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(first=st.integers(0, 2000), length=st.integers(0, 2000))
def test_pieces_are_those_of_the_file(map_file, visitor, first, length):
    response, content = piece(visitor, f"bytes={first}-{first + length}")

    if first < len(CONTENT):
        assert content == CONTENT[first : first + length + 1]
    else:
        assert (response.status_code, response["Content-Range"]) == (416, "bytes */1024")


@pytest.mark.parametrize("asked", [None, "bytes=", "bytes=-5", "bytes=1-2,4-5", "lines=1-2", "🙂"])
def test_whoever_asks_otherwise_gets_the_whole_file(map_file, visitor, asked):
    response, content = piece(visitor, asked)

    assert (response.status_code, content) == (200, CONTENT)


def test_a_new_file_is_known_by_its_tag(map_file, visitor):
    before = piece(visitor)[0]["ETag"]
    map_file.write_bytes(CONTENT[:100])

    assert piece(visitor)[0]["ETag"] != before


def test_the_map_uses_the_file_as_soon_as_it_is_there(city, map_file, visitor, settings):
    settings.BASEMAP_ATTRIBUTION = "© OpenStreetMap"
    assert "/map/basemap.pmtiles" in visitor.get("/map/").content.decode()
    assert "© OpenStreetMap" in visitor.get("/map/").content.decode()

    map_file.unlink()

    assert "/map/basemap.pmtiles" not in visitor.get("/map/").content.decode()
    assert "© OpenStreetMap" not in visitor.get("/map/").content.decode()
    assert visitor.get("/map/basemap.pmtiles").status_code == 404
