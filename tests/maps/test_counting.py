"""Counted in the database or in columns, and by hand: always the same numbers."""

import random
from collections import Counter
from datetime import UTC, datetime, timedelta
from itertools import product

import numpy as np
import pytest
from django.db.models import Q
from django.http import QueryDict
from django.utils import timezone

from city.words import words
from maps import points, snapshot
from maps.cells import cell_of, tile_of
from maps.conditions import Between, Found, OneOf
from maps.in_columns import InColumns
from maps.in_database import InDatabase
from maps.points import points_of
from maps.tiles import draw_tile, square_edges
from proposals.models import Call, Proposal
from proposals.on_map import LAYER
from tests import factories as f

STATES = [
    ("received", ""), ("in_review", ""), ("planned", ""), ("closed", "done"),
    ("closed", "declined"), ("needs_info", ""),
]  # fmt: skip
BORDER = 127.001953125  # where two tiles of zoom 10 and all deeper ones meet
START = datetime(2026, 1, 1, tzinfo=UTC)


class World:
    """Proposals anywhere, at one address and along borders, which change as people please."""

    def __init__(self, seed: int):
        self.dice = random.Random(seed)
        self.author = f.UserFactory()
        self.categories = [
            f.category("road", "도로", "Roads"), f.category("park", "공원", "Parks"),
        ]  # fmt: skip
        self.call = Call.objects.create(
            slug="spring", title=words("봄", "Spring"),
            opens_at=timezone.now(), closes_at=timezone.now() + timedelta(days=9),
        )  # fmt: skip

    def spot(self):
        match self.dice.randrange(10):
            case 0 | 1:
                return 127.05, 37.75
            case 2:
                return BORDER, round(self.dice.uniform(37.7, 37.8), 7)
        lon, lat = self.dice.uniform(127.0, 127.1), self.dice.uniform(37.7, 37.8)
        return round(lon, 7), round(lat, 7)

    def add(self, number: int):
        Proposal.objects.bulk_create([self._proposal() for _ in range(number)])

    def _proposal(self):
        lon, lat = self.spot()
        status, outcome = self.dice.choice(STATES)
        return f.ProposalFactory.build(
            author=self.author, category=self.dice.choice(self.categories), lon=lon, lat=lat,
            status=status, outcome=outcome, support_count=self.dice.choice([0, 0, 0, 1, 2, 9]),
            call=self.dice.choice([None, None, self.call]),
            created_at=START + timedelta(minutes=self.dice.randrange(200_000)),
            title=self.dice.choice(["가로등이 어두워요", "보도블록이 깨졌어요", "벤치가 필요해요"]),
            hidden_at=timezone.now() if self.dice.random() < 0.1 else None,
        )  # fmt: skip

    def change(self, times: int):
        keys = list(Proposal.objects.values_list("pk", flat=True))
        for _ in range(times):
            row = Proposal.objects.filter(pk=self.dice.choice(keys))
            match self.dice.randrange(7):
                case 0:
                    self.add(1)
                case 1:
                    row.delete()
                case 2:
                    row.update(hidden_at=self.dice.choice([None, timezone.now()]))
                case 3:
                    lon, lat = self.spot()
                    row.update(lon=lon, lat=lat, cell=cell_of(lon, lat))
                case 4:
                    status, outcome = self.dice.choice(STATES)
                    row.update(status=status, outcome=outcome)
                case 5:
                    row.update(support_count=self.dice.randrange(20))
                case 6:
                    row.update(category=self.dice.choice(self.categories), title="새 제목")

    def filters(self) -> list:
        road = OneOf("category_id", frozenset([self.categories[0].pk]))
        spring = OneOf("call_id", frozenset([self.call.pk]))
        closed = OneOf("status", frozenset(["closed", "planned"]))
        month = Between("created_at", START + timedelta(days=30), START + timedelta(days=90))
        dark = Found(Q(title__contains="어두워요"), "어두워요")
        nothing = OneOf("district_id", frozenset())
        return [
            [], [road], [closed], [month], [spring], [dark], [road, closed, month, spring],
            [dark, closed], [nothing],
        ]  # fmt: skip


@pytest.fixture
def world(request, city, settings):
    settings.MAP_SNAPSHOT_FROM = 1
    world = World(getattr(request, "param", 0))
    world.add(150)
    snapshot.build_snapshot("proposals")
    world.change(60)
    points.forget()
    return world


in_several_worlds = pytest.mark.parametrize("world", range(3), indirect=True)


def both_ways():
    in_columns = points_of("proposals")
    assert isinstance(in_columns, InColumns)
    return in_columns, InDatabase(LAYER)


def ready(conditions):
    """As `conditions_of` hands them on: what only SQL can answer has been answered."""
    return [
        points._answered(LAYER, each, points.revision("proposals"))
        if isinstance(each, Found)
        else each
        for each in conditions
    ]


def by_hand(conditions) -> list[Proposal]:
    rows = Proposal.objects.public().filter(*[each.q() for each in conditions])
    return [row for row in rows if row.cell is not None]


@in_several_worlds
def test_tiles_are_the_same_to_the_last_byte(world):
    in_columns, in_database = both_ways()

    for conditions, z in product(world.filters(), (0, 9, 12, 15, 18, 22)):
        rows = by_hand(conditions)
        spots = {tile_of(row.cell, z) for row in rows[:5]} | {tile_of(cell_of(127.05, 37.75), z)}
        for x, y in spots:
            mine = in_columns.squares(ready(conditions), z, x, y)
            theirs = in_database.squares(ready(conditions), z, x, y)

            assert mine.total == sum(tile_of(row.cell, z) == (x, y) for row in rows)
            assert draw_tile("p", mine, z, x, y) == draw_tile("p", theirs, z, x, y)


def test_every_square_holds_what_lies_in_it(world):
    rows = by_hand([])
    z, (x, y) = 12, tile_of(cell_of(127.05, 37.75), 12)
    edges = square_edges(z, x, y)
    squares = points_of("proposals").squares([], z, x, y)

    expected = Counter(
        int(np.searchsorted(edges, row.cell, "right"))
        for row in rows
        if edges[0] <= row.cell < edges[-1]
    )
    assert squares.count.tolist() == [expected[square] for square in sorted(expected)]
    for key, category, code in zip(
        squares.key, squares.category, squares.state.codes, strict=True
    ):  # fmt: skip
        if key:
            row = Proposal.objects.get(pk=key)
            assert (category, squares.state.words[code]) == (row.category_id, row.state_code)


def boxes(world):
    yield None
    yield (127.0, 37.7, 127.1, 37.8)
    yield (127.05, 37.75, 127.05, 37.75)  # exactly the pile
    yield (0.0, 0.0, 1.0, 1.0)
    yield (-180.0, -85.0, 180.0, 85.0)
    for _ in range(12):
        west, east = sorted(round(world.dice.uniform(126.99, 127.11), 7) for _ in "we")
        south, north = sorted(round(world.dice.uniform(37.69, 37.81), 7) for _ in "sn")
        yield west, south, east, north
    row = Proposal.objects.public().first()
    yield row.lon, row.lat, row.lon + 0.01, row.lat + 0.01  # a row on the corner is inside


@in_several_worlds
def test_lists_and_facets_are_the_same_for_any_view(world):
    in_columns, in_database = both_ways()

    for conditions, box, order in product(world.filters(), boxes(world), ("support", "newest")):
        mine = in_columns.in_view(ready(conditions), box, order, most=20)

        assert mine == in_database.in_view(ready(conditions), box, order, most=20)


def test_a_list_holds_the_first_of_what_is_in_view(world):
    box = (127.02, 37.71, 127.09, 37.79)
    rows = [
        row for row in by_hand([]) if box[0] <= row.lon <= box[2] and box[1] <= row.lat <= box[3]
    ]

    found = points_of("proposals").in_view([], box, "support", most=20)

    rows.sort(key=lambda row: (-row.support_count, -row.pk))
    assert found.total == len(rows)
    assert found.keys == [row.pk for row in rows[:20]]
    assert found.facets["state"] == Counter(row.state_code for row in rows)
    assert found.facets["category"] == Counter(row.category_id for row in rows)
    assert found.facets["district"] == Counter(row.district_id for row in rows if row.district_id)


def test_a_facet_counts_what_another_choice_would_find(world):
    road, park = (each.pk for each in world.categories)
    only_roads = [OneOf("category_id", frozenset([road]))]

    found = points_of("proposals").in_view(only_roads, None, "newest")

    assert found.facets["category"][park] == len([r for r in by_hand([]) if r.category_id == park])
    assert sum(found.facets["state"].values()) == found.total


def test_a_search_for_words_asks_the_database_once_per_revision(
    world, django_assert_num_queries, visitor
):
    visitor.get("/tiles/proposals/9/436/197.mvt?q=어두워요")

    with django_assert_num_queries(0):
        for z in (8, 9, 10):
            x, y = tile_of(cell_of(127.05, 37.75), z)
            assert visitor.get(f"/tiles/proposals/{z}/{x}/{y}.mvt?q=어두워요").content


@pytest.mark.parametrize(
    "query",
    [
        "category=nothing", "status=' OR 1=1 --", "q=%25%27%22;DROP TABLE", "since=gestern",
        "district=0", "call=;", "outcome=done&status=received", "q=" + "가" * 300, "rev=", "x=1",
        "bbox=1,2,3", "category=road&category=park&category=",
    ],
)  # fmt: skip
def test_filters_that_mean_nothing_do_no_harm(world, visitor, query):
    x, y = tile_of(cell_of(127.05, 37.75), 9)

    assert visitor.get(f"/tiles/proposals/9/{x}/{y}.mvt?{query}").status_code in (200, 302)


def test_filters_of_an_address_mean_the_same_as_in_the_list(world, visitor):
    query = QueryDict("category=road&status=closed&status=planned&q=어두워요&call=spring")
    in_list = visitor.get("/proposals/?" + query.urlencode()).context["page"].paginator.count

    found = points_of("proposals").in_view(points.conditions_of("proposals", query), None, None)

    assert found.total == in_list
