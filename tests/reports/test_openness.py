"""What the city hid, refused and spent, and who stayed: counted right, and telling of nobody."""

import json
from datetime import datetime, timedelta

import pandas as pd
import pyarrow.parquet as pq
import pytest
from django.utils import timezone

from accounts.models import ModerationAct
from accounts.moderation import appeal, decide_case
from city.words import words
from pilots.models import Partner, Pilot
from proposals.comment import post_comment
from proposals.models import Review
from proposals.triage import decide
from reports.compute import compute_figures
from reports.extract import files as files_of
from reports.extract import openness
from reports.extract.files import folder_of
from reports.figures import BY_KEY, money, retention
from reports.figures import openness as hidden
from reports.models import Figure
from reports.opendata.release import path_of, release_data
from tests import factories as f
from tests.pilots.people import join, make_recruiting_pilot
from tests.pilots.sejong import EOK, enter_sejong

pytestmark = pytest.mark.django_db
FIRST = timezone.make_aware(datetime(2026, 9, 10, 12))
MINE = (*money.FIGURES, *retention.FIGURES, *hidden.FIGURES)


def values(run, key):
    return dict(Figure.objects.filter(run=run, key=key).values_list("cut_key", "value"))


@pytest.fixture
def desk(populated):
    return f.UserFactory(role="officer", department=f.department())


@pytest.fixture
def manager(populated):
    return f.UserFactory(role="manager")


def hide(by, ground, *, at=FIRST, text="카나리아7731"):
    comment = post_comment(proposal=f.ProposalFactory(), by=f.UserFactory(), text=text, at=at)
    decide_case(
        kind="comment", target=comment.pk, hide=True, ground=ground, reason=text, by=by,
        at=at + timedelta(hours=1),
    )  # fmt: skip
    return comment


def ask(comment, at):
    appeal(kind="comment", target=comment.pk, by=comment.author, reason="카나리아7731", at=at)


def show(comment, by, at):
    decide_case(kind="comment", target=comment.pk, hide=False, reason="카나리아7731", by=by, at=at)


# ── Texts that were hidden ───────────────────────────────────────────────────────────────────


def test_a_text_hidden_appealed_and_shown_again_is_one_row(desk, manager):
    comment = hide(desk, "insult")
    ask(comment, FIRST + timedelta(days=30))
    show(comment, manager, FIRST + timedelta(days=60))

    assert list(openness.hidden_texts(timezone.now())) == [
        ("comment", "insult", "2026-09", "2026-10", "2026-11")
    ]
    assert list(openness.hidden_texts(FIRST + timedelta(days=40))) == [
        ("comment", "insult", "2026-09", "2026-10", "")
    ]


def test_an_appeal_that_is_refused_hides_nothing_twice(desk, manager):
    comment = hide(desk, "insult")
    ask(comment, FIRST + timedelta(days=1))
    decide_case(
        kind="comment", target=comment.pk, hide=True, reason="그대로 둡니다.", by=manager,
        at=FIRST + timedelta(days=2),
    )  # fmt: skip

    assert len(list(openness.hidden_texts(timezone.now()))) == 1


def test_hidden_once_more_counts_once_more(desk, manager):
    comment = hide(desk, "insult")
    show(comment, manager, FIRST + timedelta(days=1))
    decide_case(
        kind="comment", target=comment.pk, hide=True, ground="advert", reason="광고", by=desk,
        at=FIRST + timedelta(days=2),
    )  # fmt: skip

    grounds = [ground for _kind, ground, *_months in openness.hidden_texts(timezone.now())]
    assert grounds == ["advert", "insult"]


def test_what_was_hidden_before_rules_were_noted_says_so(desk):
    comment = f.ProposalFactory()
    ModerationAct.objects.create(
        kind="proposal", target=comment.pk, hidden=True, reason="-", by=desk
    )

    assert [row[1] for row in openness.hidden_texts(timezone.now())] == [openness.NO_GROUND]


@pytest.fixture
def run(desk, manager, expert):
    """Nine insults and two phone numbers, five of them shown again; money; people; a refusal."""
    for number in range(11):
        comment = hide(desk, "insult" if number < 9 else "personal")
        if number < 5:
            ask(comment, FIRST + timedelta(days=1))
            show(comment, manager, FIRST + timedelta(days=35))
    enter_sejong(desk)
    farm, tour = (Pilot.objects.get(title__ko=name) for name in ("스마트 팜", "시민 헬스키퍼"))
    for pilot, name, kind in (
        (farm, "가람대학교", "university"), (tour, "가람대학교", "university"),
        (tour, "카나리아 김 박사", "expert"),
    ):  # fmt: skip
        Partner.objects.create(pilot=pilot, name=words(name), kind=kind)
    people = [f.UserFactory() for _n in range(14)]
    for number, pilot in enumerate(make_recruiting_pilot(stage="running") for _n in range(2)):
        for person in people if number == 0 else people[:6]:
            join(pilot, person, "completed")
        for reason in ["time"] * 6 + ["health", "moved"]:
            place = join(pilot, f.UserFactory(), "withdrawn")
            place.withdrawal_kind, place.withdrawal_reason = reason, "카나리아7731"
            place.save()
    declined = f.ProposalFactory(status="in_review")
    Review.objects.create(
        proposal=declined, expert=expert, asked_by=desk, text="카나리아7731", sent_at=FIRST,
        has_interest=True, interest="카나리아7731",
    )  # fmt: skip
    decide(
        proposal=declined, status="closed", outcome="declined", reason="예산이 없습니다.", by=desk,
        at=FIRST,
    )  # fmt: skip
    return compute_figures()


def test_how_often_is_public_and_for_which_rule_only_where_many(run):
    assert values(run, "texts_hidden") == {
        "": 11, "month=2026-09": 11, "content=comment": 11, "month=2026-09;content=comment": 11,
    }  # fmt: skip
    assert values(run, "texts_appealed")[""] == 5
    assert values(run, "texts_restored") == {
        "": 5, "month=2026-10": 5, "content=comment": 5, "month=2026-10;content=comment": 5,
    }  # fmt: skip
    # Two phone numbers are a handful, and eleven are known: so the nine are not told either.
    assert set(values(run, "texts_hidden_by_reason").values()) <= {None}
    assert set(values(run, "texts_restored_by_reason").values()) <= {None}


def test_a_refusal_and_a_declared_interest_are_counted(run):
    assert values(run, "proposals_refused")["outcome=declined"] == 1
    assert values(run, "proposals_refused")["month=2026-09"] == 1
    assert values(run, "reviews_published")[""] == 1
    assert values(run, "reviews_with_interest")[""] == 100


def test_money_is_counted_once_and_pilots_without_it_as_such(run):
    assert values(run, "budget_planned")[""] == 19_290_000_000
    assert values(run, "budget_planned")["fund=city"] == 3 * EOK
    assert values(run, "budget_planned")["fund=national;year=2019"] == 18_990_000_000
    assert values(run, "budget_executed")[""] == 0
    counted = values(run, "pilots_by_budget")
    assert (counted["budget=none"], counted["budget=shared"], counted["budget=own"]) == (1, 3, 6)


def test_a_partner_is_told_with_the_money_of_its_pilots_and_a_person_by_kind(run):
    planned = values(run, "partner_budget_planned")

    assert planned["partner=가람대학교"] == 3_980_000_000  # 3억 shared, 36.8억 its own
    assert planned["partner=expert"] == 3_680_000_000
    assert not any("카나리아" in key for key in planned)


def test_who_stayed_and_why_others_left(run):
    assert values(run, "stayed_to_the_end")[""] == pytest.approx(100 * 20 / 36)
    assert values(run, "came_back")[""] == pytest.approx(100 * 6 / 14)
    ended = values(run, "places_by_end")
    assert ended[""] == 36
    assert (ended["leaving=completed"], ended["leaving=time"]) == (20, None)
    assert ended["leaving=health"] is None


def test_the_extract_holds_no_word_and_no_key(run):
    for read in openness.READ:
        table = pq.read_table(folder_of(run.as_of) / f"{read.__name__}.parquet")
        assert "카나리아" not in str(table.to_pylist()), read.__name__
        assert not {"person", "author", "by", "reason_text", "target"} & set(table.column_names)


def test_a_stranger_recomputes_all_of_it(run):
    files = {
        file.name.removesuffix(".csv"): pd.read_csv(path_of(file))
        for release in release_data(run=run)
        if release.dataset.slug in ("budgets", "openness", "pilots", "decisions")
        for file in release.files.filter(name__endswith=".csv").exclude(name__contains="dictionary")
    }
    for d in MINE:
        published = values(run, d.key)
        mine = eval(d.pandas, {"pd": pd, **files})
        if () in d.cuts:
            mine = mine["all"] if isinstance(mine, pd.Series) else mine
            assert mine == pytest.approx(published[""]), d.key
            continue
        for cut, value in published.items():
            if value is not None and ";" not in cut:
                assert mine[cut.partition("=")[2]] == pytest.approx(value), (d.key, cut)


def test_an_extract_from_before_these_tables_can_still_be_read(desk):
    folder = folder_of(compute_figures().as_of)
    manifest = files_of.read_manifest(folder)
    del manifest["tables"]["hidden_texts"]
    (folder / files_of.MANIFEST).write_text(json.dumps(manifest))

    with files_of.open_extract(folder) as extract:
        assert extract.execute("SELECT count(*) FROM hidden_texts").fetchone() == (0,)


@pytest.mark.parametrize("d", [d for d in MINE if d.people], ids=lambda d: d.key)
def test_what_is_about_people_is_never_cut_by_month(d):
    assert not any("month" in cut for cut in d.cuts)
    assert BY_KEY[d.key] is d
