"""The extract holds what anybody may know, as of a time, and nothing that names a person."""

from datetime import timedelta

import pyarrow.parquet as pq
import pytest
from django.utils import timezone

from proposals.extend import extend_answer
from proposals.models import Proposal
from proposals.support import give_support
from proposals.triage import decide
from reports.extract.duck import Views
from reports.extract.files import (
    digest_of,
    folder_of,
    open_extract,
    read_manifest,
    write_extract,
)
from tests import factories as f

pytestmark = pytest.mark.django_db


def table(folder, name):
    with open_extract(folder) as extract:
        return extract.execute(f"SELECT * FROM {name}").to_arrow_table().to_pylist()


def test_the_same_time_gives_the_same_bytes(life, settings, tmp_path):
    as_of = timezone.now()
    first = write_extract(as_of=as_of)

    settings.EXTRACT_ROOT = tmp_path / "again"
    second = write_extract(as_of=as_of)

    assert first != second
    assert digest_of(first) == digest_of(second)
    for file in first.glob("*.parquet"):
        assert file.read_bytes() == (second / file.name).read_bytes(), file.name


def test_a_proposal_is_shown_as_it_stood_then(city, officer, resident):
    now = timezone.now()
    proposal = f.ProposalFactory(created_at=now - timedelta(days=9))
    give_support(proposal=proposal, by=resident, at=now - timedelta(days=8))
    moment = now - timedelta(days=5)
    decide(
        proposal=proposal, status="in_review", reason="살펴봅니다.", by=officer,
        at=now - timedelta(days=3),
    )  # fmt: skip
    give_support(proposal=proposal, by=officer, at=now - timedelta(days=2))

    (then,) = table(write_extract(as_of=moment), "proposals")
    (today,) = table(write_extract(as_of=now), "proposals")

    assert (then["status"], then["support"]) == ("received", 1)
    assert (today["status"], today["support"]) == ("in_review", 2)


def test_hidden_proposals_and_what_hangs_on_them_are_left_out(city, resident):
    proposal = f.ProposalFactory(hidden_at=timezone.now())
    f.ProposalFactory()
    Proposal.objects.filter(pk=proposal.pk).update(hidden_at=timezone.now())

    folder = write_extract(as_of=timezone.now())

    assert [row["id"] for row in table(folder, "proposals")] != [proposal.pk]
    assert len(table(folder, "proposals")) == 1


def test_no_text_and_no_key_to_a_person_leaves_the_database(life):
    canary = "카나리아0194"
    author = f.UserFactory(email=f"{canary}@example.test", pseudonym=canary)
    f.ProposalFactory(author=author, title=canary, text=canary, place_note=canary)

    folder = write_extract(as_of=timezone.now())

    for file in folder.parent.rglob("*.parquet"):
        content = pq.read_table(file)
        assert canary not in str(content.to_pylist())
        assert not {"author", "supporter", "person", "title", "text"} & set(content.column_names)


def test_an_answer_that_is_overdue_counts_as_late_and_one_that_is_not_due_does_not(city):
    now = timezone.now()
    f.ProposalFactory(answer_due_at=now - timedelta(days=1), status="in_review")
    f.ProposalFactory(answer_due_at=now + timedelta(days=1), status="in_review")
    f.ProposalFactory(answered_at=now - timedelta(days=1), answered_in_time=True, status="accepted")

    rows = table(write_extract(as_of=timezone.now()), "proposals")

    assert [row["answered_in_time"] for row in rows] == [False, None, True]


def test_a_half_written_extract_is_never_taken_for_a_whole_one(city, monkeypatch):
    as_of = timezone.now()

    class Killed(Exception):
        pass

    def die(done, of):
        if done == 5:
            raise Killed

    with pytest.raises(Killed):
        write_extract(as_of=as_of, step=die)
    assert not folder_of(as_of).exists()

    assert (write_extract(as_of=as_of) / "manifest.json").exists()


def test_a_demonstration_says_so_in_its_files(city):
    city.is_demo = True
    city.save()
    f.ProposalFactory()

    folder = write_extract(as_of=timezone.now())

    (proposals,) = read_manifest(folder)["tables"]["proposals"]["parts"]
    for path in (folder.parent / proposals, folder / "districts.parquet"):
        assert "시연용" in pq.read_schema(path).metadata[b"demonstration"].decode()


def test_an_answer_that_took_more_time_is_late_by_its_first_date(city, officer, resident):
    now = timezone.now()
    late, in_time = (f.ProposalFactory(author=resident, created_at=now) for _ in range(2))
    for proposal in (late, in_time):
        decide(proposal=proposal, status="in_review", reason="봅니다.", by=officer, at=now)
        first = proposal.answer_due_at
        later = timezone.localdate(first) + timedelta(days=6)
        extend_answer(proposal=proposal, due_on=later, reason="더 봅니다.", by=officer, at=now)

    decide(
        proposal=in_time, status="accepted", reason="합니다.", by=officer,
        at=first - timedelta(hours=1),
    )  # fmt: skip
    shown = {
        row["id"]: row
        for row in table(write_extract(as_of=first + timedelta(hours=1)), "proposals")
    }
    assert (shown[late.pk]["first_due_at"], shown[late.pk]["extensions"]) == (first, 1)
    assert shown[late.pk]["answer_due_at"] > first
    assert shown[late.pk]["answered_in_time"] is False
    assert shown[in_time.pk]["answered_in_time"] is True


def test_a_view_is_made_when_it_is_asked_for_and_only_then():
    import duckdb

    made = []

    def offered(select):
        return lambda: made.append(select) or select

    with duckdb.connect() as connection:
        views = Views(connection)
        views.offer("below", offered("SELECT 7 AS n, 'aside' AS name"))
        views.offer("above", offered("SELECT n FROM below WHERE name = 'aside'"))
        views.offer("aside", offered("SELECT 'a word in quotes is no name'"))

        assert views.execute("SELECT n FROM above").fetchall() == [(7,)]
        assert views.sql("SELECT n FROM above").fetchall() == [(7,)]
    assert len(made) == 2
