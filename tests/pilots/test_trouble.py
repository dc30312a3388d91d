"""What does not work or is dangerous is reported by anybody, answered by the clock, told in public."""

from datetime import UTC, datetime, timedelta
from io import BytesIO
from uuid import uuid4

import pytest
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from accounts.due import due_for
from accounts.models import Delivery, Update
from accounts.privacy import export_person
from city.words import words
from photos.models import Photo
from pilots.models import Partner, TroubleContact, TroubleReport
from pilots.privacy import erase_trouble_photos
from pilots.trouble.answer import (
    AnswerRefused,
    answer_trouble,
    erase_old_contacts,
    erase_old_words,
    send_answers,
)
from pilots.trouble.clock import add_working_hours, set_clock
from pilots.trouble.report import ReportRefused, report_trouble
from pilots.trouble.shown import count_troubles
from tests import factories as f

DONE = words("전등을 갈았습니다.", "The lamp is new.")
FRIDAY = datetime(2026, 12, 4, 5, tzinfo=UTC)  # 14:00 in Korea


@pytest.fixture
def pilot(city, officer):
    return f.make_pilot(stage="running", manager=officer, department=officer.department)


def reported(pilot, **given):
    said = {"kind": "broken", "text": "전등이 꺼져 있습니다.", "site": pilot.sites.first()}
    return report_trouble(pilot=pilot, **(said | given))


def picture():
    file = BytesIO()
    Image.new("RGB", (60, 40), "white").save(file, "PNG")
    return SimpleUploadedFile("lamp.png", file.getvalue())


def page_of(pilot):
    return reverse("pilots:report_trouble", args=[pilot.pk])


def desk(pilot, name="troubles", *more):
    return reverse(f"pilots_desk:{name}", args=[pilot.pk, *more])


# ── Reporting ────────────────────────────────────────────────────────────────────────────────


def test_anybody_reports_without_an_account(pilot, visitor):
    site = pilot.sites.get()
    page = visitor.get(page_of(pilot), {"site": site.pk})

    sent = visitor.post(
        page_of(pilot),
        {"kind": "danger", "site": site.pk, "text": "덮개가 열려 있습니다.", "photo": picture(),
         "contact": "neighbour@example.test", "client_id": str(uuid4())},
    )  # fmt: skip

    assert "tel:119" in page.content.decode()
    assert "tel:119" in visitor.get(sent.url).content.decode()
    report = TroubleReport.objects.get()
    assert (report.kind, report.site, report.reporter, report.level) == (
        "danger", site, None, "guest",
    )  # fmt: skip
    assert report.photo is not None
    assert report.contact.address == "neighbour@example.test"


def test_those_in_charge_hear_of_it_at_once_without_its_words(pilot, officer, expert, neighbour):
    field = {"pilot": pilot, "name": words("현장팀"), "kind": "company", "duty": "field"}
    Partner.objects.create(person=expert, **field)
    Partner.objects.create(
        person=neighbour, until=timezone.localdate() - timedelta(days=1), **field
    )

    reported(pilot, text="비밀스러운 말")

    told = Delivery.objects.filter(update_told__kind="trouble-reported")
    assert {each.person for each in told} == {officer, expert}
    assert all(each.asks for each in told)
    update = Update.objects.get(kind="trouble-reported")
    assert "비밀" not in f"{update.title}{update.body}"


def test_one_form_is_one_report(pilot):
    form = uuid4()

    assert reported(pilot, client_id=form) == reported(pilot, client_id=form, text="다시")
    assert Update.objects.filter(kind="trouble-reported").count() == 1


@pytest.mark.parametrize(
    ("given", "field"),
    [({"kind": "other one"}, "kind"), ({"text": "  "}, "text"), ({"text": "가" * 1001}, "text"),
     ({"text": "010-1234-5678로 전화"}, "text"), ({"contact": "nobody"}, "contact")],
)  # fmt: skip
def test_what_cannot_be_taken_is_said_where_it_stands(pilot, visitor, given, field):
    with pytest.raises(ReportRefused) as refusal:
        reported(pilot, **given)
    page = visitor.post(page_of(pilot), {"kind": "broken", "text": "등이 꺼짐"} | given)

    assert refusal.value.field == field
    assert page.status_code == 422
    assert not TroubleReport.objects.exists()
    assert not TroubleContact.objects.exists()


def test_a_place_of_another_pilot_is_refused(pilot):
    with pytest.raises(ReportRefused):
        reported(pilot, site=f.make_pilot(stage="running").sites.get())


def test_a_file_that_is_no_photo_writes_nothing(pilot, visitor):
    said = {
        "kind": "broken",
        "text": "등이 꺼짐",
        "photo": SimpleUploadedFile("a.png", b"no photo"),
    }

    page = visitor.post(page_of(pilot), said)

    assert page.status_code == 422
    assert "등이 꺼짐" in page.content.decode()
    assert not TroubleReport.objects.exists()


@pytest.mark.parametrize("stage", ["recruiting", "concluded", "stopped"])
def test_where_nothing_stands_in_the_street_nothing_is_taken(pilot, visitor, stage):
    pilot.stage = stage
    pilot.save()

    with pytest.raises(ReportRefused):
        reported(pilot)
    assert "tel:119" in visitor.post(page_of(pilot), {"kind": "broken"}).content.decode()


def test_one_line_reports_so_often_in_an_hour(pilot, visitor, monkeypatch):
    from pilots.trouble import views

    monkeypatch.setattr(views, "REPORTS", views.REPORTS._replace(most=1))
    said = {"kind": "broken", "text": "등이 꺼짐"}

    assert visitor.post(page_of(pilot), said).status_code == 302
    assert visitor.post(page_of(pilot), said).status_code == 429
    assert TroubleReport.objects.count() == 1


# ── The clock ────────────────────────────────────────────────────────────────────────────────


def test_a_danger_does_not_wait_for_monday(pilot):
    danger, broken = reported(pilot, kind="danger", at=FRIDAY), reported(pilot, at=FRIDAY)

    assert danger.due_at == FRIDAY + timedelta(hours=24)
    # Friday 14:00, then Monday and Tuesday whole, then Wednesday until 14:00
    assert broken.due_at == FRIDAY + timedelta(hours=72 + 48)


def test_working_hours_begin_when_work_begins(db):
    saturday = FRIDAY + timedelta(days=1)

    assert timezone.localtime(add_working_hours(saturday, 10)).isoformat() == (
        "2026-12-07T10:00:00+09:00"
    )


def test_each_pilot_has_its_own_hours_for_reports_to_come(pilot, officer):
    before = reported(pilot, kind="danger", at=FRIDAY)

    set_clock(pilot=pilot, danger_hours=2, other_hours=24, by=officer)

    assert reported(pilot, kind="danger", at=FRIDAY).due_at == FRIDAY + timedelta(hours=2)
    before.refresh_from_db()
    assert before.due_at == FRIDAY + timedelta(hours=24)


def test_what_waits_stands_on_the_desks_first_page(pilot, officer):
    report = reported(pilot, kind="danger")
    other = f.UserFactory(role="officer", department=f.department("공원과"))
    soon = timezone.now() + timedelta(days=2)

    assert [each.is_mine for each in due_for(officer, soon) if "trouble" in each.url] == [True]
    assert not [each for each in due_for(other, soon) if "trouble" in each.url]
    answer_trouble(report=report, text=DONE, closes=False, by=officer)
    assert not [each for each in due_for(officer, soon) if "trouble" in each.url]


# ── Answering ────────────────────────────────────────────────────────────────────────────────


def test_an_answer_in_time_is_counted_and_told_in_public(pilot, officer, visitor, neighbour):
    first = reported(pilot, by=neighbour, text="비밀스러운 말")
    reported(pilot, kind="danger", at=timezone.now() - timedelta(days=3))
    answer_trouble(report=first, text=words("보러 갑니다."), closes=False, by=officer)
    answer_trouble(report=first, text=DONE, closes=True, by=officer)

    assert count_troubles(pilot) == {"reported": 2, "in_time": 1, "late": 1, "open": 1}
    page = visitor.get(pilot.get_absolute_url()).content.decode()
    assert "전등을 갈았습니다." in page
    assert "비밀스러운" not in page
    assert Delivery.objects.filter(update_told__kind="trouble-answered", person=neighbour)


def test_what_is_settled_is_answered_once(pilot, officer):
    report = reported(pilot)
    answer_trouble(report=report, text=DONE, closes=True, by=officer)

    with pytest.raises(AnswerRefused):
        answer_trouble(report=report, text=DONE, closes=True, by=officer)
    with pytest.raises(AnswerRefused):
        answer_trouble(report=reported(pilot), text=words(" "), closes=True, by=officer)


def test_the_answer_goes_once_to_an_address_that_is_then_erased(pilot, officer):
    report = reported(pilot, contact="passer-by@example.test")

    assert send_answers() == 0
    answer_trouble(report=report, text=DONE, closes=False, by=officer)
    assert send_answers() == 1
    assert send_answers() == 0

    letter = mail.outbox[0]
    assert letter.to == ["passer-by@example.test"]
    assert "전등을 갈았습니다." in letter.body
    assert not TroubleContact.objects.exists()


def test_what_could_not_be_sent_is_tried_again(pilot, officer, settings):
    report = reported(pilot, contact="passer-by@example.test")
    answer_trouble(report=report, text=DONE, closes=True, by=officer)

    settings.EMAIL_BACKEND = "tests.pilots.test_trouble.NoMail"
    assert send_answers() == 0

    assert TroubleContact.objects.exists()


def NoMail(*args, **kwargs):
    raise OSError("the mail server sleeps")


def test_old_words_photos_and_addresses_are_erased(pilot, officer):
    report = reported(pilot, upload=picture(), contact="passer-by@example.test")
    answer_trouble(report=report, text=DONE, closes=True, by=officer)

    assert erase_old_contacts(timezone.now() + timedelta(days=61)) == 1
    assert erase_old_words(timezone.now() + timedelta(days=366)) == 1
    report.refresh_from_db()
    assert (report.text, report.photo) == ("", None)
    assert not Photo.objects.exists()
    assert count_troubles(pilot)["reported"] == 1


def test_a_person_gets_their_reports_and_takes_them_along(pilot, neighbour):
    reported(pilot, by=neighbour, upload=picture())

    own = export_person(neighbour)["data"]["pilots.TroubleReport"]
    assert own[0]["text"] == "전등이 꺼져 있습니다."
    erase_trouble_photos(person=neighbour, rows=TroubleReport.objects.all(), at=timezone.now())
    assert not Photo.objects.exists()


# ── At the desk ──────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("who", "reads", "sets"),
    [("resident", 403, 403), ("expert", 200, 403), ("officer", 200, 302), ("manager", 200, 302)],
)
def test_who_reads_answers_and_sets_the_clock(request, pilot, sign_in, who, reads, sets):
    """The expert is a partner's field staff here."""
    person, report = request.getfixturevalue(who), reported(pilot)
    if who == "expert":
        Partner.objects.create(
            pilot=pilot, person=person, name=words("현장팀"), kind="company", duty="field"
        )
    browser = sign_in(person)

    addresses = [desk(pilot), desk(pilot, "trouble_report", report.pk)]
    assert {browser.get(each).status_code for each in addresses} == {reads}
    hours = {"danger_hours": 12, "other_hours": 48}
    assert browser.post(desk(pilot, "trouble_clock"), hours).status_code == sets
    assert browser.get(desk(pilot, "trouble_export")).status_code == (200 if sets == 302 else 403)
    said = {"text_0": "고쳤습니다.", "text_1": "", "closes": "on"}
    sent = browser.post(desk(pilot, "trouble_report", report.pk), said)
    assert sent.status_code == (302 if reads == 200 else 403)
    report.refresh_from_db()
    assert bool(report.closed_at) is (reads == 200)


def test_a_danger_leads_the_manager_to_the_stop_rule(pilot, officer, sign_in):
    pilot.stop_rule = words("두 번 넘어지면 멈춥니다.")
    pilot.save()
    browser = sign_in(officer)
    stop = desk(pilot, "move", "stopped")

    danger = browser.get(desk(pilot, "trouble_report", reported(pilot, kind="danger").pk))
    broken = browser.get(desk(pilot, "trouble_report", reported(pilot).pk))

    assert stop in danger.content.decode()
    assert "두 번 넘어지면" in danger.content.decode()
    assert stop not in broken.content.decode()


def test_many_reports_cost_the_desk_and_the_public_page_no_more_queries(
    pilot, officer, sign_in, visitor, django_assert_max_num_queries
):
    def cost(browser, address):
        with django_assert_max_num_queries(200) as asked:
            browser.get(address)
        return len(asked)

    browser, public = sign_in(officer), pilot.get_absolute_url()
    for number in range(2):
        reported(pilot, text=f"전등 {number}")
    for who, page in ((browser, desk(pilot)), (visitor, public)):
        who.get(page)  # what is asked once a process
    few = cost(browser, desk(pilot)), cost(visitor, public)
    for number in range(20):
        reported(pilot, text=f"덮개 {number}", kind="danger" if number % 2 else "broken")

    assert cost(browser, desk(pilot)) <= few[0]
    assert cost(visitor, public) <= few[1]
