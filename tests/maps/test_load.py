"""District files of Korean agencies are loaded whole, or refused with a sentence."""

import json
import zipfile
from datetime import date

import geopandas
import numpy as np
import pytest
from django.core.management import CommandError, call_command
from django.utils.translation import override
from shapely.geometry import LineString, Polygon, shape

from city.models import City
from maps.load import FileRefused, load_districts
from maps.locate import district_of
from maps.models import District
from tests import factories as f

# Files without a coordinate system are what some of these tests are about.
pytestmark = pytest.mark.filterwarnings("ignore:'crs' was not provided")

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
    load_districts(path=geojson, source="KOSTAT")
    before = set(District.objects.values_list("pk", flat=True))
    moved = tmp_path / "moved.geojson"
    frame(WEST_HALF.buffer(-0.01), EAST_HALF).to_file(moved)

    loaded = load_districts(path=moved, source="KOSTAT")

    assert (loaded.added, loaded.updated, loaded.unchanged) == (0, 1, 1)
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


@pytest.mark.parametrize("system", ["EPSG:5174", "EPSG:2097", "EPSG:5179", "5186"])
def test_a_file_that_names_no_system_is_projected_from_the_one_that_is_given(
    db, tmp_path, geojson, system
):
    number = f"EPSG:{system.removeprefix('EPSG:')}"
    path = tmp_path / "dong.shp"
    frame(WEST_HALF, crs=number).set_crs(None, allow_override=True).to_file(path)

    call_command("load_districts", path, f"--crs={system}")

    district = District.objects.get()
    assert (district.west, district.north) == pytest.approx((127.0, 37.8), abs=1e-5)


def test_the_bessel_systems_are_some_hundred_metres_off_where_they_are_confused(db, tmp_path):
    path = tmp_path / "dong.shp"
    frame(WEST_HALF, crs="EPSG:5174").set_crs(None, allow_override=True).to_file(path)

    load_districts(path=path, crs="EPSG:2097")

    assert 0.002 < 127.0 - District.objects.get().west < 0.004


def test_a_system_that_contradicts_the_file_is_refused(db, geojson, tmp_path):
    frame(WEST_HALF, crs="EPSG:5186").to_file(tmp_path / "dong.gpkg")

    with pytest.raises(FileRefused, match=r"in KGD2002 / Central Belt 2010, not in EPSG:5179"):
        load_districts(path=tmp_path / "dong.gpkg", crs="EPSG:5179")
    load_districts(path=tmp_path / "dong.gpkg", crs="EPSG:5186")

    assert District.objects.count() == 1


def test_a_system_that_does_not_exist_is_refused(db, geojson):
    with pytest.raises(CommandError, match="write it like EPSG:5186"):
        call_command("load_districts", geojson, "--crs=한국좌표")


def write_geojson(path, *features, encoding="utf-8", **members):
    collection = {
        "type": "FeatureCollection",
        "features": [
            {
                "type": "Feature",
                "properties": {"adm_cd2": code, "adm_nm": name},
                "geometry": {"type": "Polygon", "coordinates": rings},
            }
            for code, name, *rings in features
        ],
    }
    content = json.dumps(collection | members, ensure_ascii=False).encode(encoding)
    path.write_bytes(content)
    return path


METRES = [[199_000, 550_000], [199_000, 551_000], [200_000, 551_000], [200_000, 550_000],
          [199_000, 550_000]]  # fmt: skip
DEGREES = [[127.0, 37.7], [127.0, 37.8], [127.1, 37.8], [127.1, 37.7], [127.0, 37.7]]


def test_the_crs_member_of_an_older_geojson_counts(db, tmp_path):
    member = {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::5186"}}
    path = write_geojson(tmp_path / "old.geojson", ("41", "서편동", METRES), crs=member)

    load_districts(path=path)

    assert District.objects.get().east == pytest.approx(127.0, abs=1e-5)


def test_a_geojson_in_metres_that_names_nothing_can_be_told(db, tmp_path):
    path = write_geojson(tmp_path / "metres.geojson", ("41", "서편동", METRES))

    with pytest.raises(FileRefused):
        load_districts(path=path)
    load_districts(path=path, crs="EPSG:5186")

    assert District.objects.get().east == pytest.approx(127.0, abs=1e-5)


def test_a_crs_member_that_nobody_knows_is_refused(db, tmp_path):
    member = {"type": "name", "properties": {"name": "local grid"}}
    path = write_geojson(tmp_path / "odd.geojson", ("41", "서편동", METRES), crs=member)

    with pytest.raises(FileRefused, match="names no known coordinate system"):
        load_districts(path=path)


def test_a_geojson_in_cp949_is_read(db, tmp_path):
    path = write_geojson(tmp_path / "k.geojson", ("41", "가람시 뷁동", DEGREES), encoding="cp949")

    load_districts(path=path)

    assert str(District.objects.get()) == "뷁동"


def test_topojson_is_refused_with_the_way_out(db, tmp_path):
    path = tmp_path / "korea.json"
    path.write_text(json.dumps({"type": "Topology", "objects": {}, "arcs": []}))

    with pytest.raises(FileRefused, match=r"TopoJSON.*ogr2ogr"):
        load_districts(path=path)


def test_a_border_that_crosses_itself_is_repaired_and_named(db, tmp_path):
    bow = [[127.0, 37.7], [127.1, 37.8], [127.1, 37.7], [127.0, 37.8], [127.0, 37.7]]
    path = write_geojson(tmp_path / "bow.geojson", ("41", "서편동", bow))

    loaded = load_districts(path=path)

    assert loaded.notes == ["서편동 (41) was repaired: Self-intersection[127.05 37.75]."]
    assert shape(District.objects.get().outline).is_valid


def test_a_district_without_area_is_left_out_and_named(db, tmp_path):
    line = [[127.0, 37.7], [127.1, 37.8], [127.0, 37.7], [127.0, 37.7]]
    path = write_geojson(tmp_path / "l.geojson", ("41", "서편동", DEGREES), ("42", "실선동", line))

    loaded = load_districts(path=path)

    assert loaded.notes == ["실선동 (42) was left out: it has no area."]
    assert District.objects.get().code == "41"


def test_holes_stay_holes(db, tmp_path):
    hole = [[127.04, 37.74], [127.06, 37.74], [127.06, 37.76], [127.04, 37.76], [127.04, 37.74]]
    path = write_geojson(tmp_path / "hole.geojson", ("41", "서편동", DEGREES, hole))

    load_districts(path=path)

    assert district_of(127.05, 37.75) is None
    assert district_of(127.04, 37.75) is not None
    assert not shape(District.objects.get().outline).interiors[0].is_ccw


def test_parts_of_one_code_are_one_district(db, tmp_path):
    island = [[[127.2, 37.7], [127.2, 37.71], [127.21, 37.71], [127.2, 37.7]]]
    path = write_geojson(
        tmp_path / "parts.geojson", ("41", "서편동", DEGREES), ("41", "서편동", *island)
    )

    assert load_districts(path=path).added == 1
    assert District.objects.get().outline["type"] == "MultiPolygon"


def test_one_code_for_two_districts_is_refused(db, tmp_path):
    path = write_geojson(
        tmp_path / "two.geojson", ("41", "서편동", DEGREES), ("41", "동편동", DEGREES)
    )

    with pytest.raises(FileRefused, match=r"41 stands for two districts: 서편동 and 동편동"):
        load_districts(path=path)

    assert not District.objects.exists()


def test_only_the_citys_own_are_taken_from_a_larger_file(db, geojson):
    call_command("load_districts", geojson, "--only=4199051")

    assert District.objects.get().code == "4199051000"


def test_a_coast_of_200_000_corners_is_loaded(db, tmp_path):
    turn = np.linspace(0, 2 * np.pi, 200_000)
    reach = 0.05 + 0.001 * np.sin(900 * turn)
    ring = np.c_[127 + reach * np.cos(turn), 37 + reach * np.sin(turn)].round(7)
    ring[-1] = ring[0]
    path = write_geojson(tmp_path / "coast.geojson", ("41", "해안동", ring.tolist()))

    load_districts(path=path)

    assert district_of(127.0, 37.0).code == "41"


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
