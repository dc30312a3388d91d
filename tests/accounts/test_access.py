"""The log of who looked at whose data, and its seals."""

from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from accounts.access import broken_seals, note_access, seal_access_log
from accounts.models import AccessLog, AccessSeal


@pytest.fixture
def later():
    return timezone.now() + timedelta(minutes=5)


def test_an_access_says_who_when_whose_and_what(officer, resident):
    line = note_access(staff=officer, action="export", subject=resident, thread="pilot:3")

    assert (line.staff, line.subject, line.action, line.thread) == (
        officer, resident, "export", "pilot:3",
    )  # fmt: skip


def test_lines_are_sealed_in_batches_once_they_have_settled(officer, later):
    note_access(staff=officer, action="view")
    assert seal_access_log() is None  # younger than a minute

    first = seal_access_log(later)
    assert seal_access_log(later) is None
    note_access(staff=officer, action="view")
    second = seal_access_log(later)

    assert second.first > first.last
    assert second.digest != first.digest
    assert broken_seals() == []


@pytest.mark.parametrize("harm", ["delete", "delete seal"])
def test_a_line_cannot_vanish_unseen(officer, later, harm):
    note_access(staff=officer, action="view")
    note_access(staff=officer, action="export")
    seal_access_log(later)
    note_access(staff=officer, action="view")
    seal_access_log(later)

    if harm == "delete":
        AccessLog.objects.filter(action="export").delete()
    else:
        AccessSeal.objects.order_by("last").first().delete()

    assert broken_seals()


def test_a_line_cannot_be_changed(officer, later):
    line = note_access(staff=officer, action="view")

    with pytest.raises(Exception, match="history_is_closed"), connection.cursor() as cursor:
        cursor.execute("UPDATE accounts_accesslog SET action = 'x' WHERE id = %s", [line.pk])
