"""내부 메모: what colleagues tell each other about a thread; residents never see it."""

from collections.abc import Iterable
from datetime import datetime

from django import forms
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import DeskNote, User
from accounts.tell import tell
from accounts.threads import desk_page
from city.words import words


class NoteRefused(Exception):
    """str() is one sentence that says why."""


class NoteForm(forms.Form):
    text = forms.CharField(
        label=gettext_lazy("Note"),
        max_length=2000,
        help_text=gettext_lazy("Only the desk reads it. @name tells a colleague."),
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": gettext_lazy("Write the note first.")},
    )


@transaction.atomic
def write_note(
    *, thread: str, text: str, by: User, title: str, at: datetime | None = None
) -> DeskNote:
    """Keeps the note; colleagues called by @name get word of it. `title` names the thread to them."""
    at = at or timezone.now()
    if not by.is_officer:
        raise NoteRefused(_("Only people who work at the desk write notes here."))
    if not text.strip():
        raise NoteRefused(_("Write the note first."))
    note = DeskNote.objects.create(thread=thread, text=text.strip(), written_by=by, at=at)
    called = mentioned(note.text) - {by}
    note.mentions.set(called)
    if called:
        tell(
            people=called,
            kind="mention",
            thread=thread,
            url=f"{desk_page(thread)}#notes",
            title=words(
                f"{by} 님이 메모에서 부르셨습니다: {title}", f"{by} mentions you in a note: {title}"
            ),
            at=at,
        )
    return note


def mentioned(text: str) -> set[User]:
    """The colleagues whose display names follow an @, the longest name first."""
    if "@" not in text:
        return set()
    return set(_called(text, User.objects.staff()))


def _called(text: str, staff: Iterable[User]) -> Iterable[User]:
    for person in sorted(staff, key=lambda person: -len(person.pseudonym)):
        if (call := f"@{person.pseudonym}") in text:
            text = text.replace(call, "")
            yield person


def notes_of(thread: str):
    return DeskNote.objects.filter(thread=thread).select_related("written_by")
