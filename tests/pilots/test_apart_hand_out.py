"""Rows leave the house under made-up codes, for partners under an agreement, and are written down."""

import csv
import hashlib
import io
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from accounts.models import AccessLog
from city.words import words
from pilots.apart.consents import say
from pilots.apart.hand_out import HandOutRefused, hand_out
from pilots.apart.rows import coarse
from pilots.diary import write_diary
from pilots.leave import withdraw
from pilots.models import Handout, Partner
from surveys.answer import answer
from tests import factories as f
from tests.pilots.people import apply_and_agree, make_recruiting_pilot
from tests.pilots.test_apart_consents import write
from tests.surveys.questions import GOOD, make_survey, make_wave

TODAY = timezone.localdate()


@pytest.fixture
def pilot(city):
    survey = make_survey(is_public=False)
    return make_recruiting_pilot(survey=survey, panel=survey.panel)


@pytest.fixture
def partner(pilot, expert):
    return make_partner(pilot, expert)


def make_partner(pilot, person, **fields):
    return Partner.objects.create(
        pilot=pilot, person=person,
        **{"name": words("가람대학교"), "kind": "university", "duty": "analyst",
           "agreement": "협약 2026-12", "agreed_on": TODAY} | fields,
    )  # fmt: skip


@pytest.fixture
def people(pilot):
    """Three who answered and wrote; two of them let a partner have it."""
    extra = write(pilot, "partner")
    people = [f.UserFactory() for _person in range(3)]
    places = [apply_and_agree(pilot, person) for person in people]
    pilot.stage = "running"
    pilot.save()
    wave = make_wave(pilot.survey, "before")
    for place, person in zip(places, people, strict=True):
        place.refresh_from_db()
        place.pilot.refresh_from_db()
        answer(wave=wave, panelist=place.panelist, answers=GOOD)
        write_diary(participation=place, text="=1+1", rating=4, by=person)
    for place, person in zip(places[:2], people[:2], strict=True):
        say(participation=place, extra=extra, given=True, by=person)
    return places


def rows_of(pilot, what, **by):
    handed, file = hand_out(pilot=pilot, what=what, **by)
    text = file.read().decode("utf-8-sig")
    return handed, list(csv.DictReader(io.StringIO(text)))


# ── Who may have what ────────────────────────────────────────────────────────────────────────


def test_a_partner_gets_the_rows_of_those_who_agreed(pilot, partner, people, expert):
    handed, rows = rows_of(pilot, "responses", by=expert, partner=partner)

    assert (len(rows), handed.rows) == (2, 2)
    assert handed.agreement == "협약 2026-12"
    assert AccessLog.objects.get(action="pilot-hand-out").staff == expert


def test_who_takes_it_back_is_in_no_further_file(pilot, partner, people, expert):
    extra = pilot.extra_consents.get()
    say(participation=people[0], extra=extra, given=False, by=people[0].panelist.person)

    assert len(rows_of(pilot, "responses", by=expert, partner=partner)[1]) == 1


def test_who_leaves_is_in_no_partners_file_but_kept_data_stays_for_the_city(pilot, partner, people):
    withdraw(participation=people[0], by=people[0].panelist.person)

    assert len(rows_of(pilot, "diaries", by=partner.person, partner=partner)[1]) == 1
    assert len(rows_of(pilot, "diaries", by=pilot.manager)[1]) == 3


@pytest.mark.parametrize(
    "fields",
    [{"duty": ""}, {"duty": "field"}, {"until": TODAY - timedelta(days=1)}],
)
def test_a_duty_that_is_none_another_or_over_opens_nothing(pilot, people, expert, fields):
    partner = make_partner(pilot, expert, **fields)

    with pytest.raises(PermissionDenied):
        hand_out(pilot=pilot, what="responses", by=expert, partner=partner)
    assert not Handout.objects.exists()


def test_the_last_day_of_a_duty_still_counts(pilot, people, expert):
    partner = make_partner(pilot, expert, until=timezone.localdate(), duty="lead")

    assert rows_of(pilot, "diaries", by=expert, partner=partner)[1]


@pytest.mark.parametrize(
    "fields",
    [{"agreement": ""}, {"agreed_on": None}, {"agreed_on": TODAY + timedelta(days=2)}],
)
def test_without_an_agreement_nothing_about_people_is_given(pilot, people, expert, fields):
    partner = make_partner(pilot, expert, **fields)

    with pytest.raises(HandOutRefused):
        hand_out(pilot=pilot, what="diaries", by=expert, partner=partner)
    assert not Handout.objects.exists()


def test_where_nobody_was_asked_nothing_is_given(pilot, partner, expert):
    with pytest.raises(HandOutRefused):
        hand_out(pilot=pilot, what="responses", by=expert, partner=partner)


def test_nobody_uses_somebody_elses_duty_nor_that_of_another_pilot(pilot, partner, people, expert):
    other = make_recruiting_pilot()
    for who, which in ((f.UserFactory(), pilot), (expert, other)):
        with pytest.raises(PermissionDenied):
            hand_out(pilot=which, what="responses", by=who, partner=partner)
    with pytest.raises(PermissionDenied):
        hand_out(pilot=pilot, what="responses", by=expert)


# ── What is in it ────────────────────────────────────────────────────────────────────────────


def test_no_file_holds_a_name_or_a_code_that_others_see(pilot, partner, people, expert):
    for what in ("responses", "diaries", "observations"):
        for by in ({"by": expert, "partner": partner}, {"by": pilot.manager}):
            text = hand_out(pilot=pilot, what=what, **by)[1].read().decode()
            for place in people:
                assert place.panelist.code not in text
                assert place.panelist.person.pseudonym not in text
                assert place.panelist.person.email not in text


def test_one_agreement_can_be_put_together_and_two_cannot(pilot, partner, people, expert):
    codes = {
        name: {row["code"] for row in rows_of(pilot, what, **by)[1]}
        for name, what, by in (
            ("answers", "responses", {"by": expert, "partner": partner}),
            ("diary", "diaries", {"by": expert, "partner": partner}),
            ("city", "diaries", {"by": pilot.manager}),
        )
    }
    company = f.UserFactory()
    other = make_partner(pilot, company, agreement="협약 2026-13")
    theirs = {row["code"] for row in rows_of(pilot, "responses", by=company, partner=other)[1]}
    same = make_partner(pilot, f.UserFactory())
    shared = {row["code"] for row in rows_of(pilot, "responses", by=same.person, partner=same)[1]}

    assert codes["answers"] == codes["diary"] == shared
    assert not theirs & codes["answers"]
    assert not codes["city"] & codes["answers"]


def test_words_with_a_number_in_them_and_formulas_do_no_harm(pilot, people):
    write_diary(participation=people[0], text="제 번호는 010-1234-5678 입니다")

    texts = {row["text"] for row in rows_of(pilot, "diaries", by=pilot.manager)[1]}

    assert texts == {"'=1+1", "*"}


def test_what_people_are_is_told_as_far_as_five_share_it():
    people = [("30-39", "f", "A")] * 5 + [("30-39", "f", "B")] * 2 + [("30-39", "m", "A")] * 4

    told = coarse(people, 5)

    assert told[:5] == [("30-39", "f", "A")] * 5
    # Two of B and four men: six share the age.
    assert told[5:] == [("30-39", "*", "*")] * 6
    assert coarse([], 5) == []
    assert coarse(people[5:7], 5) == [("*", "*", "*")] * 2


def test_the_digest_is_that_of_the_bytes_that_went_out(pilot, people):
    handed, file = hand_out(pilot=pilot, what="diaries", by=pilot.manager)

    assert hashlib.sha256(file.read()).hexdigest() == handed.digest


# ── Pages ────────────────────────────────────────────────────────────────────────────────────


def test_a_partner_downloads_and_the_public_sees_how_often(
    pilot, partner, people, expert, sign_in, visitor
):
    client = sign_in(expert)
    assert "협약 2026-12" in client.get(f"/pilots/{pilot.pk}/hand-out/").content.decode()
    for _twice in range(2):
        file = client.post(f"/pilots/{pilot.pk}/hand-out/", {"what": "responses"})
    assert file["Cache-Control"] == "no-store"
    assert b"".join(file.streaming_content).count(b"\r\n") == 3

    page = visitor.get(pilot.get_absolute_url()).content.decode()

    assert "가람대학교" in page
    assert "협약 2026-12" in page
    assert "2번" in page


def test_the_city_takes_it_out_at_the_desk_and_sees_what_was_taken(pilot, people, sign_in):
    client = sign_in(pilot.manager)
    file = client.post(f"/desk/pilots/{pilot.pk}/take-out/", {"what": "diaries"})
    assert "pilot-" in file["Content-Disposition"]

    assert (
        Handout.objects.get().digest[:16]
        in client.get(f"/desk/pilots/{pilot.pk}/participants/").content.decode()
    )


@pytest.mark.parametrize("what", ["", "names", "\x00"])
def test_what_there_is_not_is_refused_kindly(pilot, partner, people, expert, sign_in, what):
    answered = sign_in(expert).post(f"/pilots/{pilot.pk}/hand-out/", {"what": what})

    assert answered.status_code == 302
    assert not Handout.objects.exists()


def test_who_is_no_partner_finds_no_page(pilot, neighbour, sign_in):
    assert sign_in(neighbour).get(f"/pilots/{pilot.pk}/hand-out/").status_code == 403
