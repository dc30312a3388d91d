"""Places are drawn by lot, and anybody can draw again."""

import hashlib

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from accounts.models import Delivery
from pilots.join import apply
from pilots.models import Participation
from pilots.participation import move_participation
from pilots.select import Applicant, DrawRefused, draw, offer_free_places, pick
from pilots.workflow import PARTICIPATION_MOVES, MoveNotAllowed, Status
from tests.factories import UserFactory
from tests.pilots.people import join, make_recruiting_pilot

EVERY_MOVE = [(before, after) for before in Status for after in Status]
REFUSED = [(b, a) for b, a in EVERY_MOVE if a not in PARTICIPATION_MOVES[b]]


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


def test_a_stranger_draws_again_with_a_few_lines_of_their_own(pilot, officer):
    everybody = codes(pilot, "applied")

    record = draw(pilot=pilot, by=officer, seed="2026-11-22")

    order = sorted(
        everybody, key=lambda code: hashlib.sha256(f"2026-11-22:{code}".encode()).hexdigest()
    )
    assert record["selected"] == order[:3]
    assert record["waiting"] == order[3:]
    assert codes(pilot, "selected") == set(order[:3])
    assert codes(pilot, "waiting") == set(order[3:])


def test_everybody_is_told_what_became_of_them(pilot, officer):
    draw(pilot=pilot, by=officer)

    kinds = Delivery.objects.values_list("update_told__kind", flat=True)
    assert sum(kind == "participation-selected" for kind in kinds) == 3
    assert sum(kind == "participation-waiting" for kind in kinds) == 5


def test_a_short_waiting_list_leaves_the_others_free(pilot, officer):
    record = draw(pilot=pilot, by=officer, waiting=2)

    assert len(record["waiting"]) == 2
    assert codes(pilot, "not_selected") == set(record["not_selected"])


def test_without_a_limit_everybody_has_a_place(city, officer, resident):
    pilot = make_recruiting_pilot(seats=None)
    apply(pilot=pilot, by=resident)

    assert len(draw(pilot=pilot, by=officer)["selected"]) == 1


def test_lots_are_drawn_once(pilot, officer):
    draw(pilot=pilot, by=officer)

    with pytest.raises(DrawRefused):
        draw(pilot=pilot, by=officer)


def test_there_is_nothing_to_draw_without_applicants(city, officer):
    with pytest.raises(DrawRefused):
        draw(pilot=make_recruiting_pilot(), by=officer)


applicants = st.lists(
    st.builds(Applicant, code=st.text("ABCDEF", min_size=4, max_size=4), sex=st.sampled_from("fm")),
    unique_by=lambda applicant: applicant.code, max_size=20,
)  # fmt: skip


@given(applicants, st.integers(0, 12), st.integers(0, 4))
def test_places_are_filled_and_quotas_only_decide_who_comes_first(people, seats, most):
    chosen = pick(people, seats=seats, seed="s", quotas={"sex": {"f": most}})

    assert len(chosen) == len(set(chosen)) == min(seats, len(people))
    men = sum(person.sex == "m" for person in people)
    women_chosen = sum(person.sex == "f" for person in people if person.code in chosen)
    # More women than the quota only where no man is left for the place.
    assert women_chosen <= max(most, seats - men)


@given(applicants, st.randoms())
def test_the_order_in_which_people_applied_does_not_matter(people, random):
    shuffled = random.sample(people, len(people))

    assert pick(people, seats=5, seed="s") == pick(shuffled, seats=5, seed="s")


def test_a_free_place_goes_to_the_next_on_the_list(pilot, officer):
    record = draw(pilot=pilot, by=officer)
    Participation.objects.filter(panelist__code=record["selected"][0]).update(status="declined")

    moved = offer_free_places(pilot=pilot)

    assert [one.panelist.code for one in moved] == record["waiting"][:1]
    assert offer_free_places(pilot=pilot) == []


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


def test_the_desk_draws_with_quotas_and_everybody_reads_the_record(
    pilot, officer, sign_in, visitor
):
    Participation.objects.filter(pilot=pilot).update(sex="f")
    client = sign_in(officer)
    assert visitor.get(f"/pilots/{pilot.pk}/draw/").status_code == 404

    client.post(f"/desk/pilots/{pilot.pk}/draw/", {"seed": "lotto-1234", "sex:f": "1"})

    page = visitor.get(f"/pilots/{pilot.pk}/draw/").content.decode()
    assert "lotto-1234" in page
    assert all(code in page for code in codes(pilot, "selected") | codes(pilot, "waiting"))
    pilot.refresh_from_db()
    assert pilot.draw_record["quotas"] == {"sex": {"f": 1}}


def test_a_bad_quota_is_refused_and_nothing_is_drawn(pilot, officer, sign_in):
    Participation.objects.filter(pilot=pilot).update(sex="f")

    page = sign_in(officer).post(f"/desk/pilots/{pilot.pk}/draw/", {"seed": "씨 앗", "sex:f": "-1"})

    assert page.status_code == 422
    assert codes(pilot, "selected") == set()
