"""Places are drawn by lot, and anybody can draw again."""

import hashlib
import json
import re
import subprocess
import sys
from collections import Counter
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.utils import timezone
from django.utils.formats import date_format
from hypothesis import given
from hypothesis import strategies as st

from accounts.models import Delivery
from maps.models import District
from pilots.desk_draw import DrawForm
from pilots.join import apply, apply_for
from pilots.models import Draw, Participation, Quota
from pilots.participation import move_participation
from pilots.recruit.charge import child
from pilots.recruit.draws import as_json
from pilots.recruit.lots import pick
from pilots.recruit.set_up import set_up_recruiting
from pilots.select import DrawRefused, draw, offer_free_places
from pilots.workflow import PARTICIPATION_MOVES, MoveNotAllowed, Status
from tests.factories import UserFactory
from tests.pilots.people import join, make_recruiting_pilot

EVERY_MOVE = [(before, after) for before in Status for after in Status]
REFUSED = [(b, a) for b, a in EVERY_MOVE if a not in PARTICIPATION_MOVES[b]]
PROGRAM = Path(settings.BASE_DIR) / "static" / "redraw.py"


@pytest.mark.parametrize(("before", "after"), REFUSED)
def test_every_move_not_in_the_table_is_refused(resident, before, after):
    participation = join(make_recruiting_pilot(), resident, before)

    with pytest.raises(MoveNotAllowed):
        move_participation(participation=participation, to=after, at=timezone.now())

    participation.refresh_from_db()
    assert participation.status == before


@pytest.fixture
def pilot(city):
    pilot = make_recruiting_pilot(seats=3)
    for _one in range(8):
        apply(pilot=pilot, by=UserFactory())
    return pilot


def codes(pilot, status):
    return set(
        Participation.objects.filter(pilot=pilot, status=status).values_list(
            "panelist__code", flat=True
        )
    )


def say_who_they_are(pilot, women, district=None):
    """The first so many applicants are women, the others men."""
    for number, one in enumerate(pilot.participations.order_by("pk")):
        one.sex, one.district = "f" if number < women else "m", district
        one.save()


def redrawn(address, visitor, tmp_path):
    """What the program that everybody can download makes of the published file."""
    file = tmp_path / "draw.json"
    file.write_bytes(visitor.get(address).content)
    said = subprocess.run(
        [sys.executable, PROGRAM, file], capture_output=True, text=True, check=True, timeout=20
    ).stdout.splitlines()
    return json.loads(said[0]), said[1]


def test_without_quotas_a_few_lines_draw_the_same(pilot, officer):
    everybody = codes(pilot, "applied")

    record = draw(pilot=pilot, by=officer, seed="2026-11-22").record

    order = sorted(
        everybody, key=lambda code: hashlib.sha256(f"2026-11-22:{code}".encode()).hexdigest()
    )
    assert record["selected"] == order[:3]
    assert record["waiting"] == order[3:]
    assert codes(pilot, "selected") == set(order[:3])
    assert codes(pilot, "waiting") == set(order[3:])


def test_a_stranger_draws_again_with_the_published_program(pilot, officer, visitor, tmp_path):
    for _one in range(4):
        apply(pilot=pilot, by=UserFactory())
    pilot.children_may_join, pilot.seats = True, 6
    pilot.save()
    parent = pilot.participations.last().panelist.person
    apply_for(charge=child("하늘"), pilot=pilot, by=parent)
    say_who_they_are(pilot, women=6)
    Quota.objects.create(pilot=pilot, sex="f", seats=2)
    Quota.objects.create(pilot=pilot, sex="m", seats=4)
    record = draw(pilot=pilot, by=officer, seed="lotto-1-2-3").record

    again, verdict = redrawn(f"/pilots/{pilot.pk}/draw.json", visitor, tmp_path)

    assert again == record["selected"]
    assert verdict == "The same result."
    assert (
        Counter(Participation.objects.filter(status="selected").values_list("sex", flat=True))["f"]
        == 2
    )


def test_the_program_in_the_docs_is_the_program_on_the_page():
    written = (Path(settings.BASE_DIR) / "docs" / "redraw.md").read_text("utf-8")

    assert re.search(r"```python\n(.*?)```", written, re.DOTALL)[1] == PROGRAM.read_text("utf-8")


def test_a_draw_of_the_first_rule_is_still_drawn_again(pilot, officer, visitor, tmp_path):
    order = sorted(
        codes(pilot, "applied"), key=lambda c: hashlib.sha256(f"s:{c}".encode()).hexdigest()
    )
    record = {"at": "2026-01-01T00:00:00+09:00", "seats": 3, "quotas": {}, "selected": order[:3],
              "waiting": order[3:], "not_selected": []}  # fmt: skip
    Draw.objects.create(pilot=pilot, of="places", rule=1, seed="s", record=record)

    again, verdict = redrawn(f"/pilots/{pilot.pk}/draw.json", visitor, tmp_path)

    assert (again, verdict) == (order[:3], "The same result.")


def test_a_first_draw_with_quotas_says_that_it_cannot_be_checked(pilot, visitor):
    record = {"seats": 3, "quotas": {"sex": {"f": 1}}, "selected": ["A"], "waiting": [],
              "not_selected": []}  # fmt: skip
    Draw.objects.create(pilot=pilot, of="places", rule=1, seed="s", record=record)

    page = visitor.get(f"/pilots/{pilot.pk}/draw/")

    assert page.status_code == 200
    assert "draw.json" not in page.content.decode()


def test_what_is_published_says_nothing_about_anybody(pilot, officer, visitor):
    say_who_they_are(pilot, women=3, district=District.objects.first())
    quota = Quota.objects.create(pilot=pilot, sex="f", seats=2)
    drawn = draw(pilot=pilot, by=officer)

    published = visitor.get(f"/pilots/{pilot.pk}/draw.json").json()

    assert str(quota.pk) in drawn.record["cells"]
    assert "cells" not in published
    # Three women are fewer than five, so they are drawn together with the others.
    assert {group for party in published["applicants"] for _code, group in party} == {"0"}


def test_groups_with_enough_people_are_drawn_apart_under_numbers(pilot, officer):
    for _one in range(4):
        apply(pilot=pilot, by=UserFactory())
    say_who_they_are(pilot, women=6)
    Quota.objects.create(pilot=pilot, sex="f", seats=2)

    record = as_json(draw(pilot=pilot, by=officer))

    groups = Counter(group for party in record["applicants"] for _code, group in party)
    assert groups == {"1": 6, "0": 6}
    assert record["limits"] == {"1": 2, "0": 1}


def test_everybody_is_told_what_became_of_them_and_until_when(pilot, officer):
    draw(pilot=pilot, by=officer)

    kinds = Delivery.objects.values_list("update_told__kind", flat=True)
    assert sum(kind == "participation-selected" for kind in kinds) == 3
    assert sum(kind == "participation-waiting" for kind in kinds) == 5
    last_day = date_format(timezone.localdate() + timedelta(days=pilot.consent_days), "DATE_FORMAT")
    told = Delivery.objects.filter(update_told__kind="participation-selected").first().update_told
    assert last_day in told.body["ko"]


def test_a_short_waiting_list_leaves_the_others_free(pilot, officer):
    record = draw(pilot=pilot, by=officer, waiting=2).record

    assert len(record["waiting"]) == 2
    assert codes(pilot, "not_selected") == set(record["not_selected"])


def test_without_a_limit_everybody_has_a_place(city, officer, resident):
    pilot = make_recruiting_pilot(seats=None)
    apply(pilot=pilot, by=resident)

    assert len(draw(pilot=pilot, by=officer).record["selected"]) == 1


def test_lots_are_drawn_once(pilot, officer):
    draw(pilot=pilot, by=officer)

    with pytest.raises(DrawRefused):
        draw(pilot=pilot, by=officer)


def test_there_is_nothing_to_draw_without_applicants(city, officer):
    with pytest.raises(DrawRefused):
        draw(pilot=make_recruiting_pilot(), by=officer)


def test_a_seed_that_was_announced_has_to_be_entered(pilot, officer, visitor):
    set_up_recruiting(
        pilot=pilot, seed_source="12월 5일 로또 번호", children_may_join=False, by=officer
    )
    assert "12월 5일 로또 번호" in visitor.get(f"/pilots/{pilot.pk}/draw/").content.decode()

    with pytest.raises(DrawRefused, match="12월 5일"):
        draw(pilot=pilot, by=officer)

    assert draw(pilot=pilot, by=officer, seed="1-2-3").seed_source == "12월 5일 로또 번호"


parties = st.lists(
    st.lists(st.sampled_from("012"), min_size=1, max_size=3), max_size=15
).map(
    lambda all_groups: [
        [[f"C{number}-{member}", group] for member, group in enumerate(groups)]
        for number, groups in enumerate(all_groups)
    ]
)  # fmt: skip
limits = st.dictionaries(st.sampled_from("012"), st.integers(0, 5))


@given(parties, st.integers(0, 20), limits)
def test_no_place_is_given_twice_or_left_while_somebody_fits(parties, places, limits):
    chosen = pick(parties, places=places, limits=limits, seed="s")

    given_away = sum(map(len, chosen))
    assert given_away <= places
    assert all(
        party in chosen or len(party) > places - given_away for party in parties
    )  # nobody is passed over for whom there is room


@given(parties.filter(lambda all: all), limits)
def test_a_group_goes_over_its_limit_only_when_nobody_else_wants_the_place(parties, limits):
    places = max(sum(limits.values()), 1)
    singles = [[member] for party in parties for member in party]

    chosen = pick(singles, places=places, limits=limits, seed="s")

    taken = Counter(group for [[_code, group]] in chosen)
    left_out = Counter(group for [[_code, group]] in singles if [[_code, group]] not in chosen)
    if taken - Counter(limits):
        assert not any(taken[g] < limits.get(g, 0) and left_out[g] for g in "012")


@given(parties, st.randoms())
def test_the_order_in_which_people_applied_does_not_matter(parties, random):
    shuffled = random.sample(parties, len(parties))

    asked = {"places": 5, "limits": {"0": 2, "1": 2, "2": 1}, "seed": "s"}
    assert pick(parties, **asked) == pick(shuffled, **asked)


def test_a_parent_and_a_child_get_their_places_together(city, officer):
    pilot = make_recruiting_pilot(seats=3, children_may_join=True)
    for _family in range(3):
        parent = UserFactory()
        apply(pilot=pilot, by=parent)
        apply_for(charge=child("하늘"), pilot=pilot, by=parent)

    draw(pilot=pilot, by=officer)

    selected = Participation.objects.filter(status="selected")
    assert selected.count() == 2  # the third place cannot be halved
    assert {one.representative.person for one in selected.filter(panelist__person=None)} == {
        one.panelist.person for one in selected.exclude(panelist__person=None)
    }


def test_a_free_place_goes_to_the_next_on_the_list(pilot, officer):
    record = draw(pilot=pilot, by=officer).record
    Participation.objects.filter(panelist__code=record["selected"][0]).update(status="declined")

    moved = offer_free_places(pilot=pilot)

    assert [one.panelist.code for one in moved] == record["waiting"][:1]
    assert moved[0].answer_by > timezone.now()
    assert offer_free_places(pilot=pilot) == []


def test_a_free_place_stays_in_its_group_while_somebody_of_it_waits(city, officer):
    pilot = make_recruiting_pilot(seats=4)
    for _one in range(12):
        apply(pilot=pilot, by=UserFactory())
    say_who_they_are(pilot, women=6)
    for sex in "fm":
        Quota.objects.create(pilot=pilot, sex=sex, seats=2)
    draw(pilot=pilot, by=officer)
    leaving = pilot.participations.filter(status="selected", sex="f").first()
    Participation.objects.filter(pk=leaving.pk).update(status="declined")

    assert [one.sex for one in offer_free_places(pilot=pilot)] == ["f"]


@pytest.mark.parametrize(
    ("who", "status"),
    [("visitor", 302), ("resident", 403), ("expert", 403), ("officer", 200), ("manager", 200)],
)
def test_only_those_who_run_the_pilot_draw(pilot, request, sign_in, who, status):
    person = request.getfixturevalue(who)
    client = person if who == "visitor" else sign_in(person)

    assert client.get(f"/desk/pilots/{pilot.pk}/draw/").status_code == status
    assert client.post(f"/desk/pilots/{pilot.pk}/draw/").status_code == (
        302 if status == 200 else status
    )


def test_the_desk_draws_and_everybody_reads_the_record(pilot, officer, sign_in, visitor):
    client = sign_in(officer)
    assert visitor.get(f"/pilots/{pilot.pk}/draw/").status_code == 404
    assert visitor.get(f"/pilots/{pilot.pk}/draw.json").status_code == 404

    client.post(f"/desk/pilots/{pilot.pk}/draw/", {"seed": "lotto-1234"})

    page = visitor.get(f"/pilots/{pilot.pk}/draw/").content.decode()
    assert "lotto-1234" in page
    assert all(code in page for code in codes(pilot, "selected") | codes(pilot, "waiting"))


def test_a_bad_seed_is_refused_and_nothing_is_drawn(pilot, officer, sign_in):
    page = sign_in(officer).post(f"/desk/pilots/{pilot.pk}/draw/", {"seed": "씨 앗"})

    assert page.status_code == 422
    assert codes(pilot, "selected") == set()


@pytest.mark.parametrize(
    ("typed", "seed"), [("3 11 19", "3-11-19"), (" 3, 11,19 ", "3-11-19"), ("3-11-19", "3-11-19")]
)
def test_numbers_may_be_typed_as_they_are_read_aloud(typed, seed):
    form = DrawForm({"seed": typed}, announced="로또 번호")

    assert form.is_valid()
    assert form.cleaned_data["seed"] == seed


def test_a_seed_that_not_everybody_can_type_is_refused_kindly():
    assert "붙임표" in str(DrawForm({"seed": "열하나!"}, announced="로또 번호").errors)
