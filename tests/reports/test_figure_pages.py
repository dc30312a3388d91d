"""Pages of figures: everything of the registry, one over the days, one of a day, the dashboard."""

from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from city.words import words
from jobs.models import Job
from reports.days.keep import end_of, keep_day
from reports.days.now import now_page
from reports.figures import BY_KEY, DEFINITIONS, SUBJECTS, cut_key
from reports.models import DayFigure, Recount, Run

pytestmark = pytest.mark.django_db
YESTERDAY = timezone.localdate() - timedelta(days=1)
ADDRESS = f"/reports/figures/proposals_received/{YESTERDAY}/"


def store(run, key, value, n=None, extra=None, hidden=False, **cut):
    run.figures.create(
        key=key, cut=cut, cut_key=cut_key(cut), value=value, n=value if n is None else n,
        extra=extra or {}, is_suppressed=hidden,
    )  # fmt: skip


@pytest.fixture
def kept(city):
    """Two nights of a city with a few stored values."""
    for days, received in ((2, 40), (1, 50)):
        day = timezone.localdate() - timedelta(days=days)
        run = Run.objects.create(as_of=end_of(day), finished_at=timezone.now())
        store(run, "proposals_received", received)
        store(run, "proposals_received", 30, category="walking")
        store(run, "answered_in_time", 66.666667, n=30)
        for step, count in (("received", received), ("answered", 25), ("done", 5)):
            store(run, "proposals_by_step", count, step=step)
        store(run, "days_between_steps", 12.5, n=25, step="answered")
        for channel, count in (("web", 40), ("desk", 10)):
            store(run, "proposals_by_channel", count, channel=channel)
        store(run, "support_by_channel", None, hidden=True, channel="desk")
        store(run, "people_taking_part", 100)
        for sex, people, living in (("f", 60, 500), ("m", 20, 500), ("silent", 20, 0)):
            store(run, "people_by_sex", people, n=100, extra={"residents": living}, sex=sex)
        keep_day(run=run)
    return run


def text(visitor, address):
    answer = visitor.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def test_every_figure_of_the_registry_stands_on_one_page(kept, visitor):
    page = text(visitor, "/reports/figures/")

    assert all(f"/reports/figures/{key}/" in page for key in BY_KEY)
    assert [key for _slug, _name, each in SUBJECTS for key in [d.key for d in each]] == list(BY_KEY)


@pytest.mark.parametrize("key", list(BY_KEY))
def test_every_figure_has_a_page_before_anything_was_counted(city, visitor, key):
    page = text(visitor, f"/reports/figures/{key}/")

    assert str(BY_KEY[key].name) in page


def test_a_page_says_what_it_is_how_it_is_counted_and_how_to_cite_it(kept, visitor):
    page = text(visitor, "/reports/figures/proposals_received/")

    assert BY_KEY["proposals_received"].definition["ko"] in page
    assert "SELECT count(*) AS value" in page
    assert "len(proposals)" in page
    assert "50건" in page
    assert ADDRESS in page
    assert '<title id="line-title">' in page
    assert 'role="img" aria-labelledby="line-title line-said"' in page


def test_a_hidden_value_has_no_unit(city, visitor):
    """가림, and not 가림%."""
    day = timezone.localdate() - timedelta(days=1)
    run = Run.objects.create(as_of=end_of(day), finished_at=timezone.now())
    store(run, "answered_in_time", None, hidden=True)
    keep_day(run=run)

    listed = text(visitor, "/reports/figures/")
    of_the_day = text(visitor, f"/reports/figures/answered_in_time/{day.isoformat()}/")

    assert '<strong>가림</strong><span class="muted"></span>' in listed
    assert "가림" in of_the_day
    assert '<span class="figure__unit">%' not in of_the_day


def test_a_figure_of_people_says_whom_they_stand_for(kept, visitor):
    not_random = "무작위로 뽑은 표본이 아닙니다"

    assert not_random in text(visitor, "/reports/figures/residents_confirm_better/")
    assert not_random not in text(visitor, "/reports/figures/proposals_received/")
    assert not_random not in text(visitor, "/reports/figures/texts_hidden_by_reason/")


def test_a_part_of_a_figure_has_its_days_too(kept, visitor):
    page = text(visitor, "/reports/figures/proposals_received/?category=walking")

    assert "날마다의 값: 보행" in page
    assert f"{ADDRESS}?category=walking" in page


def test_the_address_of_a_citation_keeps_saying_the_same(kept, visitor):
    before = text(visitor, ADDRESS)
    later = Run.objects.create(as_of=timezone.now(), finished_at=timezone.now())
    store(later, "proposals_received", 999)

    assert text(visitor, ADDRESS) == before
    assert "999" in text(visitor, "/reports/figures/proposals_received/")


def test_a_corrected_day_shows_both_versions_with_the_reason(kept, visitor, manager):
    first = text(visitor, ADDRESS)
    row = Recount.objects.create(
        since=YESTERDAY, until=YESTERDAY, by=manager, reason=words("장난으로 낸 제안을 뺐습니다.")
    )
    DayFigure.objects.create(day=YESTERDAY, key="proposals_received", value=49, n=49, recount=row)

    page = text(visitor, ADDRESS)
    assert page != first
    assert "장난으로 낸 제안을 뺐습니다." in page
    assert "제2판" in page
    whole = text(visitor, "/reports/figures/proposals_received/")
    assert "day-line__recount" in whole
    assert "장난으로 낸 제안을 뺐습니다." in whole


@pytest.mark.parametrize(
    "address",
    ["/reports/figures/nothing/", "/reports/figures/proposals_received/yesterday/",
     "/reports/figures/proposals_received/2026-13-45/", "/reports/figures/proposals_received/1999-01-01/",
     f"{ADDRESS}?category=shoes", "/api/v1/figures/nothing/days/"],
)  # fmt: skip
def test_what_was_never_kept_has_no_page(kept, visitor, address):
    assert visitor.get(address).status_code == 404


def test_the_dashboard_shows_the_way_the_people_and_the_doors(kept, visitor):
    page = text(visitor, "/reports/now/")

    assert "12.5" in page
    assert "10.0%" in page  # five done of fifty received
    assert "가림" in page or "비공개" in page  # support at the desk is a handful
    assert "무작위로 뽑은 표본이 아닙니다" in page
    assert "여성(참여 75%, 주민 50%)" in page


def test_the_dashboard_of_an_empty_city_is_kind(city, visitor):
    assert "아직 통계가 없습니다" in text(visitor, "/reports/now/")
    assert now_page(None)["funnel"] == []


def test_pages_are_answered_with_nothing_when_nothing_changed(kept, visitor):
    for address in (
        "/reports/now/",
        "/reports/figures/",
        "/reports/figures/proposals_received/",
        ADDRESS,
    ):
        first = visitor.get(address)
        again = visitor.get(address, headers={"if-none-match": first["ETag"]})
        assert again.status_code == 304, address


@pytest.mark.parametrize(
    ("address", "most"),
    [("/reports/now/", 12), ("/reports/figures/", 6), ("/reports/figures/proposals_received/", 14),
     ("/reports/figures/people_by_sex/", 16), (ADDRESS, 11), ("/api/v1/figures/proposals_received/days/", 4)],
)  # fmt: skip
def test_however_many_days_the_queries_are_the_same(
    kept, visitor, django_assert_max_num_queries, address, most
):
    for number in range(3, 60):
        day = timezone.localdate() - timedelta(days=number)
        DayFigure.objects.create(day=day, key="proposals_received", value=number, n=number)

    with django_assert_max_num_queries(most):
        assert visitor.get(address).status_code == 200


def test_the_api_gives_the_days_of_a_figure(kept, visitor):
    rows = visitor.get("/api/v1/figures/proposals_received/days/").json()["results"]
    part = visitor.get("/api/v1/figures/proposals_received/days/?category=walking").json()[
        "results"
    ]
    late = visitor.get(f"/api/v1/figures/proposals_received/days/?since={YESTERDAY}").json()[
        "results"
    ]

    assert [row["value"] for row in rows] == [40, 50]
    assert {row["value"] for row in part} == {30}
    assert [row["day"] for row in late] == [str(YESTERDAY)]
    assert len(rows[0]["sha256"]) == 64
    assert visitor.get("/api/v1/figures/proposals_received/days/?since=soon").status_code == 400


# ── The desk ─────────────────────────────────────────────────────────────────────────────────


FORM = {
    "since": YESTERDAY,
    "until": YESTERDAY,
    "reason_0": "잘못 들어온 제안을 뺐습니다.",
    "reason_1": "",
}


@pytest.mark.parametrize(
    ("who", "status"), [(None, 302), ("resident", 403), ("officer", 403), ("manager", 200)]
)
def test_days_are_counted_again_by_managers_alone(kept, request, visitor, sign_in, who, status):
    browser = sign_in(request.getfixturevalue(who)) if who else visitor

    assert browser.get("/desk/reports/recounts/").status_code == status


def test_a_manager_has_days_counted_again(kept, manager, sign_in):
    answer = sign_in(manager).post("/desk/reports/recounts/", FORM)

    assert answer.status_code == 302
    row = Recount.objects.get()
    assert (row.since, row.by, row.reason["ko"]) == (YESTERDAY, manager, FORM["reason_0"])
    assert Job.objects.filter(kind="reports.recount").count() == 1


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [({"until": "2020-01-01"}, "시작하는 날이 끝나는 날보다 늦을 수 없습니다."),
     ({"until": timezone.localdate() + timedelta(days=1)}, "이미 끝난 날만 다시 셀 수 있습니다.")],
)  # fmt: skip
def test_a_wrong_form_keeps_the_reason_and_says_what_to_change(
    kept, manager, sign_in, wrong, sentence
):
    page = sign_in(manager).post("/desk/reports/recounts/", FORM | wrong).content.decode()

    assert sentence in page
    assert FORM["reason_0"] in page
    assert not Recount.objects.exists()


@pytest.mark.parametrize("by", ["nobody@example.test", "officer"])
def test_the_command_asks_who_decided_it(kept, officer, by):
    days = [str(YESTERDAY), str(YESTERDAY)]

    with pytest.raises(CommandError):
        call_command(
            "recount", days=days, reason="이유", by=officer.email if by == "officer" else by
        )

    assert not Recount.objects.exists()


def test_the_command_has_days_counted_again(kept, manager):
    call_command("recount", days=[str(YESTERDAY)] * 2, reason="이유", by=manager.email)

    assert Recount.objects.get().by == manager


# ── The registry ─────────────────────────────────────────────────────────────────────────────


def test_every_figure_says_all_of_itself_in_both_languages():
    for d in BY_KEY.values():
        for told in (d.name, d.unit, d.definition, d.denominator):
            assert set(told) == {"ko", "en"}, d.key
            assert all(told.values()), d.key
    assert all(d.pandas and d.source and d.cuts for d in DEFINITIONS)
