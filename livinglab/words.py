"""Compiles the word lists in locale/ (no gettext programs are needed)."""

from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

LOCALE = Path(__file__).resolve().parent.parent / "locale"


def compile_words() -> list[Path]:
    """Writes each .mo whose .po is newer, and returns the list of what was written."""
    written = []
    for po in sorted(LOCALE.glob("*/*/LC_MESSAGES/django.po")):
        mo = po.with_suffix(".mo")
        if mo.exists() and mo.stat().st_mtime >= po.stat().st_mtime:
            continue
        with po.open("rb") as file:
            catalogue = read_po(file, locale=po.parent.parent.name)
        # Written beside and renamed, since several processes may compile at once.
        fresh = mo.with_name(f"{mo.name}.{id(catalogue)}")
        with fresh.open("wb") as file:
            write_mo(file, catalogue)
        fresh.replace(mo)
        written.append(mo)
    return written
