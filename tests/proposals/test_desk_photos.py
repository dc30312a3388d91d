"""An officer covers a face; what was under it cannot be brought back."""

from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from photos.keep import keep_photo
from proposals.models import ProposalPhoto
from tests import factories as f


@pytest.fixture
def photo(city):
    white = BytesIO()
    Image.new("RGB", (400, 300), "white").save(white, "PNG")
    kept = keep_photo(upload=SimpleUploadedFile("street.png", white.getvalue()), alt="골목")
    ProposalPhoto.objects.create(proposal=f.ProposalFactory(), photo=kept)
    return kept


def cover(client, photo, **rectangle):
    proposal = photo.of_proposal.proposal
    return client.post(f"/desk/proposals/{proposal.pk}/photos/{photo.pk}/cover/", rectangle)


def test_a_rectangle_is_covered_and_the_old_file_is_gone(
    photo, officer, sign_in, django_capture_on_commit_callbacks
):
    storage, old = photo.file.storage, photo.file.name

    with django_capture_on_commit_callbacks(execute=True):
        response = cover(sign_in(officer), photo, left=50, top=50, width=80, height=20)

    assert response.status_code == 302
    photo.refresh_from_db()
    with Image.open(photo.file) as picture:
        assert max(picture.getpixel((350, 180))) < 130  # one flat colour
        assert min(picture.getpixel((50, 50))) > 200
    assert not storage.exists(old)


@pytest.mark.parametrize("left", ["", "nan", "-3", "170", "왼쪽"])
def test_a_rectangle_off_the_picture_is_refused_kindly(photo, officer, sign_in, left):
    response = cover(sign_in(officer), photo, left=left, top=50, width=20, height=20)

    assert response.status_code == 422


def test_only_the_desk_covers_photos(photo, resident, sign_in):
    assert cover(sign_in(resident), photo, left=1, top=1, width=5, height=5).status_code == 403
