"""Osan in January 2024: two districts become four, and no proposal is lost between them."""

from datetime import UTC, date, datetime

import geopandas
import pytest
from django.core.management import call_command
from django.http import QueryDict
from shapely.geometry import box

from maps.load import load_districts
from maps.locate import PlaceOutside, district_of, place_many
from maps.models import District, Succession
from proposals.filters import ProposalFilter
from proposals.models import Proposal
from tests import factories as f

NEW_YEAR = date(2024, 1, 2)
MAY_2023 = datetime(2023, 5, 1, tzinfo=UTC)
MAY_2024 = datetime(2024, 5, 1, tzinfo=UTC)
IN_SINJANG_1, IN_SINJANG_2 = (127.01, 37.15), (127.03, 37.15)

BEFORE = {
    "4137054000": ("신장동", box(127.00, 37.1, 127.04, 37.2)),
    "4137057000": ("대원동", box(127.04, 37.1, 127.08, 37.2)),
    "4137051000": ("중앙동", box(127.08, 37.1, 127.10, 37.2)),
}
AFTER = {
    "4137058000": ("신장1동", box(127.00, 37.1, 127.02, 37.2)),
    "4137059000": ("신장2동", box(127.02, 37.1, 127.04, 37.2)),
    "4137060000": ("대원1동", box(127.04, 37.1, 127.06, 37.2)),
    "4137061000": ("대원2동", box(127.06, 37.1, 127.08, 37.2)),
}


@pytest.fixture
def write(tmp_path):
    def _write(areas, name="osan.geojson"):
        frame = geopandas.GeoDataFrame(
            {
                "adm_cd2": list(areas),
                "adm_nm": [f"경기도 오산시 {name}" for name, _area in areas.values()],
            },
            geometry=[area for _name, area in areas.values()],
            crs="EPSG:4326",
        )
        frame.to_file(tmp_path / name)
        return tmp_path / name

    return _write


@pytest.fixture
def osan(db, write):
    """The city before the reform."""
    f.make_city()
    District.objects.all().delete()
    load_districts(path=write(BEFORE), source="KOSTAT")


def reform(write):
    return load_districts(path=write(AFTER, "2024.geojson"), valid_from=NEW_YEAR)


def names(districts):
    return sorted(str(each) for each in districts)


def found_by(**filters):
    query = QueryDict(mutable=True)
    query.update(filters)
    return set(ProposalFilter(query, queryset=Proposal.objects.public()).qs)


def test_the_two_that_ended_know_who_followed(osan, write):
    assert reform(write).ended == 2

    sinjang, daewon = (
        District.objects.get(name__ko=name) for name in ("신장동", "대원동")
    )  # fmt: skip
    assert names(each.after for each in sinjang.successors.all()) == ["신장1동", "신장2동"]
    assert names(each.after for each in daewon.successors.all()) == ["대원1동", "대원2동"]
    assert names(District.objects.valid_on(date(2024, 1, 1))) == ["대원동", "신장동", "중앙동"]
    assert names(District.objects.current()) == [
        "대원1동", "대원2동", "신장1동", "신장2동", "중앙동"
    ]  # fmt: skip


def test_a_point_is_in_the_district_of_its_day(osan, write):
    reform(write)

    assert str(district_of(*IN_SINJANG_2, on=date(2024, 1, 1))) == "신장동"
    assert str(district_of(*IN_SINJANG_2, on=NEW_YEAR)) == "신장2동"
    assert str(district_of(*IN_SINJANG_2)) == "신장2동"


def test_many_rows_are_placed_on_a_day(osan, write):
    reform(write)
    rows = [Proposal(lon=lon, lat=lat) for lon, lat in (IN_SINJANG_1, IN_SINJANG_2)]

    place_many(rows, on=date(2023, 12, 31))

    assert {str(row.district) for row in rows} == {"신장동"}


def test_a_proposal_of_2023_keeps_its_district_and_the_new_one_finds_it(osan, write):
    old = f.ProposalFactory(lon=127.01, lat=37.15, created_at=MAY_2023)
    reform(write)
    new = f.ProposalFactory(lon=127.01, lat=37.15, created_at=MAY_2024)
    elsewhere = f.ProposalFactory(lon=127.05, lat=37.15, created_at=MAY_2024)

    old.refresh_from_db()

    assert (str(old.district), str(new.district)) == ("신장동", "신장1동")
    assert found_by(district="4137058000") == {old, new}
    assert found_by(district="4137060000") == {elsewhere}


def test_a_proposal_of_2023_that_is_imported_later_gets_the_old_district(osan, write):
    reform(write)

    Proposal.objects.bulk_create(
        [f.ProposalFactory.build(author=f.UserFactory(), category=f.category(),
                                 lon=127.01, lat=37.15, created_at=at)
         for at in (MAY_2023, MAY_2024)]
    )  # fmt: skip

    assert [str(row.district) for row in Proposal.objects.order_by("created_at")] == [
        "신장동", "신장1동"
    ]  # fmt: skip


def test_outlines_that_come_late_move_what_was_made_since_their_day(osan, write):
    before = f.ProposalFactory(lon=127.01, lat=37.15, created_at=MAY_2023)
    since = f.ProposalFactory(lon=127.01, lat=37.15, created_at=MAY_2024)
    aside = f.ProposalFactory(lon=127.09, lat=37.15, created_at=MAY_2024)

    loaded = reform(write)

    for proposal in (before, since, aside):
        proposal.refresh_from_db()
    assert loaded.moved == 1
    assert [str(each.district) for each in (before, since, aside)] == [
        "신장동",
        "신장1동",
        "중앙동",
    ]


def test_the_reform_can_be_loaded_twice(osan, write):
    f.ProposalFactory(lon=127.01, lat=37.15, created_at=MAY_2024)
    reform(write)
    version = District.objects.version()

    again = reform(write)

    assert (again.added, again.updated, again.unchanged, again.ended, again.moved) == (
        0, 0, 4, 0, 0
    )  # fmt: skip
    assert Succession.objects.count() == 4
    assert District.objects.version() == version


def test_a_corrected_outline_moves_the_rows_that_it_wronged(osan, write):
    wronged = f.ProposalFactory(lon=127.035, lat=37.15)
    right = f.ProposalFactory(lon=127.01, lat=37.15)
    said_by_hand = f.ProposalFactory(
        lon=None, lat=None, district=District.objects.get(name__ko="신장동")
    )
    corrected = BEFORE | {
        "4137054000": ("신장동", box(127.00, 37.1, 127.03, 37.2)),
        "4137057000": ("대원동", box(127.03, 37.1, 127.08, 37.2)),
    }

    loaded = load_districts(path=write(corrected), source="KOSTAT")

    for proposal in (wronged, right, said_by_hand):
        proposal.refresh_from_db()
    assert (loaded.updated, loaded.unchanged, loaded.moved, loaded.astray) == (2, 1, 1, 0)
    assert str(wronged.district) == "대원동"
    assert str(right.district) == str(said_by_hand.district) == "신장동"


def test_a_row_that_a_corrected_outline_leaves_out_keeps_its_district(osan, write, capsys):
    proposal = f.ProposalFactory(lon=127.095, lat=37.15)
    smaller = BEFORE | {"4137051000": ("중앙동", box(127.08, 37.1, 127.09, 37.2))}

    call_command("load_districts", write(smaller, "smaller.geojson"))

    proposal.refresh_from_db()
    assert str(proposal.district) == "중앙동"
    assert "1 lie in none now" in capsys.readouterr().out
    with pytest.raises(PlaceOutside):
        f.ProposalFactory(lon=127.095, lat=37.15)


def test_moving_many_rows_costs_few_queries(osan, write, django_assert_max_num_queries):
    person, category = f.UserFactory(), f.category()
    Proposal.objects.bulk_create(
        f.ProposalFactory.build(author=person, category=category, lon=127.035, lat=37.15)
        for _ in range(300)
    )
    corrected = BEFORE | {
        "4137054000": ("신장동", box(127.00, 37.1, 127.03, 37.2)),
        "4137057000": ("대원동", box(127.03, 37.1, 127.08, 37.2)),
    }
    file = write(corrected, "corrected.geojson")

    with django_assert_max_num_queries(30):
        loaded = load_districts(path=file)

    assert loaded.moved == 300
