"""Computes the demo city's figures, publishes its reports and releases its data."""

from datetime import datetime

from city.words import Words, words
from jobs.run import run_due_jobs
from livinglab.demo.people import Cast
from pilots.models import Pilot
from reports.compute import compute_figures
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


def publish_results(cast: Cast, pilots: dict[str, Pilot], now: datetime) -> None:
    run = compute_figures(as_of=now)
    run_due_jobs()
    run.refresh_from_db()
    release_data(run=run, at=now)
    _publish(cast, "city", "operating-report", CITY_WORDS["title"], CITY_WORDS)
    for key, findings in PILOT_WORDS.items():
        pilot = pilots[key]
        title = Words({"ko": f"{pilot.title['ko']}: 결과", "en": f"{pilot.title['en']}: results"})
        said = {"summary": Words(pilot.summary), "words": findings}
        _publish(cast, "pilot", f"pilot-{key}", title, said, pilot)


def _publish(cast: Cast, kind: str, slug: str, title: Words, said: dict, pilot=None) -> None:
    report = start_report(kind=kind, by=cast.manager, pilot=pilot, title=title, slug=slug)
    run_due_jobs()
    report.refresh_from_db()
    report.summary, report.words = said["summary"], said["words"]
    report.save(update_fields=["summary", "words"])
    publish(report=report, by=cast.manager)
