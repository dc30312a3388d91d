"""Saved areas: who hears of what happens where, and that nobody else learns where that is."""

from math import asin, cos, radians, sin, sqrt

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts.areas import (
    MOST_AREAS,
    AreaRefused,
    people_near,
    remove_area,
    save_circle,
    save_district,
    save_place,
)
from accounts.models import Delivery, SavedArea
from accounts.privacy import export_person
from city.words import words
from maps.models import District, Place, Succession
from proposals.comment import post_comment
from proposals.follow import follow
from proposals.models import Proposal
from proposals.submit import submit_proposal
from proposals.support import give_support
from proposals.triage import decide
from tests import factories as f

EARTH = 6_371_008.8
WEST_DONG = "4199051000"


def metres(lon, lat, to_lon, to_lat):
    """As the crow flies over the ball, reckoned differently from the code."""
    half = sin(radians(to_lat - lat) / 2) ** 2 + (
        cos(radians(lat)) * cos(radians(to_lat)) * sin(radians(to_lon - lon) / 2) ** 2
    )
    return 2 * EARTH * asin(sqrt(half))


@pytest.fixture
def school(city):
    return Place.objects.create(
        kind="school", name=words("가람초등학교", "Garam School"), lon=127.02, lat=37.75
    )


@pytest.fixture
def west(city):
    return District.objects.get(code=WEST_DONG)


# ── Who is near ──────────────────────────────────────────────────────────────────────────────

spot = st.tuples(
    st.floats(f.WEST, f.EAST, allow_nan=False), st.floats(f.SOUTH, f.NORTH, allow_nan=False)
)


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(circles=st.lists(st.tuples(spot, st.integers(300, 3000)), min_size=1, max_size=6), at=spot)
def test_the_database_finds_whom_a_ruler_finds(resident, circles, at):
    SavedArea.objects.all().delete()
    found, borderline = set(), set()
    people = [f.UserFactory() for _circle in circles]
    for person, ((lon, lat), radius) in zip(people, circles, strict=True):
        area = save_circle(person=person, lon=lon, lat=lat, radius=radius)
        apart = metres(area.lon, area.lat, *at)
        found |= {person.pk} if apart <= radius else set()
        # The map is flat for the database; within half a percent either may be right.
        borderline |= {person.pk} if abs(apart - radius) <= 0.005 * radius else set()

    assert people_near(*at, None) - borderline == found - borderline


@pytest.mark.parametrize(("apart", "is_near"), [(0.0, True), (499, True), (501, False)])
def test_a_circle_ends_where_it_says(resident, school, apart, is_near):
    save_place(person=resident, place=school, radius=500)

    assert bool(people_near(127.02, 37.75 + apart / 111_320, None)) == is_near


def test_a_district_and_what_it_became_is_one_area(resident, neighbour, west):
    new = District.objects.create(
        code="4199053000", name=words("새서편동"), outline=west.outline, west=west.west,
        south=west.south, east=west.east, north=west.north, label_lon=127.02, label_lat=37.75,
    )  # fmt: skip
    Succession.objects.create(before=west, after=new)
    save_district(person=resident, district=west)
    save_district(person=neighbour, district=new)

    assert people_near(None, None, new) == {resident.pk, neighbour.pk}
    assert people_near(None, None, west) == {resident.pk, neighbour.pk}
    assert people_near(None, None, District.objects.get(code="4199052000")) == set()


def test_a_thousand_areas_cost_one_query(resident, school, django_assert_num_queries):
    people = [f.UserFactory(password="!") for _ in range(20)]
    one = save_place(person=resident, place=school, radius=500)
    SavedArea.objects.bulk_create(
        SavedArea(
            person=person, lon=one.lon, lat=one.lat, radius=500, west=one.west, south=one.south,
            east=one.east, north=one.north,
        )
        for person in people
        for _ in range(50)
    )  # fmt: skip

    with django_assert_num_queries(1):
        assert len(people_near(127.02, 37.75, None)) == 21


# ── Being told once ──────────────────────────────────────────────────────────────────────────


def test_who_is_tied_by_everything_is_told_once(resident, officer, school, west):
    proposal = f.ProposalFactory(author=resident, support_threshold=100)
    give_support(proposal=proposal, by=resident)
    follow(proposal=proposal, by=resident)
    post_comment(proposal=proposal, by=resident, text="저도 봤습니다.")
    save_place(person=resident, place=school, radius=500)
    save_district(person=resident, district=west)

    decide(proposal=proposal, status="in_review", reason="살펴보겠습니다.", by=officer)

    assert Delivery.objects.filter(person=resident).count() == 1


def test_a_new_proposal_in_an_area_is_news_there_but_not_for_its_author(
    resident, neighbour, school
):
    for person in (resident, neighbour):
        save_place(person=person, place=school, radius=500)

    submit_proposal(
        by=resident, title="신호가 짧아요", text="건너다 멈춥니다.", category=f.category(),
        place={"lon": 127.021, "lat": 37.75},
    )  # fmt: skip

    told = Delivery.objects.select_related("update_told").get()
    assert told.person == neighbour
    assert told.update_told.kind == "new-proposal"
    assert "신호가 짧아요" in str(told.update_told.title)


def test_a_proposal_elsewhere_or_without_people_writes_no_news(resident, school):
    submit_proposal(
        by=resident, title="신호가 짧아요", text="건너다 멈춥니다.", category=f.category(),
        place={"lon": 127.09, "lat": 37.75},
    )  # fmt: skip

    assert Proposal.objects.count() == 1
    assert not Delivery.objects.exists()


# ── Saving and removing ──────────────────────────────────────────────────────────────────────


def test_the_middle_of_a_circle_is_a_square_not_a_house(resident):
    first = save_circle(person=resident, lon=127.02001, lat=37.75001, radius=300)
    second = save_circle(person=resident, lon=127.02003, lat=37.75002, radius=300)

    assert (first.lon, first.lat) == (second.lon, second.lat)
    assert (first.lon, first.lat) != (127.02001, 37.75001)


@pytest.mark.parametrize("radius", [299, 3001, 0, -5])
def test_a_distance_has_its_limits(resident, radius):
    with pytest.raises(AreaRefused, match="300"):
        save_circle(person=resident, lon=127.02, lat=37.75, radius=radius)


def test_nobody_saves_more_than_ten_areas(resident, school, west):
    for _ in range(MOST_AREAS):
        save_place(person=resident, place=school, radius=500)

    with pytest.raises(AreaRefused, match=str(MOST_AREAS)):
        save_district(person=resident, district=west)


def test_the_same_district_twice_is_saved_once(resident, west):
    assert save_district(person=resident, district=west) == save_district(
        person=resident, district=west
    )


def test_nobody_removes_an_area_of_somebody_else(resident, neighbour, west, sign_in):
    area = save_district(person=resident, district=west)

    assert not remove_area(person=neighbour, key=area.pk)
    sign_in(neighbour).post(f"/me/areas/{area.pk}/remove/")
    assert SavedArea.objects.get() == area
    sign_in(resident).post(f"/me/areas/{area.pk}/remove/")
    assert not SavedArea.objects.exists()


def test_areas_are_in_the_copy_of_one_s_data(resident, west):
    save_district(person=resident, district=west)

    assert "accounts.SavedArea" in export_person(resident)["data"]


# ── The page ─────────────────────────────────────────────────────────────────────────────────


def test_a_district_a_place_and_a_spot_are_saved_on_the_page(resident, school, sign_in):
    client = sign_in(resident)

    client.post("/me/areas/", {"district": WEST_DONG})
    client.post("/me/areas/", {"named": school.pk, "radius": "500"})
    client.post("/me/areas/", {"lon": "127.07", "lat": "37.72", "radius": "2000"})

    kinds = [(a.district_id is not None, a.place_id, a.radius) for a in resident.areas.all()]
    assert kinds == [(True, None, None), (False, school.pk, 500), (False, None, 2000)]
    page = client.get("/me/areas/").content.decode()
    assert "서편동" in page
    assert "가람초등학교" in page


@pytest.mark.parametrize(
    "given",
    [{}, {"district": "9999999999"}, {"named": "77"}, {"lon": "10", "lat": "10"},
     {"lon": "127.02", "lat": "37.75", "radius": "50"}],
)  # fmt: skip
def test_what_cannot_be_an_area_is_said_and_nothing_is_saved(resident, sign_in, given):
    answer = sign_in(resident).post("/me/areas/", given)

    assert answer.status_code == 422
    assert not SavedArea.objects.exists()


def test_a_page_of_one_s_own_needs_a_sign_in(visitor):
    assert visitor.get("/me/areas/").status_code == 302
