"""District files of Korean agencies are loaded whole, or refused with a sentence."""

import json
import zipfile
from datetime import date

import geopandas
import pytest
from django.core.management import CommandError, call_command
from django.utils.translation import override
from shapely.geometry import LineString, Polygon, shape

from city.models import City
from maps.load import FileRefused, load_districts
from maps.locate import district_of
from maps.models import District
from tests import factories as f

# Clockwise, as the files of Korean agencies are.
WEST_HALF = Polygon([(127.0, 37.7), (127.0, 37.8), (127.05, 37.8), (127.05, 37.7)])
EAST_HALF = Polygon([(127.05, 37.7), (127.05, 37.8), (127.1, 37.8), (127.1, 37.7)])


@pytest.fixture(autouse=True)
def _english():
    with override("en"):
        yield


def frame(*outlines, crs="EPSG:4326", **columns):
    columns = columns or {
        "adm_nm": [f"경기도 가람시 {name}동" for name in ("서편", "동편", "남편")[: len(outlines)]],
        "adm_cd": ["3199051", "3199052", "3199053"][: len(outlines)],
        "adm_cd2": ["4199051000", "4199052000", "4199053000"][: len(outlines)],
    }
    return geopandas.GeoDataFrame(columns, geometry=list(outlines), crs="EPSG:4326").to_crs(crs)


@pytest.fixture
def geojson(tmp_path):
    path = tmp_path / "dong.geojson"
    frame(WEST_HALF, EAST_HALF).to_file(path)
    return path


def test_a_common_geojson_needs_no_options(db, geojson):
    loaded = load_districts(path=geojson)

    assert (loaded.added, loaded.updated) == (2, 0)
    west = District.objects.get(code="4199051000")
    assert str(west) == "서편동"
    assert west.kostat_code == "3199051"
    assert (west.west, west.south, west.east, west.north) == (127.0, 37.7, 127.05, 37.8)
    assert west.area_m2 == pytest.approx(48_900_000, rel=0.01)
    assert west.source == "dong.geojson"
    assert district_of(west.label_lon, west.label_lat) == west


def test_outer_rings_are_turned_counter_clockwise(db, geojson):
    load_districts(path=geojson)

    outline = District.objects.first().outline
    assert not WEST_HALF.exterior.is_ccw
    assert shape(outline).exterior.is_ccw
    assert outline["coordinates"][0][0] == outline["coordinates"][0][-1]


def test_loading_twice_updates_in_place(db, geojson, tmp_path):
    load_districts(path=geojson)
    before = set(District.objects.values_list("pk", flat=True))
    moved = tmp_path / "moved.geojson"
    frame(WEST_HALF.buffer(-0.01), EAST_HALF).to_file(moved)

    loaded = load_districts(path=moved)

    assert (loaded.added, loaded.updated) == (0, 2)
    assert set(District.objects.values_list("pk", flat=True)) == before
    assert district_of(127.001, 37.75) is None


def test_a_zipped_shapefile_in_korean_metres_and_letters_is_projected(db, tmp_path):
    folder = tmp_path / "shp"
    folder.mkdir()
    columns = {"EMD_CD": ["41990101"], "EMD_KOR_NM": ["서편리"]}
    frame(WEST_HALF, crs="EPSG:5179", **columns).to_file(folder / "emd.shp", encoding="cp949")
    (folder / "emd.cpg").unlink()
    with zipfile.ZipFile(tmp_path / "emd.zip", "w") as archive:
        for part in folder.iterdir():
            archive.write(part, part.name)

    load_districts(path=tmp_path / "emd.zip")

    district = District.objects.get()
    assert (district.code, str(district)) == ("41990101", "서편리")
    assert district.west == pytest.approx(127.0, abs=1e-5)
    assert district.north == pytest.approx(37.8, abs=1e-5)


def test_a_geopackage_in_another_korean_system_is_projected(db, tmp_path):
    frame(WEST_HALF, EAST_HALF, crs="EPSG:5186").to_file(tmp_path / "dong.gpkg")

    load_districts(path=tmp_path / "dong.gpkg")

    assert district_of(127.07, 37.75).code == "4199052000"


def test_a_file_without_coordinate_system_is_refused(db, tmp_path):
    frame(WEST_HALF, crs="EPSG:5179").set_crs(None, allow_override=True).to_file(
        tmp_path / "dong.shp"
    )

    with pytest.raises(FileRefused, match="which coordinate system"):
        load_districts(path=tmp_path / "dong.shp")

    assert not District.objects.exists()


@pytest.mark.parametrize(
    "outline",
    [
        Polygon([(37.7, 127.0), (37.8, 127.0), (37.8, 127.05), (37.7, 127.05)]),
        Polygon([(955000, 1950000), (956000, 1950000), (956000, 1951000), (955000, 1951000)]),
    ],
    ids=["swapped axes", "metres taken for degrees"],
)
def test_a_file_that_is_not_where_it_says_is_refused(db, tmp_path, outline):
    geometry = {"type": "Polygon", "coordinates": [list(map(list, outline.exterior.coords))]}
    properties = {"adm_cd2": "4199051000", "adm_nm": "서편동"}
    feature = {"type": "Feature", "properties": properties, "geometry": geometry}
    path = tmp_path / "odd.geojson"
    path.write_text(json.dumps({"type": "FeatureCollection", "features": [feature]}))

    with pytest.raises(FileRefused, match=r"outside Korea|cannot be read"):
        load_districts(path=path)


def test_a_file_without_areas_is_refused(db, tmp_path):
    frame(LineString([(127, 37.7), (127.1, 37.8)])).to_file(tmp_path / "roads.geojson")

    with pytest.raises(FileRefused, match="holds no areas"):
        load_districts(path=tmp_path / "roads.geojson")


def test_what_is_no_map_file_is_refused(db, tmp_path):
    (tmp_path / "list.geojson").write_text("동 이름")

    with pytest.raises(FileRefused, match="cannot be read"):
        load_districts(path=tmp_path / "list.geojson")


def test_unknown_columns_are_named_and_can_be_given(db, tmp_path):
    path = tmp_path / "own.geojson"
    frame(WEST_HALF, nummer=[41], dorf=["서편동"]).to_file(path)

    with pytest.raises(CommandError, match="nummer, dorf"):
        call_command("load_districts", path)
    call_command("load_districts", path, "--code-column=nummer", "--name-column=dorf")

    assert District.objects.get().code == "41"


def test_new_borders_end_the_old_ones_and_note_who_followed(db, geojson, tmp_path):
    load_districts(path=geojson)
    north = Polygon([(127.0, 37.75), (127.0, 37.8), (127.05, 37.8), (127.05, 37.75)])
    south = Polygon([(127.0, 37.7), (127.0, 37.75), (127.05, 37.75), (127.05, 37.7)])
    columns = {"adm_cd2": ["4199054000", "4199055000"], "adm_nm": ["서편1동", "서편2동"]}
    frame(north, south, **columns).to_file(tmp_path / "split.geojson")

    loaded = load_districts(path=tmp_path / "split.geojson", valid_from=date(2024, 1, 2))

    assert loaded.ended == 1
    old = District.objects.get(code="4199051000")
    assert old.valid_to == date(2024, 1, 2)
    assert {str(each.after) for each in old.successors.all()} == {"서편1동", "서편2동"}
    assert District.objects.get(code="4199052000").valid_to is None
    assert district_of(127.02, 37.78).code == "4199054000"
    assert district_of(127.02, 37.78, on=date(2024, 1, 1)) == old


def test_rows_that_came_first_find_their_district(city, geojson):
    District.objects.all().delete()
    proposal = f.ProposalFactory(lon=127.02, lat=37.75)
    assert proposal.district is None

    loaded = load_districts(path=geojson)

    proposal.refresh_from_db()
    assert loaded.placed == 1
    assert str(proposal.district) == "서편동"


def test_the_city_map_opens_on_what_was_loaded(geojson, db):
    f.make_city(lon=129.0, lat=35.1, west=128, south=35, east=130, north=36)
    District.objects.all().delete()

    load_districts(path=geojson)

    city = City.objects.current()
    assert city.bounds == (127.0, 37.7, 127.1, 37.8)
    assert (city.lon, city.lat) == (127.05, 37.75)
