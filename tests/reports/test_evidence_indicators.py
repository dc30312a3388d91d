"""Indicators at the desk: who may type them in, what is kept of each change, what is refused."""

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import timezone

from accounts.models import SettingChange
from accounts.settings_form import fingerprint
from accounts.settings_save import ChangedMeanwhile
from reports.evidence.forms import IndicatorForm
from reports.evidence.indicators import keep, move
from reports.models import Indicator
from tests import factories as f

pytestmark = pytest.mark.django_db
INDICATORS = "/desk/reports/evidence/indicators/"


@pytest.fixture
def indicator(city):
    return f.make_indicator(code="1-1")


def typed(row: Indicator | None = None, **changes) -> dict:
    department = row.owner_id if row else f.department().pk
    return {
        "area": "innovation", "code": "2-1", "wording_0": "주민이 함께 정하는가", "owner": department,
        "wanted": "at_least", "figure_0": "proposals_received",
    } | changes  # fmt: skip


def checked(said: dict, row: Indicator) -> IndicatorForm:
    form = IndicatorForm(said, instance=row)
    assert form.is_valid(), form.errors
    return form


def test_a_manager_types_in_an_indicator_with_figures_of_a_part(manager, sign_in, city):
    f.ProposalFactory()
    page = sign_in(manager).post(
        f"{INDICATORS}new/", typed(figure_1="accepted", part_1="category=walking")
    )

    row = Indicator.objects.get()
    assert page.url == row.get_absolute_url()
    assert row.figures == [
        {"key": "proposals_received", "cut": {}},
        {"key": "accepted", "cut": {"category": "walking"}},
    ]


def test_every_change_says_who_made_it_and_what_stood_there(manager, sign_in, indicator):
    client = sign_in(manager)
    client.post(indicator.get_absolute_url(), typed(indicator, gap_0="상설 공간이 없습니다."))

    change = SettingChange.objects.get(row=f"reports.indicator:{indicator.pk}")
    assert (change.by, change.before["gap"]) == (manager, {})
    assert "상설 공간이 없습니다." in client.get(indicator.get_absolute_url()).content.decode()


def test_the_same_again_changes_nothing(manager, indicator):
    said = typed(indicator, code="1-1")

    assert keep(form=checked(said, indicator), by=manager)
    assert keep(form=checked(said, indicator), by=manager) is None


def test_of_two_at_once_the_second_is_told_and_keeps_what_was_typed(manager, sign_in, indicator):
    seen = fingerprint(IndicatorForm(instance=indicator).shown())
    first = Indicator.objects.get(pk=indicator.pk)
    keep(form=checked(typed(first, text_0="먼저"), first), by=manager)

    with pytest.raises(ChangedMeanwhile):
        keep(form=checked(typed(indicator, text_0="나중"), indicator), by=manager, seen=seen)
    page = sign_in(manager).post(
        indicator.get_absolute_url(), typed(indicator, text_0="나중", seen=seen)
    )

    assert page.status_code == 422
    assert "나중" in page.content.decode()
    assert Indicator.objects.get().text == {"ko": "먼저"}


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"code": ""}, "이 항목을 채워"),
        ({"wording_0": ""}, "한국어"),
        ({"figure_0": "no_such_figure"}, "목록에서"),
        ({"figure_0": "", "part_0": "category=walking"}, "통계도 함께"),
        (
            {"figure_0": "people_taking_part", "part_0": "category=walking"},
            "그렇게 나누지 않습니다",
        ),
        ({"figure_0": "proposals_by_channel"}, "나누어서만"),
        ({"code": "1-1"}, "이미"),
    ],
)
def test_what_cannot_be_is_refused_and_stays_typed(manager, sign_in, indicator, wrong, says):
    page = sign_in(manager).post(f"{INDICATORS}new/", typed(text_0="적은 글", **wrong))

    assert page.status_code == 422
    assert says in page.content.decode()
    assert "적은 글" in page.content.decode()
    assert Indicator.objects.count() == 1


def test_a_figure_that_went_away_stays_with_the_indicator_that_has_it(manager, indicator):
    Indicator.objects.update(figures=[{"key": "long_gone", "cut": {}}])
    row = Indicator.objects.get()

    form = IndicatorForm(typed(row, code="1-1", figure_0="long_gone"), instance=row)

    assert form.is_valid()
    assert row.figures == [{"key": "long_gone", "cut": {}}]


def test_a_target_is_set_for_a_year_and_a_typed_value_names_its_source(manager, sign_in, indicator):
    client, year = sign_in(manager), timezone.localdate().year
    address = reverse("reports_desk:indicator_year", args=[indicator.pk, year])

    assert client.post(address, {"target": "80", "reached": "75"}).status_code == 422
    client.post(address, {"target": "80", "reached": "75", "note_0": "시민 의식 조사"})
    client.post(address, {"target": "90", "reached": "75", "note_0": "시민 의식 조사"})

    row = indicator.years.get()
    assert (row.year, row.target, row.reached) == (year, 90, 75)
    assert SettingChange.objects.filter(row=f"reports.indicatoryear:{row.pk}").count() == 2
    assert client.get(f"{indicator.get_absolute_url()}years/1800/").status_code == 404


@pytest.mark.parametrize("number", ["nan", "inf", "1e300", "많이"])
def test_a_target_is_a_number(manager, sign_in, indicator, number):
    address = f"{indicator.get_absolute_url()}years/2026/"

    assert sign_in(manager).post(address, {"target": number}).status_code == 422
    assert not indicator.years.exists()


def test_indicators_are_put_in_order_within_their_area(manager, city):
    rows = [f.make_indicator(code=code) for code in ("a", "b", "c")]
    other = f.make_indicator(code="x", area="service")

    move(indicator=rows[2], up=True, by=manager)
    move(indicator=rows[0], up=True, by=manager)  # is first already
    move(indicator=other, up=False, by=manager)

    assert [row.code for row in Indicator.objects.in_order()] == ["a", "c", "b", "x"]


def test_officers_read_and_only_managers_write(officer, sign_in, indicator):
    client = sign_in(officer)

    assert client.get(INDICATORS).status_code == 200
    page = client.get(indicator.get_absolute_url())
    assert page.status_code == 200
    assert b"<textarea" not in page.content
    assert client.post(indicator.get_absolute_url(), typed(indicator)).status_code == 403
    for address in ("new/", f"{indicator.pk}/years/2026/"):
        assert client.get(INDICATORS + address).status_code == 403
    assert client.post(f"{INDICATORS}{indicator.pk}/move/", {"up": "1"}).status_code == 403
    with pytest.raises(PermissionDenied):
        move(indicator=indicator, up=True, by=officer)


def test_more_indicators_take_no_more_queries(
    officer, sign_in, indicator, django_assert_max_num_queries
):
    client = sign_in(officer)
    client.get(INDICATORS)
    for number in range(6):
        f.make_indicator(code=f"9-{number}")
    with django_assert_max_num_queries(14):
        client.get(INDICATORS)
