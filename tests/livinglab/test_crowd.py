"""The generated crowd of a demonstration: as many as asked for, and all of them in order."""

import numpy as np
import pytest
from django.db import connection
from django.utils import timezone

from accounts.models import User
from livinglab.demo.crowd import draw_crowd
from livinglab.demo.fill import fill_city
from livinglab.starting_rows import make_rows
from maps.cells import cell_of
from maps.locate import districts_of
from proposals.models import Decision, Proposal
from proposals.periods import end_periods
from tests.factories import ProposalFactory, UserFactory

SIZE = 400


@pytest.fixture
def filled(city, resident, officer):
    make_rows()
    UserFactory(level="guest")
    fill_city(SIZE, timezone.now())
    return Proposal.objects.select_related("category", "district")


def test_as_many_as_asked_for_and_no_more_the_second_time(filled):
    assert filled.count() == SIZE
    assert fill_city(SIZE, timezone.now()) == 0
    assert fill_city(SIZE + 20, timezone.now()) == 20
    assert Proposal.objects.count() == SIZE + 20


def test_each_stands_in_its_district_and_cell(filled):
    lon, lat, cell, district = np.array(
        filled.values_list("lon", "lat", "cell", "district"), object
    ).T

    assert cell.tolist() == cell_of(lon.astype(float), lat.astype(float)).tolist()
    assert district.tolist() == districts_of(lon.astype(float), lat.astype(float)).tolist()


def test_each_would_pass_the_form_of_the_model(filled):
    for proposal in filled[:60]:
        proposal.full_clean()
        assert "시연용" in proposal.text


def test_each_keeps_the_level_of_its_author(filled, resident):
    authors = dict(User.objects.values_list("pk", "level"))

    assert {proposal.level for proposal in filled} == {"registered", "guest"}
    assert all(proposal.level == authors[proposal.author_id] for proposal in filled)


def test_each_history_ends_where_the_proposal_is(filled):
    last = {row.proposal_id: row for row in Decision.objects.order_by("at")}
    for proposal in filled:
        if proposal.status == "received":
            assert proposal.pk not in last
        else:
            assert (last[proposal.pk].status, last[proposal.pk].outcome) == proposal.state
            assert last[proposal.pk].at >= proposal.created_at


def test_the_clock_finds_nothing_left_behind(filled):
    assert set(end_periods().values()) == {0}


def test_a_person_can_still_propose_afterwards(filled):
    assert ProposalFactory(author=UserFactory()).pk > max(
        Proposal.objects.filter(channel="import").values_list("pk", flat=True)
    )


def test_indexes_are_all_back(city, resident, officer):
    def names():
        with connection.cursor() as cursor:
            return set(connection.introspection.get_constraints(cursor, "proposals_proposal"))

    before = names()
    make_rows()
    fill_city(50, timezone.now())
    assert names() == before


def test_the_same_seed_draws_the_same_crowd(city):
    now = timezone.now()
    first, again, other = (
        draw_crowd(300, categories=8, threshold=30, now=now, seed=seed) for seed in (7, 7, 8)
    )
    assert first.cell.tolist() == again.cell.tolist()
    assert first.created.tolist() == again.created.tolist()
    assert first.cell.tolist() != other.cell.tolist()


def test_many_share_one_address(city):
    crowd = draw_crowd(4_000, categories=8, threshold=30, now=timezone.now())
    _cells, times = np.unique(crowd.cell, return_counts=True)
    assert times[times > 5].sum() > 100
