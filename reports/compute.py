"""Computes every figure from one extract and stores the values, in parts that any worker may do."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from jobs.queue import queue_job
from jobs.work import Work
from pilots.compare import compare
from pilots.models import Measure
from reports.days.keep import keep_day
from reports.extract.files import Step, digest_of, folder_of, no_step, open_extract, write_extract
from reports.extract.scope import Scope
from reports.figures import (
    BY_KEY,
    DIMENSIONS,
    MEASURE_CHANGE,
    Definition,
    cut_key,
)
from reports.hiding.tell import Row, tell_people
from reports.models import Figure, Run
from reports.opendata.release import queue_release
from reports.plain import plain


def compute_figures(*, as_of: datetime | None = None, step: Step = no_step) -> Run:
    """All figures as of a time. The same time again changes nothing."""
    as_of = as_of or timezone.now()
    run = start_run(as_of=as_of, step=step)
    if run.finished_at is None:
        with open_extract(folder_of(as_of)) as extract:
            for number, key in enumerate(BY_KEY, start=1):
                _store(run, key, extract)
                step(number, len(BY_KEY))
        finish_run(run=run)
    return run


def start_run(*, as_of: datetime, step: Step = no_step) -> Run:
    run, _new = Run.objects.get_or_create(as_of=as_of)
    if not run.digest:
        folder = write_extract(as_of=as_of, step=step)
        run.extract, run.digest = folder.name, digest_of(folder)
        run.save(update_fields=["extract", "digest"])
    return run


@transaction.atomic
def finish_run(*, run: Run) -> None:
    run.finished_at = timezone.now()
    run.save(update_fields=["finished_at"])
    keep_day(run=run)


def compute_figure(*, run: Run, key: str) -> None:
    with open_extract(folder_of(run.as_of)) as extract:
        _store(run, key, extract)


def values_of(run: Run, scope: Scope, keys: Sequence[str] | None = None) -> list[dict[str, Any]]:
    """The same expressions over fewer rows: some days, districts, a call.

    People in small groups are never counted by parts of the city or of time: of two such counts
    the difference would tell who came. Their values are those of the whole city, from the
    beginning; so are the changes of measures.
    """
    definitions = [BY_KEY[key] for key in (keys if keys is not None else BY_KEY)]
    counted = [d for d in definitions if d.source and not d.people]
    stored = run.figures.filter(key__in=[d.key for d in definitions if d not in counted])
    rows = {d.key: [] for d in definitions}
    for figure in stored.order_by("cut_key"):
        rows[figure.key].append(plain(figure))
    with open_extract(folder_of(run.as_of), scope) as extract:
        for d in counted:
            rows[d.key] = [_plain(d, row) for row in _query(extract, d)]
    return [row for d in definitions for row in rows[d.key]]


def _plain(d: Definition, row: Row) -> dict[str, Any]:
    return {
        "key": d.key, "cut": row["cut"], "value": row["value"], "n": row["n"], "hidden": False,
        "extra": row["extra"],
    }  # fmt: skip


@transaction.atomic
def _store(run: Run, key: str, extract) -> None:
    """Replaces the stored values of one figure, so that a part done twice ends the same."""
    definition = BY_KEY[key]
    if definition is MEASURE_CHANGE:
        rows = _measure_rows(run, extract)
    else:
        rows = tell_people(definition, _query(extract, definition), as_of=run.as_of)
    run.figures.filter(key=key).delete()
    Figure.objects.bulk_create(
        [Figure(run=run, key=key, cut_key=cut_key(row["cut"]), **row) for row in rows],
        batch_size=1_000,
    )


def _query(extract, d: Definition) -> list[Row]:
    """Every cut of a figure in one scan of its table."""
    dimensions = [name for name in DIMENSIONS if any(name in cut for cut in d.cuts)]
    sets = ", ".join(f"({', '.join(cut)})" for cut in d.cuts)
    grouped = [f"grouping({name}), {name}" for name in dimensions]
    values = [d.value, d.n, *d.extra.values(), *d.people]
    sql = f"SELECT {', '.join([*grouped, *values])} FROM {d.source}"  # noqa: S608
    if dimensions:
        sql += f" GROUP BY GROUPING SETS ({sets}) ORDER BY ALL"
    found = extract.execute(sql).fetchall()
    return [_row(d, dimensions, list(values)) for values in found]


def _row(d: Definition, dimensions: list[str], values: list) -> Row:
    cut = {}
    for name in dimensions:
        is_total, group = values.pop(0), values.pop(0)
        if not is_total:
            cut[name] = "" if group is None else str(group)
    value, n, *rest = values
    return {
        "cut": cut,
        # Rounded once, here: what is stored is what every page and file shows.
        "value": None if value is None else round(float(value), 6),
        "n": int(n or 0),
        "extra": dict(zip(d.extra, map(int, rest), strict=False)),
        "people": tuple(int(part or 0) for part in rest[len(d.extra) :]),
    }


def _measure_rows(run: Run, extract) -> list[Row]:
    public = [pk for (pk,) in extract.execute("SELECT id FROM pilots").fetchall()]
    measures = Measure.objects.filter(pilot__in=public).select_related("pilot", "question")
    return [_measure_row(measure, compare(measure, at=run.as_of)) for measure in measures]


def _measure_row(measure: Measure, said: dict) -> Row:
    return {
        "cut": {"pilot": str(measure.pilot_id), "measure": measure.code},
        "value": None if said["difference"] is None else round(said["difference"], 6),
        "n": (said["n_before"] or 0) + (said["n_after"] or 0) or None,
        "is_suppressed": None in (said["n_before"], said["n_after"]),
        "extra": {**said, "measure": measure.pk},
    }


# ── Jobs ─────────────────────────────────────────────────────────────────────────────────────


def queue_figures(as_of: datetime | None = None) -> None:
    """As of now, or of the end of a day."""
    asked = {"as_of": as_of.isoformat()} if as_of else {}
    queue_job(kind="reports.compute", key=" ".join(["figures", *asked.values()]), arguments=asked)


def compute_job(work: Work) -> None:
    """The extract first, then one part a figure; the joining says that the run is whole."""
    # The time of asking, not of doing: a job that starts again goes on with the same run.
    asked = work.arguments.get("as_of")
    as_of = datetime.fromisoformat(asked) if asked else work.job.created_at
    run = start_run(as_of=as_of, step=work.step)
    if work.is_joining:
        finish_run(run=run)
        if not asked:
            queue_release(run)
    elif run.finished_at is None:
        work.split([("reports.compute_part", {"run": run.pk, "key": key}) for key in BY_KEY])


def compute_part_job(work: Work) -> None:
    compute_figure(run=Run.objects.get(pk=work.arguments["run"]), key=work.arguments["key"])
