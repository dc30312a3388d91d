"""Proposals in blocks of their keys: which have changed since they were read, and what they hold.

Most of what a city has received is closed and changes no more. So what hangs on a proposal is read,
worked out and counted by blocks, and the night looks again only at those in which something was.
"""

import json
import secrets
from collections import Counter
from pathlib import Path

from django.conf import settings
from django.db import connection, transaction
from django.db.models import Max, Min

from proposals.models import Proposal
from reports.extract.parts import whole
from reports.models import ProposalBlock, ProposalChange

SIZE = 10_000  # so many keys are one block
NOTES_AT_ONCE = 50_000


@transaction.atomic
def revisions() -> dict[int, str]:
    """Every block from the first proposal to the last, with the name of its present state.

    What is noted as changed gives its block a new name and is taken away with it: a row that is
    committed later leaves a note that the next night finds.
    """
    changed = _take_notes()
    keys = Proposal.objects.aggregate(first=Min("pk"), last=Max("pk"))
    if keys["first"] is None:
        return {}
    known = dict(ProposalBlock.objects.values_list("number", "revision"))
    numbers = range(keys["first"] // SIZE, keys["last"] // SIZE + 1)
    fresh = {
        number: secrets.token_hex(8)
        for number in numbers
        if number in changed or number not in known
    }
    ProposalBlock.objects.bulk_create(
        [ProposalBlock(number=number, revision=name) for number, name in fresh.items()],
        update_conflicts=True, unique_fields=["number"], update_fields=["revision"],
    )  # fmt: skip
    named = known | fresh
    return {number: named[number] for number in numbers}


def _take_notes() -> set[int]:
    table = ProposalChange._meta.db_table
    blocks: set[int] = set()
    with connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {table} RETURNING proposal / %s", [SIZE])  # noqa: S608
        while some := cursor.fetchmany(NOTES_AT_ONCE):
            blocks.update(number for (number,) in some)
    return blocks


def keys_of(block: int) -> str:
    """The condition that a row of events belongs to a block."""
    return f"proposal >= {block * SIZE} AND proposal < {(block + 1) * SIZE}"


Share = tuple[int, int]  # how many rows, and the sum of their contents


def shares(path: str) -> dict[int, Share]:
    """What of a part of events belongs to which block; worked out once and kept beside it."""
    part = Path(settings.EXTRACT_ROOT) / path
    beside = part.with_suffix(f".{SIZE}.json")
    if not beside.exists():
        told = json.dumps(_count_shares(part))
        whole(beside, lambda fresh: fresh.write_text(told))
    return {int(block): tuple(share) for block, share in json.loads(beside.read_text()).items()}


def _count_shares(part: Path) -> dict[int, Share]:
    import duckdb

    with duckdb.connect() as duck:
        rows = duck.execute(
            f"SELECT proposal // {SIZE}, count(*), sum(hash(r)::HUGEINT) "  # noqa: S608
            "FROM read_parquet(?) r GROUP BY ALL",
            [str(part)],
        ).fetchall()
    return {int(block): (number, int(content)) for block, number, content in rows}


class Events:
    """The parts of a table of events, by the blocks that they have rows of."""

    def __init__(self, parts: list[str]):
        self._shares = {path: shares(path) for path in parts}

    def paths(self, block: int) -> list[str]:
        return [path for path, share in self._shares.items() if block in share]

    def state(self, block: int) -> Share:
        """The same rows have the same state, in whatever parts they lie."""
        total: Counter[str] = Counter()
        for share in self._shares.values():
            rows, content = share.get(block, (0, 0))
            total.update(rows=rows, content=content)
        return total["rows"], total["content"]
