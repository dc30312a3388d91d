"""A person leaves: an empty row stays so that counts stay, everything that tells who it was goes."""

import logging
from datetime import datetime, timedelta

from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.db import transaction
from django.utils import timezone
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from accounts.access import note_access
from accounts.mail_files import forget_mails
from accounts.models import Delivery, EntranceCode, ModerationAct, ModerationCase, Update, User
from accounts.privacy import DELETE, KEEP, PersonalRows, expiries, registered
from accounts.rhythm import Rhythm, ToldBy
from accounts.roles import STAFF
from accounts.sessions import end_sessions
from accounts.texting import forget_texts
from city.words import words
from jobs.models import Job

log = logging.getLogger(__name__)

NEUTRAL_UPDATE = words("제안과 실증 소식", "News of a proposal or pilot")
UNCONFIRMED = timedelta(days=30)
READ_NEWS = timedelta(days=365)
FINISHED_JOBS = timedelta(days=90)


class EraseRefused(Exception):
    """str() is one sentence that says what to do first."""


@transaction.atomic
def erase_person(*, person: User, by: User | None = None, at: datetime | None = None) -> User:
    """Leaves an empty shell under the same number. Frozen reports and releases hold no text and
    no author, so they need not change."""
    at = at or timezone.now()
    person = User.objects.select_for_update().get(pk=person.pk)
    if person.role in STAFF:
        raise EraseRefused(
            _("You still work at the desk. Ask an administrator to end your role first.")
        )
    addresses = [address.lower() for address in (person.email, person.phone) if address]
    # Found before anything changes: a cut link must not hide what hangs on it.
    found = [
        (entry, list(entry.rows_of(person).values_list("pk", flat=True))) for entry in registered()
    ]
    telling = _telling_words(person, found)
    _blank_updates(person, found, telling)
    _blank_reports_about(found)
    for entry, pks in found:
        if pks:
            _erase_rows(person, entry, pks, at)
    _leave_a_shell(person, at)
    end_sessions(person)
    EntranceCode.objects.filter(address__in=addresses).delete()
    transaction.on_commit(lambda: _forget_copies(telling))
    if by and by != person:
        note_access(staff=by, action="erase", subject=person, at=at)
    log.info("Erased person %s", person.pk)
    return person


def _erase_rows(person: User, entry: PersonalRows, pks: list, at: datetime) -> None:
    rows = entry.rows_of(person).model._base_manager.filter(pk__in=pks)
    if entry.erase is DELETE:
        rows.delete()
        return
    if entry.erase is not KEEP:
        import_string(entry.erase)(person=person, rows=rows, at=at)
    if entry.replacements:
        rows.update(**entry.replacements)


def _leave_a_shell(person: User, at: datetime) -> None:
    person.refresh_from_db()
    person.email = person.phone = None
    person.pseudonym = f"탈퇴한 주민 {person.pk}"
    person.set_unusable_password()
    person.is_active = person.is_superuser = False
    person.rhythm, person.told_by = Rhythm.NEVER, ToldBy.EMAIL
    person.birth_year, person.sex, person.home_district = None, "", None
    person.department = person.last_login = None
    person.erased_at = at
    person.save()
    person.groups.clear()
    person.user_permissions.clear()


def _telling_words(person: User, found) -> set[str]:
    """Everything this person wrote or was called, wherever a copy of it may lie."""
    telling = {person.email or "", person.phone or "", person.pseudonym}
    for entry, pks in found:
        if entry.telling and pks:
            rows = entry.rows_of(person).values_list(*entry.telling)
            telling |= {value for row in rows for value in row if isinstance(value, str)}
    return {text for text in telling if len(text) > 1}


def _blank_updates(person: User, found, telling: set[str]) -> None:
    """Titles and texts of updates may quote a proposal; others still have them in their inbox."""
    threads = {
        entry.thread.format_map(row)
        for entry, pks in found
        if entry.thread and pks
        for row in entry.rows_of(person).values(*_thread_keys(entry))
    }
    updates = Update.objects.filter(thread__in=threads) | Update.objects.filter(
        pk__in=Delivery.objects.filter(person=person).values("update_told")
    )
    for update in updates:
        title, body = str(update.title.values()), str(update.body.values())
        if any(text in title or text in body for text in telling):
            Update.objects.filter(pk=update.pk).update(title=NEUTRAL_UPDATE, body=words(""))


def _thread_keys(entry: PersonalRows) -> list[str]:
    return [part.partition("}")[0] for part in entry.thread.split("{")[1:]]


def _blank_reports_about(found) -> None:
    """What others wrote when they reported this person's texts."""
    for entry, pks in found:
        kind = entry.model.rpartition(".")[2].lower()
        for model in (ModerationCase, ModerationAct):
            model.objects.filter(kind=kind, target__in=pks).update(reason="–")


def _forget_copies(telling: set[str]) -> None:
    cache.clear()
    forget_mails(telling)
    forget_texts(telling)


def erase_expired(at: datetime | None = None) -> dict[str, int]:
    """What is past its time goes for good (제21조). Returns how much of what, and logs it."""
    at = at or timezone.now()
    erased = {what: import_string(function)(at) for what, function in expiries().items()}
    for what, count in erased.items():
        log.info("Erased %s: %s", what, count)
    return erased


def erase_unconfirmed(at: datetime) -> int:
    """Sign-ups whose e-mail was never confirmed; these people never came in, so no row stays."""
    people = User.objects.filter(
        created_at__lt=at - UNCONFIRMED,
        emailaddress__isnull=False,
        last_login=None,
        erased_at=None,
    ).exclude(emailaddress__verified=True)
    count = 0
    for person in people.distinct():
        with transaction.atomic():
            person.consents.all().delete()
            person.delete()
            count += 1
    return count


def erase_read_news(at: datetime) -> int:
    Delivery.objects.filter(read_at__lt=at - READ_NEWS).delete()
    deleted, _each = Update.objects.filter(at__lt=at - READ_NEWS, deliveries=None).delete()
    return deleted


def erase_sessions(at: datetime) -> int:
    return Session.objects.filter(expire_date__lt=at).delete()[0]


def erase_finished_jobs(at: datetime) -> int:
    old = Job.objects.filter(finished_at__lt=at - FINISHED_JOBS, parent=None)
    return old.exclude(status__in=Job.OPEN).delete()[0]
