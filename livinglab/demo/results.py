"""Computes the demo city's figures, publishes its reports and releases its data."""

from datetime import datetime

from django.db.models import Count
from django.utils.timezone import localdate

from city.words import Words, words
from jobs.run import run_due_jobs
from livinglab.demo.people import Cast
from maps.models import District
from pilots.apart.heard import tell_who_went_on
from pilots.models import Pilot
from proposals.said import tell_answers
from reports.compute import compute_figures
from reports.make.here import build_now
from reports.make.periods import last_ended
from reports.opendata.release import release_data
from reports.publish import publish, start_report

CITY_WORDS = {
    "title": words("시민 리빙랩 운영 보고서", "How the living lab is doing"),
    "summary": words(
        "지금까지 받은 제안이 어떻게 처리되었는지, 약속은 얼마나 지켰는지, 해결되었다는 말에 주민도 "
        "동의하는지 숫자로 보여 드립니다. 모든 숫자는 내려받은 자료로 다시 계산할 수 있습니다.",
        "What became of every proposal, which promises were kept, and whether those who asked agree "
        "that it is better. Every number can be recomputed from the files.",
    ),
    "words": words(
        "답변 기한을 지킨 비율과 약속을 제때 지킨 비율을 나란히 보아 주십시오. 늦은 것은 늦었다고 적고, "
        "이유도 각 제안의 처리 과정에 남겼습니다. 주민 확인 해결률은 시가 스스로 매긴 것이 아니라 제안하고 "
        "공감한 분들께 여쭌 결과입니다.",
        "Please read the share answered in time beside the share of promises kept on time. What was "
        "late is said to be late, with the reason on each proposal's page.",
    ),
}

PILOT_WORDS = {
    "crossing": words(
        "두 횡단보도의 변화가 비교 지점에서는 보이지 않았다는 점이 이 보고서의 핵심입니다. 차량 대기가 "
        "조금 늘었다는 사실도 함께 적습니다.",
        "The change at the two crossings did not appear at the comparison site. Cars waited slightly "
        "longer, and that is reported too.",
    ),
    "kiosk": words(
        "같은 분들께 두 번 여쭈어 견주었습니다. 참여자가 많지 않아 나이대별 결과는 싣지 않았습니다.",
        "The same people were asked twice. Results by age are not shown because the groups are small.",
    ),
}


MONTH_WORDS = {
    "summary": words(
        "지난달에 새로 들어온 제안과 공감, 답변과 약속을 읍면동마다 보여 드립니다. 지난 기간과 다른 방법으로 "
        "센 숫자는 없습니다.",
        "What came in last month, what was answered and promised, district by district. Nothing is "
        "counted in another way than in the months before.",
    ),
    "words": words(
        "지난달에 들어온 제안은 대부분 아직 공감을 모으는 중이라 답변 비율이 낮습니다. 답변한 제안은 "
        "아래 ‘말씀하신 것, 저희가 한 일’에 하나씩 적었습니다.",
        "Most of what came in last month still gathers support, so few were answered yet. What was "
        "answered is listed below, one by one.",
    ),
}

DISTRICT_WORDS = {
    "summary": words(
        "우리 동네에서 나온 제안과 그에 대한 답변만 모았습니다. 다른 동네와는 인구 1,000명당 수로 견주어 주십시오.",
        "Only what was proposed in this neighbourhood, and what became of it. Compare it with others "
        "by the number per 1,000 residents.",
    ),
    "words": words(
        "사람 수와 실증의 통계는 동네별로 나누지 않고 도시 전체의 값을 그대로 실었습니다. 작은 동네에서 누가 "
        "참여했는지 짐작할 수 없게 하기 위해서입니다.",
        "Numbers of people and of pilots are those of the whole city, so that nobody can guess who "
        "took part in a small neighbourhood.",
    ),
}


def publish_results(cast: Cast, pilots: dict[str, Pilot], now: datetime) -> None:
    tell_answers(now)
    tell_who_went_on(now)
    run = compute_figures(as_of=now)
    run_due_jobs()
    run.refresh_from_db()
    release_data(run=run, at=now)
    month = last_ended("month", localdate(now))
    district = most_proposed()
    _publish(cast, CITY_WORDS | {"at": now}, kind="city", slug="operating-report")
    _publish(cast, MONTH_WORDS | {"at": now}, kind="monthly", since=month.since, until=month.until)
    _publish(cast, DISTRICT_WORDS | {"at": now}, kind="district", district=district)
    for key, findings in PILOT_WORDS.items():
        pilot = pilots[key]
        title = Words({"ko": f"{pilot.title['ko']}: 결과", "en": f"{pilot.title['en']}: results"})
        said = {"title": title, "summary": Words(pilot.summary), "words": findings, "at": now}
        _publish(cast, said, kind="pilot", slug=f"pilot-{key}", pilot=pilot)


def _publish(cast: Cast, said: dict, **about) -> None:
    """All of one moment: the figures are computed once."""
    report = start_report(by=cast.manager, title=said.get("title"), at=said["at"], **about)
    build_now(report)
    report.summary, report.words = said["summary"], said["words"]
    report.save(update_fields=["summary", "words"])
    publish(report=report, by=cast.manager)


def most_proposed() -> District:
    rows = District.objects.current().without_outline().annotate(n=Count("proposal"))
    return rows.order_by("-n", "code").first()
