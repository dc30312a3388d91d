"""The chapters of a pack about some days, each from the registry of figures and the pilots' own rows."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Sum

from city.words import words
from pilots.models import Pilot
from reports.evidence import of_pilots as p
from reports.evidence.satisfaction import satisfaction_table
from reports.evidence.shape import Chapter, Row, Values, chapter, day_of, figures, table
from reports.figures.dimensions import STEPS
from reports.models import Dataset, DownloadCount, Release, Run


@dataclass(frozen=True)
class Asked:
    """The days, the run that counted, its values of these days, and the pilots that ran on them."""

    since: date
    until: date
    run: Run
    values: Values
    pilots: Sequence[Pilot]


# Counted for the chapters; indicators add their own.
KEYS = (
    "proposals_received", "accepted", "done", "declined", "not_raised", "referred", "answered_in_time",
    "answered_in_time_of_received", "answers_extended", "median_working_days_to_answer", "first_look_in_time",
    "proposals_by_step", "days_between_steps",
    "people_taking_part", "people_by_age", "people_by_sex", "people_by_district", "participants",
    "survey_responses", "pilots_by_stage", "pilots_concluded", "decisions_from_residents",
    "commitments_made", "commitments_kept_on_time", "commitments_overdue", "residents_confirm_better",
    "proposals_by_channel", "proposals_offline", "support_by_channel", "stayed_to_the_end", "came_back",
    "budget_planned", "budget_spent", "budget_executed",
)  # fmt: skip


def chapters_of(asked: Asked) -> list[Chapter]:
    return [write(asked) for write in CHAPTERS]


def _proposals(asked: Asked) -> Chapter:
    v = asked.values
    return chapter(
        "proposals", words("제안과 답변", "Proposals and answers"),
        words(
            "접수한 제안이 어디까지 갔고 며칠이 걸렸는지 적습니다.",
            "How far the proposals got that were received, and how many days it took.",
        ),
        figures(
            words("접수와 처리", "Received and handled"),
            v.whole(
                "proposals_received", "accepted", "done", "declined", "not_raised", "referred",
                "answered_in_time", "answered_in_time_of_received", "answers_extended",
                "median_working_days_to_answer", "first_look_in_time",
            ),
        ),
        figures(words("단계마다 이른 제안", "Proposals by step"), _steps(v, "proposals_by_step")),
        figures(
            words("단계마다 걸린 날", "Days between the steps"), _steps(v, "days_between_steps")
        ),
    )  # fmt: skip


def _steps(v: Values, key: str) -> list[Row]:
    """Every step, also one that nothing has reached."""
    rows = [v.of(key, {"step": step}) for step in STEPS]
    # The first step has none before it, and of the last no day is told.
    return rows if key == "proposals_by_step" else rows[1:-1]


IN_ALL = (
    "people_taking_part", "participants", "stayed_to_the_end", "came_back", "survey_responses",
)  # fmt: skip


def _panels(asked: Asked) -> Chapter:
    v = asked.values
    return chapter(
        "panels", words("참여단과 참여한 사람", "Panels and who took part"),
        words(
            "사람 수는 작은 집단을 가리는 한 가지 방법으로만 공개하고, 기간으로 나누지 않습니다.",
            "Numbers of people are told by the one rule that hides small groups, and never divided "
            "by time.",
        ),
        figures(words("전체", "In all"), v.whole(*IN_ALL)),
        figures(words("나이대별", "By age"), v.by("people_by_age", "age")),
        figures(words("성별", "By sex"), v.by("people_by_sex", "sex")),
        figures(words("사는 곳별", "By home district"), v.by("people_by_district", "district")),
        p.panels_table(asked.pilots, v),
    )  # fmt: skip


def _experiments(asked: Asked) -> Chapter:
    v, pilots = asked.values, asked.pilots
    return chapter(
        "pilots", words("실증", "Pilots"),
        words(
            "기간 중에 하루라도 진행한 실증과 그 계획, 사전·사후 변화, 결정을 적습니다.",
            "Pilots that ran on any of these days: plan, before and after, and decision.",
        ),
        figures(words("단계별 실증", "Pilots by stage"), v.whole_and_by("pilots_by_stage", "stage")),
        figures(words("결과", "Results"), v.whole_and_by("pilots_concluded", "verdict")),
        p.protocol_table(pilots),
        p.changes_table(asked.run, pilots),
        p.decisions_table(pilots, asked.since, asked.until),
    )  # fmt: skip


def _satisfaction(asked: Asked) -> Chapter:
    return chapter(
        "satisfaction", words("서비스별 만족도", "Satisfaction by service"),
        words(
            "기간 중에 끝난 설문 회차에서 만족도를 물은 문항과 실증 설문의 체감 문항. 공개한 익명 자료에서만 셉니다.",
            "Questions on satisfaction, and how pilots were felt, of survey waves that closed in these "
            "days; from the anonymised rows that are published.",
        ),
        satisfaction_table(asked.run, since=asked.since, until=asked.until),
    )  # fmt: skip


def _from_residents(asked: Asked) -> Chapter:
    v = asked.values
    return chapter(
        "decisions", words("주민 제안에서 시작된 결정", "Decisions that began with residents"),
        words(
            "시의 약속은 모두 주민 제안에 대한 것이고, 실증은 발의한 쪽을 밝힙니다.",
            "Every commitment answers a resident’s proposal; pilots say who asked for them.",
        ),
        figures(
            words("결정과 약속", "Decisions and commitments"),
            [
                *v.whole_and_by("decisions_from_residents", "verdict"),
                *v.whole(
                    "commitments_made", "commitments_kept_on_time", "commitments_overdue",
                    "residents_confirm_better",
                ),
            ],
        ),
    )  # fmt: skip


def _open_data(asked: Asked) -> Chapter:
    days = {"day__gte": asked.since, "day__lte": asked.until}
    fetched = dict(
        DownloadCount.objects.filter(**days).values_list("dataset").annotate(n=Sum("number"))
    )
    releases = Release.objects.filter(as_of__lte=asked.run.as_of)
    rows = []
    for dataset in Dataset.objects.order_by("position", "slug"):
        dates = [
            day_of(each)
            for each in releases.filter(dataset=dataset)
            .order_by("as_of")
            .values_list("as_of", flat=True)
        ]
        within = [
            each for each in dates if asked.since.isoformat() <= each <= asked.until.isoformat()
        ]
        if dates:
            rows.append(
                [dataset.title, dates[0], len(within), fetched.get(dataset.pk, 0), dataset.licence]
            )
    return chapter(
        "data", words("공공데이터", "Open data"),
        words(
            "누구나 내려받을 수 있는 자료와 내려받은 횟수. 누가 내려받았는지는 남기지 않습니다.",
            "What anybody can download, and how often it was. Who did is not kept.",
        ),
        table(
            words("개방한 데이터", "Datasets opened"),
            (
                words("데이터", "Dataset"), words("처음 개방한 날", "First opened"),
                words("기간 중 공개본", "Releases in these days"),
                words("기간 중 내려받은 횟수", "Downloads in these days"), words("이용 조건", "Licence"),
            ),
            rows,
            words(
                "포털의 공개본 목록과 날마다 센 내려받은 횟수(한국 시각).",
                "The portal’s list of releases, and its count of downloads by day (Korean time).",
            ),
        ),
    )  # fmt: skip


def _inclusion(asked: Asked) -> Chapter:
    v = asked.values
    return chapter(
        "inclusion", words("인터넷 밖의 참여", "Taking part without the internet"),
        words(
            "창구, 전화, 서면, 무인단말기로 들어온 참여와 담당자가 대리 등록한 참여.",
            "What came by desk, telephone, paper and kiosk, entered by staff on behalf of people.",
        ),
        figures(words("제안", "Proposals"), [*v.whole("proposals_offline"), *v.by("proposals_by_channel", "channel")]),
        figures(words("공감", "Support"), v.by("support_by_channel", "channel")),
    )  # fmt: skip


def _means(asked: Asked) -> Chapter:
    v, pilots = asked.values, asked.pilots
    return chapter(
        "means", words("예산, 부서, 협력 기관", "Budget, departments, partners"),
        words(
            "기간 중 진행한 실증의 예산과 협력 기관, 부서별 제안과 약속을 적습니다.",
            "Money and partners of the pilots of these days; proposals and commitments by department.",
        ),
        figures(
            words("모든 실증의 돈", "Money of all pilots"),
            v.whole("budget_planned", "budget_spent", "budget_executed"),
        ),
        p.budget_table(pilots),
        figures(words("부서별 접수", "Received, by department"), v.by("proposals_received", "department")),
        figures(
            words("부서별 기한 내 답변", "Answered in time, by department"),
            v.by("answered_in_time", "department"),
        ),
        figures(words("부서별 약속", "Commitments, by department"), v.by("commitments_made", "department")),
        p.partners_table(pilots),
    )  # fmt: skip


CHAPTERS: tuple[Callable[[Asked], Chapter], ...] = (
    _proposals, _panels, _experiments, _satisfaction, _from_residents, _open_data, _inclusion, _means,
)  # fmt: skip
