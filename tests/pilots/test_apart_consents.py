"""Each purpose is asked apart, what it allows hangs on it, and it is taken back as easily."""

from io import BytesIO

import pytest
from django.apps import apps
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from accounts.consent import withdraw_consent
from accounts.models import Consent, Delivery
from city.words import words
from pilots.agree import ConsentRefused
from pilots.apart.consents import decide, lines_of, may_send_photos, say, to_decide
from pilots.apart.texts import TextRefused, drop_extra, write_extra
from pilots.diary import DiaryRefused, write_diary
from pilots.models import Diary, ExtraConsent, Participation
from pilots.protocol import write_consent
from surveys.answer import answer
from surveys.models import Question, Response
from tests.pilots.people import apply_and_agree, join, make_recruiting_pilot
from tests.surveys.questions import GOOD, make_survey, make_wave

TEXT = {
    "title": words("사진"), "purpose": words("길의 모습을 봅니다."), "items": words("일지 사진"),
    "retention": words("실증이 끝난 뒤 6개월"), "refusal": words("거부해도 참여할 수 있습니다."),
}  # fmt: skip
UNIVERSITY = {
    "kind": "third_party", "name": {"ko": "가람대학교"}, "purpose": {"ko": "분석"},
    "items": {"ko": "응답"}, "retention": {"ko": "1년"},
}  # fmt: skip


@pytest.fixture
def photo_file():
    def _photo_file():
        file = BytesIO()
        Image.new("RGB", (60, 40), "white").save(file, "PNG")
        return SimpleUploadedFile("day.png", file.getvalue(), "image/png")

    return _photo_file


def write(pilot, covers, **fields):
    if covers == "partner":
        fields.setdefault("recipients", [UNIVERSITY])
    return write_extra(pilot=pilot, covers=covers, by=pilot.manager, **(TEXT | fields))


@pytest.fixture
def pilot(city):
    survey = make_survey(is_public=False)
    return make_recruiting_pilot(survey=survey, panel=survey.panel)


@pytest.fixture
def place(pilot, resident):
    place = apply_and_agree(pilot, resident)
    pilot.stage = place.pilot.stage = "baseline"
    pilot.save()
    return place


def address(pilot, page="consent"):
    return f"/pilots/{pilot.pk}/{page}/"


# ── The page ─────────────────────────────────────────────────────────────────────────────────


def test_required_comes_first_nothing_is_chosen_and_all_parts_are_read(pilot, resident, sign_in):
    write(pilot, "photos", easy=words("사진은 안 찍어도 괜찮아요."))
    write(pilot, "partner", title=words("대학에 제공"))
    join(pilot, resident, "selected")

    page = sign_in(resident).get(address(pilot)).content.decode()

    assert page.index("[필수]") < page.index("[선택]")
    assert "checked" not in page.split('<form class="form"')[1]
    for said in ("길의 모습을 봅니다.", "일지 사진", "실증이 끝난 뒤 6개월", "가람대학교",
                 "사진은 안 찍어도 괜찮아요."):  # fmt: skip
        assert said in page


def test_refusing_what_is_optional_still_lets_one_take_part(pilot, resident, sign_in):
    photos, health = write(pilot, "photos"), write(pilot, "health", title=words("건강"))
    join(pilot, resident, "selected")

    sign_in(resident).post(
        address(pilot),
        {"text": pilot.consent_text_id, "agrees": "yes", f"extra-{photos.pk}": "no",
         f"text-{photos.pk}": photos.text_id, f"text-{health.pk}": health.text_id},
    )  # fmt: skip

    place = Participation.objects.get()
    assert place.status == "consented"
    assert not place.agreed_to.exists()
    assert not place.panelist.may_answer_sensitive
    # What was refused is kept, what was left open is not.
    assert list(
        Consent.objects.filter(person=resident).order_by("pk").values_list("text__kind", "given")
    ) == [(f"pilot-{pilot.pk}", True), (f"pilot-{pilot.pk}-photos", False)]
    assert to_decide(place, lines_of(place, resident)) == []  # nobody is asked twice


def test_a_purpose_that_is_added_later_is_asked_of_those_who_take_part(place, resident):
    photos = write(place.pilot, "photos", title=words("사진"))

    waiting = to_decide(place, lines_of(place, resident))

    assert photos in [line.extra for line in waiting]


def test_a_no_to_taking_part_makes_the_others_idle(pilot, resident):
    photos = write(pilot, "photos")
    place = join(pilot, resident, "selected")

    decide(participation=place, by=resident, agrees=False, extras=[(photos, photos.text_id, True)])

    assert place.status == "declined"
    assert not photos.agreed.exists()


def test_one_stale_version_takes_nothing_of_the_form(pilot, resident, sign_in):
    photos = write(pilot, "photos")
    join(pilot, resident, "selected")
    old = photos.text_id
    write(pilot, "photos", extra=photos, retention=words("1년"))

    page = sign_in(resident).post(
        address(pilot),
        {"text": pilot.consent_text_id, "agrees": "yes", f"extra-{photos.pk}": "yes",
         f"text-{photos.pk}": old},
    )  # fmt: skip

    assert page.status_code == 200
    assert "새 글" in page.content.decode() or "바뀌" in page.content.decode()
    assert Participation.objects.get().status == "selected"
    assert not Consent.objects.exists()


def test_what_i_agreed_to_stands_there_with_version_and_time(place, resident, sign_in):
    photos = write(place.pilot, "photos")
    say(participation=place, extra=photos, given=True, by=resident)
    write(place.pilot, "photos", extra=photos, retention=words("아주 오래"))

    page = sign_in(resident).get(address(place.pilot, "consents")).content.decode()

    # The version that was read, not the one that came afterwards.
    assert "실증이 끝난 뒤 6개월" in page
    assert "아주 오래" not in page
    assert "버전 1" in page or "1판" in page or "1" in page


def test_each_is_taken_back_in_two_taps_from_my_place(place, resident, sign_in):
    photos = write(place.pilot, "photos")
    say(participation=place, extra=photos, given=True, by=resident)
    client = sign_in(resident)

    mine = client.get(address(place.pilot, "mine")).content.decode()
    assert address(place.pilot, "consents") in mine
    page = client.get(address(place.pilot, "consents")).content.decode()
    assert f"/consents/{photos.pk}/" in page
    client.post(f"{address(place.pilot, 'consents')}{photos.pk}/", {"given": "no"})

    assert not photos.agreed.exists()
    assert place.__class__.objects.get().status == "consented"


# ── A new version ────────────────────────────────────────────────────────────────────────────


def test_a_new_version_asks_those_again_who_agreed(place, resident, neighbour):
    photos = write(place.pilot, "photos")
    say(participation=place, extra=photos, given=True, by=resident)
    apply_and_refuse = join(place.pilot, neighbour, "active")

    write(place.pilot, "photos", extra=photos, retention=words("1년"))

    assert not photos.agreed.exists()
    waiting = to_decide(place, lines_of(place, resident))
    assert [line.text.kind for line in waiting] == [f"pilot-{place.pilot_id}-photos"]
    told = Delivery.objects.filter(update_told__kind="consent-changed")
    assert [each.person for each in told] == [resident]
    assert apply_and_refuse.status == "active"


def test_the_same_words_are_no_new_version(pilot):
    photos = write(pilot, "photos")

    again = write(pilot, "photos", extra=photos)

    assert again.text.version == 1


def test_who_takes_part_reads_the_new_text_of_taking_part(place, resident, sign_in):
    text = place.pilot.consent_text
    new = write_consent(
        pilot=place.pilot, title=text.title, purpose=text.purpose, items=text.items,
        retention=words("3년"), refusal=text.refusal,
    )  # fmt: skip
    client = sign_in(resident)

    page = client.get(address(place.pilot)).content.decode()
    assert "3년" in page
    client.post(address(place.pilot), {"text": new.pk, "agrees": "yes"})

    assert client.get(address(place.pilot)).status_code == 302
    assert Participation.objects.get().status == "consented"


def test_a_no_to_the_new_text_leads_to_leaving_not_out_at_once(place, resident, sign_in):
    text = place.pilot.consent_text
    new = write_consent(
        pilot=place.pilot, title=text.title, purpose=text.purpose, items=text.items,
        retention=words("3년"), refusal=text.refusal,
    )  # fmt: skip

    answered = sign_in(resident).post(address(place.pilot), {"text": new.pk, "agrees": "no"})

    assert answered["Location"] == address(place.pilot, "withdraw")
    assert Participation.objects.get().status == "consented"


# ── What each allows ─────────────────────────────────────────────────────────────────────────


def test_without_that_yes_the_diary_takes_no_photo(place, resident, photo_file):
    assert may_send_photos(place)  # a pilot that does not ask for photos apart
    write(place.pilot, "photos")

    with pytest.raises(DiaryRefused):
        write_diary(participation=place, text="첫날", upload=photo_file(), by=resident)
    assert not Diary.objects.exists()


def test_photos_go_when_that_yes_is_taken_back(place, resident, photo_file):
    photos = write(place.pilot, "photos")
    say(participation=place, extra=photos, given=True, by=resident)
    write_diary(participation=place, text="첫날", upload=photo_file(), by=resident)

    withdraw_consent(person=resident, text=photos.text)

    assert Diary.objects.get().photo is None
    assert not photos.agreed.exists()
    assert Participation.objects.get().status == "consented"


def test_the_page_says_kindly_that_photos_were_not_agreed_to(place, resident, sign_in, photo_file):
    write(place.pilot, "photos")
    client = sign_in(resident)

    page = client.get(address(place.pilot, "diary")).content.decode()
    answered = client.post(
        address(place.pilot, "diary"), {"text": "첫날", "rating": "3", "photo": photo_file()}
    )

    assert 'name="photo"' not in page
    assert answered.status_code == 422
    assert "첫날" in answered.content.decode()


def test_answers_about_health_need_their_own_yes_and_go_with_it(place, resident):
    health = write(place.pilot, "health")
    survey = place.pilot.survey
    Question.objects.create(
        survey=survey, code="knee", kind="scale", words=words("무릎이 아프십니까?"),
        is_sensitive=True, is_required=False, position=99,
    )  # fmt: skip
    wave = make_wave(survey, "before")

    kept = answer(wave=wave, panelist=place.panelist, answers=GOOD | {"knee": 4})
    assert "knee" not in kept.answers

    say(participation=place, extra=health, given=True, by=resident)
    place.panelist.refresh_from_db()
    answer(wave=wave, panelist=place.panelist, answers=GOOD | {"knee": 4})
    assert Response.objects.get().answers["knee"] == 4

    say(participation=place, extra=health, given=False, by=resident)
    place.panelist.refresh_from_db()
    assert not place.panelist.may_answer_sensitive
    assert "knee" not in Response.objects.get().answers
    assert Response.objects.get().answers  # the others stay


# ── Who, when and what ───────────────────────────────────────────────────────────────────────


def test_nobody_says_yes_for_somebody_else(place, neighbour):
    photos = write(place.pilot, "photos")

    with pytest.raises(PermissionDenied):
        say(participation=place, extra=photos, given=True, by=neighbour)


@pytest.mark.parametrize("status", ["applied", "selected", "declined", "withdrawn", "expired"])
def test_only_who_takes_part_says_yes_to_more(pilot, resident, status):
    photos = write(pilot, "photos")
    place = join(pilot, resident, status)

    with pytest.raises(ConsentRefused):
        say(participation=place, extra=photos, given=True, by=resident)


def test_a_purpose_of_another_pilot_is_refused(place, resident):
    other = write(make_recruiting_pilot(), "photos")

    with pytest.raises(ConsentRefused):
        say(participation=place, extra=other, given=True, by=resident)


def test_saying_yes_twice_is_one_yes(place, resident):
    photos = write(place.pilot, "photos")
    for _twice in range(2):
        say(participation=place, extra=photos, given=True, by=resident)

    assert photos.agreed.count() == 1


def test_one_text_for_each_purpose_and_any_number_of_others(pilot):
    write(pilot, "photos")
    with pytest.raises(TextRefused):
        write(pilot, "photos", title=words("또 사진"))
    kinds = {write(pilot, "other", title=words(title)).text.kind for title in ("하나", "둘")}

    assert kinds == {f"pilot-{pilot.pk}-other", f"pilot-{pilot.pk}-other-2"}


def test_data_for_a_partner_names_the_partner(pilot):
    with pytest.raises(TextRefused):
        write(pilot, "partner", recipients=[])


def test_what_somebody_agreed_to_is_not_dropped(place, resident, officer):
    photos = write(place.pilot, "photos")
    say(participation=place, extra=photos, given=True, by=resident)
    with pytest.raises(TextRefused):
        drop_extra(extra=photos, by=officer)

    say(participation=place, extra=photos, given=False, by=resident)
    drop_extra(extra=photos, by=officer)
    assert not ExtraConsent.objects.exists()


# ── At the desk ──────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def desk(pilot, sign_in):
    return sign_in(pilot.manager)


FORM = {
    "title_0": "대학에 제공", "purpose_0": "분석", "items_0": "응답", "retention_0": "1년",
    "refusal_0": "거부할 수 있습니다.", "easy_0": "쉬운 말",
    "recipients-TOTAL_FORMS": "2", "recipients-INITIAL_FORMS": "0",
    "recipients-0-kind": "third_party", "recipients-0-name_0": "가람대학교",
    "recipients-0-purpose_0": "분석", "recipients-0-items_0": "응답",
    "recipients-0-retention_0": "1년", "recipients-1-kind": "processor",
}  # fmt: skip


def test_an_officer_writes_a_text_with_its_recipients(pilot, desk):
    desk.post(f"/desk/pilots/{pilot.pk}/consents/new/partner/", FORM)

    text = pilot.extra_consents.get().text
    assert [row["name"] for row in text.recipients] == [{"ko": "가람대학교"}]
    assert text.easy["ko"] == "쉬운 말"
    assert (
        "가람대학교"
        in desk.get(
            f"/desk/pilots/{pilot.pk}/consents/{pilot.extra_consents.get().pk}/"
        ).content.decode()
    )


def test_a_recipient_with_a_part_missing_is_asked_for_and_nothing_is_lost(pilot, desk):
    page = desk.post(
        f"/desk/pilots/{pilot.pk}/consents/new/partner/", FORM | {"recipients-0-items_0": ""}
    )

    assert page.status_code == 422
    assert "가람대학교" in page.content.decode()
    assert not pilot.extra_consents.exists()


def test_another_row_comes_without_javascript_and_keeps_what_was_typed(pilot, desk):
    page = desk.post(f"/desk/pilots/{pilot.pk}/consents/new/partner/", FORM | {"more": "1"})

    assert page.status_code == 200
    assert "recipients-2-name_0" in page.content.decode()
    assert "가람대학교" in page.content.decode()
    assert not pilot.extra_consents.exists()


def test_health_is_always_sensitive(pilot, desk):
    desk.post(f"/desk/pilots/{pilot.pk}/consents/new/health/", FORM)

    assert pilot.extra_consents.get().text.is_sensitive


# ── Nobody's way through the city is kept ────────────────────────────────────────────────────


def test_no_row_of_a_participant_holds_where_they_were():
    """Places belong to proposals, sites and sensors. No model on the way from a person or a code to
    what they did in a pilot has a position, let alone a sequence of them."""
    of_people = {"accounts.User", "surveys.Panelist", "pilots.Participation"}
    places = {"lon", "lat", "cell", "position_lon", "latitude", "longitude", "track", "route"}
    for model in [*apps.get_app_config("pilots").get_models(),
                  *apps.get_app_config("surveys").get_models()]:  # fmt: skip
        names = {field.name for field in model._meta.get_fields()}
        leads_to = {
            field.related_model._meta.label
            for field in model._meta.concrete_fields
            if field.is_relation and field.name not in ("by", "recorded_by", "manager")
        }
        if leads_to & of_people:
            assert not names & places, model._meta.label
