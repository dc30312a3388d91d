"""Who takes part compared with who lives here: told apart by consent, small groups hidden."""

from datetime import timedelta

import pytest
from django.utils import timezone, translation
from django.utils.dateparse import parse_datetime

from maps.models import District, Population
from pilots.models import Participation
from reports.compute import compute_figures
from reports.days.people import COMPARED, compare, compare_all, say_answered, say_who
from reports.extract.people import people
from reports.figures.dimensions import SEXES
from reports.labels import labels_now
from reports.opendata import made
from reports.plain import plain
from reports.views import _csv_row
from surveys.models import Panel
from tests import factories as f

pytestmark = pytest.mark.django_db


def takes_part(count: int, **who):
    return [f.ProposalFactory(author=f.UserFactory(**who)).author for _ in range(count)]


def rows():
    return list(people(timezone.now()))


def test_somebody_who_acts_twice_counts_once(city):
    person = f.UserFactory(birth_year=1950, sex="f", home_district=District.objects.first())
    first, second = f.ProposalFactory(author=person), f.ProposalFactory()
    second.supports.create(supporter=person)
    first.supports.create(supporter=f.UserFactory())

    assert len(rows()) == 3
    assert rows()[-1] == (District.objects.first().code, "70-79", "f")


def test_who_takes_part_in_a_pilot_counts_and_who_left_does_not(city):
    pilot = f.make_pilot(stage="running")
    for status in ("active", "withdrawn", "applied"):
        panelist = Panel.objects.create().panelists.create(person=f.UserFactory(sex="m"))
        Participation.objects.create(pilot=pilot, panelist=panelist, status=status)

    assert [sex for _district, _age, sex in rows()] == ["m"]


def test_who_only_looks_or_closed_the_account_is_not_counted(city):
    f.UserFactory(sex="f")
    f.ProposalFactory(author=f.UserFactory(erased_at=timezone.now()))
    f.ProposalFactory(author=f.UserFactory(), hidden_at=timezone.now())

    assert rows() == []


def test_nothing_is_told_that_was_not_agreed_to(city):
    takes_part(1)

    assert rows() == [("", "", "")]


def stored(run, key):
    figures = run.figures.filter(key=key)
    return {next(iter(each.cut.values())): each for each in figures}


@pytest.fixture
def by_sex(populated):
    for district in District.objects.all():
        for sex, persons in (("f", 8_000), ("m", 2_000)):
            Population.objects.create(
                district=district, as_of="2025-12-31", sex=sex, persons=persons
            )
    return populated


def test_figures_say_how_many_did_not_say(by_sex):
    takes_part(8, sex="f")
    takes_part(12, sex="m")
    takes_part(6)

    groups = stored(compute_figures(), "people_by_sex")

    assert {code: each.value for code, each in groups.items()} == {"f": 8, "m": 12, "silent": 6}
    assert {each.n for each in groups.values()} == {26}
    assert groups["f"].extra["residents"] == 16_000


def test_a_handful_is_hidden_with_another_group(by_sex):
    takes_part(3, sex="f")
    takes_part(12, sex="m")
    takes_part(9)

    groups = stored(compute_figures(), "people_by_sex")

    assert groups["f"].is_suppressed
    assert sum(each.is_suppressed for each in groups.values()) > 1


def test_the_file_says_of_which_day_a_kept_back_number_is(by_sex):
    takes_part(8, sex="f")
    takes_part(12, sex="m")
    compute_figures(as_of=timezone.now())
    takes_part(1, sex="f")
    later = timezone.now() + timedelta(days=7)

    lines = {line[1]: line for line in made.people(compute_figures(as_of=later), None)}

    assert lines["f"][2] == 8
    assert lines["f"][4] == timezone.localdate()


def test_the_csv_of_a_report_says_of_which_day_a_kept_back_number_is():
    kept = {"as_of": "2026-11-01T03:00:00+09:00"}
    line = row("f", 8, 100, extra=kept) | {"key": "people_by_sex", "n": 26}
    whole = line | {"extra": {}}
    frozen = {"as_of": "2026-11-08T03:00:00+09:00"}

    assert _csv_row(line, frozen)[-1] == parse_datetime(kept["as_of"])
    assert _csv_row(whole, frozen)[-1] == parse_datetime(frozen["as_of"])


def test_ages_of_residents_in_bands_that_do_not_fit_are_not_compared(populated):
    takes_part(10, birth_year=timezone.localdate().year - 34)
    for district in District.objects.all():
        Population.objects.create(
            district=district, as_of="2025-12-31", age_band="25-44", persons=10_000
        )

    groups = stored(compute_figures(), "people_by_age")

    assert groups["30-39"].value == 10
    assert groups["30-39"].extra["residents"] == 0


def test_ages_counted_year_by_year_are_put_into_tens(populated):
    takes_part(10, birth_year=timezone.localdate().year - 34)
    for district, persons in zip(District.objects.order_by("code"), (12_000, 30_000), strict=True):
        for age in ("34", "35"):
            Population.objects.create(
                district=district, as_of="2025-12-31", age_band=age, persons=persons // 2
            )

    assert stored(compute_figures(), "people_by_age")["30-39"].extra["residents"] == 42_000


def test_shares_have_an_interval_and_stand_beside_the_residents(by_sex):
    takes_part(8, sex="f")
    takes_part(12, sex="m")
    takes_part(6)
    run = compute_figures()

    compared = compare_all([plain(each) for each in run.figures.all()], labels_now())
    women, men = compared["people_by_sex"].groups

    assert set(compared) == set(COMPARED)
    assert (compared["people_by_sex"].said, compared["people_by_sex"].silent) == (20, 6)
    assert round(women.told.percent) == 40
    assert women.told.low < 40 < women.told.high
    assert women.residents_percent == 80
    assert men.per_1000 == 1000 * 12 / 4_000
    with translation.override("ko"):
        said = say_who(compared.values())
    assert "무작위로 뽑은 표본이 아닙니다" in said
    assert "26명 가운데 성별 정보를 밝힌 사람은 20명" in said
    assert "여성(참여 40%, 주민 80%)" in said


def row(code, people, residents, **more):
    return {"key": "people_by_sex", "cut": {"sex": code}, "value": people, "n": 100, "hidden": False,
            "extra": {"residents": residents}} | more  # fmt: skip


def test_no_share_of_residents_is_told_where_a_group_is_hidden():
    rows = [row("f", 40, 500), row("m", None, 0, hidden=True), row("silent", 20, 0)]

    women, men = compare("성별", rows, SEXES, 100).groups

    assert women.residents_percent is None
    assert men.people is None
    assert round(women.told.percent) == 50  # of the eighty who said


def test_small_differences_are_not_made_much_of():
    compared = compare("성별", [row("f", 52, 500), row("m", 48, 500)], SEXES, 100)

    assert not any(group.is_far for group in compared.groups)
    with translation.override("ko"):
        assert "크게 다르지 않습니다" in say_who([compared])


def test_a_survey_says_whom_it_does_not_stand_for():
    line = {"group": "60+", "label": "60세 이상", "people": 10, "population": 400,
            "population_percent": 40}  # fmt: skip
    other = {"group": "20-59", "label": "20~59세", "people": 90, "population": 600,
             "population_percent": 60}  # fmt: skip

    with translation.override("ko"):
        known = say_answered([{"lines": [line, other], "has_population": True}])
        unknown = say_answered([])

    assert "60세 이상(참여 10%, 주민 40%)" in known
    assert "무작위로 뽑은 표본이 아닙니다" in unknown


def test_a_person_of_the_future_is_not_known_yet(city):
    takes_part(1)

    assert list(people(timezone.now() - timedelta(days=1))) == []
