"""Points find their district; points outside the city are refused with a sentence."""

from datetime import UTC, date, datetime, timedelta

import numpy as np
import pytest
from django.utils import timezone
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from city.words import words
from maps.cells import cell_of
from maps.locate import PlaceOutside, district_of, districts_of, place_many, snap_to_grid
from maps.models import District
from tests import factories as f

WEST_CODE, EAST_CODE = "4199051000", "4199052000"


class Spot:
    """Anything with a place."""

    def __init__(self, lon, lat, district_id=None, cell=None):
        self.lon, self.lat, self.district_id, self.cell = lon, lat, district_id, cell


def box(code, west, east, **fields):
    return District.objects.create(
        code=code, name=words(code), outline=f._box(west, f.SOUTH, east, f.NORTH),
        west=west, south=f.SOUTH, east=east, north=f.NORTH, label_lon=west, label_lat=f.SOUTH,
        **fields,
    )  # fmt: skip


def test_a_point_gets_its_cell_and_district(city):
    spot = Spot(127.012345678, 37.751234567)

    place_many([spot])

    assert (spot.lon, spot.lat) == (127.0123457, 37.7512346)
    assert spot.cell == cell_of(127.0123457, 37.7512346)
    assert District.objects.get(pk=spot.district_id).code == WEST_CODE


def test_a_proposal_is_placed_when_it_is_saved(city):
    proposal = f.ProposalFactory(lon=127.08, lat=37.75)

    assert proposal.district.code == EAST_CODE
    assert proposal.cell == cell_of(127.08, 37.75)


def test_a_row_without_a_point_keeps_the_district_it_was_given(city):
    east = District.objects.get(code=EAST_CODE)

    proposal = f.ProposalFactory(lon=None, lat=None, district=east)

    assert proposal.district == east
    assert proposal.cell is None


def test_a_proposal_that_moves_changes_its_district(city):
    proposal = f.ProposalFactory(lon=127.02, lat=37.75)
    proposal.lon = 127.08

    proposal.save()

    assert proposal.district.code == EAST_CODE


def test_a_proposal_that_stays_keeps_the_district_of_its_day(city):
    proposal = f.ProposalFactory(lon=127.02, lat=37.75)
    District.objects.filter(code=WEST_CODE).update(valid_to=date(2020, 1, 1))
    box("4199053000", f.WEST, f.MIDDLE, valid_from=date(2020, 1, 1))

    proposal.save()

    assert proposal.district.code == WEST_CODE


def test_a_point_on_a_shared_border_always_goes_to_the_lower_code(city):
    assert {district_of(f.MIDDLE, 37.7 + n / 100).code for n in range(11)} == {WEST_CODE}


def test_the_corners_of_the_city_are_in_it(city):
    corners = [(f.WEST, f.SOUTH), (f.WEST, f.NORTH), (f.EAST, f.SOUTH), (f.EAST, f.NORTH)]

    assert all(districts_of(*zip(*corners, strict=True)))


def test_a_point_outside_the_city_is_refused_with_the_citys_name(city):
    with override("en"), pytest.raises(PlaceOutside, match="outside Garam"):
        place_many([Spot(126.5, 37.5)])


def test_without_districts_any_point_is_taken(db):
    spot = Spot(126.5, 37.5)

    place_many([spot])

    assert spot.cell is not None
    assert spot.district_id is None


def test_swapped_axes_are_named(city):
    with override("en"), pytest.raises(PlaceOutside, match="swapped"):
        place_many([Spot(37.75, 127.02)])


@pytest.mark.parametrize(
    "point",
    [
        (float("nan"), 37.7),
        (127.0, float("inf")),
        (127.0, None),
        (None, 37.7),
        (181, 37),
        (127, 89),
    ],
)
def test_what_is_no_point_is_refused(city, point):
    with pytest.raises(PlaceOutside):
        place_many([Spot(*point)])


def test_the_district_is_the_one_valid_on_the_day(city):
    District.objects.filter(code=WEST_CODE).update(valid_to=date(2024, 1, 1))
    box("4199054000", f.WEST, f.MIDDLE, valid_from=date(2024, 1, 1))

    assert district_of(127.02, 37.75, on=date(2023, 12, 31)).code == WEST_CODE
    assert district_of(127.02, 37.75, on=date(2024, 1, 1)).code == "4199054000"


def test_a_row_gets_the_district_of_the_day_it_was_made(city):
    District.objects.filter(code=WEST_CODE).update(valid_to=date(2024, 1, 1))
    box("4199054000", f.WEST, f.MIDDLE, valid_from=date(2024, 1, 1))
    new_years_eve = datetime(2023, 12, 31, 23, 30, tzinfo=timezone.get_default_timezone())

    before, after = (
        f.ProposalFactory(lon=127.02, lat=37.75, created_at=at)
        for at in (new_years_eve, new_years_eve + timedelta(hours=1))
    )

    assert (before.district.code, after.district.code) == (WEST_CODE, "4199054000")


def test_a_row_older_than_all_outlines_gets_the_oldest(city):
    District.objects.update(valid_from=date(2024, 1, 1))
    long_ago = datetime(2019, 5, 1, tzinfo=UTC)

    assert f.ProposalFactory(lon=127.02, lat=37.75, created_at=long_ago).district.code == WEST_CODE


def test_many_points_are_placed_as_each_alone(city):
    lons, lats = np.random.default_rng(5).uniform((126.98, 37.68), (127.12, 37.82), (6_000, 2)).T

    many = districts_of(lons, lats)

    assert [*many[:200]] == [
        district.pk if (district := district_of(*point)) else 0
        for point in zip(lons[:200], lats[:200], strict=True)
    ]
    assert {*many} == {0, *District.objects.values_list("pk", flat=True)}


def test_a_changed_outline_counts_at_once(city):
    assert district_of(127.04, 37.75).code == WEST_CODE
    east = District.objects.get(code=EAST_CODE)
    west = District.objects.get(code=WEST_CODE)
    west.outline = f._box(f.WEST, f.SOUTH, 127.03, f.NORTH)
    east.outline = f._box(127.03, f.SOUTH, f.EAST, f.NORTH)

    west.save(update_fields=["outline"])
    east.save()

    assert district_of(127.04, 37.75).code == EAST_CODE


def test_placing_many_costs_no_more_queries_than_placing_one(city, django_assert_num_queries):
    district_of(127.02, 37.75)
    spots = [Spot(127.0 + n / 1000, 37.75) for n in range(100)]

    with django_assert_num_queries(1):
        place_many(spots)

    assert all(spot.district_id for spot in spots)


@given(st.floats(127.0, 127.1), st.floats(37.7, 37.8), st.sampled_from([50, 200, 500]))
def test_a_place_near_a_home_moves_to_the_middle_of_its_square(lon, lat, metres):
    snapped = snap_to_grid(lon, lat, metres)

    assert abs(snapped[1] - lat) * 111_320 <= metres / 2 * 1.01
    assert abs(snapped[0] - lon) * 111_320 * 0.8 <= metres / 2 * 1.02
    assert snap_to_grid(*snapped, metres) == snapped
