"""A pilot of one city becomes a draft in another, whole or not at all."""

import copy
import json
from contextlib import suppress
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.utils import timezone

from city.digest import canonical, digest_of
from city.models import City
from city.words import words
from pilots.apart.texts import write_extra
from pilots.conclude import conclude
from pilots.handing.file import MAX_BYTES, FileRefused, read_file
from pilots.handing.take_over import take_over
from pilots.handing.write import content_of, file_of
from pilots.models import (
    Alternative,
    Conclusion,
    EligibilityQuestion,
    Permit,
    Pilot,
    Quota,
    TakenOver,
)
from pilots.plan.snapshot import plan_of
from surveys.models import Section, Survey
from tests import factories as f
from tests.pilots.people import make_recruiting_pilot


@pytest.fixture
def whole(city, manager, instrument):
    """A concluded pilot with everything that can be handed on."""
    pilot = make_recruiting_pilot(
        stage="evaluating", seats=20, summary=words("요약"), hypothesis=words("줄어듭니다."),
        thanks_kind="hours", thanks_amount=4, thanks_rule=words("끝까지 함께한 분께 드립니다."),
        needs_permit=True, stop_rule=words("다치는 분이 있으면 멈춥니다."),
    )  # fmt: skip
    survey, question, *_waves = instrument(pilot)
    question.section = Section.objects.create(survey=survey, title=words("안전"))
    question.save()
    pilot.measures.update(source="survey", question=question, smallest_effect=0.5)
    Alternative.objects.create(pilot=pilot, code="a", name=words("5초 더"))
    EligibilityQuestion.objects.create(pilot=pilot, words=words("매주 건넙니까?"), wanted=True)
    Quota.objects.create(pilot=pilot, age_band="60+", seats=5)
    write_extra(
        pilot=pilot, covers="photos", title=words("사진"), purpose=words("일지에 씁니다."),
        items=words("사진"), retention=words("1년"), refusal=words("거부할 수 있습니다."),
        easy=words("사진을 올려도 됩니까?"), by=manager,
    )  # fmt: skip
    Permit.objects.create(
        pilot=pilot, kind="exemption", authority="국토교통부", scope=words("무인 순찰"),
        expires_on=timezone.localdate() + timedelta(days=40),
    )  # fmt: skip
    conclude(pilot=pilot, verdict="adopt", reasons=words("좋아졌습니다."), by=manager)
    return pilot


@pytest.fixture
def file(whole):
    return file_of(whole.conclusion)


@pytest.fixture
def elsewhere(file):
    """The other city: its own name, and no result of this pilot."""
    Conclusion.objects.all().delete()
    City.objects.update(name=words("나래시"))
    return file


def sealed(content) -> bytes:
    """A file whose SHA-256 fits whatever stands in it."""
    return canonical(
        {"format": "livinglab-pilot", "version": 1, "sha256": digest_of(content),
         "content": content}
    )  # fmt: skip


def nothing_was_written():
    return not TakenOver.objects.exists() and Pilot.objects.count() == Survey.objects.count() == 1


# ── There and back ───────────────────────────────────────────────────────────────────────────

CARRIED = (
    "title", "summary", "question", "hypothesis", "what_changes", "risk_sheet", "privacy_sheet",
    "stop_rule", "thanks_kind", "thanks_amount", "thanks_rule", "needs_permit", "measures",
    "alternatives", "people", "survey", "has_budget",
)  # fmt: skip


def test_the_draft_has_the_plan_of_the_other_city(whole, elsewhere, officer):
    there = plan_of(whole)

    taken = take_over(file=elsewhere, by=officer)

    here = plan_of(taken.pilot)
    assert {name: here[name] for name in CARRIED} == {name: there[name] for name in CARRIED}
    assert here["consents"] == there["consents"]
    assert (taken.pilot.stage, taken.pilot.announced_at) == ("draft", None)
    assert taken.from_city == "가람시"


def test_places_money_partners_dates_and_approvals_stay_behind(elsewhere, officer):
    here = plan_of(take_over(file=elsewhere, by=officer).pilot)

    assert here["sites"] == here["budget"] == here["partners"] == []
    assert here["permit"] is None
    assert (here["ethics"], here["origin"]) == ("", "city")
    assert set(here["period"].values()) == {None}


def test_the_questionnaire_comes_with_its_sections_and_measures_read_it(elsewhere, officer):
    pilot = take_over(file=elsewhere, by=officer).pilot

    question = pilot.survey.questions.get()
    assert question.section.title["ko"] == "안전"
    assert pilot.measures.get().question == question
    assert pilot.panel == pilot.survey.panel
    assert pilot.measures.get().locked_at is None


def test_it_goes_to_the_department_of_the_same_name_or_the_officers_own(elsewhere, officer):
    f.department()
    officer.department = f.department("park", "공원과")
    officer.save()

    assert take_over(file=elsewhere, by=officer).pilot.department.code == "road"


def test_where_no_department_is_called_so_the_officers_own_takes_it(elsewhere, officer):
    officer.department.name = words("길과")
    officer.department.save()

    assert take_over(file=elsewhere, by=officer).pilot.department == officer.department


def test_an_officer_may_choose_the_department(elsewhere, officer):
    park = f.department("park", "공원과")

    assert take_over(file=elsewhere, by=officer, department=park).pilot.department == park


def test_results_alone_make_no_draft(elsewhere, officer):
    assert take_over(file=elsewhere, by=officer, as_draft=False).pilot is None
    assert Pilot.objects.count() == 1


# ── What is refused ──────────────────────────────────────────────────────────────────────────


def test_the_same_pilot_is_taken_over_once(elsewhere, officer):
    take_over(file=elsewhere, by=officer)

    with pytest.raises(FileRefused, match="이미"):
        take_over(file=elsewhere, by=officer)
    assert TakenOver.objects.count() == 1


def test_ones_own_pilot_is_not_taken_over(file, officer):
    with pytest.raises(FileRefused, match="우리"):
        take_over(file=file, by=officer)


def test_without_any_department_it_is_asked_for(elsewhere, officer):
    content = json.loads(elsewhere)["content"]
    content["pilot"]["department"] = {"ko": "없는과"}
    officer.department = None

    with pytest.raises(FileRefused, match="부서"):
        take_over(file=sealed(content), by=officer)
    assert nothing_was_written()


def broken_files(file: bytes):
    whole = json.loads(file)
    other_version = whole | {"version": 2}
    return {
        "empty": b"",
        "cut off": file[: len(file) // 2],
        "tampered": file.replace("좋아졌습니다".encode(), "나빠졌습니다".encode()),
        "huge": b" " * (MAX_BYTES + 1),
        "no JSON": b"PK\x03\x04 a spreadsheet",
        "other letters": "가나다".encode("cp949"),
        "something else": b'{"type": "FeatureCollection"}',
        "a list": b"[]",
        "a word": b'"livinglab-pilot"',
        "wrong version": canonical(other_version),
        "deep": b"[" * 200_000,
        "deep inside": b'{"format": "livinglab-pilot", "version": 1, "content": '
        + b"[" * 5_000 + b"]" * 5_000 + b"}",
        "no number": b'{"format": "livinglab-pilot", "version": 1, "content": NaN}',
        "endless": b'{"format": "livinglab-pilot", "version": 1, "content": 1e999}',
        "a long number": b'{"format": "livinglab-pilot", "version": 1, "content": '
        + b"9" * 5_000 + b"}",
        "half a letter": b'{"format": "livinglab-pilot", "version": 1, "content": "\\ud800"}',
        "no content": sealed(None),
        "empty content": sealed({}),
    }  # fmt: skip


def test_a_file_that_is_not_whole_gets_one_kind_sentence(elsewhere, officer):
    for name, bad in broken_files(elsewhere).items():
        with pytest.raises(FileRefused) as refused:
            take_over(file=bad, by=officer)
        assert str(refused.value).count(".") >= 1, name
        assert len(str(refused.value)) < 200, name
    assert nothing_was_written()


SPOILED = {
    "html in the title": ("pilot.title.ko", '<script>alert("a")</script>'),
    "html in a question": ("instrument.questions.0.words.ko", "<img src=x onerror=alert(1)>"),
    "a formula": ("pilot.measures.0.name.ko", '=HYPERLINK("http://x")'),
    "hidden direction": ("pilot.title.ko", "안전\u202e한 길"),
    "a zero byte": ("pilot.title.ko", "안전\x00"),
    "no Korean": ("pilot.title", {"en": "Only English"}),
    "another language": ("pilot.title", {"ko": "제목", "xx": "x"}),
    "a number for words": ("pilot.title", 7),
    "much too long": ("pilot.summary.ko", "가" * 10_000),
    "unknown direction": ("pilot.measures.0.direction", "sideways"),
    "unknown source": ("pilot.measures.0.source", "dreams"),
    "no measure": ("pilot.measures", []),
    "infinite seats": ("pilot.people.seats", 10**12),
    "half a seat": ("pilot.people.seats", 2.5),
    "yes as a number": ("pilot.people.takes_participants", 1),
    "unknown purpose": ("pilot.consents.0.covers", "everything"),
    "a script for an address": ("address", "javascript:alert(1)"),
    "a spoiled code": ("pilot.measures.0.code", "../../etc"),
    "a question with an odd code": ("instrument.questions.0.code", "a b"),
    "a question that is not there": ("pilot.measures.0.question", "gone"),
    "no such section": ("instrument.questions.0.section", -1),
    "an odd age": ("pilot.people.quotas.0.age_band", "old"),
    "other evidence": ("conclusion.sha256", "0" * 64),
    "an odd verdict": ("conclusion.verdict", "great"),
    "a day that never was": ("as_of", "2026-02-30T00:00:00+09:00"),
    "no time zone": ("as_of", "2026-02-20T00:00:00"),
    "many sites": ("pilot.sites", [{"name": {"ko": "가"}, "arm": "test", "alternative": None}] * 2_000),
}  # fmt: skip


@pytest.mark.parametrize("name", SPOILED)
def test_every_field_is_looked_at(elsewhere, officer, name):
    path, value = SPOILED[name]
    content = json.loads(elsewhere)["content"]
    *way, last = [int(step) if step.isdigit() else step for step in path.split(".")]
    place = content
    for step in way:
        place = place[step]
    place[last] = value

    with pytest.raises(FileRefused):
        take_over(file=sealed(content), by=officer)
    assert nothing_was_written()


def _paths(value, way=()):
    yield way
    if isinstance(value, dict):
        for key, each in value.items():
            yield from _paths(each, (*way, key))
    elif isinstance(value, list) and value:
        yield from _paths(value[0], (*way, 0))


def test_whatever_is_missing_or_of_another_kind_never_breaks_anything(elsewhere, officer):
    """Every field in turn is taken out or replaced; the file is refused or the draft is whole."""
    content = json.loads(elsewhere)["content"]
    content["evidence"]["comparisons"] = content["evidence"]["comparisons"][:1]
    for *way, last in [path for path in _paths(content) if path and path[0] != "evidence"]:
        for value in (None, [], {"x": {"y": 1}}, "가" * 9_000, -1, True):
            spoiled = copy.deepcopy(content)
            place = spoiled
            for step in way:
                place = place[step]
            place[last] = value
            try:
                read_file(sealed(spoiled))
            except FileRefused:
                continue


def test_two_measures_of_one_name_are_refused(elsewhere, officer):
    content = json.loads(elsewhere)["content"]
    content["pilot"]["measures"] *= 2

    with pytest.raises(FileRefused):
        take_over(file=sealed(content), by=officer)
    assert nothing_was_written()


def test_a_questionnaire_that_cannot_be_asked_leaves_nothing_behind(elsewhere, officer):
    content = json.loads(elsewhere)["content"]
    content["instrument"]["questions"][0] |= {"kind": "single", "options": []}

    with pytest.raises(FileRefused):
        take_over(file=sealed(content), by=officer)
    assert nothing_was_written()


def test_a_spoiled_questionnaire_is_refused_or_made_whole(elsewhere, officer):
    content = json.loads(elsewhere)["content"]
    for *way, last in [path for path in _paths(content) if path[1:] and path[0] == "instrument"]:
        for value in (None, [[]], {"ko": {"y": 1}}, "가" * 90):
            spoiled = copy.deepcopy(content)
            place = spoiled
            for step in way:
                place = place[step]
            place[last] = value
            with suppress(FileRefused), transaction.atomic():
                taken = take_over(file=sealed(spoiled), by=officer)
                assert taken.pilot.measures.get().question.survey == taken.pilot.survey
                transaction.set_rollback(True)
    assert nothing_was_written()


def test_fields_that_a_later_portal_adds_are_passed_over(elsewhere, officer):
    content = json.loads(elsewhere)["content"]
    content["pilot"]["mood"] = "<b>great</b>"

    assert take_over(file=sealed(content), by=officer).pilot


# ── At the desk ──────────────────────────────────────────────────────────────────────────────


def upload(browser, file, **said):
    return browser.post(
        "/desk/pilots/take-over/",
        {"file": SimpleUploadedFile("pilot.json", file), "as_draft": "yes"} | said,
    )


def test_an_officer_takes_it_over_in_one_step(elsewhere, officer, sign_in):
    browser = sign_in(officer)

    answer = upload(browser, elsewhere)
    page = browser.get(answer.url).content.decode()

    assert answer.status_code == 302
    assert "가람시" in page
    assert "가람초등학교 앞" in page  # one of the places that were there
    assert "가람시" in browser.get("/desk/pilots/take-over/").content.decode()


def test_a_bad_file_is_told_at_the_desk(elsewhere, officer, sign_in):
    page = upload(sign_in(officer), elsewhere[:-40]).content.decode()

    assert "다시 내려받" in page
    assert nothing_was_written()


def test_only_staff_take_over(elsewhere, resident, sign_in, visitor):
    assert upload(sign_in(resident), elsewhere).status_code == 403
    assert upload(visitor, elsewhere).status_code == 302
    assert nothing_was_written()


def test_the_page_of_the_new_pilot_says_where_it_comes_from(elsewhere, officer, visitor):
    pilot = take_over(file=elsewhere, by=officer).pilot
    Pilot.objects.filter(pk=pilot.pk).update(announced_at=timezone.now())

    assert "가람시" in visitor.get(f"/pilots/{pilot.pk}/").content.decode()


def test_what_was_handed_on_can_be_handed_on_again(elsewhere, officer, manager):
    pilot = take_over(file=elsewhere, by=officer).pilot
    Pilot.objects.filter(pk=pilot.pk).update(stage="evaluating")
    pilot.refresh_from_db()

    conclude(pilot=pilot, verdict="stop", reasons=words("여기서는 아니었습니다."), by=manager)

    assert read_file(file_of(pilot.conclusion)) == content_of(pilot.conclusion)
