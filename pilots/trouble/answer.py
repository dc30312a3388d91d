"""Those in charge say what was done; the answer stops the clock, and the last one settles it."""

from datetime import datetime, timedelta
from smtplib import SMTPException

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from accounts.entrance_codes import Kind
from accounts.models import User
from accounts.texting import TextNotSent, send_text
from city.models import City
from city.words import Words
from photos.erase import erase_photos
from photos.models import Photo
from pilots.models import TroubleAnswer, TroubleContact, TroubleReport
from pilots.trouble import notify

LONGEST = 1000
KEPT_FOR = timedelta(days=365)  # after that only kind, place and times are left of a report
CONTACT_KEPT_FOR = timedelta(days=60)  # even where nobody has answered


class AnswerRefused(Exception):
    """str() is one sentence that says why."""


@transaction.atomic
def answer_trouble(
    *, report: TroubleReport, text: Words, closes: bool, by: User, at: datetime | None = None
) -> TroubleAnswer:
    at = at or timezone.now()
    locked = TroubleReport.objects.select_for_update().get(pk=report.pk)
    if locked.closed_at:
        raise AnswerRefused(_("A colleague has settled this already."))
    if not text.get("ko", "").strip():
        raise AnswerRefused(_("Say what was done, or what happens next."))
    locked.answered_at = locked.answered_at or at
    locked.closed_at = at if closes else None
    locked.save(update_fields=["answered_at", "closed_at"])
    answer = TroubleAnswer.objects.create(report=locked, text=text, closes=closes, by=by, at=at)
    notify.tell_reporter(answer)
    report.refresh_from_db()
    return answer


def send_answers(at: datetime | None = None) -> int:
    """Called by the clock: to those without an account the first answer goes once, then their
    address is erased. What cannot be sent now is tried again."""
    waiting = TroubleContact.objects.filter(report__answered_at__isnull=False).order_by("pk")
    return sum(_send_one(pk) for pk in waiting.values_list("pk", flat=True)[:100])


@transaction.atomic
def _send_one(pk: int) -> int:
    rows = TroubleContact.objects.select_for_update(of=("self",), skip_locked=True)
    contact = rows.select_related("report__pilot").filter(pk=pk).first()
    if contact is None:
        return 0
    try:
        with translation.override(contact.lang):
            _send(contact, contact.report.answers.order_by("at", "pk")[0])
    except (TextNotSent, SMTPException, OSError):
        return 0
    contact.delete()
    return 1


def _send(contact: TroubleContact, answer: TroubleAnswer) -> None:
    city, pilot = City.objects.current(), contact.report.pilot
    link = settings.SITE_URL + pilot.get_absolute_url()
    if contact.kind == Kind.PHONE:
        said = _("[%(city)s] On what you reported: %(answer)s %(link)s")
        send_text(contact.address, said % {"city": city.name, "answer": answer.text, "link": link})
        return
    context = {
        "city": city,
        "pilot": pilot,
        "report": contact.report,
        "answer": answer,
        "link": link,
    }
    EmailMessage(
        subject=_("%(city)s on what you reported") % {"city": city.name},
        body=render_to_string("pilots/trouble/email/answer.txt", context),
        to=[contact.address],
        headers={"Auto-Submitted": "auto-generated"},
    ).send()


def erase_old_contacts(at: datetime | None = None) -> int:
    old = (at or timezone.now()) - CONTACT_KEPT_FOR
    return TroubleContact.objects.filter(at__lt=old).delete()[0]


@transaction.atomic
def erase_old_words(at: datetime | None = None) -> int:
    """Words and photo of a report serve those who repair; later they are of no use."""
    old = TroubleReport.objects.filter(closed_at__lt=(at or timezone.now()) - KEPT_FOR)
    erase_photos(Photo.objects.filter(of_trouble__in=old))
    return old.exclude(text="").update(text="")
