"""The data of a pack as plain JSON: the same pack gives the same bytes, whoever asks and when."""

from typing import Any

from city.models import City
from city.words import Words, words
from pilots.models import Pilot
from reports.evidence import chapters, of_one_pilot
from reports.evidence.of_indicators import freeze_indicator, indicators_in_use, keys_of
from reports.evidence.of_pilots import end_of, pilots_between
from reports.evidence.shape import Chapter, Values
from reports.extract.files import folder_of
from reports.extract.scope import Scope
from reports.figures import BY_KEY
from reports.labels import labels_of
from reports.make.scope_of import RULE
from reports.models import EvidencePack, Run
from reports.plain import define

FORMAT = "evidence-pack/1"
NO_POINTS = words(
    "이 자료집은 인증 점수를 계산하지 않습니다. 무엇을 세었고, 어떻게 세었고, 무엇이 아직 없는지만 적습니다. "
    "평가는 심사하는 곳의 몫입니다.",
    "This pack computes no certification points. It says what was counted, how, and what is missing; "
    "judging it is left to those who assess.",
)


def data_of(pack: EvidencePack) -> dict[str, Any]:
    run = pack.run
    assert run is not None, "a pack is made from a run"
    return _of_pilot(pack, run) if pack.pilot_id else _of_days(pack, run)


def _of_days(pack: EvidencePack, run: Run) -> dict[str, Any]:
    assert pack.since is not None  # pack_of_a_pilot_or_of_days
    assert pack.until is not None
    indicators = indicators_in_use()
    keys = [*chapters.KEYS, *keys_of(indicators)]
    values = Values(run, Scope(since=pack.since, until=pack.until), keys, _labels(run))
    pilots = pilots_between(run, pack.since, pack.until)
    asked = chapters.Asked(pack.since, pack.until, run, values, pilots)
    data = _frame(run, chapters.chapters_of(asked)) | {
        "kind": "city",
        "since": pack.since.isoformat(),
        "until": pack.until.isoformat(),
        "rule": RULE,
        "indicators": [freeze_indicator(each, values, pack.until.year) for each in indicators],
    }
    return data | {"definitions": _definitions(data)}


def _of_pilot(pack: EvidencePack, run: Run) -> dict[str, Any]:
    about_it = Pilot.objects.select_related("conclusion", "survey", "department")
    pilot = about_it.get(evidence_packs=pack)
    values = Values(run, Scope(), of_one_pilot.KEYS, _labels(run))
    about = of_one_pilot.About(pilot, end_of(pilot), run, values)
    data = _frame(run, of_one_pilot.chapters_of(about)) | {
        "kind": "pilot",
        "pilot": pilot.pk,
        "title": Words(pilot.title),
        "department": Words(pilot.department.name),
        "indicators": [],
    }
    return data | {"definitions": _definitions(data)}


def _labels(run: Run) -> dict[str, Any]:
    return labels_of(folder_of(run.as_of))


def _frame(run: Run, written: list[Chapter]) -> dict[str, Any]:
    city = City.objects.current()
    return {
        "format": FORMAT,
        "city": Words(city.name),
        "operator": str(city.operator),
        "is_demo": city.is_demo,
        "as_of": run.as_of.isoformat(),
        "extract_sha256": run.digest,
        "smallest_group": city.smallest_group,
        "claims": NO_POINTS,
        "chapters": written,
    }  # fmt: skip


def _definitions(data: dict[str, Any]) -> list[dict[str, Any]]:
    """Of every figure that stands in the pack, in the order of the registry."""
    tables = [table for chapter in data["chapters"] for table in chapter["tables"]]
    rows = [row for table in tables if table["kind"] == "figures" for row in table["rows"]]
    rows += [row for indicator in data["indicators"] for row in indicator["figures"]]
    shown = {row["key"] for row in rows}
    return [define(definition) for key, definition in BY_KEY.items() if key in shown]
