"""The map learns of every change of a row, whoever makes it, in the same transaction."""

from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.db.models import F
from django.utils import timezone

from maps.models import Change
from proposals.models import Proposal
from tests import factories as f


@pytest.fixture(autouse=True)
def _nothing_noted_yet(city):
    """Emptying the tables after other tests deletes rows, and SQLite's triggers note that too."""
    Change.objects.all().delete()


@pytest.fixture
def proposal(city):
    proposal = f.ProposalFactory()
    Change.objects.all().delete()
    return proposal


def noted():
    return list(Change.objects.values_list("layer", "row", "is_shown"))


def test_a_new_proposal_is_noted():
    proposal = f.ProposalFactory()

    assert noted() == [("proposals", proposal.pk, True)]


@pytest.mark.parametrize(
    "change",
    [
        {"lon": 127.03, "cell": 5},
        {"status": "in_review"},
        {"status": "closed", "outcome": "done"},
        {"hidden_at": timezone.now()},
        {"title": "다른 제목"},
        {"place_note": "정문 앞"},
        {"created_at": timezone.now() - timedelta(days=3)},
        {"district": None},
    ],
)
def test_what_shows_on_the_map_is_noted_even_without_a_verb(proposal, change):
    Proposal.objects.filter(pk=proposal.pk).update(**change)

    assert noted() == [("proposals", proposal.pk, True)]


def test_support_alters_the_order_of_lists_but_no_tile(proposal):
    Proposal.objects.filter(pk=proposal.pk).update(support_count=F("support_count") + 1)

    assert noted() == [("proposals", proposal.pk, False)]


@pytest.mark.parametrize(
    "change", [{"comment_count": 3}, {"status": "received"}, {"in_part": True}]
)
def test_what_the_map_does_not_show_is_not_noted(proposal, change):
    Proposal.objects.filter(pk=proposal.pk).update(**change)

    assert noted() == []


def test_saving_a_row_as_it_is_notes_nothing(proposal):
    proposal.refresh_from_db()
    proposal.save()

    assert noted() == []


def test_a_deleted_row_is_noted(proposal):
    Proposal.objects.filter(pk=proposal.pk).delete()

    assert noted() == [("proposals", proposal.pk, True)]


def test_what_is_rolled_back_is_not_noted(proposal):
    with transaction.atomic():
        Proposal.objects.filter(pk=proposal.pk).update(status="in_review")
        transaction.set_rollback(True)

    assert noted() == []


def test_no_migration_has_lost_the_triggers(db):
    """SQLite drops them when a table is built anew: end such a migration with WatchRows."""
    table = Proposal._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = %s"
            if connection.vendor == "sqlite"
            else "SELECT tgname FROM pg_trigger WHERE tgrelid = %s::regclass AND NOT tgisinternal",
            [table],
        )
        names = {name for (name,) in cursor.fetchall()}

    assert {f"{table}_{what}" for what in ("came", "went", "changed", "ranked")} <= names
