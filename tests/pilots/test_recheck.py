"""Six and twelve months after a result somebody looks again, and says in public what is left."""

from datetime import date, datetime, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from accounts.due import due_for
from accounts.models import Delivery
from city.words import Words, words
from pilots.after.recheck import RecheckRefused, nag_of_rechecks, recheck
from pilots.conclude import conclude
from pilots.hand_over import take_over
from pilots.models import ReCheck
from proposals.models import Follow
from tests import factories as f

SEEN = words("열 번 나가서 쟀습니다. 효과가 그대로입니다.", "We measured ten times. It holds.")


def on(year, month, day, hour=10):
    return timezone.make_aware(datetime(year, month, day, hour))


CONCLUDED = on(2026, 1, 31)
DUE = on(2026, 7, 31)


@pytest.fixture
def concluded(city, manager):
    pilot = f.make_pilot(stage="evaluating")
    conclude(pilot=pilot, verdict="adopt", reasons=words("좋아졌습니다."), by=manager, at=CONCLUDED)
    return pilot


def report(pilot, **said):
    said = {"months": 6, "finding": "holds", "words": SEEN, "by": pilot.manager, "at": DUE} | said
    return recheck(pilot=pilot, **said)


# ── Made with the result ─────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(("verdict", "planned"), [("adopt", 2), ("stop", 2), ("extend", 0),
                                                  ("change", 0)])  # fmt: skip
def test_whoever_goes_on_in_a_successor_is_not_looked_at_again(city, manager, verdict, planned):
    pilot = f.make_pilot(stage="evaluating")
    conclude(pilot=pilot, verdict=verdict, reasons=words("이유"), by=manager)

    assert pilot.rechecks.count() == planned


def test_they_are_due_six_and_twelve_months_later(concluded):
    days = list(concluded.rechecks.values_list("due_on", flat=True))

    assert days == [date(2026, 7, 31), date(2027, 1, 31)]


# ── The clock ────────────────────────────────────────────────────────────────────────────────


def nags(pilot):
    return Delivery.objects.filter(person=pilot.manager, update_told__kind="pilot-recheck").count()


def test_the_manager_is_reminded_once_when_it_is_due_and_then_weekly(concluded):
    for days, told in ((-1, 0), (0, 1), (0, 1), (6, 1), (7, 2), (13, 2), (14, 3)):
        nag_of_rechecks(at=DUE + timedelta(days=days))
        assert nags(concluded) == told, days


def test_nobody_is_reminded_of_what_was_reported(concluded):
    report(concluded)

    assert nag_of_rechecks(at=DUE + timedelta(days=30)) == 0


def test_it_stands_in_the_managers_today(concluded, officer):
    mine = due_for(concluded.manager, DUE + timedelta(days=1))
    theirs = due_for(officer, DUE + timedelta(days=1))

    row = next(each for each in mine if "/recheck/6/" in each.url)
    assert row.is_mine
    assert not next(each for each in theirs if "/recheck/6/" in each.url).is_mine
    assert not [each for each in due_for(concluded.manager, DUE) if "/recheck/" in each.url]


def test_who_takes_over_the_work_takes_over_the_rechecks(concluded, officer, manager):
    person = concluded.manager

    lines = take_over(person=person, successor=officer, by=manager, at=DUE)

    assert [line["due"] for line in lines] == ["2026-07-31", "2027-01-31"]
    concluded.refresh_from_db()
    assert concluded.manager == officer
    assert nag_of_rechecks(at=DUE) == 1
    assert nags(concluded) == 1


def test_a_pilot_that_was_looked_at_twice_stays_with_whoever_ran_it(concluded, officer, manager):
    report(concluded)
    report(concluded, months=12, at=on(2027, 1, 31))

    assert take_over(person=concluded.manager, successor=officer, by=manager, at=DUE) == []


# ── Reporting ────────────────────────────────────────────────────────────────────────────────


def test_what_was_found_is_public_and_told_to_followers(concluded, resident, visitor):
    proposal = f.ProposalFactory(status="planned")
    concluded.takenup_set.create(proposal=proposal)
    Follow.objects.create(proposal=proposal, person=resident)

    report(concluded, finding="weaker", values={"wait": 18.2})

    page = visitor.get(f"/pilots/{concluded.pk}/").content.decode()
    assert SEEN["ko"] in page
    assert "18.2" in page
    told = Delivery.objects.get(person=resident, update_told__kind="pilot-rechecked")
    assert told.update_told.body["en"] == SEEN["en"]


def test_what_is_overdue_stands_out(concluded, visitor):
    ReCheck.objects.filter(months=12).update(due_on=timezone.localdate() + timedelta(days=90))

    section = visitor.get(f"/pilots/{concluded.pk}/").content.decode().split('id="rechecks"')[1]

    assert section.split("</section>")[0].count("badge--overdue") == 1


@pytest.mark.parametrize("who", ["resident", "expert"])
def test_only_those_who_run_it_report(concluded, request, who):
    with pytest.raises(PermissionDenied):
        report(concluded, by=request.getfixturevalue(who))


@pytest.mark.parametrize(
    "said",
    [{"finding": ""}, {"finding": "great"}, {"words": Words()}, {"words": words(" ")},
     {"values": {"unknown": 3.0}}, {"values": {"wait": float("nan")}}, {"values": {"wait": "3"}},
     {"values": {"wait": True}}, {"months": 7}, {"at": on(2026, 6, 30)}],
)  # fmt: skip
def test_what_makes_no_sense_is_refused_and_nothing_is_written(concluded, said):
    with pytest.raises(RecheckRefused):
        report(concluded, **said)

    assert not ReCheck.objects.filter(done_at__isnull=False).exists()


def test_the_second_click_changes_nothing(concluded):
    report(concluded)

    with pytest.raises(RecheckRefused):
        report(concluded, finding="gone")
    assert concluded.rechecks.get(months=6).finding == "holds"


def test_a_month_early_is_early_enough(concluded):
    assert report(concluded, at=on(2026, 7, 1)).done_at


# ── At the desk ──────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def desk(concluded, sign_in):
    ReCheck.objects.filter(months=6).update(due_on=timezone.localdate())
    return sign_in(concluded.manager)


def test_an_officer_reports_at_the_desk(concluded, desk):
    page, measure = f"/desk/pilots/{concluded.pk}/recheck/6/", concluded.measures.get()
    said = {"finding": "gone", "words_0": "사라졌습니다.", f"value_{measure.pk}": "31.5"}

    assert page in desk.get(f"/desk/pilots/{concluded.pk}/").content.decode()
    assert desk.post(page, said).status_code == 302
    assert concluded.rechecks.get(months=6).values == {"wait": 31.5}
    assert desk.post(page, said).status_code == 200  # told that it is done
    assert "<form" not in desk.get(page).content.decode().split("<main")[1].split("</main")[0]


def test_what_was_typed_stays_when_a_number_is_none(concluded, desk):
    measure = concluded.measures.get()
    said = {"finding": "gone", "words_0": "사라졌습니다.", f"value_{measure.pk}": "많이"}

    page = desk.post(f"/desk/pilots/{concluded.pk}/recheck/6/", said).content.decode()

    assert "사라졌습니다." in page
    assert not ReCheck.objects.filter(done_at__isnull=False).exists()


@pytest.mark.parametrize("nonsense", ["\x00", "1e308", "1e999", "nan", "가" * 10_000, "9" * 400])
def test_nonsense_is_answered(concluded, desk, nonsense):
    measure = concluded.measures.get()
    said = {"finding": nonsense, "words_0": nonsense, f"value_{measure.pk}": nonsense}
    page = f"/desk/pilots/{concluded.pk}/recheck/6/"

    assert desk.post(page, said).status_code == 200
    assert desk.post(page, said | {"finding": "gone", "words_0": "가"}).status_code in (200, 302)


def test_there_is_no_page_for_months_that_are_not_planned(concluded, desk):
    assert desk.get(f"/desk/pilots/{concluded.pk}/recheck/7/").status_code == 404
    assert desk.get(f"/desk/pilots/{concluded.pk}/recheck/{'9' * 30}/").status_code == 404
