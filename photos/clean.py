"""Makes an upload safe to show, or refuses it with one sentence. The original is not kept."""

import json
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _

from photos import decoder

LARGEST_UPLOAD = 25_000_000
SECONDS = 25

Cover = tuple[float, float, float, float]  # x, y, width, height as shares of the upright picture


class PhotoRefused(Exception):
    """The upload cannot be used as a photo; the message is for the person who sent it."""


@dataclass(frozen=True)
class SafePicture:
    picture: bytes
    thumbnail: bytes
    width: int
    height: int


def make_safe(upload, covers: tuple[Cover, ...] = ()) -> SafePicture:
    """Re-encodes in a child process with memory and time limits; raises PhotoRefused."""
    if upload.size > LARGEST_UPLOAD:
        raise PhotoRefused(_("This photo is larger than 25 MB. Please choose a smaller one."))
    with tempfile.TemporaryDirectory(prefix="photo-") as folder:
        source = _on_disk(upload, Path(folder))
        out, thumbnail = Path(folder, "out.jpg"), Path(folder, "thumbnail.jpg")
        command = [
            sys.executable, "-I", decoder.__file__, str(source), str(out), str(thumbnail),
            json.dumps(checked(covers)),
        ]  # fmt: skip
        try:
            done = subprocess.run(command, capture_output=True, timeout=SECONDS, check=False)  # noqa: S603
        except subprocess.TimeoutExpired:
            raise PhotoRefused(_refusal(decoder.TOO_LARGE)) from None
        if done.returncode != 0:
            raise PhotoRefused(_refusal(done.returncode))
        width, height = map(int, done.stdout.split())
        return SafePicture(out.read_bytes(), thumbnail.read_bytes(), width, height)


def _refusal(code: int) -> str:
    return {
        decoder.NOT_A_PICTURE: _(
            "This file is not a photo we can read. Please send a JPEG, PNG, WebP or HEIC photo."
        ),
        decoder.TOO_LARGE: _(
            "This picture has too many pixels to be opened safely. Please send a smaller one."
        ),
    }.get(code, _("This photo is damaged and cannot be opened. Please send it again."))


def _on_disk(upload, folder: Path) -> Path:
    if isinstance(upload, UploadedFile) and hasattr(upload, "temporary_file_path"):
        return Path(upload.temporary_file_path())
    path = folder / "upload"
    upload.seek(0)
    path.write_bytes(upload.read())
    return path


def checked(covers) -> list[Cover]:
    """Keeps the boxes that lie in the picture; anything else a browser sends is left out."""
    boxes = []
    for box in list(covers)[:50]:
        try:
            x, y, w, h = (min(max(float(part), 0.0), 1.0) for part in box)
        except (TypeError, ValueError):
            continue
        if w > 0 and h > 0 and x == x and y == y:
            boxes.append((x, y, min(w, 1 - x), min(h, 1 - y)))
    return boxes
