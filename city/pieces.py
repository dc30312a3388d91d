"""A file, or the piece of it that a reader asked for (RFC 9110, one range)."""

import re
from collections.abc import Iterator
from pathlib import Path

from django.http import FileResponse, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase

RANGE = re.compile(r"bytes=(\d{1,18})-(\d{0,18})")
AT_ONCE = 1 << 16


def file_response(file: Path, asked: str, content_type: str) -> HttpResponseBase:
    """`asked` is the Range header; empty or not understood gives the whole file."""
    match = RANGE.fullmatch(asked)
    if not match:
        return FileResponse(file.open("rb"), content_type=content_type)
    size = file.stat().st_size
    first = int(match[1])
    last = min(int(match[2] or size), size - 1)
    if first > last:
        return HttpResponse(status=416, headers={"Content-Range": f"bytes */{size}"})
    response = StreamingHttpResponse(
        _read(file, first, last - first + 1), status=206, content_type=content_type
    )
    response["Content-Range"] = f"bytes {first}-{last}/{size}"
    response["Content-Length"] = str(last - first + 1)
    return response


def _read(file: Path, first: int, length: int) -> Iterator[bytes]:
    with file.open("rb") as opened:
        opened.seek(first)
        while length > 0 and (piece := opened.read(min(length, AT_ONCE))):
            length -= len(piece)
            yield piece
