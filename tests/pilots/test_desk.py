"""The desk: who may do what, and every form once the way it is meant and once wrong."""

import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from city.words import words
from pilots.models import Conclusion, Observation, Participation, Pilot, Site
from surveys.models import Panel, Panelist, Survey
from tests import factories as f


@pytest.fixture
def pilot(city):
    return f.make_pilot(department=f.department("transport", "교통과", "Transport"))


# Who gets which answer: every page and act of the desk, for a visitor, a resident, an officer of
# another department, the pilot's own manager, and a manager of the portal.
PAGES = {
    "": ("302", "403", "200", "200", "200"),
    "new/": ("302", "403", "200", "200", "200"),
    "{pk}/": ("302", "403", "200", "200", "200"),
    "{pk}/protocol/": ("302", "403", "403", "200", "200"),
    "{pk}/consent/": ("302", "403", "403", "200", "200"),
    "{pk}/survey/": ("302", "403", "403", "200", "200"),
    "{pk}/proposals/": ("302", "403", "403", "200", "200"),
    "{pk}/participants/": ("302", "403", "403", "200", "200"),
    "{pk}/import/": ("302", "403", "403", "200", "200"),
    "{pk}/move/baseline/": ("302", "403", "403", "200", "200"),
    "{pk}/conclude/": ("302", "403", "403", "403", "200"),
    "{pk}/sites/new/": ("302", "403", "403", "200", "200"),
    "{pk}/measures/new/": ("302", "403", "403", "200", "200"),
    "{pk}/budget/new/": ("302", "403", "403", "200", "200"),
    "{pk}/partners/new/": ("302", "403", "403", "200", "200"),
    "{pk}/sites/{site}/": ("302", "403", "403", "200", "200"),
    "{pk}/nonsense/new/": ("302", "403", "403", "404", "404"),
    "{pk}/sites/999999/": ("302", "403", "403", "404", "404"),
}


@pytest.mark.parametrize("address", PAGES)
def test_who_sees_which_page(visitor, sign_in, pilot, resident, officer, manager, address):
    page = "/desk/pilots/" + address.format(pk=pilot.pk, site=pilot.sites.get().pk)
    people = [visitor, *map(sign_in, (resident, officer, pilot.manager, manager))]

    answers = tuple(str(browser.get(page).status_code) for browser in people)

    assert answers == PAGES[address]


ACTS = ["{pk}/protocol/", "{pk}/move/baseline/", "{pk}/conclude/", "{pk}/sites/{site}/remove/",
        "{pk}/import/", "{pk}/consent/", "{pk}/proposals/"]  # fmt: skip


@pytest.mark.parametrize("address", ACTS)
def test_others_change_nothing(visitor, sign_in, pilot, resident, officer, address):
    site = pilot.sites.get()
    page = "/desk/pilots/" + address.format(pk=pilot.pk, site=site.pk)

    for browser in (visitor, sign_in(resident), sign_in(officer)):
        assert browser.post(page, {"reason": "왜냐하면"}).status_code in (302, 403)

    pilot.refresh_from_db()
    assert pilot.stage == "draft"
    assert Site.objects.filter(pk=site.pk).exists()


@pytest.fixture
def desk(sign_in, pilot):
    """The browser of the pilot's own manager."""
    return sign_in(pilot.manager)


def test_a_pilot_is_prepared_from_an_accepted_proposal(sign_in, officer):
    proposal = f.ProposalFactory(status="accepted")
    browser = sign_in(officer)
    assert (
        proposal.title in browser.get(f"/desk/pilots/new/?proposal={proposal.pk}").content.decode()
    )

    browser.post("/desk/pilots/new/", {
        "title_0": "그늘막", "title_1": "Shade", "origin": "residents", "takes_participants": "no",
        "department": officer.department_id, "proposals": [proposal.pk],
    })  # fmt: skip

    pilot = Pilot.objects.get()
    assert list(pilot.proposals.all()) == [proposal]
    assert pilot.takes_participants is False


def test_a_pilot_without_a_title_keeps_what_was_typed(sign_in, officer):
    page = sign_in(officer).post(
        "/desk/pilots/new/", {"title_1": "Shade", "takes_participants": "yes"}
    )

    assert page.status_code == 200
    assert "Shade" in page.content.decode()
    assert not Pilot.objects.exists()


PLAN = {
    "title_0": "그늘막", "question_0": "시원합니까?", "origin": "city", "ends_on": "2099-01-31",
    "privacy_sheet_0": "모으지 않습니다.", "risk_sheet_0": "없습니다.",
}  # fmt: skip


def test_the_plan_is_written(desk, pilot):
    desk.post(f"/desk/pilots/{pilot.pk}/protocol/",
              PLAN | {"department": pilot.department_id, "manager": pilot.manager_id})  # fmt: skip

    pilot.refresh_from_db()
    assert pilot.title["ko"] == "그늘막"
    assert str(pilot.ends_on) == "2099-01-31"


def test_once_begun_the_form_asks_for_the_public_reason(desk, pilot):
    Pilot.objects.update(stage="running")
    said = PLAN | {"department": pilot.department_id, "manager": pilot.manager_id}

    refused = desk.post(f"/desk/pilots/{pilot.pk}/protocol/", said)
    assert 'id="id_reason_error"' in refused.content.decode()

    desk.post(f"/desk/pilots/{pilot.pk}/protocol/", said | {"reason": "질문을 분명히 합니다."})
    assert pilot.amendments.get().after["question"] == {"ko": "시원합니까?"}


@pytest.mark.parametrize(
    "wrong",
    [{"ends_on": "어제"}, {"seats": "-1"}, {"title_0": ""}, {"title_0": "가" * 100_000, "seats": "x"},
     {"starts_on": "2099-02-01"}, {"manager": "0"}, {"ethics_number": "가" * 61}],
)  # fmt: skip
def test_a_wrong_plan_is_shown_again(desk, pilot, wrong):
    page = desk.post(f"/desk/pilots/{pilot.pk}/protocol/",
                     PLAN | {"department": pilot.department_id, "manager": pilot.manager_id} | wrong)  # fmt: skip

    assert page.status_code == 200
    assert 'aria-invalid="true"' in page.content.decode()


def test_a_site_is_added_and_one_elsewhere_is_refused(desk, pilot):
    page = f"/desk/pilots/{pilot.pk}/sites/new/"

    refused = desk.post(page, {"name_0": "서울", "arm": "test", "lon": "126.97", "lat": "37.56"})
    desk.post(page, {"name_0": "공원", "arm": "comparison", "lon": "127.08", "lat": "37.75"})

    assert refused.status_code == 200
    assert str(pilot.sites.get(arm="comparison").district) == "동편동"


@pytest.mark.parametrize(
    "place",
    [{}, {"lon": "NaN", "lat": "37.75"}, {"lon": "37.75", "lat": "127.02"}, {"lon": "127.02"},
     {"lon": "1e400", "lat": "1"}, {"shape": "{"}, {"shape": '{"type":"Point","coordinates":[127,37]}'}],
)  # fmt: skip
def test_a_site_without_a_good_place_is_refused(desk, pilot, place):
    page = desk.post(
        f"/desk/pilots/{pilot.pk}/sites/new/", {"name_0": "어딘가", "arm": "test"} | place
    )

    assert page.status_code == 200
    assert pilot.sites.count() == 1


def test_once_begun_a_budget_line_without_a_reason_is_asked_for_one(desk, pilot):
    Pilot.objects.update(stage="running")
    said = {"label_0": "신호기", "source": "city", "year": 2026, "planned": 1000, "spent": 0}

    refused = desk.post(f"/desk/pilots/{pilot.pk}/budget/new/", said)

    assert 'id="id_reason_error"' in refused.content.decode()
    assert not pilot.budget_lines.exists()


@pytest.mark.parametrize("planned", ["-5", "100000000000001", "9223372036854775807", "9" * 30])
def test_an_amount_that_is_a_slip_of_the_hand_is_refused(desk, pilot, planned):
    said = {"label_0": "신호기", "source": "city", "year": 2026, "planned": planned, "spent": 0}

    refused = desk.post(f"/desk/pilots/{pilot.pk}/budget/new/", said)

    assert "100조 원까지" in refused.content.decode()
    assert planned in refused.content.decode()
    assert not pilot.budget_lines.exists()


def test_a_measure_a_budget_line_and_a_partner_are_added(desk, pilot):
    at = f"/desk/pilots/{pilot.pk}/"
    desk.post(f"{at}measures/new/", {
        "name_0": "만족", "name_1": "Content", "direction": "up", "definition_0": "5점 척도",
        "source": "diary", "is_primary": "on",
    })  # fmt: skip
    desk.post(f"{at}budget/new/", {"label_0": "공사", "source": "city", "year": "2026",
                                   "planned": "5000000", "spent": "0"})  # fmt: skip
    desk.post(f"{at}partners/new/", {"name_0": "가람대학교", "kind": "university"})

    assert pilot.measures.get(is_primary=True).code == "content"
    assert pilot.budget_lines.get().planned == 5_000_000
    assert pilot.partners.get().name["ko"] == "가람대학교"


def test_two_measures_cannot_share_a_short_name(desk, pilot):
    page = desk.post(f"/desk/pilots/{pilot.pk}/measures/new/", {
        "name_0": "대기", "code": "wait", "direction": "up", "definition_0": "초", "source": "diary",
    })  # fmt: skip

    assert page.status_code == 200
    assert pilot.measures.count() == 1


def test_a_survey_measure_names_its_question(desk, pilot, instrument):
    _survey, question, *_waves = instrument(pilot)
    said = {"name_0": "안전", "direction": "up", "definition_0": "5점 척도", "source": "survey"}
    page = f"/desk/pilots/{pilot.pk}/measures/new/"

    refused = desk.post(page, said)
    desk.post(page, said | {"question": question.pk})

    assert refused.status_code == 200
    assert pilot.measures.get(source="survey").question == question


def test_a_row_is_changed_and_removed(desk, pilot):
    site = pilot.sites.get()
    at = f"/desk/pilots/{pilot.pk}/sites/{site.pk}/"

    desk.post(at, {"name_0": "새 이름", "arm": "test", "lon": "127.02", "lat": "37.75"})
    site.refresh_from_db()
    assert site.name["ko"] == "새 이름"

    desk.post(f"{at}remove/")
    assert not pilot.sites.exists()


def test_once_begun_a_row_is_not_removed_without_a_reason(desk, pilot):
    Pilot.objects.update(stage="running")
    site = pilot.sites.get()

    refused = desk.post(f"/desk/pilots/{pilot.pk}/sites/{site.pk}/remove/")
    assert refused.status_code == 422
    assert "삭제하는 사유를 적어 주세요" in refused.content.decode()
    assert pilot.sites.exists()

    desk.post(f"/desk/pilots/{pilot.pk}/sites/{site.pk}/remove/", {"reason": "공사 때문입니다."})
    assert not pilot.sites.exists()


def test_what_was_typed_stays_where_a_row_cannot_be_removed(desk, pilot):
    Pilot.objects.update(stage="stopped")
    page = f"/desk/pilots/{pilot.pk}/sites/{pilot.sites.get().pk}/remove/"

    over = desk.post(page, {"reason": "공사 때문입니다."})
    Pilot.objects.update(stage="running")
    too_long = desk.post(page, {"reason": "길" * 2001})

    for refused in (over, too_long):
        assert refused.status_code == 422
        assert pilot.sites.exists()
    assert "공사 때문입니다." in over.content.decode()
    assert "길" * 2001 in too_long.content.decode()


def test_the_row_of_another_pilot_is_not_reached(desk, pilot):
    other = f.make_pilot().sites.get()

    assert desk.post(f"/desk/pilots/{pilot.pk}/sites/{other.pk}/remove/").status_code == 404


def test_the_consent_text_gets_versions(desk, pilot):
    text = {"title_0": "참여 동의", "purpose_0": "효과 측정", "items_0": "응답", "retention_0": "1년",
            "refusal_0": "거부할 수 있습니다."}  # fmt: skip
    desk.post(f"/desk/pilots/{pilot.pk}/consent/", text)
    desk.post(f"/desk/pilots/{pilot.pk}/consent/", text | {"retention_0": "6개월"})

    pilot.refresh_from_db()
    assert pilot.consent_text.version == 2
    assert pilot.consent_text.kind == f"pilot-{pilot.pk}"


def test_the_checklist_names_what_is_missing_and_the_move_waits_for_it(desk, pilot):
    Pilot.objects.update(question={}, risk_sheet={})
    pilot.measures.all().delete()
    page = desk.get(f"/desk/pilots/{pilot.pk}/").content.decode()
    assert page.count("#circle") >= 3

    refused = desk.post(f"/desk/pilots/{pilot.pk}/move/baseline/", {"reason": "시작합니다."})

    assert refused.status_code == 200
    assert "시작합니다." in refused.content.decode()
    pilot.refresh_from_db()
    assert pilot.stage == "draft"


def test_a_ready_pilot_moves_on(desk, pilot):
    desk.post(f"/desk/pilots/{pilot.pk}/move/baseline/", {"reason": "사전 측정을 시작합니다."})

    pilot.refresh_from_db()
    assert pilot.stage == "baseline"


@pytest.mark.parametrize("stage", ["running", "draft", "nonsense", "concluded"])
def test_moves_that_do_not_follow_are_refused_kindly(desk, pilot, stage):
    page = desk.post(f"/desk/pilots/{pilot.pk}/move/{stage}/", {"reason": "이유"})

    assert page.status_code in (200, 302, 404)
    pilot.refresh_from_db()
    assert pilot.stage == "draft"


def test_proposals_are_chosen_and_let_go_in_preparation(desk, pilot):
    proposal = f.ProposalFactory(status="accepted")
    page = f"/desk/pilots/{pilot.pk}/proposals/"

    desk.post(page, {"proposals": [proposal.pk]})
    assert list(pilot.proposals.all()) == [proposal]

    desk.post(page, {"sent": "1"})
    assert not pilot.proposals.exists()


def upload(desk, pilot, text, encoding="cp949"):
    file = SimpleUploadedFile("측정.csv", text.encode(encoding))
    return desk.post(f"/desk/pilots/{pilot.pk}/import/", {"file": file})


def test_a_file_is_looked_at_before_it_is_loaded(desk, pilot):
    answer = upload(
        desk, pilot, "날짜,지점,대기 시간\n2026-01-01,A,61\n2026-01-02,A,\n2026-01-03,Z,7\n"
    )
    preview = desk.get(answer.url).content.decode()
    assert "CP949" in preview
    assert not Observation.objects.exists()

    result = desk.post(answer.url, {"at": "날짜", "site": "지점",
                                    f"column_{pilot.measures.get().pk}": "대기 시간"})  # fmt: skip

    page = desk.get(result.url).content.decode()
    assert Observation.objects.get().value == 61
    assert "Z" in page


def test_a_file_that_cannot_be_read_is_refused_at_once(desk, pilot):
    page = desk.post(f"/desk/pilots/{pilot.pk}/import/",
                     {"file": SimpleUploadedFile("x.csv", b"PK\x03\x04....")})  # fmt: skip

    assert page.status_code == 200
    assert 'aria-invalid="true"' in page.content.decode()


def test_no_file_at_all_is_refused(desk, pilot):
    assert desk.post(f"/desk/pilots/{pilot.pk}/import/", {}).status_code == 200


def test_columns_that_make_no_sense_are_refused(desk, pilot):
    answer = upload(desk, pilot, "가,나\n1,2\n")

    for said in ({}, {"at": "가"}, {"at": "다"}, {"at": "가", "value": "나"}):
        page = desk.post(answer.url, said)
        assert page.status_code in (200, 302)

    assert not Observation.objects.exists()


def test_another_officers_waiting_file_is_not_reached(desk, sign_in, pilot, manager):
    answer = upload(desk, pilot, "날짜,지점,대기 시간\n2026-01-01,A,61\n")

    assert sign_in(manager).get(answer.url).status_code == 404


def test_a_manager_concludes_with_the_evidence_in_sight(sign_in, manager, pilot):
    Pilot.objects.update(stage="evaluating")
    browser = sign_in(manager)
    page = f"/desk/pilots/{pilot.pk}/conclude/"
    assert "대기 시간" in browser.get(page).content.decode()

    refused = browser.post(page, {"verdict": "adopt"})
    assert refused.status_code == 200
    browser.post(page, {"verdict": "adopt", "reasons_0": "대기가 줄었습니다."})

    assert Conclusion.objects.get().verdict == "adopt"


def test_a_pilot_not_yet_evaluated_cannot_be_concluded(sign_in, manager, pilot):
    page = sign_in(manager).post(f"/desk/pilots/{pilot.pk}/conclude/",
                                 {"verdict": "adopt", "reasons_0": "벌써"})  # fmt: skip

    assert page.status_code == 200
    assert not Conclusion.objects.exists()


def test_the_desk_list_takes_constant_queries(sign_in, officer, django_assert_max_num_queries):
    for _n in range(8):
        f.make_pilot(stage="running", title=words("가나다"))
    browser = sign_in(officer)
    browser.get("/desk/pilots/")

    with django_assert_max_num_queries(9):
        browser.get("/desk/pilots/")


@pytest.mark.parametrize("tab", ["mine", "overdue", "draft", "going", "ended", "nonsense"])
def test_every_tab_of_the_desk_list_opens(sign_in, officer, tab):
    f.make_pilot(stage="running")

    assert sign_in(officer).get(f"/desk/pilots/?tab={tab}").status_code == 200


def test_the_desk_and_home_show_their_panels(sign_in, officer, visitor):
    f.make_pilot(stage="recruiting", takes_participants=True)
    f.make_pilot(manager=officer, title=words("준비하는 실증"))

    assert "횡단보도 보행 신호 연장" in visitor.get("/").content.decode()
    assert "준비하는 실증" in sign_in(officer).get("/desk/").content.decode()


def test_the_survey_of_a_pilot_shares_its_panel(desk, pilot):
    survey = Survey.objects.create(title=words("설문"), panel=Panel.objects.create())

    desk.post(f"/desk/pilots/{pilot.pk}/survey/", {"survey": survey.pk})

    pilot.refresh_from_db()
    assert (pilot.survey, pilot.panel) == (survey, survey.panel)


def test_a_survey_chosen_after_people_applied_moves_to_their_panel(desk, pilot, resident):
    pilot.panel = Panel.objects.create()
    pilot.save()
    panelist = Panelist.objects.create(panel=pilot.panel, person=resident)
    Participation.objects.create(pilot=pilot, panelist=panelist)
    survey = Survey.objects.create(title=words("설문"), panel=Panel.objects.create())

    desk.post(f"/desk/pilots/{pilot.pk}/survey/", {"survey": survey.pk})

    survey.refresh_from_db()
    assert survey.panel == pilot.panel


def test_a_site_may_be_known_by_its_district_only(desk, pilot):
    desk.post(f"/desk/pilots/{pilot.pk}/sites/new/",
              {"name_0": "골목", "arm": "test", "district": "4199051000"})  # fmt: skip

    site = pilot.sites.get(name__ko="골목")
    assert (str(site.district), site.lon) == ("서편동", None)


def test_a_line_and_an_area_are_kept_as_they_were_drawn(desk, pilot):
    area = {"type": "Polygon", "coordinates": [[[127.01, 37.74], [127.02, 37.74], [127.02, 37.75],
                                                [127.01, 37.74]]]}  # fmt: skip
    page = f"/desk/pilots/{pilot.pk}/sites/new/"

    desk.post(page, {"name_0": "공원", "arm": "comparison", "shape": json.dumps(area)})

    site = pilot.sites.get(name__ko="공원")
    assert site.shape == area
    assert str(site.district) == "서편동"
    public = desk.get(f"/pilots/{pilot.pk}/").content.decode()
    assert public.count("fill-opacity") == 1
    assert "공원" in desk.get(page).content.decode()  # seen while the next one is drawn


def test_far_more_than_anybody_draws_is_answered_with_one_sentence(desk, pilot):
    corners = [[127.0123456, 37.7412345]] * 200_000
    line = json.dumps({"type": "LineString", "coordinates": corners})

    answer = desk.post(f"/desk/pilots/{pilot.pk}/sites/new/", {"name_0": "길", "shape": line})

    assert answer.status_code == 400
    assert "줄인 뒤 다시 보내 주세요" in answer.content.decode()


def test_a_pilot_that_has_ended_offers_nothing_that_would_be_refused(desk, pilot):
    line = pilot.budget_lines.create(label=words("표지판"), source="city", year=2026, planned=1000)
    page = f"/desk/pilots/{pilot.pk}/"
    refused = [
        f"{page}{one}" for one in ("protocol/", "sites/new/", "sites/file/", "partners/new/")
    ]
    shown = desk.get(page).content.decode()
    assert all(address in shown for address in refused)
    assert "BudgetLine object" not in shown

    Pilot.objects.filter(pk=pilot.pk).update(stage="concluded")

    shown = desk.get(page).content.decode()
    assert not any(f'"{address}"' in shown for address in refused)
    assert f"{page}budget/{line.pk}/" in shown  # what was spent is reported afterwards too
