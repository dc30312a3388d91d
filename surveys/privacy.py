"""What becomes of answers when a person leaves: they stay under their code, free words go."""

from datetime import datetime

from accounts.models import User
from accounts.privacy import BY_HAND, KEEP, nothing_personal, register
from surveys.models import Question


def declare() -> None:
    register(
        "surveys.Response",
        person="panelist__person",
        fields={
            "wave__survey__title": KEEP, "wave__kind": KEEP, "answers": BY_HAND,
            "created_at": KEEP, "updated_at": KEEP, "channel": KEEP, "level": KEEP,
        },
        erase="surveys.privacy.erase_free_words",
    )  # fmt: skip
    # The key from the code to the person is cut.
    register(
        "surveys.Panelist", person="person", fields={"code": KEEP, "panel": KEEP, "person": None}
    )
    nothing_personal(
        "Written by the city.",
        "surveys.Panel", "surveys.Survey", "surveys.Question", "surveys.Wave",
    )  # fmt: skip


def erase_free_words(*, person: User, rows, at: datetime) -> None:
    """Choices and numbers go on counting without a name; a sentence could give its writer away."""
    texts = _text_codes(rows)
    for response in rows.select_related("wave"):
        kept = {
            code: answer
            for code, answer in response.answers.items()
            if (response.wave.survey_id, code) not in texts
        }
        if kept != response.answers:
            response.answers = kept
            response.save(update_fields=["answers"])


def _text_codes(rows) -> set[tuple[int, str]]:
    questions = Question.objects.filter(survey__waves__responses__in=rows, kind=Question.Kind.TEXT)
    return set(questions.values_list("survey_id", "code"))
