"""Participants write a short diary while the pilot is in the street."""

import uuid
from io import BytesIO

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from photos.clean import PhotoRefused
from photos.models import Photo
from pilots.diary import DiaryRefused, write_diary
from pilots.models import Diary
from pilots.workflow import IN_THE_STREET, Stage, Status
from tests.pilots.people import join, make_recruiting_pilot


@pytest.fixture
def place(resident):
    return join(make_recruiting_pilot(stage="running"), resident, "active")


def photo(name="여름.jpg"):
    file = BytesIO()
    Image.new("RGB", (64, 48), "green").save(file, "JPEG")
    return SimpleUploadedFile(name, file.getvalue(), "image/jpeg")


def test_a_participant_writes_words_a_rating_and_a_photo(place, resident):
    entry = write_diary(
        participation=place,
        by=resident,
        text=" 금방 건넜어요 ",
        rating=4,
        upload=photo(),
        alt="횡단보도",
    )

    assert (entry.text, entry.rating, entry.photo.alt) == ("금방 건넜어요", 4, "횡단보도")
    assert entry.panelist == place.panelist


@pytest.mark.parametrize(
    "words", [{}, {"text": "  "}, {"rating": 0}, {"rating": 6}, {"text": "가" * 1001}]
)
def test_an_entry_that_says_nothing_or_too_much_is_refused(place, words):
    with pytest.raises(DiaryRefused):
        write_diary(participation=place, **words)


def test_a_photo_that_is_none_is_refused_and_nothing_is_written(place):
    with pytest.raises(PhotoRefused):
        write_diary(participation=place, text="사진", upload=SimpleUploadedFile("a.jpg", b"text"))

    assert Diary.objects.count() == 0


def test_the_same_entry_sent_twice_is_one(place):
    number = uuid.uuid4()

    for _time in range(2):
        write_diary(participation=place, text="한 번", upload=photo(), client_id=number)

    assert (Diary.objects.count(), Photo.objects.count()) == (1, 1)


@pytest.mark.parametrize("stage", Stage)
@pytest.mark.parametrize("status", Status)
def test_the_diary_is_open_to_participants_while_the_pilot_is_in_the_street(
    resident, stage, status
):
    place = join(make_recruiting_pilot(stage=stage), resident, status)
    if stage in IN_THE_STREET and status in ("consented", "active"):
        assert write_diary(participation=place, text="오늘은 빨리 건넜습니다")
        return

    with pytest.raises(DiaryRefused):
        write_diary(participation=place, text="오늘은 빨리 건넜습니다")


def test_nobody_writes_in_anothers_diary(place, neighbour):
    with pytest.raises(PermissionDenied):
        write_diary(participation=place, by=neighbour, text="안녕하세요")


def test_the_page_keeps_an_entry_and_shows_it(place, resident, sign_in):
    client, address = sign_in(resident), f"/pilots/{place.pilot_id}/diary/"

    answer = client.post(
        address, {"rating": "5", "text": "<b>좋아요</b>", "photo": photo()}, follow=True
    )

    page = answer.content.decode()
    assert "&lt;b&gt;좋아요&lt;/b&gt;" in page
    assert Diary.objects.get().photo.thumbnail.url in page


@pytest.mark.parametrize(
    "data",
    [
        {"text": "", "rating": ""},
        {"rating": "9"},
        {"text": "가" * 1001},
        {"text": "사진", "photo": SimpleUploadedFile("a.jpg", b"not a photo")},
    ],
)
def test_the_page_refuses_kindly_and_keeps_what_was_written(place, resident, sign_in, data):
    page = sign_in(resident).post(f"/pilots/{place.pilot_id}/diary/", data)

    assert page.status_code == 422
    assert data.get("text", "") in page.content.decode()
    assert Diary.objects.count() == 0


def test_the_diary_page_needs_the_same_queries_for_many_entries(
    place, resident, sign_in, django_assert_max_num_queries
):
    for number in range(15):
        write_diary(participation=place, text=f"{number}일째")

    client = sign_in(resident)

    with django_assert_max_num_queries(12):
        client.get(f"/pilots/{place.pilot_id}/diary/")
