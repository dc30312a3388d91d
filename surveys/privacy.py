"""What becomes of answers when a person leaves: they stay under their code, free words go."""

from datetime import datetime

from accounts.models import User
from accounts.privacy import BY_HAND, DELETE, KEEP, nothing_personal, register
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
    register(
        "surveys.SavedAnswers",
        person="panelist__person",
        fields={"wave__survey__title": KEEP, "answers": KEEP, "updated_at": KEEP},
        erase=DELETE,
    )
    register(
        "surveys.WaveInvitation",
        person="panelist__person",
        fields={"wave__survey__title": KEEP, "sent_at": KEEP, "opened_at": KEEP,
                "reminded_at": KEEP},
    )  # fmt: skip
    nothing_personal(
        "Written by the city.",
        "surveys.Panel", "surveys.Survey", "surveys.Section", "surveys.Question", "surveys.Wave",
        "surveys.KioskStation", "surveys.TextReview", "surveys.ResponseImport",
    )  # fmt: skip
    nothing_personal(
        "What stood on a paper without a name; its response hangs on a code.",
        "surveys.PaperEntry",
    )


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
