"""What is sent may be large, but not endless."""

from django.core.files.uploadedfile import SimpleUploadedFile

from livinglab.uploads import LARGEST_REQUEST
from proposals.models import Draft


def test_a_request_that_could_fill_the_disk_is_refused_before_it_is_read(visitor):
    photo = SimpleUploadedFile("a.jpg", b"\xff\xd8\xff")

    response = visitor.post(
        "/proposals/new/", {"new-0-file": photo}, CONTENT_LENGTH=str(LARGEST_REQUEST + 1)
    )

    assert response.status_code in (400, 413)
    assert not Draft.objects.exists()


def test_more_files_than_a_form_has_are_refused(visitor):
    photos = [SimpleUploadedFile(f"{n}.jpg", b"\xff\xd8\xff") for n in range(11)]

    assert visitor.post("/proposals/new/", {"new-0-file": photos}).status_code in (400, 413)
