"""Indicators that the demo city typed in for the certification; a pack is made by whoever asks."""

from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from livinglab.demo.people import Cast
from reports.evidence.forms import IndicatorForm, YearForm
from reports.evidence.indicators import keep, year_of
from reports.models import Indicator

# area, code, wording ko, en, department, figures, text, gap, target of this year, value typed in
INDICATORS: tuple[dict[str, Any], ...] = (
    {"area": "innovation", "code": "1-1", "owner": "smart",
     "wording": ("주민이 참여하는 리빙랩을 꾸준히 운영하는가", "Is a living lab with residents run continuously?"),
     "figures": ("proposals_received", "pilots_by_stage", "decisions_from_residents"),
     "text": ("제안을 접수해 답변하고, 채택한 제안을 실증으로 확인합니다.",
              "Proposals are received, answered, and tried out in pilots."),
     "gap": ("상설 실증 공간이 아직 없습니다.", "There is no permanent place for pilots yet."),
     "target": 300},
    {"area": "governance", "code": "2-1", "owner": "smart",
     "wording": ("접수한 제안에 기한 안에 답하는가", "Are proposals answered in time?"),
     "figures": ("answered_in_time", "median_working_days_to_answer"), "target": 90},
    {"area": "governance", "code": "2-2", "owner": "smart",
     "wording": ("주민 참여를 뒷받침하는 조례와 예산이 있는가", "Are there an ordinance and a budget for taking part?"),
     "figures": (), "gap": ("조례 개정안이 의회에 계류 중입니다.", "The revised ordinance waits in the council."),
     "unit": ("건", "ordinances"), "target": 1, "reached": 0,
     "note": ("자치법규 목록(2026년 10월 확인)", "List of ordinances, looked at in October 2026")},
    {"area": "service", "code": "3-1", "owner": "smart",
     "wording": ("인터넷 밖에서도 참여할 수 있는가", "Can people take part without the internet?"),
     "figures": ("proposals_offline",), "target": 5},
)  # fmt: skip


def play_evidence(cast: Cast, now: datetime) -> None:
    at, year = now - timedelta(days=40), timezone.localdate(now).year
    for one in INDICATORS:
        form = IndicatorForm(_typed(cast, one))
        _keep(form, cast, at)
        row = Indicator.objects.get(code=one["code"])
        target = {"target": one["target"], "reached": one.get("reached"), **_both("note", one)}
        _keep(YearForm(target, instance=year_of(row, year)), cast, at)


def _typed(cast: Cast, one: dict[str, Any]) -> dict[str, Any]:
    figures = {f"figure_{number}": key for number, key in enumerate(one["figures"])}
    words = {
        k: v for name in ("wording", "text", "gap", "unit") for k, v in _both(name, one).items()
    }
    owner = cast.departments[one["owner"]].pk
    return {
        "area": one["area"],
        "code": one["code"],
        "owner": owner,
        "wanted": "at_least",
        **words,
        **figures,
    }


def _both(name: str, one: dict[str, Any]) -> dict[str, str]:
    return {f"{name}_{place}": said for place, said in enumerate(one.get(name, ("", "")))}


def _keep(form: IndicatorForm | YearForm, cast: Cast, at: datetime) -> None:
    assert form.is_valid(), form.errors  # these rows are ours
    keep(form=form, by=cast.manager, at=at)
