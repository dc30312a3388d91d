"""All pilots beside each other, programmes task by task, and sites from a file."""

import json
from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from city.words import words
from pilots.amend import ReasonNeeded
from pilots.models import Pilot, Programme
from pilots.plan.overview import progress_of, road_of, timeline_of
from pilots.plan.programme import remove_task, write_programme, write_task
from pilots.plan.site_file import FileRefused, load_sites
from tests import factories as f

pytestmark = pytest.mark.django_db


@pytest.fixture
def task(city):
    programme = write_programme(name=words("교통 계획"), starts_year=2025, ends_year=2027)
    return write_task(programme=programme, name=words("보행 안전"), area=words("교통"))


def test_an_overdue_pilot_stands_out(city, visitor):
    late = timezone.localdate() - timedelta(days=3)
    f.make_pilot(stage="running", starts_on=late - timedelta(days=90), ends_on=late)

    page = visitor.get("/pilots/programme/").content.decode()

    assert "gantt__late" in page
    assert "기한 지남" in page


def test_what_is_prepared_in_silence_is_not_told(city, visitor, officer, task):
    f.make_pilot(title=words("비밀 준비"), task=task)

    for address in ("/pilots/programme/", f"/pilots/programme/{task.programme_id}/"):
        assert "비밀 준비" not in visitor.get(address).content.decode()


def test_a_task_is_done_when_all_its_pilots_have_ended(city, visitor, officer, task):
    for stage in ("stopped", "running"):
        f.make_pilot(stage=stage, task=task)

    page = visitor.get(f"/pilots/programme/{task.programme_id}/").content.decode()

    assert "2건 중 1건 결과 확정" in page
    assert "과제 1개 중 0개 마침" in page
    assert progress_of(Pilot.objects.all()).done == 1


def test_pilots_of_a_removed_task_stay(city, officer, task):
    pilot = f.make_pilot(stage="running", task=task)

    remove_task(task=task, by=officer)

    pilot.refresh_from_db()
    assert pilot.task is None


def test_the_timeline_holds_every_day_and_the_road_every_turn(city):
    pilot = f.make_pilot(
        stage="running", starts_on=date(2025, 3, 1), ends_on=date(2026, 6, 30)
    )  # fmt: skip

    timeline = timeline_of([pilot], date(2026, 1, 1))

    assert timeline.years == [2025, 2026]
    assert timeline.today == 500
    assert [(year, [step.kind for step in steps]) for year, steps in road_of([pilot])] == [
        (2025, ["starts"]), (2026, ["due"]),
    ]  # fmt: skip


def test_a_slip_of_a_thousand_years_is_no_endless_page(city, visitor):
    f.make_pilot(stage="running", starts_on=date(1026, 3, 1), ends_on=date(9026, 3, 1))

    assert visitor.get("/pilots/programme/").status_code == 200


def test_the_overview_asks_the_same_for_many(city, visitor, django_assert_max_num_queries):
    for _number in range(6):
        f.make_pilot(stage="running", starts_on=date(2026, 1, 1))
    visitor.get("/pilots/programme/")

    with django_assert_max_num_queries(22):
        visitor.get("/pilots/programme/")


def test_managers_write_programmes_and_officers_read_them(manager, officer, sign_in):
    said = {"name_0": "교통 계획", "starts_year": 2025, "ends_year": 2027}
    assert sign_in(officer).post("/desk/pilots/programmes/new/", said).status_code == 403
    assert sign_in(officer).get("/desk/pilots/programmes/").status_code == 200

    browser = sign_in(manager)
    wrong = browser.post("/desk/pilots/programmes/new/", said | {"ends_year": 2020})
    assert "id_ends_year_error" in wrong.content.decode()
    browser.post("/desk/pilots/programmes/new/", said)
    programme = Programme.objects.get()
    browser.post(f"/desk/pilots/programmes/{programme.pk}/tasks/new/", {"name_0": "보행 안전"})
    assert [str(each) for each in programme.tasks.all()] == ["보행 안전"]


# ── Sites from a file ────────────────────────────────────────────────────────────────────────


def collection(*points, **told):
    return {
        "type": "FeatureCollection",
        "features": [
            {"type": "Feature", "properties": {"name": f"지점 {n}"} | told,
             "geometry": {"type": "Point", "coordinates": point}}
            for n, point in enumerate(points, 1)
        ],
    }  # fmt: skip


def test_whole_features_are_added_and_the_others_named(city, officer):
    pilot = f.make_pilot()
    file = collection([127.01, 37.75], [2.3, 48.8], [127.03, 37.75], arm="comparison", key="C")

    loaded = load_sites(pilot=pilot, content=json.dumps(file).encode(), by=officer)

    assert [str(site) for site in loaded.sites] == ["지점 1", "지점 3"]
    assert [(each.number, each.name) for each in loaded.refused] == [(2, "지점 2")]
    assert {site.arm for site in loaded.sites} == {"comparison"}


@pytest.mark.parametrize(
    "content",
    [b"", b"\xff\xfe", b"[]", b"{}", b'{"type": "FeatureCollection", "features": []}', b"[" * 9999,
     b'{"type": "FeatureCollection", "features": 3}', b"0" * 5_000_001],
)  # fmt: skip
def test_what_is_no_geojson_is_refused(city, officer, content):
    with pytest.raises(FileRefused):
        load_sites(pilot=f.make_pilot(), content=content, by=officer)


def test_once_begun_sites_from_a_file_need_a_reason(city, officer):
    content = json.dumps(collection([127.01, 37.75])).encode()

    with pytest.raises(ReasonNeeded):
        load_sites(pilot=f.make_pilot(stage="running"), content=content, by=officer)


def test_the_desk_says_which_were_left_out(officer, sign_in):
    pilot = f.make_pilot(department=officer.department)
    content = json.dumps(collection([127.01, 37.75], [2.3, 48.8])).encode()

    page = sign_in(officer).post(
        f"/desk/pilots/{pilot.pk}/sites/file/",
        {"file": SimpleUploadedFile("sites.geojson", content)},
    )

    assert "지점 2" in page.content.decode()
    assert pilot.sites.count() == 2
