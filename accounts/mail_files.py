"""Letters as files (the demo): finds and deletes those that speak of a forgotten person."""

from email import policy
from email.parser import BytesParser
from pathlib import Path

from django.conf import settings


def forget_mails(telling: set[str]) -> int:
    """Where mail goes to a server there is nothing to delete."""
    folder = Path(settings.EMAIL_FILE_PATH)
    gone = 0
    for path in folder.glob("*.log") if folder.is_dir() else ():
        if any(text in _readable(path) for text in telling):
            path.unlink(missing_ok=True)
            gone += 1
    return gone


def _readable(path: Path) -> str:
    """The letters of one file, decoded."""
    parts = []
    for letter in path.read_bytes().split(b"\n" + b"-" * 79 + b"\n"):
        message = BytesParser(policy=policy.default).parsebytes(letter.lstrip())
        parts += [str(value) for value in message.values()]
        parts += [
            str(part.get_content())
            for part in message.walk()
            if part.get_content_maintype() == "text"
        ]
    return "\n".join(parts)
