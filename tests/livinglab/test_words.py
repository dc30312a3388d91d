"""Korean first: every sentence that a page can say has its Korean."""

import ast
import re
from pathlib import Path

import pytest
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po
from django.conf import settings
from django.utils import translation
from django.utils.translation.template import templatize

BASE = Path(settings.BASE_DIR)
KEYWORDS = {
    "_": None, "gettext": None, "gettext_lazy": None, "gettext_noop": None, "ngettext": (1, 2),
    "ngettext_lazy": (1, 2), "pgettext": ((1, "c"), 2), "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
}  # fmt: skip


def said_in_python():
    for room in settings.ROOMS:
        found = extract_from_dir(
            BASE / room, [("**/migrations/**", "ignore"), ("**.py", "python")], keywords=KEYWORDS
        )
        for name, line, message, _comments, context in found:
            yield message, context, f"{room}/{name}:{line}"


STRING = r"""u?('(?:\\.|[^'\\])*'|"(?:\\.|[^"\\])*")"""
CALL = re.compile(rf"\b(n?p?gettext)\({STRING}(?:, {STRING})?", re.S)


def said_in_templates():
    for path in sorted((BASE / "templates").rglob("*")):
        if path.suffix not in {".html", ".txt"}:
            continue
        for call in CALL.finditer(templatize(path.read_text("utf-8"), origin=str(path))):
            name, first_part, second_part = call.groups()
            with_context = name in ("pgettext", "npgettext")
            message = ast.literal_eval(second_part if with_context else first_part)
            context = ast.literal_eval(first_part) if with_context else None
            yield message, context, str(path.relative_to(BASE))


def first(message):
    return next((part for part in message if part), "") if isinstance(message, tuple) else message


def test_every_sentence_has_its_korean():
    missing = set()
    with translation.override("ko"):
        for message, context, where in [*said_in_python(), *said_in_templates()]:
            text = first(message)
            if not text or not re.search(r"[A-Za-z]{2}", text):
                continue
            said = translation.pgettext(context, text) if context else translation.gettext(text)
            if said == text and text not in SAME_IN_KOREAN:
                missing.add((text, where))

    assert not missing, "\n".join(f"{where}: {text}" for text, where in sorted(missing, key=str))


SAME_IN_KOREAN = {"English", "CSV", "GeoJSON", "Parquet", "SHA-256", "Open API"}


@pytest.mark.parametrize("path", sorted((BASE / "locale").glob("*/ko/LC_MESSAGES/django.po")))
def test_korean_keeps_the_names_to_fill_in(path):
    with path.open("rb") as file:
        for message in read_po(file, locale="ko"):
            ids = message.id if isinstance(message.id, tuple) else (message.id,)
            said = message.string if isinstance(message.string, tuple) else (message.string,)
            wanted = set(re.findall(r"%\((\w+)\)", " ".join(ids)))
            for text in said:
                assert not set(re.findall(r"%\((\w+)\)", text)) - wanted, message.id
                assert not re.search(r"을\(를\)|이\(가\)|은\(는\)|와\(과\)", text), text
