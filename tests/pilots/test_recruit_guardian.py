"""A guardian takes part with a child, under the child's own code, and never without a yes."""

from datetime import timedelta

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from accounts.consent import has_consented
from accounts.erase import erase_person
from accounts.models import AccessLog, Delivery
from accounts.privacy import export_person
from pilots.agree import ConsentRefused, consent
from pilots.diary import write_diary
from pilots.join import ApplicationRefused, ApplicationsClosed, apply, apply_for
from pilots.leave import withdraw
from pilots.models import Diary, GuardianRequest, Participation, Representative
from pilots.privacy import erase_guardian_requests
from pilots.recruit.charge import adult, child
from pilots.recruit.guardians import GuardianNotAsked, ask_guardian, request_of, token_of
from pilots.recruit.represent import ProofRefused, assent, note_proof
from surveys.answer import answer
from surveys.models import Response
from tests.factories import UserFactory, make_city
from tests.pilots.people import make_recruiting_pilot
from tests.pilots.represented import adult_of, child_of, make_family_pilot
from tests.surveys.questions import GOOD, make_survey, make_wave
from tests.surveys.test_answer import at_the_same_time


@pytest.fixture
def pilot(city):
    return make_family_pilot()


# ── Applying ─────────────────────────────────────────────────────────────────────────────────


def test_a_child_has_a_code_and_no_account(pilot, resident):
    place = apply_for(charge=child("하늘", 2016), pilot=pilot, by=resident)

    assert place.panelist.person is None
    assert not place.panelist.may_answer
    assert (place.age_band, place.sex) == ("", "")
    assert place.representative.person == resident
    told = Delivery.objects.get(person=resident).update_told
    assert place.panelist.code in told.body["ko"]
    assert "하늘" not in str(told.title) + str(told.body)


def test_with_a_yes_the_child_is_counted_where_the_guardian_lives(pilot, resident):
    resident.home_district = pilot.sites.first().district
    resident.save()

    place = apply_for(
        charge=child("하늘", timezone.localdate().year - 9, "f"), pilot=pilot, by=resident,
        profile_consent=True,
    )  # fmt: skip

    assert (place.age_band, place.sex) == ("0-9", "f")


def test_nobody_fills_a_draw_with_names(pilot, resident):
    for called in "가나다라마바":
        apply_for(charge=child(called), pilot=pilot, by=resident)

    with pytest.raises(ApplicationRefused):
        apply_for(charge=child("사"), pilot=pilot, by=resident)
    assert apply_for(charge=child("가"), pilot=pilot, by=resident)  # asked for before
    assert Participation.objects.count() == 6


def test_nobody_applies_for_a_child_of_next_year(pilot, resident):
    with pytest.raises(ApplicationRefused):
        apply_for(charge=child("하늘", timezone.localdate().year + 1), pilot=pilot, by=resident)

    assert not Participation.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_six_windows_are_one_application_for_one_child():
    make_city()
    pilot, guardian = make_family_pilot(), UserFactory()

    problems = at_the_same_time(lambda: apply_for(charge=child("하늘"), pilot=pilot, by=guardian))

    assert problems == []
    assert Participation.objects.count() == Representative.objects.count() == 1


def test_two_children_have_two_codes(pilot, resident):
    codes = {
        apply_for(charge=child(called), pilot=pilot, by=resident).panelist.code
        for called in ("하늘", "바다")
    }

    assert len(codes) == 2


def test_children_only_where_the_pilot_takes_them(city, resident):
    with pytest.raises(ApplicationRefused):
        apply_for(charge=child("하늘"), pilot=make_recruiting_pilot(), by=resident)


def test_from_fourteen_on_they_apply_themselves(pilot, resident):
    year = timezone.localdate().year

    assert apply_for(charge=child("아직", year - 14), pilot=pilot, by=resident)
    with pytest.raises(ApplicationRefused):
        apply_for(charge=child("이미", year - 15), pilot=pilot, by=resident)


def test_one_form_is_an_application_for_both(pilot, resident, sign_in):
    client = sign_in(resident)
    form = {
        "motivation": "같이 해 보고 싶습니다",
        "who": "both",
        "called": "하늘",
        "is_guardian": "on",
    }

    page = client.post(f"/pilots/{pilot.pk}/apply/", form, follow=True).content.decode()

    assert Participation.objects.count() == 2
    assert all(place.panelist.code in page for place in Participation.objects.all())
    assert "하늘" in page


@pytest.mark.parametrize("missing", ["called", "is_guardian"])
def test_without_the_childs_name_or_being_the_guardian_nothing_is_lost(
    pilot, resident, sign_in, missing
):
    form = {
        "motivation": "같이 해 보고 싶습니다",
        "who": "both",
        "called": "하늘",
        "is_guardian": "on",
    }
    del form[missing]

    page = sign_in(resident).post(f"/pilots/{pilot.pk}/apply/", form)

    assert page.status_code == 422
    assert "같이 해 보고 싶습니다" in page.content.decode()
    assert Participation.objects.count() == 0


# ── Everything of the child goes through the guardian ────────────────────────────────────────


def agreed(guardian, pilot=None):
    place = child_of(guardian, pilot)
    assent(participation=place, by=guardian)
    return consent(participation=place, by=guardian)


def test_no_consent_before_the_child_was_asked(resident):
    place = child_of(resident)

    with pytest.raises(ConsentRefused):
        consent(participation=place, by=resident)

    place.refresh_from_db()
    assert place.status == "selected"


def test_the_pages_lead_from_the_childs_yes_to_the_consent(resident, sign_in):
    place = child_of(resident)
    client, start = sign_in(resident), f"/pilots/{place.pilot_id}"
    behind = f"?for={place.panelist.code}"

    assert f"{start}/assent/{behind}" in client.get(f"{start}/mine/").content.decode()
    answered = client.post(f"{start}/assent/{behind}", {"says": "yes"})

    assert answered["Location"] == f"{start}/consent/{behind}"
    assert client.get(answered["Location"]).status_code == 200


def test_nobody_else_acts_for_the_child(resident, neighbour, sign_in):
    place = child_of(resident)

    for act in (assent, consent, withdraw):
        with pytest.raises(PermissionDenied):
            act(participation=place, by=neighbour)
    for page in ("assent", "consent", "diary", "withdraw"):
        address = f"/pilots/{place.pilot_id}/{page}/?for={place.panelist.code}"
        assert sign_in(neighbour).get(address).status_code == 404


def test_the_diary_is_the_childs(resident):
    place = agreed(resident)
    place.pilot.stage = "running"
    place.pilot.save()

    write_diary(participation=place, by=resident, text="버스가 재미있었어요", rating=5)

    assert Diary.objects.get().panelist == place.panelist


def test_answers_stand_under_the_right_code(resident, neighbour, sign_in):
    survey = make_survey(is_public=False)
    pilot = make_family_pilot(survey=survey, panel=survey.panel)
    place = agreed(resident, pilot)
    make_wave(survey, "before")
    client, address = sign_in(resident), f"/surveys/{survey.pk}/?for={place.panelist.code}"

    assert client.get(f"/surveys/{survey.pk}/").status_code == 403  # it is not the guardian's
    assert sign_in(neighbour).get(address).status_code == 403
    page = client.get(address)

    assert page.status_code == 200
    assert address in page.content.decode()  # the form goes back to the same code


def test_a_child_answers_once_like_everybody(resident):
    survey = make_survey(is_public=False)
    place = agreed(resident, make_family_pilot(survey=survey, panel=survey.panel))

    answer(wave=make_wave(survey, "before"), panelist=place.panelist, answers=GOOD)

    assert Response.objects.get().panelist == place.panelist


def test_taking_the_child_out_leaves_the_guardian_in(resident):
    pilot = make_family_pilot()
    own = apply(pilot=pilot, by=resident)
    own.status = "selected"
    own.save()
    consent(participation=own, by=resident)
    place = agreed(resident, pilot)

    withdraw(participation=place, by=resident)

    own.refresh_from_db()
    assert own.status == "consented"
    assert has_consented(resident, pilot.consent_text)
    assert not Representative.objects.exists()


def test_the_guardians_data_holds_the_childs_and_goes_with_it(resident):
    place = agreed(resident)
    place.pilot.stage = "running"
    place.pilot.save()
    write_diary(participation=place, by=resident, text="버스가 재미있었어요", rating=5)

    assert "버스가 재미있었어요" in str(export_person(resident))
    erase_person(person=resident)

    place.refresh_from_db()
    assert place.status == "withdrawn"
    assert Diary.objects.get().text == ""
    assert not Representative.objects.exists()


# ── Asking a guardian ────────────────────────────────────────────────────────────────────────


def test_a_guardian_is_asked_by_one_letter(pilot):
    for _time in range(2):
        request = ask_guardian(pilot=pilot, name="김가람", contact="Mother@example.test")

    assert GuardianRequest.objects.count() == len(mail.outbox) == 1
    assert f"/pilots/{pilot.pk}/guardian/{token_of(request)}/" in mail.outbox[0].body
    assert mail.outbox[0].to == ["mother@example.test"]


@pytest.mark.parametrize(
    ("name", "contact"),
    [("김가람", "어머니 번호"), ("김가람", "02-123-4567"), ("http://spam.test", "a@example.test"),
     ("1234", "a@example.test"), ("", "a@example.test")],
)  # fmt: skip
def test_what_is_no_name_or_no_contact_is_not_kept(pilot, name, contact):
    with pytest.raises(GuardianNotAsked):
        ask_guardian(pilot=pilot, name=name, contact=contact)

    assert not GuardianRequest.objects.exists()


def test_nobody_is_flooded(city):
    for _pilot in range(3):
        ask_guardian(pilot=make_family_pilot(), name="김가람", contact="a@example.test")

    with pytest.raises(GuardianNotAsked):
        ask_guardian(pilot=make_family_pilot(), name="김가람", contact="a@example.test")


def test_nobody_is_asked_for_a_pilot_that_takes_no_children(city):
    with pytest.raises(ApplicationsClosed):
        ask_guardian(pilot=make_recruiting_pilot(), name="김가람", contact="a@example.test")


def test_a_child_asks_without_an_account(pilot, visitor):
    address = f"/pilots/{pilot.pk}/guardian/"
    bad = visitor.post(address, {"name": "김가람", "contact": "엄마"})
    good = visitor.post(address, {"name": "김가람", "contact": "a@example.test"}, follow=True)

    assert (bad.status_code, good.status_code) == (422, 200)
    assert "김가람" in bad.content.decode()
    assert GuardianRequest.objects.get().contact == "a@example.test"


def test_after_five_days_name_and_contact_are_gone(pilot):
    request = ask_guardian(pilot=pilot, name="김가람", contact="a@example.test")
    later = timezone.now() + timedelta(days=5, minutes=1)

    assert request_of(token_of(request)) == request
    assert request_of(token_of(request), at=later) is None
    assert erase_guardian_requests(later) == 1


def test_a_no_erases_them_at_once(pilot, visitor):
    token = token_of(ask_guardian(pilot=pilot, name="김가람", contact="a@example.test"))
    address = f"/pilots/{pilot.pk}/guardian/{token}/"

    assert visitor.get(address).status_code == 200
    assert visitor.post(address, {"says": "no"}).status_code == 200
    assert not GuardianRequest.objects.exists()
    assert visitor.get(address).status_code == 200  # it says kindly that this is over


def test_a_yes_is_an_application_and_erases_them_too(pilot, resident, sign_in):
    token = token_of(ask_guardian(pilot=pilot, name="김가람", contact="a@example.test"))
    client, address = sign_in(resident), f"/pilots/{pilot.pk}/apply/?asked={token}"

    assert 'value="child" ' in client.get(address).content.decode()
    client.post(address, {"who": "child", "called": "하늘", "is_guardian": "on"})

    assert Participation.objects.get().representative.person == resident
    assert not GuardianRequest.objects.exists()


def test_a_made_up_link_opens_nothing(pilot, visitor):
    assert request_of("made-up") is None
    assert visitor.get(f"/pilots/{pilot.pk}/guardian/made-up/").status_code == 200


# ── Adults who cannot consent alone ──────────────────────────────────────────────────────────


def test_an_adult_needs_the_paper_and_their_own_yes(resident, officer):
    place = adult_of(resident)

    with pytest.raises(ConsentRefused):
        consent(participation=place, by=resident)
    assent(participation=place, by=resident)
    with pytest.raises(ConsentRefused):
        consent(participation=place, by=resident)
    note_proof(representative=place.representative, proof="후견등기사항증명서", by=officer)
    place = Participation.objects.get()

    assert consent(participation=place, by=resident).status == "consented"
    assert AccessLog.objects.get(action="proof-seen").subject == resident


def test_the_first_officer_who_saw_the_paper_stays(resident, officer, manager):
    row = adult_of(resident).representative
    note_proof(representative=row, proof="후견등기사항증명서", by=officer)

    again = note_proof(representative=row, proof="다른 서류", by=manager)

    assert (again.seen_by, again.proof) == (officer, "후견등기사항증명서")


def test_a_paper_has_to_be_named_and_a_guardian_needs_none(resident, officer):
    with pytest.raises(ProofRefused):
        note_proof(representative=adult_of(resident).representative, proof=" ", by=officer)
    with pytest.raises(ProofRefused):
        note_proof(representative=child_of(resident).representative, proof="등본", by=officer)


def test_the_desk_notes_the_paper_under_the_code(resident, officer, sign_in):
    place = adult_of(resident, make_family_pilot(manager=officer, department=officer.department))
    client, start = sign_in(officer), f"/desk/pilots/{place.pilot_id}/recruit/proofs"

    page = client.get(f"{start}/").content.decode()
    answered = client.post(f"{start}/{place.representative.pk}/", {"proof": "후견등기사항증명서"})

    assert place.panelist.code in page
    assert resident.pseudonym not in page
    assert "큰아버지" not in page
    assert answered.status_code == 302
    assert Representative.objects.get().seen_by == officer


def test_a_represented_adult_applies_on_a_page_of_its_own(pilot, resident, sign_in):
    address = f"/pilots/{pilot.pk}/apply/adult/"
    client = sign_in(resident)

    assert client.post(address, {"called": ""}).status_code == 422
    client.post(address, {"called": "큰아버지"})

    assert Representative.objects.get().kind == adult("x").kind
