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
from reports.by_block import count_city
from reports.count import Row, by_source, count
from reports.days.keep import keep_day
from reports.extract.files import Step, digest_of, folder_of, no_step, open_extract, write_extract
from reports.extract.scope import Scope
from reports.figures import (
    BY_KEY,
    MEASURE_CHANGE,
    Definition,
    cut_key,
)
from reports.hiding.tell import tell_people
from reports.models import Figure, Run
from reports.opendata.release import queue_release
from reports.plain import plain


def compute_figures(*, as_of: datetime | None = None, step: Step = no_step) -> Run:
    """All figures as of a time. The same time again changes nothing."""
    as_of = as_of or timezone.now()
    run = start_run(as_of=as_of, step=step)
    if run.finished_at is None:
        compute_part(run=run, keys=list(BY_KEY), step=step)
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


def parts_of_work() -> list[list[str]]:
    """The keys of figures that look at the same rows: each part is one scan."""
    return [[d.key for d in together] for together in by_source(BY_KEY.values())]


def compute_part(*, run: Run, keys: Sequence[str], step: Step = no_step) -> None:
    together = by_source(BY_KEY[key] for key in keys)
    folder = folder_of(run.as_of)
    with open_extract(folder) as extract:
        for number, definitions in enumerate(together, start=1):
            counted = count_city(folder, extract, [d for d in definitions if d.source])
            for definition in definitions:
                _store(run, definition, counted.get(definition.key, []), extract)
            step(number, len(together))


def values_of(run: Run, scope: Scope, keys: Sequence[str] | None = None) -> list[dict[str, Any]]:
    """The same expressions over fewer rows: some days, districts, a call.

    People in small groups are never counted by parts of the city or of time: of two such counts
    the difference would tell who came. Their values are those of the whole city, from the
    beginning; so are the changes of measures.
    """
    definitions = [BY_KEY[key] for key in (keys if keys is not None else BY_KEY)]
    counted = [d for d in definitions if d.source and not d.people]
    stored = run.figures.filter(key__in=[d.key for d in definitions if d not in counted])
    rows: dict[str, list[dict[str, Any]]] = {d.key: [] for d in definitions}
    for figure in stored.order_by("cut_key"):
        rows[figure.key].append(plain(figure))
    with open_extract(folder_of(run.as_of), scope) as extract:
        for key, found in count(extract, counted).items():
            rows[key] = [_plain(key, row) for row in found]
    return [row for d in definitions for row in rows[d.key]]


def _plain(key: str, row: Row) -> dict[str, Any]:
    return {
        "key": key, "cut": row["cut"], "value": row["value"], "n": row["n"], "hidden": False,
        "extra": row["extra"],
    }  # fmt: skip


@transaction.atomic
def _store(run: Run, definition: Definition, counted: list[Row], extract) -> None:
    """Replaces the stored values of one figure, so that a part done twice ends the same."""
    if definition is MEASURE_CHANGE:
        rows = _measure_rows(run, extract)
    else:
        rows = tell_people(definition, counted, as_of=run.as_of)
    key = definition.key
    run.figures.filter(key=key).delete()
    Figure.objects.bulk_create(
        [Figure(run=run, key=key, cut_key=cut_key(row["cut"]), **row) for row in rows],
        batch_size=1_000,
    )


def _measure_rows(run: Run, extract) -> list[Row]:
    public = [pk for (pk,) in extract.execute("SELECT id FROM pilots").fetchall()]
    measures = Measure.objects.filter(pilot__in=public).select_related(
        "pilot__conclusion", "question"
    )
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
    """The extract first, then a part for each scan; the joining says that the run is whole."""
    # The time of asking, not of doing: a job that starts again goes on with the same run.
    asked = work.arguments.get("as_of")
    as_of = datetime.fromisoformat(asked) if asked else work.job.created_at
    run = start_run(as_of=as_of, step=work.step)
    if work.is_joining:
        finish_run(run=run)
        if not asked:
            queue_release(run)
    elif run.finished_at is None:
        work.split([("reports.compute_part", {"run": run.pk, "keys": k}) for k in parts_of_work()])


def compute_part_job(work: Work) -> None:
    compute_part(run=Run.objects.get(pk=work.arguments["run"]), keys=work.arguments["keys"])
