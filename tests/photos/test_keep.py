"""Photos are re-encoded, never passed through."""

import io
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from photos.clean import PhotoRefused, checked
from photos.erase import erase_photos
from photos.keep import cover_photo, keep_photo
from photos.models import Photo

pytestmark = pytest.mark.django_db
GPS = 0x8825


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def upload(picture, format="JPEG", name="IMG_2041.jpg", **options):
    file = io.BytesIO()
    picture.save(file, format, **options)
    return SimpleUploadedFile(name, file.getvalue())


def photo_with_gps(size=(640, 480)):
    exif = Image.Exif()
    exif[0x010E] = "home of Kim"
    exif[0x0112] = 6  # turned to the right
    exif.get_ifd(GPS)[2] = (37.0, 44.0, 12.0)
    exif.get_ifd(GPS)[1] = "N"
    return upload(Image.new("RGB", size, "teal"), exif=exif.tobytes())


def test_where_a_photo_was_taken_is_gone_and_it_stands_upright():
    photo = keep_photo(upload=photo_with_gps(), alt="깨진 보도블록")

    with Image.open(photo.file.path) as kept:
        assert kept.size == (480, 640)
        assert not kept.getexif()
        assert "exif" not in kept.info
        assert "icc_profile" not in kept.info
    for path in (photo.file.path, photo.thumbnail.path):
        assert b"home of Kim" not in Path(path).read_bytes()
    assert photo.alt == "깨진 보도블록"
    assert "IMG_2041" not in photo.file.name


@pytest.mark.parametrize("format", ["PNG", "WEBP", "HEIF"])
def test_every_common_kind_of_photo_is_taken(format):
    if format == "HEIF":
        import pillow_heif

        pillow_heif.register_heif_opener()

    photo = keep_photo(upload=upload(Image.new("RGB", (300, 200), "olive"), format, "a"))

    with Image.open(photo.file.path) as kept:
        assert kept.format == "JPEG"
        assert kept.size == (300, 200)


def test_a_large_photo_is_made_smaller():
    photo = keep_photo(upload=upload(Image.new("RGB", (6000, 4000), "navy"), quality=30))

    assert (photo.width, photo.height) == (1600, 1067)


def test_a_see_through_drawing_lies_on_white():
    photo = keep_photo(upload=upload(Image.new("RGBA", (50, 50), (0, 0, 0, 0)), "PNG"))

    with Image.open(photo.file.path) as kept:
        assert kept.getpixel((10, 10)) == (255, 255, 255)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"just a text, not a photo\n" * 40, "not a photo"),
        (b"", "not a photo"),
        (b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", "not a photo"),
        (b"\xff\xd8\xff\xe0" + b"\0" * 50, "not a photo"),
    ],
)
def test_what_is_no_photo_is_refused_in_one_sentence(content, words, settings):
    from django.utils import translation

    with translation.override("en"), pytest.raises(PhotoRefused, match=words):
        keep_photo(upload=SimpleUploadedFile("photo.jpg", content))

    assert Photo.objects.count() == 0


def test_a_photo_cut_off_on_the_way_is_refused():
    whole = upload(Image.effect_noise((800, 800), 90).convert("RGB"))
    half = SimpleUploadedFile("half.jpg", whole.read()[: whole.size // 2])

    with pytest.raises(PhotoRefused):
        keep_photo(upload=half)


def test_a_sixty_megapixel_png_is_refused_before_it_fills_the_memory():
    bomb = upload(Image.new("1", (10_000, 6_000)), "PNG", "plan.png")
    assert bomb.size < 50_000

    with pytest.raises(PhotoRefused):
        keep_photo(upload=bomb)


def test_covered_parts_are_painted_over_for_good():
    white = upload(Image.new("RGB", (400, 400), "white"))

    photo = keep_photo(upload=white, covers=[(0.25, 0.25, 0.5, 0.5)])

    with Image.open(photo.file.path) as kept:
        assert kept.getpixel((200, 200)) != (255, 255, 255)
        assert kept.getpixel((20, 20)) == (255, 255, 255)
    assert photo.covered_at


@pytest.mark.django_db(transaction=True)
def test_an_officer_covers_a_plate_and_the_old_pixels_are_gone(tmp_path):
    photo = keep_photo(upload=upload(Image.new("RGB", (400, 400), "white")))
    old = photo.file.path

    cover_photo(photo=photo, covers=[(0, 0, 1, 1)])

    assert photo.file.path != old
    assert len(list(tmp_path.rglob("*.jpg"))) == 2


@pytest.mark.django_db(transaction=True)
def test_an_erased_photo_leaves_no_file(tmp_path):
    photo = keep_photo(upload=upload(Image.new("RGB", (40, 40))))

    erase_photos(photos=[photo])

    assert list(tmp_path.rglob("*.jpg")) == []


def test_boxes_from_a_browser_are_checked():
    assert checked([(0.5, 0.5, 9, 9), "x", (0, 0, 0, 1), (float("nan"),) * 4, None]) == [
        (0.5, 0.5, 0.5, 0.5)
    ]
