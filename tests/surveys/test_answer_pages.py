"""Answering page by page: saved with every step, back and forward, nothing lost."""

from datetime import timedelta
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from PIL import Image

from photos.models import Photo
from surveys.answer import WaveIsClosed
from surveys.models import AnswerPhoto, Response, SavedAnswers
from surveys.save import erase_saved, save_answers
from surveys.waves import close_wave
from tests.factories import UserFactory
from tests.surveys.kinds import EVERY_KIND, LEVELS, TRIPS, question
from tests.surveys.questions import make_survey, make_wave, panelist_of

SECTIONS = [{"title": {"ko": "다니는 길"}}, {"title": {"ko": "불편"}}, {"title": {"ko": "바람"}}]
THREE_PARTS = [
    question("single", "trip", options=TRIPS, section=1),
    question("scale", "ease", options=LEVELS, section=2),
    question("text", "lane", section=2, shown_if={"question": "trip", "any_of": ["bike"]}),
    question("text", "wish", section=3, is_required=False),
]


@pytest.fixture
def wave(city):
    return make_wave(make_survey(THREE_PARTS, sections=SECTIONS, by_section=True))


def address(wave):
    return f"/surveys/{wave.survey_id}/"


def send(client, wave, part, go, **given):
    return client.post(
        address(wave), {"part": part, "go": go} | {f"q-{k}": v for k, v in given.items()}
    )


def text_of(response):
    return response.content.decode()


def test_one_goes_through_the_parts_and_is_thanked(wave, resident, sign_in):
    client = sign_in(resident)

    first = text_of(client.get(address(wave)))
    second = send(client, wave, 1, "next", trip="bike")
    send(client, wave, 2, "next", ease="4", lane="끊겨 있어요")
    done = send(client, wave, 3, "send", wish="더 넓게")

    assert "3영역 중 1영역" in first
    assert second["Location"] == f"{address(wave)}?part=2"
    assert done["Location"] == f"{address(wave)}thanks/"
    assert Response.objects.get().answers == {
        "trip": "bike", "ease": 4, "lane": "끊겨 있어요", "wish": "더 넓게",
    }  # fmt: skip
    assert not SavedAnswers.objects.exists()


def test_one_comes_back_on_another_device_where_one_was(wave, resident, sign_in):
    send(sign_in(resident), wave, 1, "next", trip="bus")

    page = text_of(sign_in(resident).get(address(wave)))

    assert "3영역 중 2영역" in page
    assert Response.objects.count() == 0


def test_back_and_forward_lose_nothing_not_even_what_is_not_good_yet(wave, resident, sign_in):
    client = sign_in(resident)
    send(client, wave, 1, "next", trip="bike")
    back = send(client, wave, 2, "back", lane="반쯤 쓴 글")

    assert back["Location"].endswith("?part=1")
    assert "반쯤 쓴 글" in text_of(client.get(f"{address(wave)}?part=2"))
    assert 'value="bike"' in text_of(client.get(f"{address(wave)}?part=1"))


def test_a_page_with_a_wrong_answer_stays_and_keeps_what_was_written(wave, resident, sign_in):
    client = sign_in(resident)
    send(client, wave, 1, "next", trip="bike")

    page = send(client, wave, 2, "next", ease="9", lane="쓴 글")

    assert page.status_code == 422
    assert "쓴 글" in text_of(page)
    assert 'href="#id_q-ease"' in text_of(page)


def test_a_part_whose_questions_are_not_for_me_is_skipped(city, resident, sign_in):
    questions = [THREE_PARTS[0], THREE_PARTS[2], THREE_PARTS[3]]
    wave = make_wave(make_survey(questions, sections=SECTIONS, by_section=True))

    client = sign_in(resident)
    first = text_of(client.get(address(wave)))
    following = send(client, wave, 1, "next", trip="bus")

    assert "3영역 중 1영역" in first  # there may be three: nobody knows yet
    assert following["Location"].endswith("?part=3")
    assert "2영역 중 2영역" in text_of(client.get(following["Location"]))


def test_who_skips_ahead_is_led_back_with_a_sentence(wave, resident, sign_in):
    client = sign_in(resident)

    answered = client.post(address(wave), {"part": "3", "go": "send", "q-wish": "x"}, follow=True)

    assert answered.redirect_chain[0][0].endswith("?part=1")
    assert "답을 하나 골라 주세요." in text_of(answered)
    assert Response.objects.count() == 0


@pytest.mark.parametrize("part", ["0", "-1", "99", "두", "9" * 5000, ""])
@pytest.mark.parametrize("go", ["next", "back", "later", "keep", "send", "jump"])
def test_hidden_fields_may_say_anything(wave, resident, sign_in, part, go):
    client = sign_in(resident)

    assert send(client, wave, part, go, trip="bus").status_code in (204, 302, 422)
    assert client.get(address(wave), {"part": part}).status_code == 200
    assert Response.objects.count() == 0


def test_saving_for_later_says_so(wave, resident, sign_in):
    page = sign_in(resident).post(
        address(wave), {"part": 1, "go": "later", "q-trip": "walk"}, follow=True
    )

    assert "적으신 내용을 저장했습니다" in text_of(page)
    assert SavedAnswers.objects.get().answers == {"trip": "walk"}


def test_a_survey_that_closed_meanwhile_says_so_and_keeps_nothing(wave, resident, sign_in):
    client = sign_in(resident)
    send(client, wave, 1, "next", trip="bus")
    close_wave(wave=wave)

    page = send(client, wave, 2, "send", ease="3", lane="늦은 글")

    assert page.status_code == 422
    assert "답을 보내시기 전에 설문이 마감되었습니다." in text_of(page)
    assert "늦은 글" not in str(SavedAnswers.objects.get().answers)
    assert Response.objects.count() == 0


def test_a_second_click_on_send_changes_nothing(wave, resident, sign_in):
    client = sign_in(resident)
    send(client, wave, 1, "next", trip="bus")
    send(client, wave, 2, "next", ease="3")

    for _click in range(2):
        assert send(client, wave, 3, "send").status_code == 302

    assert Response.objects.get().answers == {"trip": "bus", "ease": 3}


def test_what_was_never_sent_goes_a_week_after_the_wave_closed(wave, resident):
    panelist = panelist_of(wave, resident)
    save_answers(wave=wave, panelist=panelist, answers={"trip": "bus"})
    closes = wave.closes_at

    assert erase_saved(closes + timedelta(days=6)) == 0
    assert erase_saved(closes + timedelta(days=8)) == 1
    assert not SavedAnswers.objects.exists()


def test_a_text_of_ten_thousand_characters_is_refused_and_kept(wave, resident, sign_in):
    client = sign_in(resident)
    send(client, wave, 1, "next", trip="bus")
    send(client, wave, 2, "next", ease="3")

    page = send(client, wave, 3, "send", wish="가" * 10_000)

    assert page.status_code == 422
    assert "2,000자" in text_of(page) or "2,000" in text_of(page)
    assert "가" * 10_000 in text_of(page)


@pytest.fixture
def all_kinds(city):
    return make_wave(make_survey(EVERY_KIND))


POSTED = {
    "q-single": "other", "q-single_other": "지하철", "q-multiple": ["bus", "walk"], "q-scale": "4",
    "q-matrix.clean": "5", "q-matrix.safe": "2",
    "q-ranking.walk": "1", "q-ranking.bus": "2", "q-ranking.bike": "3",
    "q-number": "12.5", "q-date": "2026-05-31", "q-short": "짧은 답", "q-text": "긴 답",
    "q-place-lon": "127.0712345", "q-place-lat": "37.7512345",
}  # fmt: skip


def picture(name="street.png"):
    content = BytesIO()
    Image.new("RGB", (60, 40), "white").save(content, "PNG")
    return SimpleUploadedFile(name, content.getvalue())


def test_every_kind_is_answered_without_script_and_shown_again(all_kinds, resident, sign_in):
    client = sign_in(resident)

    client.post(address(all_kinds), POSTED | {"q-photo": picture()})
    page = text_of(client.get(address(all_kinds)))

    kept = Response.objects.get().answers
    assert kept["ranking"] == ["walk", "bus", "bike"]
    assert kept["matrix"] == {"clean": 5, "safe": 2}
    assert kept["single.other"] == "지하철"
    assert (kept["place"]["lon"], kept["place"]["lat"]) == (127.0712, 37.7512)
    assert kept["photo"] == Photo.objects.get().pk
    assert 'value="지하철"' in page
    assert page.count(" checked") >= 6
    assert page.count(" selected>") >= 3
    assert 'value="127.0712"' in page
    assert Photo.objects.get().thumbnail.url in page


def test_a_photo_waits_with_the_other_answers_and_can_be_taken_away(all_kinds, resident, sign_in):
    client = sign_in(resident)

    refused = client.post(address(all_kinds), {"go": "send", "q-photo": picture()})
    assert Photo.objects.get().thumbnail.url in text_of(refused)

    client.post(address(all_kinds), POSTED | {"q-photo.remove": "on"})
    assert Photo.objects.count() == 0
    assert "photo" not in Response.objects.get().answers


def test_what_is_no_photo_is_refused_and_the_rest_is_kept(all_kinds, resident, sign_in):
    broken = SimpleUploadedFile("photo.jpg", b"not a photo")

    page = sign_in(resident).post(address(all_kinds), POSTED | {"q-photo": broken})

    assert page.status_code == 422
    assert "긴 답" in text_of(page)
    assert Photo.objects.count() == AnswerPhoto.objects.count() == 0


def test_nobody_gives_the_photo_of_another_as_an_answer(all_kinds, resident, neighbour, sign_in):
    sign_in(resident).post(address(all_kinds), POSTED | {"q-photo": picture()})
    stolen = Photo.objects.get().pk

    sign_in(neighbour).post(address(all_kinds), POSTED | {"q-photo": str(stolen)})

    assert "photo" not in Response.objects.get(panelist__person=neighbour).answers


def test_the_exact_spot_in_front_of_a_home_is_kept_nowhere(all_kinds, resident, sign_in):
    client = sign_in(resident)

    client.post(address(all_kinds), POSTED | {"q-place-near_home": "on", "q-scale": "9"})

    saved = SavedAnswers.objects.get().answers["place"]
    assert (saved["lon"], saved["lat"]) != (127.0712, 37.7512)


def test_choices_stand_in_another_order_for_each_person_and_stay_there(city, sign_in):
    options = [{"code": f"o{n}", "ko": f"보기 {n}"} for n in range(8)]
    one = question("single", options=[*options, {"code": "none", "ko": "없음"}], shuffles=True,
                   has_other=True)  # fmt: skip
    wave = make_wave(make_survey([one]))

    def order(client):
        page = text_of(client.get(address(wave)))
        return [line.split('"')[0] for line in page.split('name="q-single" value="')[1:]]

    clients = [sign_in(UserFactory()) for _person in range(4)]
    orders = [order(client) for client in clients]

    assert orders == [order(client) for client in clients]
    assert len({tuple(each) for each in orders}) > 1
    assert all(each[-2:] == ["none", "other"] for each in orders)


def test_a_matrix_names_each_button_by_its_statement_and_level(all_kinds, resident, sign_in):
    page = text_of(sign_in(resident).get(address(all_kinds)))

    assert 'aria-labelledby="id_q-matrix-line-1 id_q-matrix-5"' in page
    assert 'id="id_q-matrix-line-1"' in page


def test_a_page_needs_the_same_queries_for_many_questions(
    city, resident, sign_in, django_assert_max_num_queries
):
    questions = [question("single", f"s{n}", options=TRIPS) for n in range(30)]
    wave = make_wave(make_survey(questions))
    client = sign_in(resident)
    client.get(address(wave))

    with django_assert_max_num_queries(22):
        client.get(address(wave))


def test_times_are_looked_at_when_answers_are_saved(wave, resident):
    with pytest.raises(WaveIsClosed):
        save_answers(
            wave=wave, panelist=panelist_of(wave, resident), answers={},
            at=timezone.now() + timedelta(days=30),
        )  # fmt: skip
