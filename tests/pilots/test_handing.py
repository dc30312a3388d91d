"""A concluded pilot as one file for other cities, and results of several pilots together."""

import json
from datetime import timedelta

import pytest
from django.utils import timezone

from city.digest import digest_of
from city.models import City
from city.words import words
from pilots.after.recheck import recheck
from pilots.conclude import conclude
from pilots.handing.file import read_file
from pilots.handing.forest import forest_of
from pilots.handing.pool import Study, pool
from pilots.handing.results import group, key_of, studies_in
from pilots.handing.take_over import take_over
from pilots.handing.write import file_of
from pilots.models import Conclusion, Diary, Partner
from pilots.observe import import_observations
from pilots.protocol import add_budget_line
from tests import factories as f
from tests.pilots.people import join, make_recruiting_pilot

CANARY = "노란카나리아"


@pytest.fixture
def concluded(city, manager):
    pilot = f.make_pilot(stage="evaluating")
    conclude(pilot=pilot, verdict="adopt", reasons=words("좋아졌습니다."), by=manager)
    return pilot


# ── The file ─────────────────────────────────────────────────────────────────────────────────


def test_anybody_may_download_it_and_check_it(concluded, visitor):
    answer = visitor.get(f"/pilots/{concluded.pk}/handover.json")
    file = json.loads(answer.content)

    assert (file["format"], file["version"]) == ("livinglab-pilot", 1)
    assert file["sha256"] == digest_of(file["content"])
    assert read_file(answer.content) == file["content"]
    assert "attachment" in answer["Content-Disposition"]
    assert f"/pilots/{concluded.pk}/handover.json" in (
        visitor.get(f"/pilots/{concluded.pk}/").content.decode()
    )


def test_the_same_result_is_the_same_file(concluded):
    assert file_of(concluded.conclusion) == file_of(Conclusion.objects.get())


def test_a_pilot_without_a_result_has_no_file(city, visitor):
    running = f.make_pilot(stage="running")

    assert visitor.get(f"/pilots/{running.pk}/handover.json").status_code == 404


def test_it_holds_what_was_found_later_and_what_it_cost(city, manager):
    pilot = f.make_pilot(stage="recruiting")
    add_budget_line(
        pilot=pilot, label=words("신호기"), source="city", year=2026, planned=5_000_000,
        spent=4_200_000, by=manager,
    )  # fmt: skip
    type(pilot).objects.update(stage="evaluating")
    pilot.refresh_from_db()
    then = timezone.now() - timedelta(days=200)
    conclude(pilot=pilot, verdict="stop", reasons=words("아니었습니다."), by=manager, at=then)
    recheck(
        pilot=pilot, months=6, finding="gone", words=words("돌아갔습니다."), by=manager,
        values={"wait": 31.0},
    )  # fmt: skip

    content = read_file(file_of(pilot.conclusion))

    assert content["rechecks"][0]["values"] == {"wait": 31.0}
    assert content["pilot"]["budget"][0]["spent"] == 4_200_000
    assert content["conclusion"]["sha256"] == pilot.conclusion.digest


def test_nothing_personal_and_no_place_is_in_it(city, manager, resident, instrument):
    manager.pseudonym, manager.email = CANARY, f"{CANARY}@example.test"
    manager.save()
    resident.pseudonym = f"{CANARY} 2"
    resident.save()
    pilot = make_recruiting_pilot(stage="running", manager=manager)
    instrument(pilot)
    place = join(pilot, resident, "withdrawn")
    place.motivation, place.withdrawal_reason = CANARY, CANARY
    place.save()
    Diary.objects.create(pilot=pilot, panelist=place.panelist, text=CANARY, rating=3)
    Partner.objects.create(pilot=pilot, name=words(CANARY), kind="expert", person=resident)
    import_observations(
        pilot=pilot, file="날짜,값\n2026-01-01,3\n".encode(), file_name=f"{CANARY}.csv", by=manager
    )
    type(pilot).objects.update(stage="evaluating")
    pilot.refresh_from_db()
    conclude(pilot=pilot, verdict="adopt", reasons=words("좋아졌습니다."), by=manager)

    file = file_of(pilot.conclusion).decode()

    assert CANARY not in file
    assert place.panelist.code not in file
    assert "127.02" not in file  # where the site is


# ── Pooling ──────────────────────────────────────────────────────────────────────────────────


def compared(**other):
    return {
        "code": "wait", "name": {"ko": "대기 시간"}, "unit": {"ko": "초"}, "direction": "down",
        "statistic": "mean", "definition": {"ko": "한 사람이 기다린 시간"}, "n_before": 30,
        "n_after": 28, "mean_before": 40.0, "mean_after": 36.0, "difference": -4.0, "low": -6.0,
        "high": -2.0, "se": 1.0, "judged": True, "adjusted": None, "is_primary": True,
        "is_exploratory": False,
    } | other  # fmt: skip


def test_the_change_beyond_the_comparison_sites_is_what_counts():
    adjusted = {"difference": -3.0, "low": -5.0, "high": -1.0, "se": 1.1}

    ((_comparison, study),) = studies_in([compared(adjusted=adjusted)], "가", "")

    assert (study.effect, study.se, study.n) == (-3.0, 1.1, 28)


@pytest.mark.parametrize(
    "other", [{"se": None}, {"se": 0}, {"difference": None}, {"is_exploratory": True}]
)
def test_what_was_not_planned_or_has_no_interval_is_not_pooled(other):
    assert studies_in([compared(**other)], "가", "") == []


def test_only_what_was_measured_alike_is_put_together():
    rows = [
        studies_in([compared(), compared(code="noise")], "가", ""),
        studies_in([compared(), compared(code="noise", unit={"ko": "dB"})], "나", ""),
        studies_in([compared(statistic="share")], "다", ""),
    ]

    groups = group([row for some in rows for row in some])

    (only,) = groups.values()
    assert only.key == key_of(compared())
    assert [line.study.label for line in only.pooled.lines] == ["가", "나"]


def freeze(pilot, comparison, by):
    """A result with these figures; how they come about is shown in test_compare.py."""
    Conclusion.objects.create(
        pilot=pilot, verdict="adopt", reasons=words("이유"), decided_by=by,
        evidence={"as_of": timezone.now().isoformat(), "comparisons": [comparison]},
    )  # fmt: skip
    type(pilot).objects.filter(pk=pilot.pk).update(stage="concluded")


def test_a_citizen_reads_what_pilots_of_two_cities_found_together(city, manager, visitor):
    for effect, name in ((-4.0, "첫째 실증"), (-5.0, "둘째 실증"), (-4.5, "셋째 실증")):
        freeze(f.make_pilot(title=words(name)), compared(difference=effect, se=0.2), manager)
    there = f.make_pilot(title=words("남의 실증"))
    freeze(there, compared(difference=-4.2, se=0.2), manager)
    file = file_of(there.conclusion)
    Conclusion.objects.filter(pilot=there).delete()
    City.objects.update(name=words("나래시"))
    take_over(file=file, by=manager, as_draft=False)

    index = visitor.get("/pilots/pooled/").content.decode()
    page = visitor.get(f"/pilots/pooled/{key_of(compared())}/").content.decode()

    assert "실증 4건을 모으면 평균" in index
    assert "첫째 실증" in page
    assert "가람시 · 남의 실증" in page
    assert page.count("<rect") == 4
    assert "뚜렷하지" not in page
    assert "실증이 4건뿐이라" in page  # the limits are said


def test_one_result_alone_is_no_group(city, manager, visitor):
    freeze(f.make_pilot(), compared(), manager)

    assert "아직 결과가 두 건" in visitor.get("/pilots/pooled/").content.decode()
    assert visitor.get(f"/pilots/pooled/{key_of(compared())}/").status_code == 404


def test_the_pooled_pages_take_few_queries(city, manager, visitor, django_assert_max_num_queries):
    for _n in range(6):
        freeze(f.make_pilot(), compared(), manager)

    with django_assert_max_num_queries(8):
        visitor.get("/pilots/pooled/")


# ── The chart ────────────────────────────────────────────────────────────────────────────────


def test_everything_lies_inside_the_picture_however_open_the_average_is():
    found = pool([Study("가", -0.5, 1.0), Study("나", 0.5, 1.0)])
    forest = forest_of(found, "모두")
    marks = [*forest.marks, forest.average]

    assert all(0 <= place <= 330 for m in marks for place in (m.low, m.effect, m.high, forest.zero))
    assert all(m.low <= m.effect <= m.high for m in marks)
    assert forest.average.is_cut_low
    assert forest.average.is_cut_high


def test_the_larger_square_weighs_more():
    sure, unsure = forest_of(pool([Study("가", 1.0, 0.1), Study("나", 1.0, 1.0)]), "모두").marks

    assert sure.side > unsure.side
