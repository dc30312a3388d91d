"""Counts figures block by block and adds up: only what changed since the last night is counted.

A figure over rows that each belong to one proposal is a sum over blocks of proposals
(reports/extract/blocks.py). What is found in a block is kept in a file, named after the block's own
file and after the question: another definition is another file. Of a median is kept how often each
value occurs. Every other figure is counted over all rows, as before.
"""

import os
from collections.abc import Iterable
from contextlib import ExitStack
from functools import partial
from pathlib import Path

from django.conf import settings

from reports.adding import Question, adds_up
from reports.count import Row, by_source, count
from reports.extract import blocks
from reports.extract.files import open_extract, read_manifest
from reports.extract.parts import FOLDER, whole
from reports.extract.proposals import TABLE, block_of, in_blocks
from reports.extract.written import digest
from reports.figures import Definition

COUNTED = "counted"


def count_city(folder: Path, extract, definitions: Iterable[Definition]) -> dict[str, list[Row]]:
    """The same as count() over the whole extract, to the last digit."""
    parts = [path for path in read_manifest(folder)["tables"][TABLE]["parts"] if in_blocks(path)]
    definitions = list(definitions)
    adding = [d for d in definitions if adds_up(d)] if parts else []
    found = count(extract, [d for d in definitions if d not in adding])
    questions = [Question(together) for together in by_source(adding)]
    files = _count_blocks(folder, extract, parts, questions) if questions else {}
    for question in questions:
        found |= question.add_up(extract, files[question.digest])
    return found


def _count_blocks(
    folder: Path, extract, parts: list[str], questions: list[Question]
) -> dict[str, list[list[Path]]]:
    """Of each question the files of all blocks; what is not there yet is counted now."""
    kept = Path(settings.EXTRACT_ROOT) / FOLDER / COUNTED
    kept.mkdir(parents=True, exist_ok=True)
    confirmed = _confirmed(extract)
    files: dict[str, list[list[Path]]] = {question.digest: [] for question in questions}
    for part in parts:
        block = block_of(part)
        name = f"{block}-{digest(part, confirmed.get(block, []))}"
        with ExitStack() as opened:
            narrowed = None
            for question in questions:
                paths = [kept / f"{name}-{question.digest}-{n}.parquet" for n in question.numbers]
                for path, sql in zip(paths, question.sql, strict=True):
                    if path.exists():
                        os.utime(path)  # wanted still
                        continue
                    narrowed = narrowed or opened.enter_context(open_extract(folder, block=block))
                    whole(path, partial(_write, narrowed, sql))
                files[question.digest].append(paths)
    return files


def _write(narrowed, sql: str, path: Path) -> None:
    quoted = str(path).replace("'", "''")
    narrowed.execute(f"COPY ({sql}) TO '{quoted}' (FORMAT parquet)")


def _confirmed(extract) -> dict[int, list[int]]:
    """What residents said of a proposal lies in a table of its own and may change its steps."""
    sql = f"SELECT proposal // {blocks.SIZE}, list(proposal ORDER BY proposal) FROM confirmed GROUP BY ALL"  # noqa: S608
    return dict(extract.execute(sql).fetchall())
