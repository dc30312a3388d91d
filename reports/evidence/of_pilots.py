"""What packs say of pilots: plans, panels, changes, decisions, money and partners."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from city.words import LANGUAGES, Words, in_both, words
from pilots import say
from pilots.models import BudgetLine, Partner, Pilot
from pilots.plan.money import lines_of_each, table_of
from pilots.workflow import Stage, Status, Verdict
from reports.evidence.shape import TOO_FEW, Cell, Table, Values, day, day_of, table
from reports.extract.files import folder_of, open_extract
from reports.figures import MEASURE_CHANGE
from reports.labels import in_both_languages
from reports.models import Run

ITSELF = words("실증", "Pilot")
BY_PILOT = words(
    "실증의 공개 계획과 결과. 결정에 붙은 근거는 그때 그대로 보관되어 있습니다.",
    "The pilots’ published plans and results; the evidence of each decision is kept as it stood.",
)


def pilots_between(run: Run, since: date, until: date) -> list[Pilot]:
    """Public ones that ran on any of these days, as the extract of the run knows them."""
    over = f"'{Stage.CONCLUDED}', '{Stage.STOPPED}'"
    sql = f"""
        SELECT id FROM pilots
        WHERE coalesce(running_from, starts_on) <= DATE '{until}'
          AND (stage NOT IN ({over})
               OR coalesce(concluded_at::DATE, ends_on, running_from, starts_on) >= DATE '{since}')
        ORDER BY coalesce(running_from, starts_on), id"""  # noqa: S608
    with open_extract(folder_of(run.as_of)) as extract:
        keys = [key for (key,) in extract.execute(sql).fetchall()]
    rows = (
        Pilot.objects.filter(pk__in=keys)
        .select_related("department", "conclusion", "predecessor")
        .prefetch_related(
            "budget_lines", "shared_budgets__lines", "partners", "protocol_versions", "amendments"
        )
        .in_bulk()
    )
    return [rows[key] for key in keys if key in rows]


def end_of(pilot: Pilot):
    """Its conclusion, or None."""
    return getattr(pilot, "conclusion", None)


# ── Tables ───────────────────────────────────────────────────────────────────────────────────


def panels_table(pilots: Sequence[Pilot], values: Values) -> Table:
    """Who stayed is read from the evidence of the decision, where small groups are hidden already."""
    return table(
        words("실증 참여단", "Panels of pilots"),
        (
            ITSELF, words("모집 자리", "Places"), words("참여자(명)", "Participants"),
            words("끝까지 참여(명)", "Completed"), words("그만둔 사람(명)", "Withdrew"),
            words("참여 유지율(%)", "Retention (%)"),
        ),
        [_panel(pilot, values) for pilot in pilots if pilot.takes_participants],
        words(
            "참여자는 통계 ‘실증 참여자’(기준 시각). 끝까지 참여한 사람과 그만둔 사람은 결과를 확정할 때 남긴 "
            "근거이며, 유지율은 끝까지 참여한 사람을 참여했거나 그만둔 사람으로 나눈 값입니다. 작은 집단은 가립니다.",
            "Participants: the figure of that name, as of the stated time. Completed and withdrew: the "
            "evidence kept with the result; retention is completed out of took part or withdrew. "
            "Small groups are hidden.",
        ),
    )  # fmt: skip


STAYED = (Status.CONSENTED, Status.ACTIVE, Status.COMPLETED, Status.WITHDRAWN)


def _panel(pilot: Pilot, values: Values) -> list[Cell]:
    row = values.of("participants", {"pilot": str(pilot.pk)})
    shown = end_of(pilot).evidence.get("participants", {}) if end_of(pilot) else None
    if shown is None:
        kept: list[Cell] = [None, None, None]
    else:
        counts = [shown.get(status, 0) for status in STAYED]
        kept = [_or_hidden(shown.get(s, 0)) for s in (Status.COMPLETED, Status.WITHDRAWN)]
        kept.append(_share(shown.get(Status.COMPLETED, 0), counts))
    return [pilot.title, pilot.seats, TOO_FEW if row["hidden"] else _whole(row["value"]), *kept]


def _or_hidden(count: int | None) -> Cell:
    return TOO_FEW if count is None else count


def _whole(value: float | None) -> int | None:
    return None if value is None else int(value)


def _share(completed: int | None, counts: Sequence[int | None]) -> Cell:
    if None in counts:
        return TOO_FEW
    everybody = sum(count or 0 for count in counts)
    return round(100 * (completed or 0) / everybody, 1) if everybody else None


def protocol_table(pilots: Sequence[Pilot]) -> Table:
    return table(
        words("실증 계획", "Protocols"),
        (
            ITSELF, words("질문", "Question"), words("발의", "Origin"), words("담당 부서", "Department"),
            words("기간", "Days"), words("계획 판", "Version of the plan"),
        ),
        [
            [
                pilot.title, pilot.question, in_both_languages(Pilot.Origin(pilot.origin).label),
                pilot.department.name, days_of(pilot), _version(pilot),
            ]
            for pilot in pilots
        ],
        BY_PILOT,
    )  # fmt: skip


def days_of(pilot: Pilot) -> str:
    first = pilot.running_from or pilot.starts_on
    last = pilot.running_until or pilot.ends_on
    return f"{day(first)}~{day(last)}" if first or last else ""


def _version(pilot: Pilot) -> str:
    """Version and the beginning of its checksum, so that it can be found again."""
    newest = max(pilot.protocol_versions.all(), key=lambda each: each.number, default=None)
    return f"{newest.number} · SHA-256 {newest.digest[:16]}" if newest else ""


def changes_table(run: Run, pilots: Sequence[Pilot]) -> Table:
    """The figure “change of a measure”, in one sentence each."""
    keys = {str(pilot.pk): pilot for pilot in pilots}
    stored = run.figures.filter(key=MEASURE_CHANGE.key).order_by("cut_key")
    rows = [
        [keys[each.cut["pilot"]].title, *change(each.extra)]
        for each in stored
        if each.cut["pilot"] in keys
    ]
    return table(
        words("사전·사후 변화", "Before and after"),
        (ITSELF, *CHANGE_COLUMNS),
        rows,
        HOW_CHANGE_IS_COUNTED,
    )


HOW_CHANGE_IS_COUNTED = words(
    *(f"{MEASURE_CHANGE.name[each]}: {MEASURE_CHANGE.definition[each]}" for each in LANGUAGES)
)
CHANGE_COLUMNS = (
    words("지표", "Measure"),
    words("사전", "Before"),
    words("사후", "After"),
    words("변화와 95% 신뢰구간", "Change with 95% interval"),
    words("비교 방법과 주의할 점", "How it was compared, and what to be careful about"),
)


def change(said: dict[str, Any]) -> list[Cell]:
    return [
        Words(said["name"]), _period(said, "before"), _period(said, "after"),
        in_both(lambda: say.says(said)), in_both(lambda: _how(said)),
    ]  # fmt: skip


def _how(said: dict[str, Any]) -> str:
    """The method, and what a careful reader should know where something is said at all."""
    limits = say.limits_said(said) if said["judged"] else []
    return " ".join(filter(None, [say.method_of(said), *limits]))


def _period(said: dict[str, Any], period: str) -> Cell:
    """22초(n 30일); that nothing is told where there are too few."""
    mean, n = said[f"mean_{period}"], said[f"n_{period}"]
    if mean is None:
        return None
    return in_both(lambda: f"{say.with_unit(mean, said['unit'])} (n {say.unit_counted(said, n)})")


def decisions_table(pilots: Sequence[Pilot], since: date, until: date) -> Table:
    """Of these days; of a pilot that is still going on, nothing is decided."""
    ends = [(pilot, end_of(pilot)) for pilot in pilots if end_of(pilot)]
    within = [
        (p, end) for p, end in ends if since.isoformat() <= day_of(end.at) <= until.isoformat()
    ]
    return table(
        words("기간 중 확정한 결과", "Results of these days"),
        (ITSELF, words("결과", "Result"), words("확정한 날", "Decided on"), words("이유", "Reasons"),
         words("근거 SHA-256", "SHA-256 of the evidence")),
        [
            [pilot.title, in_both_languages(Verdict(end.verdict).label), day_of(end.at), Words(end.reasons),
             end.digest]
            for pilot, end in within
        ],
        BY_PILOT,
    )  # fmt: skip


def budget_table(pilots: Iterable[Pilot]) -> Table:
    """국비·도비·시비·민간 × year, every line once."""
    return table(
        words("실증 예산(원)", "Money of pilots (won)"),
        (words("재원", "Source"), words("연도", "Year"), words("예산", "Planned"), words("집행", "Spent"),
         words("집행률(%)", "Spent of planned (%)")),
        _money(lines_of_each(pilots)),
        words(
            "실증의 예산 줄. 여러 실증이 함께 쓰는 예산은 한 번만 셉니다.",
            "The pilots’ budget lines; money that several pilots share is counted once.",
        ),
    )  # fmt: skip


def _money(lines: list[BudgetLine]) -> list[list[Cell]]:
    money, of = table_of(lines), {line.source for line in lines}
    sources = [in_both_languages(label) for code, label in BudgetLine.Source.choices if code in of]
    rows: list[list[Cell]] = [
        [source, str(year), sum_.planned, sum_.spent, sum_.executed]
        for source, row in zip(sources, money.rows, strict=True)
        for year, sum_ in zip(money.years, row.years, strict=True)
        if sum_.planned or sum_.spent
    ]
    if rows:
        total = money.total
        rows.append([words("합계", "Total"), "", total.planned, total.spent, total.executed])
    return rows


def partners_table(pilots: Iterable[Pilot]) -> Table:
    return table(
        words("협력 기관", "Partners"),
        (words("이름", "Name"), words("구분", "Kind"), words("맡은 일", "Role"), ITSELF),
        [
            [_partner(each), in_both_languages(Partner.Kind(each.kind).label), Words(each.role), pilot.title]
            for pilot in pilots
            for each in pilot.partners.all()
        ],
        words(
            "실증의 협력 기관. 본인의 이름으로 참여하는 전문가와 주민 모임은 이름을 싣지 않습니다.",
            "The pilots’ partners. Experts and residents’ groups known by their own name are not named.",
        ),
    )  # fmt: skip


def _partner(partner: Partner) -> Words:
    if partner.kind in Partner.KNOWN_BY_THEIR_OWN_NAME:
        return words("이름을 싣지 않음", "not named")
    return Words(partner.name)
