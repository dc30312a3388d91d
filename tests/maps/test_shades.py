"""Districts in shades and hexagons: the same rows in other pictures, each with its words."""

import re
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maps import points, snapshot
from maps.models import District, Population
from maps.shades import shades_of
from tests import factories as f
from tests.maps.test_counting import World

numbers = st.lists(st.one_of(st.none(), st.floats(0, 1e6), st.integers(0, 5)), max_size=60)


@given(numbers, st.sampled_from(["quantiles", "equal"]))
def test_every_known_number_has_a_shade_and_higher_ones_are_never_lighter(values, steps):
    shades = shades_of(values, steps)

    known = sorted(value for value in values if value is not None)
    drawn = [shades.of(value) for value in known]
    assert drawn == sorted(drawn)
    assert all(shade in range(5) for shade in drawn)
    assert shades.of(None) is None
    for value, shade in zip(known, drawn, strict=True):
        of_it = [step for step in shades.in_words() if step["shade"] == shade]
        assert any(step["from"] <= value <= step["to"] for step in of_it)


def test_quantiles_put_about_as_many_districts_into_each_class():
    shades = shades_of(range(100))

    sizes = Counter(shades.of(value) for value in range(100)).values()
    assert len(sizes) == 5
    assert set(sizes) <= {19, 20, 21}


def test_equal_steps_are_equally_wide():
    assert shades_of([0, 100, 1, 2]).borders != shades_of([0, 100, 1, 2], "equal").borders
    assert shades_of([0, 100, 1, 2, 3], "equal").borders == (20, 40, 60, 80, 100)


@pytest.fixture
def counted(city):
    """West has three proposals and 2,000 residents, east one proposal and nobody counted."""
    west, east = District.objects.order_by("code")
    Population.objects.create(district=west, as_of="2026-01-01", persons=2_000)
    f.ProposalFactory.create_batch(2, lon=127.02)
    f.ProposalFactory(lon=None, lat=None, district=west)
    f.ProposalFactory(lon=127.07)
    return west, east


def test_districts_are_shaded_per_thousand_residents(counted, visitor):
    west, east = visitor.get("/map/shades/").context["shaded"].areas

    assert (west.count, west.residents, west.value) == (3, 2_000, 1.5)
    assert west.shade is not None
    assert (east.count, east.residents, east.value, east.shade) == (1, None, None, None)


def test_the_table_says_what_the_shades_show(counted, visitor):
    page = visitor.get("/map/shades/?lang=en").text

    assert "Seopyeon-dong" in page
    assert "not known" in page
    assert "1 Jan 2026" in page
    assert re.search(r'data-code="4199051000" data-shade="\d" data-said="1.50"', page)
    assert 'data-code="4199052000" data-shade="" data-said=""' in page  # hatched, and told why
    assert "Hatched districts have no number of residents yet" in page


def test_without_a_script_the_shades_are_chosen_by_links_and_lead_back_to_the_map(counted, visitor):
    page = visitor.get("/map/shades/?per=count&steps=equal&status=received&lang=en").text

    assert 'href="?steps=equal&amp;status=received"' in page  # for every 1,000 residents
    assert 'href="/map/?status=received&amp;layers=districts.count.equal"' in page
    assert "Hatched" not in page


def test_the_layers_in_the_address_of_the_map_are_no_filter(counted, visitor):
    everything, layers = (
        visitor.get(f"/tiles/proposals/view.json?{query}").json()
        for query in ("", "layers=districts.count.sites&per=count&steps=equal")
    )

    assert everything == layers


def test_the_map_offers_its_layers_and_their_words_to_everybody(counted, visitor):
    page = visitor.get("/map/?status=received&layers=districts&lang=en").text

    assert 'name="ground" value="districts"' in page
    assert 'href="/map/shades/?status=received"' in page
    assert 'href="/pilots/sites/"' in page


def test_districts_can_be_shaded_by_plain_counts_and_filters(counted, visitor):
    f.ProposalFactory(lon=127.07, status="in_review")

    shaded = visitor.get("/map/shades/?per=count&steps=equal&status=received").context["shaded"]

    assert [area.value for area in shaded.areas] == [3, 1]


@pytest.mark.parametrize("query", ["per=x", "steps='", "per=&steps=", "status=nothing", "q=%00"])
def test_nonsense_shades_the_map_as_usual(counted, visitor, query):
    assert visitor.get(f"/map/shades/?{query}").status_code in (200, 400)


def test_counting_shades_costs_the_same_however_many(
    counted, visitor, django_assert_max_num_queries
):
    f.ProposalFactory.create_batch(20)
    visitor.get("/map/shades/")

    with django_assert_max_num_queries(14):
        visitor.get("/map/shades/")


# ── Hexagons ─────────────────────────────────────────────────────────────────────────────────
@pytest.mark.parametrize("box", ["127.0,37.7,127.1,37.8", "127.04,37.74,127.06,37.76"])
def test_hexagons_hold_every_proposal_of_the_view_once(city, visitor, box):
    world = World(1)
    world.add(200)

    found = visitor.get(f"/map/hexagons.geojson?bbox={box}").json()

    total = visitor.get(f"/tiles/proposals/view.json?bbox={box}").json()["total"]
    assert sum(each["properties"]["count"] for each in found["features"]) == total
    assert found["total"] == total
    assert all(each["geometry"]["coordinates"][0][0] == each["geometry"]["coordinates"][0][-1]
               for each in found["features"])  # fmt: skip


def test_hexagons_are_the_same_from_the_snapshot(city, visitor, settings):
    world = World(2)
    world.add(150)
    in_database = visitor.get("/map/hexagons.geojson?status=closed").content
    settings.MAP_SNAPSHOT_FROM = 1
    snapshot.build_snapshot("proposals")
    world.change(40)
    points.forget()
    in_columns = visitor.get("/map/hexagons.geojson?status=closed").content
    settings.MAP_SNAPSHOT_FROM = 10_000
    snapshot.build_snapshot("proposals")
    points.forget()

    assert visitor.get("/map/hexagons.geojson?status=closed").content == in_columns != in_database


def test_hexagons_say_where_it_is_densest(city, visitor):
    f.ProposalFactory.create_batch(4, lon=127.02)
    f.ProposalFactory(lon=127.07)

    said = visitor.get("/map/hexagons.geojson?lang=en").json()["said"]

    assert said == "The densest spot is in Seopyeon-dong and holds 4 proposals."


def test_an_empty_part_of_the_map_says_so(city, visitor):
    found = visitor.get("/map/hexagons.geojson?bbox=0,0,1,1&lang=en").json()

    assert found["features"] == []
    assert found["said"] == "There is nothing in this part of the map."


def test_an_area_that_is_none_has_no_hexagons(city, visitor):
    assert visitor.get("/map/hexagons.geojson?bbox=1,2,3").status_code == 400
