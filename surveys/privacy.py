"""What becomes of answers when a person leaves: they stay under their code, free words go."""

from datetime import datetime

from accounts.models import User
from accounts.privacy import BY_HAND, DELETE, KEEP, expires, nothing_personal, register
from photos.erase import erase_photos
from photos.models import Photo
from surveys.keep import keep_published
from surveys.models import Question

Kind = Question.Kind
TELLING = (Kind.SHORT, Kind.TEXT, Kind.PLACE, Kind.PHOTO)


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
        "surveys.AnswerPhoto",
        person="panelist__person",
        fields={"wave__survey__title": KEEP, "photo__file": BY_HAND, "sent_at": KEEP},
        erase="surveys.privacy.erase_photos_of_answers",
    )
    register(
        "surveys.WaveInvitation",
        person="panelist__person",
        fields={"wave__survey__title": KEEP, "sent_at": KEEP, "opened_at": KEEP,
                "reminded_at": KEEP},
    )  # fmt: skip
    expires("answers that were never sent", "surveys.save.erase_saved")
    nothing_personal(
        "Written by the city.",
        "surveys.Panel", "surveys.Survey", "surveys.Section", "surveys.Question", "surveys.Wave",
        "surveys.KioskStation", "surveys.TextReview", "surveys.ResponseImport",
    )  # fmt: skip
    nothing_personal(
        "What everybody could read of a closed wave: anonymised rows, no code, no words.",
        "surveys.KeptWave",
    )
    nothing_personal(
        "What stood on a paper without a name; its response hangs on a code.",
        "surveys.PaperEntry",
    )


def erase_free_words(*, person: User, rows, at: datetime) -> None:
    """Choices and numbers go on counting without a name; a sentence, a spot or a photo could give
    away whose they were."""
    telling = _telling_codes(rows)
    keep_published(responses=rows, at=at)
    for response in rows.select_related("wave"):
        kept = {
            code: answer
            for code, answer in response.answers.items()
            if not code.endswith(".other") and (response.wave.survey_id, code) not in telling
        }
        if kept != response.answers:
            response.answers = kept
            response.save(update_fields=["answers"])


def _telling_codes(rows) -> set[tuple[int, str]]:
    questions = Question.objects.filter(survey__waves__responses__in=rows, kind__in=TELLING)
    return set(questions.values_list("survey_id", "code"))


def erase_photos_of_answers(*, person: User, rows, at: datetime) -> None:
    erase_photos(Photo.objects.filter(of_answer__in=rows))
