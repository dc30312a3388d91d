"""거주 확인: by a printed code, at the counter, taken back again."""

import csv
from datetime import timedelta
from io import StringIO

import pytest
from django.utils import timezone

from accounts.erase import erase_person
from accounts.models import (
    AccessLog,
    Delivery,
    Residence,
    ResidenceBatch,
    ResidenceCode,
    ResidenceRequest,
    User,
)
from accounts.privacy import export_person
from accounts.residence import ResidenceRefused, confirm_residence, end_residence
from accounts.residence_codes import ALPHABET, end_batch, make_batch, use_residence_code
from accounts.residence_desk import ask_desk, confirm_at_desk, refuse_at_desk
from accounts.roles import Level
from maps.models import District
from tests.factories import UserFactory

MINE, DESK = "/me/residence/", "/desk/people/residence/"


@pytest.fixture
def west(city):
    return District.objects.get(code="4199051000")


@pytest.fixture
def codes(officer, west):
    """Three codes for 서편동, valid for a month."""
    until = timezone.now() + timedelta(days=30)
    return make_batch(name="3월 안내문", count=3, expires_at=until, by=officer, district=west)[1]


def sheet(**changed):
    day = timezone.localdate() + timedelta(days=30)
    return {"name": "3월 안내문", "count": "3", "valid_until": day.isoformat()} | changed


def level_of(person) -> str:
    return User.objects.get(pk=person.pk).level


# ── A code from the city ─────────────────────────────────────────────────────────────────────


def test_a_printed_code_confirms_at_once_and_knows_the_district(resident, sign_in, codes, west):
    page = sign_in(resident).post(f"{MINE}code/", {"code": codes[0].lower()}, follow=True).text

    assert "거주 확인이 끝났습니다" in page
    assert level_of(resident) == Level.VERIFIED
    row = Residence.objects.get()
    assert (row.method, row.district, row.by) == ("code", west, None)


def test_a_code_may_be_typed_carelessly(resident, codes):
    use_residence_code(person=resident, typed=f" {codes[0].lower().replace('-', ' – ')} ")

    assert level_of(resident) == Level.VERIFIED


def test_who_found_the_letter_need_not_come_by_any_more(resident, codes):
    ask_desk(person=resident)

    use_residence_code(person=resident, typed=codes[0])

    assert not ResidenceRequest.objects.exists()


def test_a_code_works_once(resident, neighbour, codes):
    use_residence_code(person=resident, typed=codes[0])

    with pytest.raises(ResidenceRefused, match=r"이미 쓴 코드.*031-000-0000"):
        use_residence_code(person=neighbour, typed=codes[0])
    assert level_of(neighbour) == Level.REGISTERED


def test_an_expired_code_says_until_when_it_was_valid(resident, codes):
    with pytest.raises(ResidenceRefused, match="까지 쓸 수 있던 코드"):
        use_residence_code(person=resident, typed=codes[0], at=timezone.now() + timedelta(days=31))


def test_a_lost_sheet_is_ended(resident, officer, codes):
    use_residence_code(person=resident, typed=codes[0])
    end_batch(batch=ResidenceBatch.objects.get(), by=officer)

    with pytest.raises(ResidenceRefused):
        use_residence_code(person=officer, typed=codes[1])
    assert level_of(resident) == Level.VERIFIED


@pytest.mark.parametrize("typed", ["", "0000-0000", "가" * 40, "x" * 500, "\x00", "ABCD-EFGH"])
def test_an_unknown_code_is_explained_and_what_was_typed_stays(resident, sign_in, codes, typed):
    answer = sign_in(resident).post(f"{MINE}code/", {"code": typed})

    assert answer.status_code in (400, 422)
    assert level_of(resident) == Level.REGISTERED


def test_nobody_tries_codes_for_long(resident, sign_in, codes, settings):
    settings.ACCOUNT_RATE_LIMITS = {"residence_code": "2/h/user"}
    browser = sign_in(resident)
    for _each in range(2):
        browser.post(f"{MINE}code/", {"code": "ABCD-EFGH"})

    assert "한 시간 뒤에" in browser.post(f"{MINE}code/", {"code": codes[0]}).text
    assert level_of(resident) == Level.REGISTERED


def test_codes_are_kept_as_digests_only(codes):
    kept = set(ResidenceCode.objects.values_list("digest", flat=True))

    assert len(kept) == 3
    assert all(len(digest) == 64 for digest in kept)
    assert set("".join(codes)) <= set(ALPHABET) | {"-"}
    assert not set("01OI") & set(ALPHABET)


def test_an_officer_downloads_the_sheet_once(officer, sign_in, west, resident):
    answer = sign_in(officer).post(f"{DESK}new/", sheet(district=west.pk, sheet="1"))

    assert answer.content.startswith("\ufeff".encode())
    rows = list(csv.reader(StringIO(answer.content.decode("utf-8-sig"))))
    assert len(rows) == 4
    assert rows[1][2] == "서편동"
    assert AccessLog.objects.filter(staff=officer, action="residence-codes").exists()
    use_residence_code(person=resident, typed=rows[1][1])
    last_day = timezone.localtime(ResidenceBatch.objects.get().expires_at - timedelta(seconds=1))
    assert last_day.date().isoformat() == rows[1][3]


def test_an_officer_prints_a_letter_for_each_code(officer, sign_in, resident):
    page = sign_in(officer).post(f"{DESK}new/", sheet(letters="1")).text

    assert page.count('class="letter__code"') == 3
    assert page.count("http://127.0.0.1:8000/me/residence/") == 3


@pytest.mark.parametrize(
    "wrong",
    [
        {"name": ""}, {"count": "0"}, {"count": "99999999"}, {"count": "many"},
        {"valid_until": "2020-01-01"}, {"valid_until": "9999-12-31"}, {"valid_until": "soon"},
        {"district": "999999"},
    ],
)  # fmt: skip
def test_a_sheet_that_makes_no_sense_is_explained(officer, sign_in, city, wrong):
    answer = sign_in(officer).post(f"{DESK}new/", sheet(sheet="1", **wrong))

    assert answer.status_code == 422
    assert not ResidenceBatch.objects.exists()


# ── At the counter ───────────────────────────────────────────────────────────────────────────


def test_the_whole_way_over_the_counter(resident, officer, sign_in, west):
    browser, desk = sign_in(resident), sign_in(officer)
    browser.post(f"{MINE}desk/")
    assert "031-000-0000" in browser.get(MINE).text
    assert resident.pseudonym in desk.get(DESK).text
    assert "1명" in desk.get("/desk/").text

    found = desk.get(DESK, {"q": resident.pseudonym})
    desk.post(found.url, {"act": "confirm", "district": west.pk})

    assert level_of(resident) == Level.VERIFIED
    row = Residence.objects.get()
    assert (row.method, row.district, row.by) == ("desk", west, officer)
    assert ResidenceRequest.objects.get().state == "confirmed"
    assert Delivery.objects.filter(person=resident).count() == 1
    assert AccessLog.objects.filter(action="residence-confirm", subject=resident).exists()
    assert "서편동" in browser.get(MINE).text


def test_a_refusal_says_what_is_missing(resident, officer, sign_in):
    ask_desk(person=resident)

    note = "주소가 적힌 면을 가져와 주세요."
    sign_in(officer).post(f"{DESK}{resident.pk}/", {"act": "refuse", "refuse-note": note})

    assert level_of(resident) == Level.REGISTERED
    assert note in sign_in(resident).get(MINE).text
    assert str(Delivery.objects.get(person=resident).update_told.body) == note


def test_a_refusal_needs_words(resident, officer, sign_in):
    ask_desk(person=resident)

    answer = sign_in(officer).post(f"{DESK}{resident.pk}/", {"act": "refuse", "refuse-note": ""})

    assert answer.status_code == 422
    assert ResidenceRequest.objects.get().state == "waiting"


def test_asking_twice_is_asking_once_and_may_be_taken_back(resident, sign_in):
    browser = sign_in(resident)
    browser.post(f"{MINE}desk/")
    browser.post(f"{MINE}desk/")
    assert ResidenceRequest.objects.count() == 1

    browser.post(f"{MINE}desk/", {"take_back": "1"})
    assert not ResidenceRequest.objects.exists()


def test_two_officers_at_once_confirm_once(resident, officer, manager):
    ask_desk(person=resident)
    confirm_at_desk(person=resident, district=None, by=officer)

    with pytest.raises(ResidenceRefused):
        confirm_at_desk(person=resident, district=None, by=manager)
    with pytest.raises(ResidenceRefused):
        refuse_at_desk(person=resident, note="늦었습니다", by=manager)
    assert Residence.objects.count() == 1


def test_nobody_confirms_themselves(officer):
    with pytest.raises(ResidenceRefused):
        confirm_at_desk(person=officer, district=None, by=officer)


def test_an_officer_takes_it_back_with_a_reason(resident, officer, sign_in):
    confirm_residence(person=resident, method="code")

    reason = "이사하셨다고 알려 주셨습니다."
    sign_in(officer).post(f"{DESK}{resident.pk}/", {"act": "end", "end-note": reason})

    assert level_of(resident) == Level.REGISTERED
    assert [row.confirmed for row in resident.residences.all()] == [False, True]
    assert reason in sign_in(resident).get(MINE).text
    assert AccessLog.objects.filter(action="residence-end", subject=resident).exists()
    with pytest.raises(ResidenceRefused):
        end_residence(person=resident, reason=reason, by=officer)


@pytest.mark.parametrize("who", ["visitor", "resident", "expert"])
def test_the_desk_pages_are_for_officers(who, request, sign_in, visitor, neighbour):
    browser = visitor if who == "visitor" else sign_in(request.getfixturevalue(who))
    for address in (DESK, f"{DESK}new/", f"{DESK}{neighbour.pk}/"):
        assert browser.post(address, sheet() | {"act": "confirm"}).status_code in (302, 403)

    assert level_of(neighbour) == Level.REGISTERED
    assert not ResidenceBatch.objects.exists()


# ── Living elsewhere, leaving ────────────────────────────────────────────────────────────────


def test_who_lives_elsewhere_says_so_and_may_come_back(resident, sign_in):
    browser = sign_in(resident)
    browser.post(f"{MINE}elsewhere/", {"elsewhere": "yes"})
    assert level_of(resident) == Level.VISITOR

    browser.post(f"{MINE}elsewhere/", {"elsewhere": "no"})
    assert level_of(resident) == Level.REGISTERED


def test_who_moves_away_is_no_longer_confirmed(resident, sign_in):
    confirm_residence(person=resident, method="code")
    browser = sign_in(resident)

    browser.post(f"{MINE}elsewhere/", {"elsewhere": "yes"})
    browser.post(f"{MINE}elsewhere/", {"elsewhere": "no"})

    assert level_of(resident) == Level.REGISTERED


def test_a_person_gets_a_copy_and_leaves_nothing(resident, officer, codes):
    use_residence_code(person=resident, typed=codes[0])
    end_residence(person=resident, reason="이사하셨습니다.", by=officer)
    ask_desk(person=resident)
    copy = export_person(resident)["data"]
    assert {"accounts.Residence", "accounts.ResidenceRequest", "accounts.ResidenceCode"} <= set(
        copy
    )

    erase_person(person=resident)

    assert not Residence.objects.exists()
    assert not ResidenceRequest.objects.exists()


def test_a_step_that_nobody_offers_is_not_there(resident, sign_in):
    assert sign_in(resident).post(f"{MINE}carrier-pigeon/").status_code == 404


def test_the_list_costs_the_same_however_many_wait(
    officer, sign_in, codes, django_assert_max_num_queries
):
    for person in UserFactory.create_batch(12):
        ask_desk(person=person)
    desk = sign_in(officer)
    desk.get(DESK)

    with django_assert_max_num_queries(9):
        desk.get(DESK)
