"""A concluded pilot as one checked file: all that another city needs to do the same, and what came
of it; nothing personal, and no place, for the streets are other ones there."""

from typing import Any

from django.conf import settings

from city.digest import canonical, digest_of
from city.models import City
from pilots.handing.file import FORMAT, VERSION
from pilots.models import Conclusion, Pilot, ReCheck
from pilots.plan.snapshot import plan_of
from surveys.build.file import as_data

LICENCE = "KOGL-1"
# What means something only in the city that wrote it.
LOCAL = {"format", "task", "predecessor", "proposals", "solutions", "survey",
         "ethics", "ethics_board", "ethics_number", "ethics_reason", "shared_budgets"}  # fmt: skip
LOCAL_OF_PEOPLE = {"apply_until"}


def file_of(conclusion: Conclusion) -> bytes:
    """The same result gives the same file, byte for byte, until a re-check is added."""
    content = content_of(conclusion)
    return canonical(
        {
            "format": FORMAT, "version": VERSION, "sha256": digest_of(content),
            "content": content,
        }
    )  # fmt: skip


def content_of(conclusion: Conclusion) -> dict[str, Any]:
    pilot, city = conclusion.pilot, City.objects.current()
    rechecks = list(pilot.rechecks.filter(done_at__isnull=False))
    last = max([conclusion.at, *(row.done_at for row in rechecks if row.done_at)])
    return {
        "city": {"name": dict(city.name), "operator": dict(city.operator)},
        "address": f"{settings.SITE_URL.rstrip('/')}{pilot.get_absolute_url()}",
        "licence": LICENCE,
        "is_demo": city.is_demo,
        "as_of": last.isoformat(),
        "pilot": portable_plan(pilot),
        "instrument": _instrument(pilot),
        "evidence": conclusion.evidence,
        "conclusion": {
            "verdict": conclusion.verdict,
            "reasons": dict(conclusion.reasons),
            "learned": dict(conclusion.learned),
            "at": conclusion.at.isoformat(),
            "sha256": digest_of(conclusion.evidence),
        },
        "rechecks": [_recheck(row) for row in rechecks],
    }


def _instrument(pilot: Pilot) -> dict[str, Any] | None:
    if pilot.survey is None or not pilot.survey.questions.exists():
        return None
    return as_data(pilot.survey)


def portable_plan(pilot: Pilot) -> dict[str, Any]:
    """The plan without the keys of rows, without places, and with what was spent."""
    plan = {name: value for name, value in plan_of(pilot).items() if name not in LOCAL}
    return plan | {
        "department": plan["department"]["name"],
        "alternatives": [_without(each, "solution") for each in plan["alternatives"]],
        "sites": [
            {name: each[name] for name in ("name", "arm", "alternative")} for each in plan["sites"]
        ],
        "measures": [
            each | {"question": each["question"] and each["question"]["code"]}
            for each in plan["measures"]
        ],
        "people": {
            **{name: value for name, value in plan["people"].items() if name not in LOCAL_OF_PEOPLE},
            "quotas": [
                each | {"district": each["district"] and each["district"]["name"]}
                for each in plan["people"]["quotas"]
            ],
        },
        "permit": plan["permit"]
        and {name: plan["permit"][name] for name in ("kind", "authority", "basis", "scope")},
        "budget": [
            {"label": dict(line.label), "source": line.source, "year": line.year,
             "planned": line.planned, "spent": line.spent}
            for line in pilot.budget_lines.all()
        ],
        "partners": [
            {name: each[name] for name in ("name", "kind", "role")} for each in plan["partners"]
        ],
    }  # fmt: skip


def _without(row: dict[str, Any], *names: str) -> dict[str, Any]:
    return {name: value for name, value in row.items() if name not in names}


def _recheck(row: ReCheck) -> dict[str, Any]:
    assert row.done_at is not None
    return {
        "months": row.months,
        "finding": row.finding,
        "words": dict(row.words),
        "values": row.values,
        "at": row.done_at.isoformat(),
    }
