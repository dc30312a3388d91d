"""What is tested is written down first, and changed in public afterwards."""

import pytest
from django.utils import timezone

from city.words import words
from maps.locate import PlaceOutside
from maps.shapes import ShapeRefused
from pilots.amend import ProtocolClosed, ReasonNeeded
from pilots.evidence.desk_forms import MeasureForm
from pilots.models import Amendment, Observation
from pilots.protocol import (
    InUse,
    add_budget_line,
    add_measure,
    add_partner,
    add_site,
    create_pilot,
    edit_budget_line,
    edit_measure,
    edit_pilot,
    remove_measure,
    remove_site,
    set_solutions,
    write_consent,
)
from proposals.models import Solution
from tests import factories as f

SQUARE = {"type": "Polygon", "coordinates": [[[127.01, 37.74], [127.02, 37.74], [127.02, 37.75],
                                              [127.01, 37.75], [127.01, 37.74]]]}  # fmt: skip


def test_an_officer_writes_a_pilot_and_manages_it(officer):
    pilot = create_pilot(by=officer, title=words("그늘막"), department=officer.department)

    assert pilot.manager == officer
    assert pilot.stage == "draft"


def test_a_point_gets_its_district(officer):
    site = add_site(pilot=f.make_pilot(), name=words("학교 앞"), lon=127.02, lat=37.75, by=officer)

    assert str(site.district) == "서편동"
    assert site.cell


def test_an_area_brings_its_own_pin(officer):
    site = add_site(pilot=f.make_pilot(), name=words("공원"), shape=SQUARE, by=officer)

    assert 127.01 < site.lon < 127.02
    assert site.shape["type"] == "Polygon"


def test_a_line_has_its_pin_in_the_middle(officer):
    line = '{"type": "LineString", "coordinates": [[127.01, 37.75], [127.03, 37.75]]}'

    site = add_site(pilot=f.make_pilot(), name=words("산책로"), shape=line, by=officer)

    assert site.lon == pytest.approx(127.02)


def test_a_point_given_as_geojson_is_only_a_pin(officer):
    point = {"type": "Point", "coordinates": [127.02, 37.75]}

    site = add_site(pilot=f.make_pilot(), name=words("학교 앞"), shape=point, by=officer)

    assert (site.shape, site.lon, site.lat) == (None, 127.02, 37.75)


@pytest.mark.parametrize(
    "shape",
    ["not json", "[]", "3", '{"type": "Polygon"}', '{"type": "Point", "coordinates": []}',
     '{"type": "Polygon", "coordinates": []}',
     '{"type": "Polygon", "coordinates": [[[127,37],[128,38],[128,37],[127,38],[127,37]]]}',
     '{"type": "FeatureCollection", "features": []}', '{"type": "LineString", "coordinates": [["a", "b"]]}',
     "[" * 100_000, '{"type": "LineString", "coordinates": [[1%s, 2], [3, 4]]}' % ("0" * 400)],
)  # fmt: skip
def test_what_is_no_line_or_area_is_refused_kindly(officer, shape):
    with pytest.raises(ShapeRefused):
        add_site(pilot=f.make_pilot(), name=words("공원"), shape=shape, by=officer)


def test_a_site_elsewhere_is_refused(officer):
    with pytest.raises(PlaceOutside):
        add_site(pilot=f.make_pilot(), name=words("서울"), lon=126.97, lat=37.56, by=officer)


def test_the_first_measure_is_the_primary_one_until_another_is_named(officer):
    pilot = create_pilot(by=officer, title=words("그늘막"), department=officer.department)
    first = add_measure(pilot=pilot, name=words("온도", "Heat"), direction="down", by=officer,
                        definition=words("지면 온도"))  # fmt: skip
    second = add_measure(pilot=pilot, name=words("만족", "Heat"), direction="up", by=officer,
                         definition=words("5점 척도"), is_primary=True)  # fmt: skip
    first.refresh_from_db()

    assert (first.code, second.code) == ("heat", "heat-2")
    assert (first.is_primary, second.is_primary) == (False, True)


def test_when_the_primary_measure_goes_the_next_takes_its_place(officer):
    pilot = f.make_pilot()
    other = add_measure(pilot=pilot, name=words("만족"), direction="up", by=officer,
                        definition=words("5점 척도"))  # fmt: skip

    remove_measure(measure=pilot.measures.get(is_primary=True), by=officer)

    other.refresh_from_db()
    assert other.is_primary


def test_before_the_baseline_the_plan_is_edited_freely(officer):
    pilot = f.make_pilot(stage="recruiting")

    edit_pilot(pilot=pilot, question=words("다른 질문"), by=officer)

    assert not Amendment.objects.exists()


def test_afterwards_a_change_needs_a_public_reason(officer):
    measure = f.make_pilot(stage="baseline").measures.get()

    with pytest.raises(ReasonNeeded):
        edit_measure(measure=measure, definition=words("달리 재기"), by=officer)

    measure.refresh_from_db()
    assert measure.definition == words("한 사람이 기다린 시간")


def test_an_amendment_shows_what_was_and_what_is(officer):
    measure = f.make_pilot(stage="running").measures.get()

    edit_measure(measure=measure, target=20.0, reason="목표가 빠져 있었습니다.", by=officer)

    amendment = Amendment.objects.get()
    assert (amendment.before, amendment.after) == ({"target": None}, {"target": 20.0})
    assert amendment.what == "measures"


def test_saving_without_a_change_asks_for_nothing(officer):
    pilot = f.make_pilot(stage="running")

    edit_pilot(pilot=pilot, question=pilot.question, by=officer)

    assert not Amendment.objects.exists()


def test_money_spent_is_reported_without_an_amendment(officer):
    pilot = f.make_pilot()
    line = add_budget_line(pilot=pilot, label=words("공사"), year=2026, planned=1000, by=officer)
    pilot.stage = "running"
    pilot.save()

    edit_budget_line(line=line, spent=400, by=officer)

    assert not Amendment.objects.exists()
    with pytest.raises(ReasonNeeded):
        edit_budget_line(line=line, planned=9000, by=officer)


def test_after_the_end_nothing_changes(officer):
    pilot = f.make_pilot(stage="concluded")

    with pytest.raises(ProtocolClosed):
        edit_pilot(pilot=pilot, question=words("다른 질문"), reason="늦게", by=officer)


def test_a_partners_account_is_not_told_in_an_amendment(officer, expert):
    pilot = f.make_pilot(stage="running")

    add_partner(pilot=pilot, name=words("가람대학교"), kind="university", person=expert,
                reason="함께합니다.", by=officer)  # fmt: skip

    assert "person" not in Amendment.objects.get().after


def test_what_was_measured_with_stays(officer):
    pilot = f.make_pilot()
    site, measure = pilot.sites.get(), pilot.measures.get()
    Observation.objects.create(measure=measure, site=site, value=1, at=timezone.now())

    with pytest.raises(InUse):
        remove_site(site=site, by=officer)
    with pytest.raises(InUse):
        remove_measure(measure=measure, by=officer)


def test_solutions_tested_are_named(officer, resident):
    pilot = f.make_pilot()
    solution = Solution.objects.create(
        proposal=f.ProposalFactory(), author=resident, title="그늘막", text="접이식"
    )

    set_solutions(pilot=pilot, solutions=[solution], by=officer)

    assert list(pilot.solutions.all()) == [solution]


def test_a_changed_consent_text_is_a_new_version(city):
    pilot = f.make_pilot()
    text = {"title": words("참여 동의"), "purpose": words("효과 측정"), "items": words("응답"),
            "retention": words("1년"), "refusal": words("거부할 수 있습니다.")}  # fmt: skip

    first = write_consent(pilot=pilot, **text)
    same = write_consent(pilot=pilot, **text)
    second = write_consent(pilot=pilot, **{**text, "retention": words("2년")})

    assert first == same
    assert (first.version, second.version) == (1, 2)
    assert pilot.consent_text == second


# ── What one measure compares ────────────────────────────────────────────────────────────────


def measure_form(pilot, **given):
    start = {
        "name_0": "안전하다고 느끼는 사람", "definition_0": "4 또는 5라고 답한 사람의 비율",
        "direction": "up", "source": "diary", "statistic": "share", "counted_codes": "4, 5",
    }  # fmt: skip
    return MeasureForm(start | given, pilot=pilot)


def test_a_share_is_counted_from_ratings(city):
    form = measure_form(f.make_pilot())

    assert form.is_valid(), form.errors
    assert form.values["counted"] == ["4", "5"]
    assert form.values["unit"]["ko"] == "%"


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"counted_codes": ""}, "counted_codes"),
        ({"counted_codes": "4, 9"}, "counted_codes"),
        ({"source": "observations"}, "statistic"),
        ({"source": "survey"}, "question"),
    ],
)
def test_a_share_of_nothing_is_refused(city, given, field):
    assert field in measure_form(f.make_pilot(), **given).errors


def test_a_measure_added_after_the_baseline_is_exploratory_for_good(city):
    pilot = f.make_pilot(stage="running")

    late = add_measure(
        pilot=pilot, name=words("늦게 떠오른 것"), by=pilot.manager, reason="더 볼 것이 생겼습니다.",
        definition=words("하루에 한 번 셉니다."), direction="up", is_primary=True,
    )  # fmt: skip

    assert late.is_exploratory
    assert not late.is_primary
    assert pilot.measures.filter(is_primary=True).count() == 1
