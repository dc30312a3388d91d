"""The lot decides who and which site tests what, evenly, and anybody can draw it again."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from city.words import words
from pilots.agree import consent
from pilots.join import apply
from pilots.models import Alternative, Participation, Site
from pilots.recruit.alternatives import DealRefused, deal_to_people, deal_to_sites
from pilots.recruit.lots import deal, deal_one
from tests.factories import UserFactory
from tests.pilots.people import join, make_recruiting_pilot
from tests.pilots.test_select import redrawn

drawn = st.lists(
    st.tuples(st.text("ABCDEF", min_size=4, max_size=6), st.sampled_from("012")),
    unique_by=lambda one: one[0], max_size=30,
)  # fmt: skip
names = st.lists(st.sampled_from("abcd"), min_size=2, max_size=4, unique=True)


@given(drawn, names)
def test_alternatives_differ_by_one_at_most_in_all_and_in_each_group(drawn, names):
    dealt = deal(drawn, alternatives=names, seed="s")

    assert dealt.keys() == {code for code, _group in drawn}
    for group in ("0", "1", "2", None):
        count = Counter(dealt[code] for code, of in drawn if group in (of, None))
        assert max((count[n] for n in names), default=0) - min(count[n] for n in names) <= 1


@given(drawn, names, st.randoms())
def test_the_order_of_the_list_does_not_matter(drawn, names, random):
    shuffled = random.sample(drawn, len(drawn))

    assert deal(drawn, alternatives=names, seed="s") == deal(shuffled, alternatives=names, seed="s")


@given(st.text("ABCDEF", min_size=4), names)
def test_who_comes_later_has_one_of_them(code, names):
    assert deal_one(code, alternatives=names, seed="s") in names


@pytest.fixture
def pilot(city, officer):
    pilot = make_recruiting_pilot(seats=9, manager=officer, department=officer.department)
    for code in ("a", "control"):
        Alternative.objects.create(pilot=pilot, code=code, name=words(code))
    for _one in range(7):
        join(pilot, UserFactory(), "consented")
    return pilot


def test_people_are_dealt_alternatives_and_a_stranger_can_check(pilot, officer, visitor, tmp_path):
    draw = deal_to_people(pilot=pilot, by=officer, seed="12-5")

    count = Counter(Participation.objects.values_list("alternative__code", flat=True))
    assert sorted(count.values()) == [3, 4]
    again, verdict = redrawn(f"/pilots/{pilot.pk}/draw/people.json", visitor, tmp_path)
    assert (again, verdict) == (draw.record["assigned"], "The same result.")


def test_sites_are_dealt_alternatives_but_not_comparison_sites(pilot, officer, visitor, tmp_path):
    for arm in ("test", "comparison"):
        Site.objects.create(pilot=pilot, name=words("정류장"), arm=arm, lon=127.02, lat=37.75)

    deal_to_sites(pilot=pilot, by=officer)

    assert set(pilot.sites.filter(arm="test").values_list("alternative__code", flat=True)) == {
        "a", "control",
    }  # fmt: skip
    assert pilot.sites.get(arm="comparison").alternative is None
    assert (
        redrawn(f"/pilots/{pilot.pk}/draw/sites.json", visitor, tmp_path)[1] == "The same result."
    )


def test_who_agrees_later_gets_an_alternative_by_their_own_lot(pilot, officer, resident):
    deal_to_people(pilot=pilot, by=officer, seed="12-5")
    place = apply(pilot=pilot, by=resident)
    place.status = "selected"
    place.save()

    consent(participation=place, by=resident)

    place.refresh_from_db()
    assert place.alternative.code == deal_one(
        place.panelist.code, alternatives=["a", "control"], seed="12-5"
    )


def test_alternatives_are_dealt_once(pilot, officer):
    deal_to_people(pilot=pilot, by=officer)

    with pytest.raises(DealRefused):
        deal_to_people(pilot=pilot, by=officer)


@pytest.mark.parametrize("stage", ["running", "concluded"])
def test_nothing_is_dealt_once_it_runs(pilot, officer, stage):
    pilot.stage = stage
    pilot.save()

    with pytest.raises(DealRefused):
        deal_to_people(pilot=pilot, by=officer)


def test_there_have_to_be_two_alternatives_and_somebody_to_deal_to(pilot, officer):
    pilot.participations.update(status="applied")
    with pytest.raises(DealRefused):
        deal_to_people(pilot=pilot, by=officer)

    pilot.alternatives.first().delete()
    with pytest.raises(DealRefused):
        deal_to_sites(pilot=pilot, by=officer)


def test_the_desk_deals_and_the_public_reads(pilot, officer, sign_in, visitor, resident):
    address = f"/desk/pilots/{pilot.pk}/recruit/alternatives/people/"
    assert sign_in(resident).post(address).status_code == 403

    client = sign_in(officer)
    assert client.post(address, {"seed": "씨 앗"}).status_code == 422
    assert client.post(address, {"seed": "12-5"}).status_code == 302
    assert client.post(address, {"seed": "12-5"}).status_code == 422

    page = visitor.get(f"/pilots/{pilot.pk}/draw/").content.decode()
    assert all(
        code in page for code in Participation.objects.values_list("panelist__code", flat=True)
    )
