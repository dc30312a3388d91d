"""While somebody writes: what others have already proposed about the same thing."""

import json
from pathlib import Path

import pytest

from proposals.models import Draft, Proposal, Support
from proposals.similar import SHOWN, similar_proposals
from tests import factories as f

LABELLED = json.loads((Path(__file__).parent / "similar_pairs.json").read_text("utf-8"))
METRES_A_DEGREE = (88_100, 111_000)  # of longitude and latitude at 37.75°


def place(row) -> dict:
    east, north = METRES_A_DEGREE
    return {"lon": f.MIDDLE + row["x"] / east, "lat": 37.75 + row["y"] / north}


@pytest.fixture
def town(city, resident):
    """The proposals of the labelled set, by their numbers there."""
    return {
        row["id"]: f.ProposalFactory(
            author=resident, title=row["title"], text=row["text"],
            category=f.category(row["category"], row["category"], row["category"]), **place(row),
        )
        for row in LABELLED["there"]
    }  # fmt: skip


def found_for(row, town) -> set[int]:
    numbers = {proposal.pk: number for number, proposal in town.items()}
    category = f.category(row["category"], row["category"], row["category"])
    found = similar_proposals(title=row["title"], text=row["text"], category=category, **place(row))
    return {numbers[one.proposal.pk] for one in found}


def test_nine_of_ten_that_are_shown_are_meant_and_none_is_missed(town):
    """Precision and recall on the labelled set, as docs/decisions/015-similar.md states them."""
    right = wrong = missed = 0
    for row in LABELLED["asked"]:
        found, same = found_for(row, town), set(row["same"])
        right += len(found & same)
        wrong += len(found - same)
        missed += len(same - found)

    assert right / (right + wrong) >= 0.85
    assert right / (right + missed) >= 0.95


def test_spaces_and_particles_make_no_difference(town):
    one = {"x": 0, "y": 0, "category": "walking", "text": ""}

    assert 1 in found_for(one | {"title": "보도블록이깨져있습니다"}, town)
    assert 1 in found_for(one | {"title": "깨진 보도 블록을"}, town)


def test_the_same_words_far_away_are_another_matter(town):
    far = {
        "x": 3000,
        "y": 3000,
        "category": "walking",
        "title": "보도블록이 깨져 있습니다",
        "text": "",
    }

    assert found_for(far, town) == set()


def test_hidden_merged_and_withdrawn_ones_are_not_shown(town):
    asked = LABELLED["asked"][0]
    for fields in ({"hidden_at": town[1].created_at}, {"status": "closed", "outcome": "withdrawn"}):
        Proposal.objects.filter(pk=town[1].pk).update(**fields)
        assert found_for(asked, town) == set()
        Proposal.objects.filter(pk=town[1].pk).update(hidden_at=None, status="received", outcome="")


def test_a_handful_at_most_the_most_alike_first(city):
    for n in range(12):
        f.ProposalFactory(title=f"보도블록이 깨져 있어요 {n}", lon=f.MIDDLE, lat=37.75)
    exact = f.ProposalFactory(title="은행 앞 보도블록이 깨져 있어요", lon=f.MIDDLE, lat=37.75)

    found = similar_proposals(
        title="은행 앞 보도블록이 깨져 있어요", text=exact.text, category=exact.category,
        lon=f.MIDDLE, lat=37.75,
    )  # fmt: skip

    assert len(found) == SHOWN
    assert found[0].proposal == exact


@pytest.mark.parametrize("title", ["", "가", "!!!", "💡💡💡💡", "주세요 해 주세요"])
def test_nothing_to_compare_finds_nothing(title, town):
    assert similar_proposals(title=title, category=f.category(), **place({"x": 0, "y": 0})) == []


def typed(**fields):
    return {
        "title": "학교 앞 보도블록이 깨져 있어요", "text": "비가 오면 물이 고입니다.",
        "category": f.category().pk, "lon": "127.02", "lat": "37.75",
    } | fields  # fmt: skip


def test_the_page_shows_it_while_one_writes_and_keeps_what_is_typed(client, city):
    there = f.ProposalFactory()

    page = client.post("/proposals/similar/", typed()).content.decode()

    assert "비슷한 제안이 이미 1건 있습니다. 공감하시겠습니까?" in page
    assert there.title in page
    assert "0m" in page
    assert Draft.objects.get().form["title"] == "학교 앞 보도블록이 깨져 있어요"


def test_half_a_form_is_enough_and_nonsense_is_none(client, city):
    for half in ({}, {"title": "학교 앞"}, {"lon": "x", "lat": "y"}, {"category": "-1"}):
        assert client.post("/proposals/similar/", half).status_code == 200


def test_one_tap_backs_the_other_one_and_stays_on_the_page(resident, sign_in):
    there, client = f.ProposalFactory(), sign_in(resident)

    tap = client.post(
        f"/proposals/{there.pk}/support/?in=similar", HTTP_HX_REQUEST="true"
    ).content.decode()

    assert "공감하셨습니다" in tap
    assert Support.objects.get().supporter == resident
    assert "공감하셨습니다" in client.post("/proposals/similar/", typed()).content.decode()


def test_without_javascript_a_button_looks_and_the_words_stay(client, city):
    there = f.ProposalFactory()

    page = client.post("/proposals/new/", typed(look="1"), follow=True).content.decode()

    assert there.title in page
    assert "비가 오면 물이 고입니다." in page
    assert not Proposal.objects.exclude(pk=there.pk)


def test_nothing_similar_is_said_too(client, city):
    page = client.post("/proposals/new/", typed(look="1"), follow=True).content.decode()

    assert "비슷한 제안을 찾지 못했습니다. 그대로 보내셔도 됩니다." in page
