"""CSV for older Korean spreadsheets: CP949 instead of UTF-8, headings in Korean; streamed."""

import csv
import io
from collections.abc import Iterator
from pathlib import Path

ENCODINGS = {"utf-8": "utf-8", "cp949": "cp949", "euc-kr": "cp949"}
CHARACTERS_AT_ONCE = 1 << 20


def lost(path: Path) -> int:
    """How many characters CP949 does not know; they become question marks."""
    return sum(_lost_of(text) for text in _texts(path))


def _lost_of(text: str) -> int:
    try:
        text.encode("cp949")
    except UnicodeEncodeError:
        return len(text) - len(text.encode("cp949", "ignore").decode("cp949"))
    return 0


def encoded(path: Path, encoding: str, titles: dict[str, str]) -> Iterator[bytes]:
    """The file in another encoding; `titles` takes the place of the names in its first line."""
    if encoding == "utf-8":
        yield b"\xef\xbb\xbf"
    texts = _texts(path)
    head, _break, rest = next(texts, "").partition("\r\n")
    names = next(csv.reader([head]), [])
    yield (_line(titles.get(name, name) for name in names) + rest).encode(encoding, "replace")
    for text in texts:
        yield text.encode(encoding, "replace")


def _texts(path: Path) -> Iterator[str]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        while text := file.read(CHARACTERS_AT_ONCE):
            yield text


def _line(cells) -> str:
    line = io.StringIO()
    csv.writer(line, lineterminator="\r\n").writerow(cells)
    return line.getvalue()


def titles_of(dictionary: Path) -> dict[str, str]:
    """The Korean headings, from the dictionary that was released beside the file."""
    with dictionary.open(encoding="utf-8-sig", newline="") as file:
        return {row["name"]: row["label_ko"] for row in csv.DictReader(file)}
