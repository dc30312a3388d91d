"""Who sees which page of reports and data, and what the open API answers."""

import pytest
from django.utils import timezone

from city.words import words
from jobs.run import run_due_jobs
from reports.compute import compute_figures
from reports.figures import DEFINITIONS
from reports.freeze import freeze
from reports.models import Dataset, Report
from reports.opendata.release import release_data
from reports.publish import start_report

pytestmark = pytest.mark.django_db


@pytest.fixture
def draft(populated, manager):
    return start_report(kind="city", by=manager, title=words("초안"), slug="draft")


def _published(manager, slug, run):
    return Report.objects.create(
        slug=slug, title=words(f"보고서 {slug}"), summary=words("요약"), run=run, built_at=run.as_of,
        published_at=run.as_of, published_by=manager, frozen={"as_of": run.as_of.isoformat()},
    )  # fmt: skip


@pytest.mark.parametrize(
    ("who", "status"),
    [
        (None, 302), ("resident", 403), ("expert", 403),
        ("officer", 200), ("manager", 200), ("administrator", 200),
    ],
)  # fmt: skip
def test_the_desk_is_for_staff(request, draft, visitor, sign_in, who, status):
    browser = sign_in(request.getfixturevalue(who)) if who else visitor

    for address in ("", "new/", f"{draft.pk}/", f"{draft.pk}/progress/"):
        assert browser.get(f"/desk/reports/{address}").status_code == status, address


@pytest.mark.parametrize(
    ("who", "status"), [(None, 302), ("resident", 403), ("officer", 403), ("manager", 302)]
)
def test_only_managers_press_publish(request, draft, visitor, sign_in, who, status):
    browser = sign_in(request.getfixturevalue(who)) if who else visitor

    assert browser.post(f"/desk/reports/{draft.pk}/publish/").status_code == status
    draft.refresh_from_db()
    assert not draft.is_published  # it is not built yet, for managers too


def test_an_officer_asks_for_a_report_and_writes_its_words(city, officer, sign_in):
    browser = sign_in(officer)

    answer = browser.post(
        "/desk/reports/new/city/",
        {
            "title_0": "2026년 가을 운영 보고서",
            "title_1": "Autumn 2026",
            "slug": "",
        },
    )
    report = Report.objects.get()
    assert answer["Location"] == f"/desk/reports/{report.pk}/"
    assert report.slug == f"city-{timezone.localdate()}"

    run_due_jobs()
    browser.post(
        f"/desk/reports/{report.pk}/",
        {
            "title_0": "가을",
            "title_1": "",
            "summary_0": "요약입니다",
            "summary_1": "",
            "words_0": "",
            "words_1": "",
        },
    )
    report.refresh_from_db()
    assert report.is_built
    assert report.summary == {"ko": "요약입니다"}
    assert browser.get(f"/desk/reports/{report.pk}/").status_code == 200


@pytest.mark.parametrize(
    ("kind", "fields", "sentence"),
    [
        ("pilot", {}, "어떤 실증의 보고서인지 골라 주세요."),
        ("city", {"title_0": ""}, ""),
        ("city", {"slug": "draft"}, "쓸 수 없는 주소입니다. 다른 주소를 적어 주세요."),
        ("city", {"slug": "../../etc"}, "글자와 숫자"),
    ],
)
def test_a_wrong_form_keeps_what_was_typed_and_says_why(
    draft, officer, sign_in, kind, fields, sentence
):
    form = {"title_0": "제목", "title_1": "Title", "slug": "new"} | fields

    answer = sign_in(officer).post(f"/desk/reports/new/{kind}/", form)

    assert answer.status_code == 200
    page = answer.content.decode()
    assert "Title" in page
    assert sentence in page
    assert 'aria-invalid="true"' in page
    assert Report.objects.count() == 1


def test_the_lists_ask_the_database_the_same_however_long_they_are(
    city, manager, visitor, django_assert_max_num_queries
):
    run = compute_figures()
    for number in range(12):
        _published(manager, f"nr-{number}", run)

    with django_assert_max_num_queries(8):
        visitor.get("/reports/")
    with django_assert_max_num_queries(8):
        visitor.get("/api/v1/reports/")


def test_pages_without_any_figure_or_file_are_kind(city, visitor):
    for address in (
        "/reports/",
        "/data/",
        "/api/v1/figures/",
        "/api/v1/reports/",
        "/api/v1/datasets/",
    ):
        assert visitor.get(address).status_code == 200


def test_every_dataset_has_a_page_with_its_columns_and_how_to_recompute(populated, visitor):
    release_data(run=compute_figures())

    for dataset in Dataset.objects.all():
        assert visitor.get(f"/data/{dataset.slug}/").status_code == 200
    page = visitor.get("/data/proposals/").content.decode()
    assert "pd.read_csv(" in page
    assert "답변 기한" in page


def test_the_api_gives_figures_by_district(short_life, visitor):
    compute_figures()

    rows = visitor.get("/api/v1/figures/?key=proposals_received&cut=district").json()["results"]
    one = visitor.get("/api/v1/figures/?key=proposals_received&district=4199051000").json()[
        "results"
    ]

    assert {tuple(row["cut"]) for row in rows} == {("district",)}
    assert [row["cut"] for row in one] == [{"district": "4199051000"}]
    assert one[0]["value"] in [row["value"] for row in rows]
    assert one[0]["definition"]["ko"]
    assert one[0]["as_of"]


def test_the_api_gives_the_whole_city_when_nothing_is_asked(short_life, visitor):
    compute_figures()

    rows = visitor.get("/api/v1/figures/?page_size=200").json()["results"]

    assert {row["key"] for row in rows} == {d.key for d in DEFINITIONS if () in d.cuts}


@pytest.mark.parametrize("query", ["key=nothing", "cut=colour", "cut=district,shoe"])
def test_the_api_refuses_unknown_figures_and_cuts_with_a_problem(city, visitor, query):
    answer = visitor.get(f"/api/v1/figures/?{query}")

    assert answer.status_code == 400
    assert answer["Content-Type"] == "application/problem+json"
    assert answer.json()["errors"]


def test_signed_out_pages_carry_nothing_of_the_visitor(populated, visitor):
    release_data(run=compute_figures())

    for address in ("/reports/", "/data/", "/data/proposals/"):
        answer = visitor.get(address)
        assert "csrf" not in answer.content.decode()
        assert not answer.cookies


def test_who_reads_a_report_again_gets_only_word_that_it_is_the_same(
    populated, manager, visitor, django_assert_max_num_queries
):
    report = _published(manager, "october", compute_figures())
    report.frozen = freeze(report)
    # A published row is closed: this one is made anew with what it shows.
    Report.objects.filter(pk=report.pk).delete()
    report.save(force_insert=True)
    first = visitor.get("/reports/october/")
    assert first.status_code == 200

    with django_assert_max_num_queries(12):
        again = visitor.get("/reports/october/", headers={"if-none-match": first["ETag"]})

    assert (again.status_code, again.content) == (304, b"")


def test_a_title_that_no_page_can_hold_is_refused_and_stays(draft, officer, sign_in):
    said = {"title_0": "가" * 201, "summary_0": "요약"}

    page = sign_in(officer).post(f"/desk/reports/{draft.pk}/", said)

    assert page.context["form"].errors["title"]
    assert said["title_0"] in page.content.decode()
    assert Report.objects.get(pk=draft.pk).title == words("초안")
