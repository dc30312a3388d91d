"""A night that reads only what changed ends with the files and figures of one that reads everything."""

import random
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from django.db import models, transaction

from accounts.erase import erase_person
from accounts.models import User
from city.models import DayOff
from maps.models import District
from proposals.models import Decision, Extension, Proposal, SupportEvent
from reports import by_block
from reports.by_block import count_city
from reports.count import count
from reports.extract import blocks, parts, written
from reports.extract.files import digest_of, open_extract, read_manifest, write_extract
from reports.extract.proposals import block_of
from reports.figures import BY_KEY, DEFINITIONS
from reports.models import ProposalBlock, ProposalChange
from tests import factories as f

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 8, 12, 6, tzinfo=UTC)


@pytest.fixture(autouse=True)
def small_blocks(monkeypatch):
    """A handful of proposals a block, so that a small city has many."""
    monkeypatch.setattr(blocks, "SIZE", 12)
    monkeypatch.setattr(parts, "KEYS", 16)


@pytest.fixture
def crowd(populated):
    """Thirty proposals with decisions and support, over three months."""
    return Crowd()


def night(as_of):
    """The digest of the extract and all figures, with what other nights left behind."""
    folder = write_extract(as_of=as_of)
    with open_extract(folder) as extract:
        return digest_of(folder), count_city(folder, extract, DEFINITIONS)


@pytest.fixture
def from_nothing(settings, tmp_path):
    """The same from an empty folder, with every figure counted over all rows."""

    def anew(as_of):
        used, settings.EXTRACT_ROOT = settings.EXTRACT_ROOT, tmp_path / f"anew{as_of:%Y%m%d%H%M}"
        folder = write_extract(as_of=as_of)
        with open_extract(folder) as extract:
            found = digest_of(folder), count(extract, DEFINITIONS)
        settings.EXTRACT_ROOT = used
        return found

    return anew


class Killed(BaseException):
    pass


@pytest.fixture
def killed_between_blocks(monkeypatch):
    """Whoever counts is gone after three files."""

    @contextmanager
    def killed():
        write, left = by_block.whole, iter(range(3))

        def die(path, content):
            if next(left, None) is None:
                raise Killed
            write(path, content)

        with monkeypatch.context() as patched:
            patched.setattr(by_block, "whole", die)
            yield

    return killed


def proposal_parts(as_of):
    return set(read_manifest(write_extract(as_of=as_of))["tables"]["proposals"]["parts"])


class Crowd:
    def __init__(self):
        self.rng = random.Random(11)
        self.people = [f.UserFactory() for _ in range(5)]
        self.officer = f.UserFactory(role="officer", department=f.department())
        self.categories = [f.category(), f.category("safety", "안전", "Safety")]
        for _ in range(30):
            self.came(NOW - timedelta(days=self.rng.randint(2, 90)))

    def came(self, at):
        proposal = f.ProposalFactory(
            author=self.rng.choice(self.people), category=self.rng.choice(self.categories),
            district=self.rng.choice([None, *District.objects.order_by("code")]),
            created_at=at, first_look_due_at=at + timedelta(days=3),
            answer_due_at=at + timedelta(days=self.rng.randint(20, 95)),
        )  # fmt: skip
        self.backed(proposal, at + timedelta(hours=5))
        return proposal

    def backed(self, proposal, at):
        SupportEvent.objects.create(
            proposal=proposal, change=self.rng.choice([1, 1, 1, -1]), at=at,
            level=self.rng.choice(["guest", "verified"]),
        )  # fmt: skip

    def change(self, at):
        """One of all that can happen to a proposal, with and without a verb."""
        keys = list(Proposal.objects.order_by("pk").values_list("pk", flat=True))
        rows = Proposal.objects.filter(pk=self.rng.choice(keys))
        proposal = rows.get()
        self.rng.choice([
            lambda: self.came(at),
            lambda: self.backed(proposal, at),
            lambda: self.backed(proposal, at - timedelta(days=30)),  # as an import brings it
            lambda: self.backed(proposal, at + timedelta(hours=30)),  # the clock was put back
            lambda: rows.update(hidden_at=at),
            lambda: rows.update(hidden_at=None),
            lambda: rows.update(category=self.rng.choice(self.categories)),
            lambda: rows.update(district=None, lon=127.01),
            lambda: rows.update(first_look_at=at),
            lambda: rows.update(answered_at=at, answered_in_time=self.rng.random() < 0.5),
            lambda: rows.update(answer_due_at=at + timedelta(hours=self.rng.randint(1, 60))),
            lambda: self.decided(proposal, at),
            lambda: self.put_off(proposal, at),
            lambda: self.renamed(at),
            lambda: DayOff.objects.get_or_create(date=at.date() - timedelta(days=3)),
            lambda: erase_person(person=User.objects.get(pk=proposal.author_id), at=at),
            lambda: SupportEvent.objects.filter(proposal=proposal).delete(),
        ])()  # fmt: skip

    def decided(self, proposal, at):
        Decision.objects.create(
            proposal=proposal, before_status=proposal.status, status="accepted", reason="합니다.",
            mover="officer", decided_by=self.officer, department=self.officer.department, at=at,
        )  # fmt: skip

    def renamed(self, at):
        self.categories[1].slug = f"safety-{at:%d%H}"
        self.categories[1].save()

    def put_off(self, proposal, at):
        if due := proposal.answer_due_at:
            later = due + timedelta(days=7)
            Extension.objects.create(
                proposal=proposal, due_before=due, due_at=later, reason="더 봅니다.",
                by=self.officer, at=at,
            )  # fmt: skip
            Proposal.objects.filter(pk=proposal.pk).update(answer_due_at=later)


def test_whatever_happens_in_between(crowd, from_nothing, killed_between_blocks):
    """Also to the worker in its first night, and to the clock, which is put back and then forth."""
    with killed_between_blocks(), pytest.raises(Killed):
        night(NOW)
    assert night(NOW) == from_nothing(NOW), "the night after the worker was killed"

    for days, acts in ((-60, 0), (12, 30)):
        as_of = NOW + timedelta(days=days)
        for number in range(acts):
            crowd.change(as_of - timedelta(hours=number % 20))

        assert night(as_of) == from_nothing(as_of), f"{days} days"


def test_only_the_block_in_which_something_changed_or_falls_due_is_worked_out_again(crowd):
    Proposal.objects.update(answer_due_at=NOW - timedelta(days=1), first_look_due_at=None)
    one, another = Proposal.objects.order_by("pk")[4:30:16]
    Proposal.objects.filter(pk=one.pk).update(answer_due_at=NOW + timedelta(hours=2))

    first, nothing_new, due = (proposal_parts(NOW + timedelta(hours=hours)) for hours in (0, 1, 3))
    Proposal.objects.filter(pk=another.pk).update(lat=37.71)
    changed = proposal_parts(NOW + timedelta(hours=4))

    assert len(first) > 2
    assert nothing_new == first
    assert len(due - first) == len(changed - due) == 1
    assert {*map(block_of, changed - due)}.isdisjoint(map(block_of, due - first))


def test_another_definition_is_counted_anew(crowd):
    folder = write_extract(as_of=NOW)
    open_ones = BY_KEY["open_proposals"]
    all_of_them = replace(open_ones, value="count(*) FILTER (status <> 'nothing')")
    with open_extract(folder) as extract:
        (closed, *_), (every, *_) = (
            count_city(folder, extract, [d])["open_proposals"][-1:]
            for d in (open_ones, all_of_them)
        )
        assert every == count(extract, [all_of_them])["open_proposals"][-1]
    assert closed["value"] <= every["value"] == 30


def test_the_database_notes_a_change_of_every_column_that_is_read(city):
    proposal = f.ProposalFactory()
    others = {
        models.DateTimeField: NOW, models.FloatField: 127.5, models.BooleanField: True,
        models.CharField: "kiosk", models.ForeignKey: 9_999, models.IntegerField: 3,
    }  # fmt: skip
    beside = {"merged_into": {"status": "closed", "outcome": "merged"}}
    for name in written.READ:
        field = Proposal._meta.get_field(name)
        other = next(value for kind, value in others.items() if isinstance(field, kind))
        with transaction.atomic():
            blocks.revisions()
            change = {field.attname: other, **beside.get(name, {})}
            Proposal.objects.filter(pk=proposal.pk).update(**change)
            noted = list(ProposalChange.objects.values_list("proposal", flat=True))
            transaction.set_rollback(True)

        assert noted == [proposal.pk], name


def test_support_alone_is_not_a_change_of_the_row(crowd):
    blocks.revisions()
    Proposal.objects.update(support_count=99)

    assert not ProposalChange.objects.exists()


def test_a_change_gives_its_block_a_name_that_never_comes_again(crowd):
    before = blocks.revisions()
    key = Proposal.objects.order_by("pk")[7].pk
    Proposal.objects.filter(pk=key).delete()

    after = blocks.revisions()

    assert {block for block in after if after[block] != before[block]} == {key // blocks.SIZE}
    assert (
        after == blocks.revisions() == dict(ProposalBlock.objects.values_list("number", "revision"))
    )
    assert not ProposalChange.objects.exists()
