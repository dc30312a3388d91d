"""The plan of a pilot is public before anything is measured, and each state of it is kept."""

import json

import pytest
from django.utils import timezone

from city.digest import digest_of
from city.words import words
from pilots.models import Partner, Pilot, ProtocolVersion
from pilots.plan.announce import AlreadyPublic, announce
from pilots.plan.read import differences, read_plan
from pilots.plan.snapshot import plan_of
from pilots.protocol import (
    add_alternative,
    add_budget_line,
    add_partner,
    edit_budget_line,
    edit_measure,
    edit_pilot,
    remove_site,
    set_solutions,
    write_consent,
)
from pilots.stages import NotReady, move_pilot
from pilots.take_up import take_up
from proposals.solve import offer_solution
from tests import factories as f
from tests.pilots.people import make_recruiting_pilot

pytestmark = pytest.mark.django_db


def versions(pilot):
    return list(ProtocolVersion.objects.filter(pilot=pilot).values_list("number", flat=True))


# ── Announcing ───────────────────────────────────────────────────────────────────────────────


def test_an_announced_plan_is_public_before_anything_starts(city, officer, visitor):
    pilot = f.make_pilot()
    assert visitor.get(f"/pilots/{pilot.pk}/protocol/").status_code == 404

    announce(pilot=pilot, by=officer)

    assert versions(pilot) == [1]
    assert pilot.stage == "draft"
    for address in ("", "protocol/", "protocol.json", "protocol/1/", "protocol/1.json"):
        assert visitor.get(f"/pilots/{pilot.pk}/{address}").status_code == 200, address
    assert pilot in Pilot.objects.public()


@pytest.mark.parametrize("missing", ["question", "sites", "measures"])
def test_a_plan_without_its_heart_is_not_announced(city, officer, missing):
    pilot = f.make_pilot()
    if missing == "question":
        Pilot.objects.filter(pk=pilot.pk).update(question=words(""))
    else:
        getattr(pilot, missing).all().delete()

    with pytest.raises(NotReady):
        announce(pilot=pilot, by=officer)

    assert not Pilot.objects.get(pk=pilot.pk).announced_at


def test_a_plan_is_announced_once(city, officer):
    pilot = f.make_pilot()
    announce(pilot=pilot, by=officer)

    with pytest.raises(AlreadyPublic):
        announce(pilot=pilot, by=officer)
    assert versions(pilot) == [1]


def test_officers_announce_from_the_desk(officer, sign_in):
    pilot = f.make_pilot(department=officer.department)
    browser = sign_in(officer)

    assert "announce" in browser.get(f"/desk/pilots/{pilot.pk}/").content.decode()
    assert browser.get(f"/desk/pilots/{pilot.pk}/announce/").status_code == 200
    browser.post(f"/desk/pilots/{pilot.pk}/announce/")
    again = browser.post(f"/desk/pilots/{pilot.pk}/announce/", follow=True)

    assert versions(pilot) == [1]
    assert again.status_code == 200


def test_an_officer_of_another_department_announces_nothing(city, officer, sign_in):
    pilot = f.make_pilot(department=f.department("transport", "교통과"))

    assert sign_in(officer).post(f"/desk/pilots/{pilot.pk}/announce/").status_code == 403
    assert not Pilot.objects.get(pk=pilot.pk).announced_at


# ── Versions ─────────────────────────────────────────────────────────────────────────────────


def test_preparation_leaves_no_versions_and_the_start_leaves_the_first(city, officer):
    pilot = f.make_pilot()
    edit_pilot(pilot=pilot, by=officer, hypothesis=words("줄어듭니다."))
    assert versions(pilot) == []

    move_pilot(pilot=pilot, to="baseline", reason="먼저 잽니다.", by=officer)

    kept = ProtocolVersion.objects.get(pilot=pilot)
    assert kept.plan == plan_of(pilot)
    assert kept.digest == digest_of(kept.plan)


def test_every_change_of_a_published_plan_is_a_version(city, officer):
    pilot = f.make_pilot(takes_participants=True)
    announce(pilot=pilot, by=officer)

    edit_pilot(pilot=pilot, by=officer, hypothesis=words("줄어듭니다."))
    add_alternative(pilot=pilot, by=officer, code="a", name=words("신호 5초"))
    edit_measure(measure=pilot.measures.get(), by=officer, target=20)
    add_partner(pilot=pilot, by=officer, name=words("가람대"), kind="university")
    add_budget_line(pilot=pilot, by=officer, label=words("신호기"), year=2026, planned=1000)
    write_consent(
        pilot=pilot, title=words("동의"), purpose=words("목적"), items=words("항목"),
        retention=words("1년"), refusal=words("거부"), by=officer,
    )  # fmt: skip
    remove_site(site=pilot.sites.get(), by=officer)

    assert versions(pilot) == [1, 2, 3, 4, 5, 6, 7, 8]


def test_what_is_spent_or_saved_without_a_change_is_no_new_version(city, officer):
    pilot = f.make_pilot()
    line = add_budget_line(pilot=pilot, by=officer, label=words("신호기"), year=2026, planned=1000)
    announce(pilot=pilot, by=officer)

    edit_budget_line(line=line, by=officer, spent=400)
    edit_pilot(pilot=pilot, by=officer, hypothesis=pilot.hypothesis)

    assert versions(pilot) == [1]


def test_a_version_is_never_changed(city, officer):
    pilot = f.make_pilot()
    version = announce(pilot=pilot, by=officer)

    version.plan = {}
    with pytest.raises(Exception, match="added, never edited"):
        version.save()


def test_a_change_after_the_baseline_is_a_version_with_a_reason(city, officer, visitor):
    pilot = f.make_pilot()
    move_pilot(pilot=pilot, to="baseline", reason="먼저 잽니다.", by=officer)

    edit_pilot(
        pilot=pilot, by=officer, stop_rule=words("사고가 나면 멈춥니다."), reason="안전 때문에"
    )

    page = visitor.get(f"/pilots/{pilot.pk}/protocol/compare/").content.decode()
    assert "<ins>사고가 나면 멈춥니다.</ins>" in page
    assert "안전 때문에" in page


# ── What a plan says ─────────────────────────────────────────────────────────────────────────


def test_a_researcher_reads_the_whole_method(city, officer, visitor):
    pilot = make_recruiting_pilot(stage="draft", seats=40)
    a = add_alternative(pilot=pilot, by=officer, code="a", name=words("신호 5초 연장"))
    pilot.sites.update(alternative=a)
    edit_measure(
        measure=pilot.measures.get(), by=officer, denominator=words("건너는 한 사람"), target=20,
        smallest_effect=3, method=words("영상 판독"),
    )  # fmt: skip
    pilot.quotas.create(age_band="60+", seats=10)
    pilot.eligibility_questions.create(words=words("가람시에 사십니까?"))
    edit_pilot(
        pilot=pilot, by=officer, ethics="approved", ethics_board="가람대 생명윤리위원회",
        ethics_number="GR-2026-07", thanks_kind="money", thanks_amount=30_000,
        stop_rule=words("사고가 나면 멈춥니다."),
    )  # fmt: skip
    add_budget_line(
        pilot=pilot, by=officer, label=words("신호기"), source="national", year=2026,
        planned=300_000_000,
    )  # fmt: skip
    add_partner(pilot=pilot, by=officer, name=words("가람대"), kind="university", duty="analyst")
    announce(pilot=pilot, by=officer)

    page = visitor.get(f"/pilots/{pilot.pk}/protocol/").content.decode()

    for told in (
        "신호를 5초 늘리면", "신호 5초 연장", "건너는 한 사람", "영상 판독", "20초", "3초", "60+",
        "가람시에 사십니까?", "가람대 생명윤리위원회", "GR-2026-07", "30,000", "사고가 나면 멈춥니다.",
        "3억원", "국비", "가람대", "설문, 일지", "37.75000, 127.02000",
    ):  # fmt: skip
        assert told in page, told


def test_the_file_says_the_same_as_the_version_and_can_be_checked(city, officer, visitor):
    pilot = f.make_pilot()
    announce(pilot=pilot, by=officer)

    live = json.loads(visitor.get(f"/pilots/{pilot.pk}/protocol.json").content)
    kept = json.loads(visitor.get(f"/pilots/{pilot.pk}/protocol/1.json").content)

    assert live == kept
    assert live["version"] == 1
    assert live["sha256"] == digest_of(live["plan"])


def test_nothing_personal_is_kept_for_good(city, officer, resident):
    pilot = f.make_pilot()
    proposal = f.ProposalFactory(author=resident, title="카나리아 제안", status="accepted")
    solution = offer_solution(
        proposal=proposal, by=resident, title="카나리아 방안", text="카나리아"
    )
    take_up(pilot=pilot, proposal=proposal, by=officer)
    set_solutions(pilot=pilot, solutions=[solution], by=officer)
    add_alternative(pilot=pilot, by=officer, code="a", name=words("거울"), solution=solution)
    add_partner(
        pilot=pilot, by=officer, name=words("카나리아 교수"), kind="expert", person=resident
    )

    plan = json.dumps(plan_of(pilot), ensure_ascii=False)

    assert "카나리아" not in plan
    assert resident.pseudonym not in plan
    assert pilot.manager.email not in plan
    assert f'"solutions": [{solution.pk}]' in plan


def test_an_experts_name_is_not_announced_for_good_either(city, officer):
    pilot = f.make_pilot(stage="running")

    add_partner(pilot=pilot, by=officer, name=words("김교수"), kind="expert", reason="모셨습니다.")
    add_partner(pilot=pilot, by=officer, name=words("가람대"), kind="university", reason="함께")

    told = [each.after.get("name") for each in pilot.amendments.all()]
    assert told == [None, {"ko": "가람대"}]
    assert Partner.objects.filter(pilot=pilot).count() == 2


# ── Comparing ────────────────────────────────────────────────────────────────────────────────


def test_a_renamed_site_is_a_change_and_not_another_site(city, officer):
    pilot = f.make_pilot()
    before = plan_of(pilot)
    pilot.sites.update(name=words("정문 앞"), lon=127.03)

    changes = differences(before, plan_of(pilot))

    assert len(changes) == 2  # its name and its place
    assert all(each.before and each.after for each in changes)


def test_equal_plans_differ_in_nothing(city):
    plan = plan_of(f.make_pilot())

    assert differences(plan, plan) == []


def test_two_outlines_with_as_many_corners_differ(city):
    pilot = f.make_pilot()
    line = {"type": "LineString", "coordinates": [[127.01, 37.75], [127.03, 37.75]]}
    pilot.sites.update(shape=line)
    before = plan_of(pilot)
    pilot.sites.update(shape=line | {"coordinates": [[127.01, 37.75], [127.04, 37.75]]})

    assert len(differences(before, plan_of(pilot))) == 1


def test_reading_leaves_out_what_is_empty(city):
    sections = {each.key: each for each in read_plan(plan_of(f.make_pilot()))}

    assert "permit" not in sections
    assert all(line.text for each in sections.values() for p in each.parts for line in p.lines)


@pytest.mark.parametrize("query", ["from=x&to=%00", "from=99", "to=-1", "to=" + "9" * 50])
def test_comparing_what_is_not_there_is_no_failure(city, officer, visitor, query):
    pilot = f.make_pilot()
    announce(pilot=pilot, by=officer)

    assert visitor.get(f"/pilots/{pilot.pk}/protocol/compare/?{query}").status_code in (200, 404)


def test_the_page_asks_the_same_however_long_the_plan(
    city, officer, visitor, django_assert_max_num_queries
):
    pilot = f.make_pilot()
    for number in range(5):
        add_budget_line(pilot=pilot, by=officer, label=words("신호"), year=2026, planned=number)
        pilot.sites.create(name=words(f"지점 {number}"), lon=127.02, lat=37.75)
        pilot.measures.create(code=f"m{number}", name=words("값"), definition=words("값"))
    announce(pilot=pilot, by=officer)
    visitor.get(f"/pilots/{pilot.pk}/protocol/")

    with django_assert_max_num_queries(45):
        visitor.get(f"/pilots/{pilot.pk}/protocol/")


def test_the_day_of_a_version_is_the_day_it_was_published(city, officer):
    at = timezone.now() - timezone.timedelta(days=30)
    pilot = f.make_pilot()

    assert announce(pilot=pilot, by=officer, at=at).at == at
