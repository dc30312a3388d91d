"""One page to propose on: nothing typed or uploaded is lost, and nothing bad gets through."""

from datetime import timedelta
from io import BytesIO
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from PIL import Image

from photos.models import Photo
from proposals.drafts import erase_old_drafts
from proposals.models import Draft, Proposal
from tests.factories import category
from tests.proposals.test_list import open_call

pytestmark = pytest.mark.usefixtures("city")

NEW = "/proposals/new/"


def typed(**given) -> dict:
    return {
        "title": "학교 옆길이 어둡습니다",
        "text": "저녁 7시가 지나면 발밑이 보이지 않습니다.",
        "category": category().pk,
        "lon": "127.02",
        "lat": "37.75",
        "client_id": str(uuid4()),
    } | given


def jpeg(name="photo.jpg") -> SimpleUploadedFile:
    file = BytesIO()
    Image.new("RGB", (60, 40), "teal").save(file, "JPEG")
    return SimpleUploadedFile(name, file.getvalue(), "image/jpeg")


def test_a_resident_proposes_with_a_photo(resident, sign_in):
    photo = {"new-0-file": jpeg(), "new-0-alt": "어두운 길"}

    answer = sign_in(resident).post(NEW, typed(**photo))

    proposal = Proposal.objects.get()
    assert answer.headers["Location"] == f"/proposals/{proposal.pk}/"
    assert proposal.author == resident
    assert proposal.lang == "ko"
    assert proposal.first_photo.alt == "어두운 길"
    assert not Draft.objects.exists()


def test_a_visitor_writes_first_and_signs_in_at_the_end(visitor, resident):
    sent = typed(**{"new-0-file": jpeg(), "new-0-alt": "어두운 길"})

    answer = visitor.post(NEW, sent)
    assert answer.headers["Location"] == "/accounts/enter/"  # tests/accounts/test_entrance.py
    assert not Proposal.objects.exists()

    visitor.force_login(resident, backend="django.contrib.auth.backends.ModelBackend")
    page = visitor.get(NEW)
    for kept in (
        "학교 옆길이 어둡습니다",
        "발밑이 보이지 않습니다",
        "127.02",
        "어두운 길",
        sent["client_id"],
    ):
        assert kept in page.text

    visitor.post(NEW, typed(client_id=sent["client_id"]) | kept_photos())
    assert Proposal.objects.get().first_photo.alt == "어두운 길"
    assert not Draft.objects.exists()


def kept_photos() -> dict:
    """What the browser sends back for photos that the page shows."""
    return {f"photo-{photo.pk}-alt": photo.alt for photo in Photo.objects.all()}


def test_a_refused_form_keeps_words_and_photos(resident, sign_in):
    browser = sign_in(resident)

    page = browser.post(NEW, typed(title="", **{"new-2-file": jpeg(), "new-2-alt": "길"}))

    assert page.status_code == 422
    assert "다른 분이 찾을 수 있게 제목을 적어 주세요." in page.text
    assert 'aria-invalid="true"' in page.text
    assert "발밑이 보이지 않습니다" in page.text
    photo = Photo.objects.get()
    assert photo.file.url in page.text

    browser.post(NEW, typed() | kept_photos())
    assert Proposal.objects.get().first_photo == photo


def test_photos_are_kept_to_be_looked_at_before_anything_is_written(visitor):
    answer = visitor.post(NEW, {"keep": "1", "new-0-file": jpeg()})

    assert answer.headers["Location"] == f"{NEW}#photos"
    assert Photo.objects.get().file.url in visitor.get(NEW).text


def test_a_kept_photo_can_be_covered_described_and_taken_out(visitor):
    visitor.post(NEW, {"keep": "1", "new-0-file": jpeg(), "new-1-file": jpeg()})
    first, second = Photo.objects.order_by("pk")

    visitor.post(
        NEW,
        {
            "keep": "1", f"photo-{first.pk}-alt": "가린 사진",
            f"photo-{first.pk}-covers": "[[0.1, 0.1, 0.5, 0.5]]", f"photo-{second.pk}-remove": "on",
        },
    )  # fmt: skip

    left = Photo.objects.get()
    assert (left.pk, left.alt) == (first.pk, "가린 사진")
    assert left.covered_at
    assert left.file.name != first.file.name


@pytest.mark.parametrize(
    "covers", ["[" * 100_000, f"[[0, 0, 1, 1{'0' * 400}]]", "[[NaN, 0, 1, 1]]"]
)
def test_boxes_that_no_script_of_ours_draws_are_left_out(visitor, covers):
    visitor.post(NEW, {"keep": "1", "new-0-file": jpeg(), "new-0-covers": covers})

    assert Photo.objects.count() == 1


def test_faces_are_covered_before_the_photo_is_kept(visitor):
    visitor.post(NEW, {"keep": "1", "new-0-file": jpeg(), "new-0-covers": "[[0, 0, 1, 1]]"})

    photo = Photo.objects.get()
    assert photo.covered_at
    red, _green, _blue = Image.open(photo.file).convert("RGB").getpixel((30, 20))
    assert red > 60  # the picture itself has no red


def test_no_more_than_five_photos(visitor):
    visitor.post(NEW, {"keep": "1"} | {f"new-{n}-file": jpeg() for n in range(4)})
    page = visitor.post(NEW, {"keep": "1", "new-0-file": jpeg(), "new-1-file": jpeg()})

    assert Photo.objects.count() == 5
    assert page.status_code == 422
    assert "사진은 5장까지" in page.text


def test_a_text_file_named_jpg_is_refused_and_the_rest_is_kept(resident, sign_in):
    fake = SimpleUploadedFile("holiday.jpg", b"GIF? No, only words.", "image/jpeg")

    page = sign_in(resident).post(NEW, typed(**{"new-0-file": fake, "new-1-file": jpeg()}))

    assert page.status_code == 422
    assert "발밑이 보이지 않습니다" in page.text
    assert Photo.objects.count() == 1
    assert not Proposal.objects.exists()


def test_the_same_form_sent_twice_is_one_proposal_and_one_set_of_photos(resident, sign_in):
    browser, key = sign_in(resident), str(uuid4())

    for _ in range(2):
        browser.post(NEW, typed(client_id=key, **{"new-0-file": jpeg()}))

    assert Proposal.objects.count() == Photo.objects.count() == 1


def test_somebody_elses_draft_stays_closed(visitor, resident, neighbour, sign_in):
    sign_in(resident).post(NEW, typed(title=""))

    assert "발밑이" not in sign_in(neighbour).get(NEW).text
    assert "발밑이" not in visitor.get(NEW).text
    assert "발밑이" in sign_in(resident).get(NEW).text  # from any of their own devices


def test_the_spot_in_front_of_a_home_is_in_no_draft(visitor):
    visitor.post(NEW, typed(lon="127.0212345", lat="37.7512345", near_home="on"))

    kept = Draft.objects.get().form
    assert (kept["lon"], kept["lat"]) != ("127.0212345", "37.7512345")
    assert abs(float(kept["lon"]) - 127.0212345) < 0.003


def test_from_one_place_only_so_many_drafts_are_begun_an_hour(visitor, client, settings):
    settings.ACCOUNT_RATE_LIMITS = {"proposal_draft": "1/h/ip"}
    visitor.post("/proposals/similar/", typed())

    looked = client.post("/proposals/similar/", typed())
    sent = client.post("/proposals/new/", typed())

    assert looked.status_code == 200
    assert sent.status_code == 422
    assert f'value="{typed()["title"]}"' in sent.content.decode()
    assert Draft.objects.count() == 1
    assert visitor.post("/proposals/new/", typed()).status_code == 302


def test_a_draft_keeps_no_book(visitor):
    visitor.post("/proposals/similar/", typed(text="가" * 500_000))

    assert len(Draft.objects.get().form["text"]) == 20_000


def test_starting_anew_throws_the_draft_away(visitor):
    visitor.post(NEW, typed(**{"new-0-file": jpeg()}))

    visitor.post(NEW, {"start_over": "1"})

    assert not Draft.objects.exists()
    assert not Photo.objects.exists()


def test_drafts_are_erased_after_seven_days(visitor):
    visitor.post(NEW, typed(**{"new-0-file": jpeg()}))

    assert erase_old_drafts() == 0
    assert erase_old_drafts(at=timezone.now() + timedelta(days=8)) == 1
    assert not Photo.objects.exists()


BAD = {
    "nothing at all": {"title": "", "text": "", "category": "", "lon": "", "lat": ""},
    "only spaces": {"title": "   ", "text": " \n\t "},
    "only invisible characters": {"title": "\u200b\u200d", "text": "\u2060\ufeff"},
    "a title that is too long": {"title": "가" * 81},
    "a text that is too long": {"text": "가" * 4001},
    "no such category": {"category": "999999"},
    "a category that is no number": {"category": "'; drop table"},
    "no such call": {"call": "77"},
    "longitude that is no number": {"lon": "NaN"},
    "latitude without end": {"lat": "inf"},
    "swapped coordinates": {"lon": "37.75", "lat": "127.02"},
    "the other side of the world": {"lon": "-52.9", "lat": "-37.75"},
    "half a point": {"lat": ""},
    "numbers beyond all maps": {"lon": "1e300", "lat": "-1e300"},
    "no such district": {"lon": "", "lat": "", "district": "0000000000"},
    "a resident registration number": {"text": "저는 900101-1234567입니다."},
    "a card number in the title": {"title": "4111 1111 1111 1111"},
    "a phone number in the place": {"place_note": "010-1234-5678 앞집"},
    "a note that is too long": {"place_note": "가" * 201},
    "a null character": {"category": "\x00"},
}


@pytest.mark.parametrize("bad", BAD.values(), ids=BAD)
def test_bad_input_gets_a_sentence_and_keeps_the_rest(bad, resident, sign_in):
    open_call()

    page = sign_in(resident).post(NEW, typed(**bad))

    assert page.status_code == 422
    assert "field__errors" in page.text
    assert not Proposal.objects.exists()
    assert Draft.objects.count() == 1


GOOD = {
    "HTML": ("<b>굵게</b><img src=x onerror=alert(1)>", "<script>alert('내용')</script>"),
    "emoji": ("👩‍👩‍👧‍👦 놀이터 🛝", "아이들이 🤕 다쳐요 👍🏽"),
    "right to left": ("شارع مظلم", "הרחוב חשוך בלילה"),
    "a direction override": ("abc\u202edcba", "앞\u202e뒤"),
    "control characters": ("경고\x07음", "줄\r\n바꿈\x00\x1b[31m"),
    "decomposed Hangul": ("\u1112\u1161\u11ab\u1100\u1173\u11af", "한글"),
    "as long as may be": ("가" * 80, "나" * 4000),
}


@pytest.mark.parametrize(("title", "text"), GOOD.values(), ids=GOOD)
def test_unusual_words_are_kept_and_shown_inert(title, text, resident, sign_in, visitor):
    sign_in(resident).post(NEW, typed(title=title, text=text))

    proposal = Proposal.objects.get()
    for address in (f"/proposals/{proposal.pk}/", "/proposals/"):
        page = visitor.get(address)
        assert page.status_code == 200
        assert "<script>alert" not in page.text
        assert "<img src=x" not in page.text
    assert "\x00" not in proposal.text
    assert "\r" not in proposal.text


@pytest.mark.parametrize(
    "asked", ["call=%00", "category=zz", "lon=NaN&lat=", "district=%F0%9F%A4%95"]
)
def test_an_address_that_asks_for_nonsense_opens_an_empty_form(asked, visitor):
    assert visitor.get(f"{NEW}?{asked}").status_code == 200


def test_decomposed_hangul_is_found_by_whoever_types_it_composed(resident, sign_in, visitor):
    sign_in(resident).post(NEW, typed(title="\u1112\u1161\u11ab\u1100\u1173\u11af"))

    assert "한글" in visitor.get("/proposals/", {"q": "한글"}).text
