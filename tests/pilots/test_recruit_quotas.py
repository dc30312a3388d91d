"""Places are shared out in proportion to who lives there, and an officer decides."""

from fractions import Fraction

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from maps.models import District
from maps.population import PopulationUnknown
from pilots.models import Quota
from pilots.recruit.ages import group_of, is_within
from pilots.recruit.groups import group_applicants, quota_of
from pilots.recruit.quotas import Cell, QuotasRefused, propose_quotas, set_quotas
from pilots.recruit.share_out import share_out
from pilots.select import draw
from tests.factories import UserFactory
from tests.pilots.people import join, make_recruiting_pilot

weights = st.dictionaries(st.integers(0, 20), st.integers(0, 10_000), max_size=12)


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(weights, st.integers(0, 500))
def test_the_shares_sum_to_the_places_and_are_never_off_by_one(weights, places):
    shares = share_out(weights, places)

    total = sum(weights.values())
    assert sum(shares.values()) == (places if total else 0)
    for key, weight in weights.items():
        assert not total or abs(shares[key] - Fraction(places * weight, total)) < 1


@given(weights, st.integers(0, 500), st.integers(2, 9))
def test_only_the_proportions_count(weights, places, times):
    larger = {key: weight * times for key, weight in weights.items()}

    assert share_out(weights, places) == share_out(larger, places)


def test_a_worked_example():
    assert share_out({"가": 47, "나": 16, "다": 158, "라": 26, "마": 53}, 10) == {
        "가": 2, "나": 0, "다": 5, "라": 1, "마": 2,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("band", "group"),
    [("0-4", "0-19"), ("20-29", "20-39"), ("60-64", "60+"), ("80+", "60+"), ("100+", "60+"),
     ("15-64", None), ("unknown", None), ("37", "20-39")],
)  # fmt: skip
def test_each_age_lies_in_one_group_or_none(band, group):
    assert group_of(band) == group


def test_who_does_not_tell_their_age_is_in_no_group():
    assert not is_within("", "0-19")


@pytest.fixture
def counted(city):
    """서편: 300 women and 100 men; 동편: 300 women and 300 men; no ages."""
    for district, women, men in zip(
        District.objects.order_by("pk"), (300, 300), (100, 300), strict=True
    ):
        for sex, persons in (("", women + men), ("f", women), ("m", men)):
            district.populations.create(as_of="2025-12-31", sex=sex, persons=persons)


@pytest.fixture
def ages(counted):
    for district in District.objects.all():
        for sex in "fm":
            whole = district.populations.get(sex=sex, age_band="").persons
            for band, share in (
                ("0-19", 0.2),
                ("20-59", 0),
                ("20-39", 0.2),
                ("40-59", 0.2),
                ("60+", 0.4),
            ):
                if share:
                    district.populations.create(
                        as_of="2025-12-31", sex=sex, age_band=band, persons=round(whole * share)
                    )


def test_places_are_proposed_by_dong_and_sex(counted):
    west, east = District.objects.order_by("pk")

    proposed = propose_quotas(seats=10, by=["district", "sex"])

    assert proposed.seats == {
        Cell(west.pk, "", "f"): 3, Cell(west.pk, "", "m"): 1,
        Cell(east.pk, "", "f"): 3, Cell(east.pk, "", "m"): 3,
    }  # fmt: skip
    assert str(proposed.as_of) == "2025-12-31"


def test_where_nobody_counted_ages_they_are_left_out_and_that_is_said(counted):
    proposed = propose_quotas(seats=10, by=["age_band", "sex"])

    assert proposed.without_age
    assert proposed.seats == {Cell(sex="f"): 6, Cell(sex="m"): 4}


def test_ages_are_counted_where_they_are_known(ages):
    proposed = propose_quotas(seats=10, by=["age_band", "sex"], ages=["60+"])

    assert not proposed.without_age
    assert proposed.seats == {Cell(age_band="60+", sex="f"): 6, Cell(age_band="60+", sex="m"): 4}


def test_nothing_is_guessed_where_nobody_was_counted(city):
    with pytest.raises(PopulationUnknown):
        propose_quotas(seats=10, by=["district"])


def test_the_group_that_says_most_holds(city, resident):
    pilot = make_recruiting_pilot(seats=9)
    place = join(pilot, resident, "applied")
    place.sex, place.age_band, place.district = "f", "60-69", District.objects.first()
    for fields in ({"sex": "f"}, {"sex": "f", "age_band": "60+"}, {"age_band": "20-39"}):
        Quota.objects.create(pilot=pilot, seats=1, **fields)

    assert quota_of(place, pilot.quotas.all()).age_band == "60+"


@given(st.lists(st.sampled_from("fmx"), min_size=1, max_size=40), st.integers(1, 9))
def test_no_published_group_is_small(sexes, smallest):
    class Panelist:
        def __init__(self, code):
            self.code = code

    class Somebody:
        district_id, age_band = None, ""

        def __init__(self, number, sex):
            self.panelist, self.sex = Panelist(f"C{number}"), sex

    people = [Somebody(number, sex) for number, sex in enumerate(sexes)]
    quotas = [Quota(pk=1, pilot_id=1, sex="f", seats=3), Quota(pk=2, pilot_id=1, sex="m", seats=2)]

    grouping = group_applicants(people, quotas, places=6, smallest=smallest)

    sizes = [list(grouping.groups.values()).count(group) for group in set(grouping.groups.values())]
    assert all(size >= min(smallest, len(people)) for size in sizes)
    assert sum(grouping.limits.values()) <= 6


def test_an_officer_sets_quotas_until_the_draw(city, officer):
    pilot = make_recruiting_pilot(seats=4)
    set_quotas(pilot=pilot, seats={Cell(sex="f"): 2}, by=officer)
    set_quotas(pilot=pilot, seats={Cell(sex="f"): 1, Cell(sex="m"): 3}, by=officer)
    assert sorted(pilot.quotas.values_list("sex", "seats")) == [("f", 1), ("m", 3)]

    join(pilot, UserFactory(), "applied")
    draw(pilot=pilot, by=officer)

    with pytest.raises(QuotasRefused):
        set_quotas(pilot=pilot, seats={}, by=officer)


@pytest.mark.parametrize("seats", [3, None])
def test_groups_cannot_have_more_places_than_there_are(city, officer, seats):
    pilot = make_recruiting_pilot(seats=seats)

    with pytest.raises(QuotasRefused):
        set_quotas(pilot=pilot, seats={Cell(sex="f"): 4}, by=officer)


@pytest.fixture
def desk(counted, officer, sign_in):
    pilot = make_recruiting_pilot(seats=10, manager=officer, department=officer.department)
    return pilot, sign_in(officer), f"/desk/pilots/{pilot.pk}/recruit/quotas/"


def test_the_desk_proposes_and_saves_what_the_officer_changed(desk):
    pilot, client, address = desk
    west = District.objects.order_by("pk").first()

    page = client.get(f"{address}?by=district&by=sex")
    assert not pilot.quotas.exists()
    form = {field.html_name: field.value() for field in page.context["form"] if field.value()}
    client.post(address, form | {f"seats:{west.pk}::f": "2"})

    assert pilot.quotas.count() == 4
    assert pilot.quotas.get(district=west, sex="f").seats == 2


def test_the_desk_adds_a_group_and_sees_who_applied(desk, resident):
    pilot, client, address = desk
    place = join(pilot, resident, "applied")
    place.sex = "f"
    place.save()

    client.post(address, {"sex": "f", "seats": "5"})
    page = client.get(address)

    assert pilot.quotas.get().seats == 5
    assert page.context["rows"][0]["applied"] == 1


@pytest.mark.parametrize(
    "form",
    [{"seats": "5"}, {"sex": "f", "seats": "-1"}, {"sex": "f", "seats": "열"},
     {"sex": "f", "seats": "11"}, {"sex": "q", "seats": "1"}, {"seats:::f": "99999999"}],
)  # fmt: skip
def test_bad_quotas_are_refused_and_nothing_changes(desk, form):
    pilot, client, address = desk

    assert client.post(address, form).status_code == 422
    assert not pilot.quotas.exists()


def test_made_up_groups_are_passed_over(desk):
    pilot, client, address = desk

    client.post(address, {"seats:9999::f": "1", "seats::7-9:": "1", "seats:a:b:c:d": "1"})

    assert not pilot.quotas.exists()
