"""What is told of people: kept back where few came, with its day, the same at every asking."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction
from django.utils import timezone

from city.models import City
from pilots.apart.heard import heard, tell_who_went_on
from pilots.models import AskedAgain, Participation
from proposals.models import Confirmation, SupportEvent
from proposals.said import said_of, tell_answers
from reports.compute import compute_figures, start_run, values_of
from reports.extract.files import folder_of, open_extract
from reports.extract.forget import forget_old_runs
from reports.extract.scope import Scope
from reports.figures import DEFINITIONS
from reports.hiding.history import same_people
from reports.models import Run, ShownGroups
from reports.tiles import latest_tiles
from tests import factories as f
from tests.pilots.people import join, make_recruiting_pilot

NOW = timezone.now()
LAST_WEEK, YESTERDAY = NOW - timedelta(days=7), NOW - timedelta(days=1)


@pytest.fixture
def pilots(populated):
    return [
        make_recruiting_pilot(stage="running", created_at=NOW - timedelta(days=30))
        for _number in range(3)
    ]


def take_part(pilot, count, at):
    for _person in range(count):
        place = join(pilot, f.UserFactory(), "active")
        Participation.objects.filter(pk=place.pk).update(created_at=at - timedelta(minutes=1))


def back(proposal, at, **people):
    SupportEvent.objects.bulk_create(
        SupportEvent(proposal=proposal, change=1, level=level, at=at - timedelta(minutes=1))
        for level, count in people.items()
        for _person in range(count)
    )


def told(run, key, by):
    """{group: (value, the day it is of, if that is an earlier one)}"""
    rows = run.figures.filter(key=key).exclude(cut_key="")
    return {row.cut[by]: (row.value, row.extra.get("as_of")) for row in rows}


def whole(run, key):
    row = run.figures.get(key=key, cut_key="")
    return row.value, row.extra.get("as_of")


def test_two_new_participants_are_kept_back_with_the_day_of_what_is_told(pilots):
    take_part(pilots[0], 12, LAST_WEEK)
    take_part(pilots[1], 9, LAST_WEEK)
    first = compute_figures(as_of=LAST_WEEK)
    take_part(pilots[0], 2, YESTERDAY)

    run = compute_figures(as_of=YESTERDAY)

    assert whole(first, "participants") == (21, None)
    assert whole(run, "participants") == (21, LAST_WEEK.isoformat())
    assert told(run, "participants", "pilot") == {
        str(pilots[0].pk): (12, LAST_WEEK.isoformat()),
        str(pilots[1].pk): (9, LAST_WEEK.isoformat()),
    }
    assert latest_tiles(run)["participants"]["as_of"] == LAST_WEEK


def test_they_are_told_when_enough_have_come(pilots):
    take_part(pilots[0], 12, LAST_WEEK)
    compute_figures(as_of=LAST_WEEK)
    take_part(pilots[0], 2, YESTERDAY)
    compute_figures(as_of=YESTERDAY)
    take_part(pilots[0], 3, NOW)

    run = compute_figures(as_of=NOW)

    assert whole(run, "participants") == (17, None)
    assert told(run, "participants", "pilot") == {str(pilots[0].pk): (17, None)}


def test_a_new_pilot_of_three_people_hides_a_neighbour_too(pilots):
    take_part(pilots[0], 12, LAST_WEEK)
    take_part(pilots[1], 9, LAST_WEEK)
    compute_figures(as_of=LAST_WEEK)
    take_part(pilots[0], 8, YESTERDAY)
    take_part(pilots[1], 6, YESTERDAY)
    take_part(pilots[2], 3, YESTERDAY)

    run = compute_figures(as_of=YESTERDAY)

    assert whole(run, "participants") == (38, None)
    assert told(run, "participants", "pilot") == {
        str(pilots[0].pk): (20, None),
        str(pilots[1].pk): (9, LAST_WEEK.isoformat()),
        str(pilots[2].pk): (None, None),
    }


def test_one_supporter_a_night_is_not_told_by_level(populated):
    """How much support there is, everybody knows: it stands on the proposal, day by day."""
    proposal = f.ProposalFactory(created_at=NOW - timedelta(days=30))
    back(proposal, LAST_WEEK, registered=20, verified=9)
    compute_figures(as_of=LAST_WEEK)
    back(proposal, YESTERDAY, verified=1)

    run = compute_figures(as_of=YESTERDAY)

    assert whole(run, "support_given") == (30, None)
    assert told(run, "support_by_level", "level") == {
        "registered": (20, LAST_WEEK.isoformat()),
        "verified": (9, LAST_WEEK.isoformat()),
    }


def test_two_figures_over_the_same_people_tell_the_same(pilots):
    def ask(turn, answered, silent, at):
        AskedAgain.objects.bulk_create(
            AskedAgain(
                pilot=pilots[0], person=f.UserFactory(), came_as="member", turn=turn,
                asked_at=at - timedelta(hours=1),
                answered_at=at - timedelta(minutes=1) if n < answered else None,
            )
            for n in range(answered + silent)
        )  # fmt: skip

    ask("running", 9, 9, LAST_WEEK)
    ask("ended", 8, 7, LAST_WEEK)
    compute_figures(as_of=LAST_WEEK)
    ask("running", 1, 0, YESTERDAY)

    run = compute_figures(as_of=YESTERDAY)

    asked = run.figures.get(key="people_asked_again", cut_key="")
    answered = run.figures.get(key="answered_again", cut_key="")
    assert (asked.value, answered.n, answered.extra["answered"]) == (33, 33, 17)
    assert asked.extra["as_of"] == answered.extra["as_of"] == LAST_WEEK.isoformat()
    assert set(same_people(next(d for d in DEFINITIONS if d.key == "answered_again"))) == {
        "people_asked_again", "answered_again",
    }  # fmt: skip


def test_asked_twice_for_the_same_time_the_same_is_told(pilots):
    take_part(pilots[0], 12, LAST_WEEK)
    first = compute_figures(as_of=LAST_WEEK)
    before = list(first.figures.order_by("pk").values("key", "cut_key", "value", "extra"))
    Run.objects.filter(pk=first.pk).update(finished_at=None)  # the worker died at the very end

    again = compute_figures(as_of=LAST_WEEK)

    assert list(again.figures.order_by("pk").values("key", "cut_key", "value", "extra")) == before


def test_a_night_on_which_nothing_happened_is_of_that_night(pilots):
    take_part(pilots[0], 12, LAST_WEEK)
    compute_figures(as_of=LAST_WEEK)

    run = compute_figures(as_of=YESTERDAY)

    assert told(run, "participants", "pilot") == {str(pilots[0].pk): (12, None)}


def test_a_count_of_an_earlier_day_is_compared_with_later_ones_too(pilots):
    """A recount of last week must not tell what was kept back since."""
    take_part(pilots[0], 12, LAST_WEEK)
    take_part(pilots[0], 2, YESTERDAY)
    compute_figures(as_of=YESTERDAY)

    run = compute_figures(as_of=LAST_WEEK)

    assert whole(run, "participants") == (None, None)


def test_what_was_told_is_remembered_longer_than_its_run(pilots):
    take_part(pilots[0], 12, LAST_WEEK)
    run = compute_figures(as_of=LAST_WEEK)
    Run.objects.filter(pk=run.pk).update(created_at=NOW - timedelta(days=40))
    take_part(pilots[0], 2, YESTERDAY)
    compute_figures(as_of=YESTERDAY)
    forget_old_runs(at=NOW)
    assert not Run.objects.filter(pk=run.pk).exists()

    later = compute_figures(as_of=NOW)

    assert whole(later, "participants") == (12, LAST_WEEK.isoformat())
    with pytest.raises(DatabaseError), transaction.atomic():
        ShownGroups.objects.update(shown={})


def test_a_stricter_city_hides_what_it_told_before(pilots):
    take_part(pilots[0], 7, LAST_WEEK)
    compute_figures(as_of=LAST_WEEK)
    City.objects.update(smallest_group=10)

    run = compute_figures(as_of=YESTERDAY)

    assert whole(run, "participants") == (None, None)


def test_a_report_of_some_days_tells_people_of_the_whole_city(pilots):
    """Of two periods, the difference would tell who came in between."""
    take_part(pilots[0], 12, LAST_WEEK)
    run = compute_figures(as_of=YESTERDAY)

    scope = Scope(since=YESTERDAY.date(), until=YESTERDAY.date())
    (row,) = [row for row in values_of(run, scope, ["participants"]) if not row["cut"]]

    assert row["value"] == 12


def test_people_are_cut_by_one_thing_at_a_time():
    """Two at a time are linked tables, which need more than hiding each (city/hiding)."""
    for d in DEFINITIONS:
        if d.people:
            assert all(len(cut) <= 1 for cut in d.cuts), d.key
            family = [each for each in DEFINITIONS if each.key in same_people(d)]
            assert len({len(each.people) for each in family}) == 1, d.key


@pytest.mark.parametrize(("language", "words"), [("ko", "5명보다 적으면"), ("en", "fewer than 5")])
def test_the_page_says_in_plain_words_what_is_hidden(populated, visitor, language, words):
    assert (
        words in visitor.get("/reports/small-groups/", headers={"accept-language": language}).text
    )


# ── Beside the pages of proposals and pilots ─────────────────────────────────────────────────


def promise(proposal):
    return proposal.commitments.create(
        what={"ko": "가로등을 답니다."}, department=f.department(), promised_by=f.UserFactory(),
        due_month="2026-01-01", first_due_month="2026-01-01",
    )  # fmt: skip


def confirm(commitment, **answers):
    Confirmation.objects.bulk_create(
        Confirmation(
            commitment=commitment, person=f.UserFactory(), created_at=LAST_WEEK,
            answer=None if answer == "silent" else answer, answered_at=LAST_WEEK,
        )
        for answer, count in answers.items()
        for _person in range(count)
    )  # fmt: skip


def on_page(commitment) -> dict:
    tell_answers()
    return said_of([commitment.pk])[commitment.pk][-1]


def test_a_promise_beside_one_whose_answers_stand_on_its_page_is_not_told(populated):
    """Ten of sixteen said yes, says one page; thirteen of twenty-one in all would tell the others."""
    first, second = promise(f.ProposalFactory()), promise(f.ProposalFactory())
    confirm(first, yes=10, no=6, silent=9)
    confirm(second, yes=3, no=2, silent=7)

    run = compute_figures(as_of=YESTERDAY)

    assert "yes" in on_page(first)
    assert "yes" not in on_page(second)
    assert whole(run, "residents_confirm_better") == (None, None)


@pytest.mark.parametrize(
    ("yes", "no", "silent"), [(3, 2, 7), (10, 6, 9), (5, 0, 3), (0, 0, 8), (4, 9, 6), (2, 0, 9)]
)
def test_the_figure_knows_what_the_page_of_a_proposal_tells(populated, yes, no, silent):
    commitment = promise(f.ProposalFactory())
    confirm(commitment, yes=yes, no=no, silent=silent)
    page = on_page(commitment)
    run = start_run(as_of=YESTERDAY)

    with open_extract(folder_of(run.as_of)) as extract:
        told = extract.execute("SELECT * FROM told_on_pages").fetchall()
        counted = extract.execute("SELECT * FROM counted_on_pages").fetchall()

    assert ("answered" in page) == bool(counted)
    assert ("yes" in page or not yes + no) == bool(told)  # nobody answered: nothing to tell


def test_the_page_of_a_pilot_beside_the_figure_tells_of_no_few(pilots):
    for pilot, answered, silent in ((pilots[0], 9, 12), (pilots[1], 2, 8)):
        for number in range(answered + silent):
            AskedAgain.objects.create(
                pilot=pilot, person=f.UserFactory(), came_as="member", turn="running",
                asked_at=LAST_WEEK, answered_at=LAST_WEEK if number < answered else None,
            )  # fmt: skip

    run = compute_figures(as_of=YESTERDAY)

    tell_who_went_on()
    assert heard(pilots[0])[0]["answered"] == 9
    assert heard(pilots[1])[0]["answered"] is None
    assert whole(run, "answered_again") == (None, None)
