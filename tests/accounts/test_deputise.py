"""대직: who stands in for whom, named by whom, on which days."""

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.deputise import DeputyRefused, deputies_of, end_deputy, name_deputy, stands_in_for
from accounts.models import Delivery, Deputy
from tests import factories as f


@pytest.fixture
def today(city):
    return timezone.localdate()


@pytest.fixture
def colleague(city):
    return f.UserFactory(role="officer", pseudonym="보행 담당", department=f.department())


def name(person, deputy, by, first, last):
    return name_deputy(person=person, deputy=deputy, first_day=first, last_day=last, by=by)


@pytest.mark.parametrize(("days", "stands_in"), [(-1, False), (0, True), (2, True), (3, False)])
def test_a_deputy_stands_in_from_the_first_to_the_last_day(
    officer, colleague, manager, today, days, stands_in
):
    name(officer, colleague, manager, today, today + timedelta(days=2))
    day = today + timedelta(days=days)

    assert stands_in_for(colleague, day) == ({officer.pk} if stands_in else set())
    assert deputies_of(officer.pk, day) == ({colleague.pk} if stands_in else set())
    assert stands_in_for(officer, day) == set()


def test_both_are_told_by_whoever_named(officer, colleague, manager, today):
    name(officer, colleague, manager, today, today)

    told = Delivery.objects.filter(update_told__kind="deputy")
    assert set(told.values_list("person", flat=True)) == {officer.pk, colleague.pk}


@pytest.mark.parametrize(
    ("who", "may"),
    [("officer", True), ("manager", True), ("administrator", True), ("colleague", False),
     ("resident", False), ("expert", False)],
)  # fmt: skip
def test_who_may_name_a_deputy_for_the_officer(who, may, officer, colleague, today, request):
    by = request.getfixturevalue(who)
    other = f.UserFactory(role="officer")

    if may:
        name(officer, other, by, today, today)
    else:
        with pytest.raises(DeputyRefused):
            name(officer, other, by, today, today)

    assert Deputy.objects.exists() is may


@pytest.mark.parametrize("stranger", ["resident", "expert", "officer"])
def test_nobody_but_a_colleague_stands_in(officer, manager, today, stranger, request):
    """The officer, too, is no deputy of their own."""
    with pytest.raises(DeputyRefused):
        name(officer, request.getfixturevalue(stranger), manager, today, today)


@pytest.mark.parametrize(("first", "last"), [(2, 1), (-3, -1)])
def test_days_have_to_make_sense(officer, colleague, manager, today, first, last):
    with pytest.raises(DeputyRefused):
        name(
            officer, colleague, manager, today + timedelta(days=first), today + timedelta(days=last)
        )


def test_one_person_has_one_deputy_at_a_time(officer, colleague, manager, today):
    name(officer, colleague, manager, today, today + timedelta(days=5))

    with pytest.raises(DeputyRefused):
        name(officer, manager, manager, today + timedelta(days=5), today + timedelta(days=9))


def test_a_deputy_who_left_stands_in_no_more(officer, colleague, manager, today):
    name(officer, colleague, manager, today, today)
    colleague.is_active = False
    colleague.save()

    assert stands_in_for(colleague) == deputies_of(officer.pk) == set()


def test_coming_back_early_ends_it_today(officer, colleague, manager, today):
    row = name(officer, colleague, officer, today, today + timedelta(days=5))
    Deputy.objects.filter(pk=row.pk).update(first_day=today - timedelta(days=2))
    row.refresh_from_db()

    with pytest.raises(DeputyRefused):
        end_deputy(row=row, by=colleague)
    end_deputy(row=row, by=officer)

    assert stands_in_for(colleague) == set()
    assert stands_in_for(colleague, today - timedelta(days=1)) == {officer.pk}


# ── The page ─────────────────────────────────────────────────────────────────────────────────
def test_an_officer_names_a_deputy_for_oneself_only(officer, colleague, sign_in, today):
    client = sign_in(officer)
    written = {"deputy": colleague.pk, "first_day": today, "last_day": today}

    assert (
        client.post("/desk/people/deputies/", written | {"person": colleague.pk}).status_code == 422
    )
    assert (
        client.post("/desk/people/deputies/", written | {"person": officer.pk}).status_code == 302
    )

    row = Deputy.objects.get()
    assert (row.person, row.deputy, row.named_by) == (officer, colleague, officer)
    client.post(f"/desk/people/deputies/{row.pk}/end/")
    assert stands_in_for(colleague) == set()


@pytest.mark.parametrize("day", ["", "내일", "9999-99-99", "\x00"])
def test_nonsense_is_refused_kindly(officer, colleague, sign_in, today, day):
    written = {"person": officer.pk, "deputy": colleague.pk, "first_day": day, "last_day": today}

    assert sign_in(officer).post("/desk/people/deputies/", written).status_code == 422
    assert not Deputy.objects.exists()
