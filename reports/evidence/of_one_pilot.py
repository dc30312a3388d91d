"""The chapters of a pack about one pilot, as the certificate of a service asks for them."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Min
from django.utils import translation

from city.words import LANGUAGES, Words, words
from pilots.after.shown import rechecks_of
from pilots.compare import compare_all
from pilots.models import Conclusion, Device, Pilot, ReCheck
from pilots.plan.read import read_plan
from pilots.plan.snapshot import plan_of
from pilots.workflow import Stage, Verdict
from proposals.models import Commitment
from reports.evidence import of_pilots as p
from reports.evidence.satisfaction import satisfaction_table
from reports.evidence.shape import (
    Cell,
    Chapter,
    Table,
    Values,
    chapter,
    day,
    day_of,
    figures,
    table,
)
from reports.labels import in_both_languages
from reports.models import Run

KEYS = ("participants",)
PLAN = words("공개된 계획", "The published plan")
NO_SOURCE = Words()  # the chapter says it


@dataclass(frozen=True)
class About:
    """The pilot, its result where there is one, and the run of the moment."""

    pilot: Pilot
    end: Conclusion | None
    run: Run
    values: Values


def chapters_of(about: About) -> list[Chapter]:
    return [write(about) for write in CHAPTERS]


def _protocol(about: About) -> Chapter:
    version = about.pilot.protocol_versions.order_by("-number").first()
    plan = version.plan if version else plan_of(about.pilot)
    says = words(
        "측정을 시작하기 전에 정해 공개한 계획입니다.",
        "What was fixed and published before measuring began.",
    )
    if version:
        says = words(
            f"{says['ko']} 계획 {version.number}판, SHA-256 {version.digest}",
            f"{says['en']} Version {version.number}, SHA-256 {version.digest}",
        )
    return chapter(
        "protocol", words("실증 계획", "Protocol"), says, *_sections(plan), _amendments(about)
    )


def _sections(plan: dict[str, Any]) -> list[Table]:
    """The plan as its page reads it, in both languages."""
    read = {}
    for language in LANGUAGES:
        with translation.override(language):
            read[language] = read_plan(plan)
    other = {
        (section.key, part.key, place): (section.title, part.title, line)
        for section in read["en"]
        for part in section.parts
        for place, line in enumerate(part.lines)
    }
    tables = []
    for section in read["ko"]:
        rows, title = [], Words({"ko": section.title})
        for part in section.parts:
            for place, line in enumerate(part.lines):
                en = other.get((section.key, part.key, place), (section.title, part.title, line))
                title = words(section.title, en[0])
                rows.append([
                    words(_named(part.title, line.name), _named(en[1], en[2].name)),
                    words(line.text, en[2].text),
                ])  # fmt: skip
        tables.append(table(title, (words("항목", "Item"), words("내용", "Plan")), rows, NO_SOURCE))
    return tables


def _named(part: str, line: str) -> str:
    return " · ".join(filter(None, [part, line]))


def _amendments(about: About) -> Table:
    return table(
        words("변경 공고", "Amendments"),
        (words("날짜", "Day"), words("바꾼 것", "What"), words("이유", "Reason")),
        [[day_of(each.at), each.what, each.reason] for each in about.pilot.amendments.all()],
        words(
            "측정을 시작한 뒤에 공개하고 바꾼 것.",
            "What was changed in public after measuring began.",
        ),
    )


def _effect(about: About) -> Chapter:
    waiting = words(
        "아직 결과를 확정하지 않았습니다. 참여자의 응답은 실증이 끝난 뒤에만 싣습니다.",
        "There is no result yet. What participants answered is told only once the pilot has ended.",
    )
    kept = words("결과를 확정할 때 남긴 근거입니다.", "The evidence that was kept with the result.")
    return chapter(
        "effect", words("체감 효과와 만족도", "Effect and satisfaction"), kept if about.end else waiting,
        figures(words("참여자", "Participants"), [about.values.of("participants", {"pilot": str(about.pilot.pk)})]),
        table(
            words("사전·사후 변화", "Before and after"), p.CHANGE_COLUMNS,
            [p.change(said) for said in _comparisons(about)],
            p.HOW_CHANGE_IS_COUNTED,
        ),
        satisfaction_table(about.run, survey=about.pilot.survey) if about.pilot.survey else None,
    )  # fmt: skip


def _comparisons(about: About) -> list[dict[str, Any]]:
    if about.end:
        return about.end.evidence["comparisons"]
    return compare_all(about.pilot, at=about.run.as_of)


def _technology(about: About) -> Chapter:
    pilot = about.pilot
    return chapter(
        "technology", words("기술", "Technology"),
        words(
            "시험한 대안과 값을 보낸 센서. 허가와 안전 조치는 실증 계획에 있습니다.",
            "What was tested, and the sensors that sent values. Permits and safeguards stand in the plan.",
        ),
        table(
            words("시험한 대안", "Alternatives tested"),
            (words("이름", "Name"), words("설명", "What it is"), words("비교 집단", "Nothing changes")),
            [
                [Words(each.name), Words(each.description), _yes_no(each.is_control)]
                for each in pilot.alternatives.all()
            ],
            PLAN,
        ),
        _sensors(pilot),
        p.partners_table([pilot]),
    )  # fmt: skip


def _yes_no(value: bool) -> Words:
    return words("예", "yes") if value else words("아니요", "no")


def _sensors(pilot: Pilot) -> Table:
    rows = (
        Device.objects.of_pilot(pilot)
        .values("make", "measure__name")
        .annotate(number=Count("pk"), calibrated=Min("calibrated_on"))
        .order_by("make")
    )
    # One row for each model and measure: JSON is no key to group by on every database.
    together: dict[tuple[str, str], list[Any]] = {}
    for row in rows:
        name = Words(row["measure__name"])
        key = (row["make"], name["ko"])
        there = together.setdefault(
            key, [row["make"] or words("적지 않음", "not said"), name, 0, ""]
        )
        there[2] += row["number"]
        there[3] = there[3] or day(row["calibrated"])
    return table(
        words("센서", "Sensors"),
        (words("제조사와 모델", "Maker and model"), words("지표", "Measure"), words("대수", "Number"),
         words("교정한 날", "Calibrated on")),
        together.values(),
        words("실증에 등록된 센서.", "Sensors registered with the pilot."),
    )  # fmt: skip


def _costs(about: About) -> Chapter:
    return chapter(
        "costs",
        words("비용", "Costs"),
        words("재원별, 연도별 예산과 집행액.", "What was planned and spent, by source and year."),
        p.budget_table([about.pilot]),
    )


def _spread(about: About) -> Chapter:
    return chapter(
        "spread", words("확산 가능성", "Adoption"),
        words(
            "무엇을 결정했고, 그 뒤에 무엇이 이어졌는지 적습니다.", "What was decided, and what followed."
        ),
        _result(about), _rechecks(about), _successors(about), _promises(about),
    )  # fmt: skip


def _result(about: About) -> Table:
    end = about.end
    rows: list[list[Cell]] = (
        [
            [words("결과", "Result"), in_both_languages(Verdict(end.verdict).label)],
            [words("확정한 날", "Decided on"), day_of(end.at)],
            [words("이유", "Reasons"), Words(end.reasons)],
            [words("배운 점", "What was learned"), Words(end.learned)],
            [words("근거 SHA-256", "SHA-256 of the evidence"), end.digest],
        ]
        if end
        else [[words("결과", "Result"), words("아직 확정하지 않음", "not decided yet")],
              [words("단계", "Stage"), in_both_languages(Stage(about.pilot.stage).label)]]
    )  # fmt: skip
    return table(
        words("결정", "Decision"), (words("항목", "Item"), words("내용", "Content")),
        [row for row in rows if row[1]], p.BY_PILOT,
    )  # fmt: skip


def _rechecks(about: About) -> Table:
    rows = rechecks_of(about.pilot, about.end).get("rows", [])
    return table(
        words("다시 살핀 결과", "Looked at again"),
        (words("결과 뒤(개월)", "Months after"), words("예정한 날", "Due"), words("한 날", "Done"),
         words("찾은 것", "Found"), words("설명", "In words")),
        [
            [row.months, day(row.due_on), day_of(row.done_at), _finding(row), Words(row.words)]
            for row in rows
        ],
        words("결과 확정 6개월과 12개월 뒤의 재점검.", "Re-checks six and twelve months after the result."),
    )  # fmt: skip


def _finding(row: ReCheck) -> Words:
    if not row.finding:
        return words("아직 하지 않음", "not done yet")
    return in_both_languages(ReCheck.Finding(row.finding).label)


def _successors(about: About) -> Table:
    following = about.pilot.successors.public().order_by("pk")
    return table(
        words("이어진 실증", "Pilots that followed"),
        (words("실증", "Pilot"), words("단계", "Stage"), words("기간", "Days")),
        [[Words(each.title), in_both_languages(Stage(each.stage).label), p.days_of(each)] for each in following],
        p.BY_PILOT,
    )  # fmt: skip


def _promises(about: About) -> Table:
    """What the city promised on the proposals that the pilot took up."""
    made = (
        Commitment.objects.filter(
            proposal__pilots=about.pilot, proposal__hidden_at=None, created_at__lte=about.run.as_of
        )
        .select_related("department")
        .order_by("created_at", "pk")
    )
    return table(
        words("반영 약속", "Commitments"),
        (words("약속", "What"), words("담당 부서", "Department"), words("약속한 달", "Due month"),
         words("상태", "State")),
        [
            [
                Words(each.what), Words(each.department.name), f"{each.due_month:%Y-%m}",
                in_both_languages(Commitment.State(each.state).label),
            ]
            for each in made
        ],
        words("이 실증이 반영한 제안에 대한 약속.", "Commitments on the proposals that the pilot took up."),
    )  # fmt: skip


CHAPTERS: tuple[Callable[[About], Chapter], ...] = (
    _protocol,
    _effect,
    _technology,
    _costs,
    _spread,
)
