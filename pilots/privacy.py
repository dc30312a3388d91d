"""What becomes of a participant's place, diary and name when they leave the portal."""

from datetime import datetime, timedelta

from django.utils import timezone

from accounts.models import User
from accounts.privacy import BY_HAND, DELETE, KEEP, expires, nothing_personal, register
from city.words import words
from photos.erase import erase_photos
from photos.models import Photo
from pilots.events.come import sign_off
from pilots.models import GuardianRequest, Partner, WaitingFile
from pilots.workflow import Status

WAITING_FILES = timedelta(days=7)
OPEN = (Status.APPLIED, Status.SELECTED, Status.WAITING, Status.CONSENTED, Status.ACTIVE)


def declare() -> None:
    register(
        "pilots.Participation",
        person="panelist__person",
        thread="pilot:{pilot_id}",
        fields={
            "pilot__title": KEEP, "status": KEEP, "created_at": KEEP, "motivation": "",
            "withdrawal_kind": KEEP, "withdrawal_reason": "", "erased_at": KEEP,
            "district__name": KEEP, "age_band": KEEP, "sex": KEEP,
        },
        erase="pilots.privacy.leave_pilots",
    )  # fmt: skip
    register(
        "pilots.Diary",
        person="panelist__person",
        thread="pilot:{pilot_id}",
        fields={
            "pilot__title": KEEP, "text": "", "rating": KEEP, "photo__file": KEEP,
            "photo__alt": BY_HAND, "created_at": KEEP,
        },
        erase="pilots.privacy.erase_diary_photos",
    )  # fmt: skip
    register(
        "pilots.Partner",
        person="person",
        fields={"pilot__title": KEEP, "kind": KEEP, "name": BY_HAND, "role": KEEP, "person": None},
        erase="pilots.privacy.take_names_off",
    )
    # What somebody did for a child or for an adult whom they represent; the link goes last.
    register(
        "pilots.Participation",
        person="representative__person",
        fields={
            "pilot__title": KEEP, "status": KEEP, "created_at": KEEP, "motivation": "",
            "withdrawal_reason": "", "district__name": KEEP, "age_band": KEEP, "sex": KEEP,
        },
        erase="pilots.privacy.leave_pilots",
    )  # fmt: skip
    register(
        "pilots.Diary",
        person="panelist__participation__representative__person",
        fields={
            "pilot__title": KEEP, "text": "", "rating": KEEP, "photo__file": KEEP,
            "photo__alt": BY_HAND, "created_at": KEEP,
        },
        erase="pilots.privacy.erase_diary_photos",
    )  # fmt: skip
    answered = "panelist__participation__representative__person"
    register(
        "surveys.Response",
        person=answered,
        fields={"wave__survey__title": KEEP, "answers": BY_HAND, "created_at": KEEP},
        erase="surveys.privacy.erase_free_words",
    )
    register(
        "surveys.SavedAnswers",
        person=answered,
        fields={"wave__survey__title": KEEP, "answers": KEEP},
        erase=DELETE,
    )
    register(
        "surveys.AnswerPhoto",
        person=answered,
        fields={"wave__survey__title": KEEP, "photo__file": BY_HAND, "sent_at": KEEP},
        erase="surveys.privacy.erase_photos_of_answers",
    )
    register(
        "pilots.Thanks",
        person="participation__representative__person",
        fields={"participation__pilot__title": KEEP, "kind": KEEP, "amount": KEEP,
                "for_what": KEEP, "number": KEEP, "at": KEEP, "paid_at": KEEP},
    )  # fmt: skip
    register(
        "pilots.Representative",
        person="person",
        fields={
            "participation__pilot__title": KEEP, "kind": KEEP, "called": KEEP, "proof": KEEP,
            "seen_at": KEEP, "assented_at": KEEP,
        },
        erase=DELETE,
    )  # fmt: skip
    register(
        "pilots.Thanks",
        person="participation__panelist__person",
        fields={"participation__pilot__title": KEEP, "kind": KEEP, "amount": KEEP,
                "for_what": KEEP, "number": KEEP, "at": KEEP, "paid_at": KEEP},
    )  # fmt: skip
    register(
        "pilots.Payout",
        person="person",
        fields={"name": KEEP, "bank": KEEP, "account": KEEP, "at": KEEP},
        erase=DELETE,
    )
    register(
        "pilots.Forecast",
        person="person",
        fields={"measure__name": KEEP, "group": KEEP, "change": KEEP, "at": KEEP, "person": None},
    )
    register(
        "pilots.AskedAgain",
        person="person",
        fields={
            "pilot__title": KEEP, "turn": KEEP, "asked_at": KEEP, "answered_at": KEEP,
            "rating": KEEP, "text": "", "stopped_at": KEEP, "person": None,
        },
    )  # fmt: skip
    register(
        "pilots.EventPlace",
        person="person",
        fields={"event__title": KEEP, "signed_up_at": KEEP, "came_at": KEEP, "person": None},
        erase="pilots.privacy.leave_events",
    )
    nothing_personal(
        "The city's protocol, measurements and decisions.",
        "pilots.Pilot", "pilots.TakenUp", "pilots.Site", "pilots.BudgetLine", "pilots.Measure",
        "pilots.SharedBudget", "pilots.Programme", "pilots.ProgrammeTask", "pilots.Permit",
        "pilots.Alternative", "pilots.ProtocolVersion", "pilots.EligibilityQuestion",
        "pilots.Quota", "pilots.ExtraConsent", "pilots.ReCheck", "pilots.TakenOver",
        "pilots.Amendment", "pilots.StageChange", "pilots.ObservationImport",
        "pilots.Observation", "pilots.LiveComparison", "pilots.Event", "pilots.Conclusion",
        "pilots.ObservationVersion", "pilots.ObservedHour", "pilots.ObservedDay",
        "pilots.Touched", "pilots.Device", "pilots.Threshold", "pilots.Alert",
        "pilots.StreetAsking", "pilots.StreetPoster", "pilots.TroubleClock",
        "pilots.TroubleAnswer",
    )  # fmt: skip
    register(
        "pilots.TroubleReport",
        person="reporter",
        thread="pilot:{pilot_id}",
        fields={
            "pilot__title": KEEP, "kind": KEEP, "text": "", "photo__file": KEEP,
            "photo__alt": BY_HAND, "created_at": KEEP, "answered_at": KEEP, "closed_at": KEEP,
            "reporter": None,
        },
        erase="pilots.privacy.erase_trouble_photos",
    )  # fmt: skip
    nothing_personal("Codes in the order in which they were drawn.", "pilots.Draw")
    nothing_personal(
        "Answers of passers-by: no account, no address, no device; old words are erased.",
        "pilots.StreetAnswer",
    )
    nothing_personal(
        "An address on its own, erased as soon as the answer is sent.", "pilots.TroubleContact"
    )
    nothing_personal(
        "What members of staff and partners read or carried out, under codes.",
        "pilots.Reveal", "pilots.Handout",
    )  # fmt: skip
    nothing_personal("An officer's file, erased after a week.", "pilots.WaitingFile")
    nothing_personal(
        "A guardian's name and contact, held for some days and erased (guardian requests).",
        "pilots.GuardianRequest",
    )
    expires("requests to guardians without an answer", "pilots.privacy.erase_guardian_requests")
    expires("words from the street that nobody read", "pilots.street.read.erase_unread_words")
    expires("words of old trouble reports", "pilots.trouble.answer.erase_old_words")
    expires("addresses for answers that never came", "pilots.trouble.answer.erase_old_contacts")
    expires("files that waited a week", "pilots.privacy.erase_waiting_files")


def leave_pilots(*, person: User, rows, at: datetime) -> None:
    """Their place becomes free; what was completed stays completed."""
    rows.filter(status__in=OPEN).update(status=Status.WITHDRAWN, status_since=at)


def erase_diary_photos(*, person: User, rows, at: datetime) -> None:
    erase_photos(Photo.objects.filter(of_diary__in=rows))


def erase_trouble_photos(*, person: User, rows, at: datetime) -> None:
    erase_photos(Photo.objects.filter(of_trouble__in=rows))


def take_names_off(*, person: User, rows, at: datetime) -> None:
    """An expert's or a neighbour's own name goes; a university or company keeps its own."""
    rows.filter(kind__in=Partner.KNOWN_BY_THEIR_OWN_NAME).update(
        name=words("함께한 분", "A partner")
    )


def erase_waiting_files(at: datetime | None = None) -> int:
    at = at or timezone.now()
    return WaitingFile.objects.filter(at__lt=at - WAITING_FILES).delete()[0]


def erase_guardian_requests(at: datetime | None = None) -> int:
    return GuardianRequest.objects.filter(expires_at__lt=at or timezone.now()).delete()[0]


def leave_events(*, person: User, rows, at: datetime) -> None:
    """Who was there goes on being counted; who only meant to come makes room."""
    for place in rows.filter(came_at__isnull=True, event__ends_at__gt=at).select_related("event"):
        sign_off(event=place.event, by=person, at=at)
