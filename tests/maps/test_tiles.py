"""Tiles: every proposal is counted once at every zoom, with every filter, by every reader."""

import random
from dataclasses import replace

import mapbox_vector_tile
import pytest
from django.utils import timezone

from maps import points
from maps.cells import cell_of, tile_of
from maps.conditions import OneOf
from maps.points import points_of
from maps.tiles import LAST_ZOOM
from proposals.models import Proposal
from tests import factories as f


@pytest.fixture
def scattered(city):
    """Two hundred proposals: anywhere, at one address, and along the border of two tiles."""
    dice = random.Random(7)
    author, category = f.UserFactory(), f.category()
    border = 127.001953125  # where two tiles of zoom 10 and all deeper ones meet
    spots = [(dice.uniform(127.0, 127.1), dice.uniform(37.7, 37.8)) for _ in range(150)]
    spots += [(127.05, 37.75)] * 30
    spots += [(border, dice.uniform(37.7, 37.8)) for _ in range(20)]
    Proposal.objects.bulk_create(
        f.ProposalFactory.build(
            author=author, category=category, lon=lon, lat=lat,
            status=dice.choice(["received", "in_review", "planned"]),
        )
        for lon, lat in spots
    )  # fmt: skip
    return list(Proposal.objects.values_list("cell", "status"))


def tiles_with(rows, z):
    return {tile_of(cell, z) for cell, _status in rows}


@pytest.mark.parametrize("z", [0, 8, 10, 12, 14, 16, 18, LAST_ZOOM])
def test_every_proposal_is_counted_once_at_every_zoom(scattered, z):
    totals = {
        (x, y): points_of("proposals").squares([], z, x, y).total
        for x, y in tiles_with(scattered, z)
    }

    assert sum(totals.values()) == len(scattered)
    assert all(
        total == sum(tile_of(cell, z) == tile for cell, _status in scattered)
        for tile, total in totals.items()
    )


@pytest.mark.parametrize("z", [9, 11, 13, 15])
def test_four_children_add_up_to_their_parent(scattered, z):
    planned = [OneOf("status", frozenset(["planned"]))]
    squares = points_of("proposals").squares

    for x, y in tiles_with(scattered, z):
        children = [
            squares(planned, z + 1, 2 * x + dx, 2 * y + dy).total for dx in (0, 1) for dy in (0, 1)
        ]
        assert sum(children) == squares(planned, z, x, y).total


def read(response):
    layer = mapbox_vector_tile.decode(
        response.content, default_options={"y_coord_down": True}
    ).get("proposals", {"features": []})  # fmt: skip
    return layer["features"]


def address(z, lon=127.05, lat=37.75, query=""):
    x, y = tile_of(cell_of(lon, lat), z)
    return f"/tiles/proposals/{z}/{x}/{y}.mvt{query}"


def test_a_tile_takes_the_filters_of_the_list(scattered, visitor):
    response = visitor.get(address(7, query="?status=planned&status=received&bbox=0,0,1,1"))

    assert sum(feature["properties"]["count"] for feature in read(response)) == sum(
        status in ("planned", "received") for _cell, status in scattered
    )


def test_a_single_proposal_says_which_it_is(city, visitor):
    proposal = f.ProposalFactory(lon=127.02, lat=37.75, status="closed", outcome="done")

    [feature] = read(visitor.get(address(12, 127.02)))

    assert feature["properties"] == {
        "count": 1, "id": proposal.pk, "category": proposal.category_id, "state": "done",
    }  # fmt: skip


def test_several_proposals_are_a_count_at_their_middle(city, visitor):
    f.ProposalFactory(lon=127.0201, lat=37.75)
    f.ProposalFactory(lon=127.0203, lat=37.75, status="in_review")

    [feature] = read(visitor.get(address(8, 127.02)))

    assert feature["properties"] == {"count": 2, "id": 0, "category": 0, "state": ""}


def test_a_tile_never_holds_more_than_its_squares(scattered, visitor):
    assert len(read(visitor.get(address(9)))) <= 256


def test_hidden_proposals_are_not_on_the_map(city, visitor):
    f.ProposalFactory(lon=127.05, lat=37.75, hidden_at=timezone.now())

    assert read(visitor.get(address(12))) == []


def test_a_tile_of_the_present_revision_may_be_kept(scattered, visitor):
    rev = visitor.get("/tiles/proposals/now.json").json()["rev"]

    kept = visitor.get(address(12, query=f"?rev={rev}"))
    asked_anew = visitor.get(address(12))

    assert kept["Cache-Control"] == "public, max-age=600"
    assert kept["Content-Type"] == "application/vnd.mapbox-vector-tile"
    assert asked_anew["Cache-Control"] == "no-cache"
    assert not kept.cookies


def test_an_old_revision_leads_to_the_present_one(scattered, visitor):
    rev = visitor.get("/tiles/proposals/now.json").json()["rev"]
    f.ProposalFactory(lon=127.05, lat=37.75)
    points.forget()

    response = visitor.get(address(12, query=f"?status=planned&rev={rev}"))

    assert response.status_code == 302
    assert "status=planned" in response["Location"]
    assert rev not in response["Location"]
    assert visitor.get(response["Location"]).status_code == 200


def test_a_process_that_looked_earlier_does_not_send_readers_back(scattered, visitor):
    visitor.get("/tiles/proposals/now.json")  # this process keeps what it saw for a moment
    f.ProposalFactory(lon=127.05, lat=37.75)
    seen = points.revision("proposals")
    points.forget()
    newer = points.revision("proposals")
    points._known["proposals"] = replace(points.known("proposals"), rev=seen)

    assert visitor.get(address(12, query=f"?rev={newer}")).status_code == 200


@pytest.mark.parametrize(
    "path",
    ["/tiles/proposals/3/8/0.mvt", "/tiles/proposals/23/0/0.mvt", "/tiles/nothing/3/0/0.mvt"],
)
def test_what_is_no_tile_is_not_found(city, visitor, path):
    assert visitor.get(path).status_code == 404


def test_a_tile_costs_one_query(scattered, visitor, django_assert_num_queries):
    visitor.get("/tiles/proposals/now.json")

    with django_assert_num_queries(1):
        visitor.get(address(12))
