"""Uploads go to temporary files, and a request that could fill the disk is refused unread."""

from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadhandler import TemporaryFileUploadHandler

# Five photos of 25 MB with their words, and some to spare (photos/clean.py looks at each of them).
LARGEST_REQUEST = 150_000_000


class BoundedUploads(TemporaryFileUploadHandler):
    def handle_raw_input(self, input_data, META, content_length, *args, **kwargs):  # noqa: N803
        if content_length > LARGEST_REQUEST:
            raise RequestDataTooBig("The files of this request are larger than 150 MB together.")
