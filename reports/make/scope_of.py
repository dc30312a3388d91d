"""Which rows a report is about: its days, its district with those it took over from, its call."""

import re
from datetime import date

from city.words import Words
from maps.models import District, Succession
from reports.extract.scope import PLACES, WHEN, Scope
from reports.figures import Definition
from reports.models import Report

# Tables that hold less when they are asked about some days, districts or a call.
NARROWED = re.compile(rf"\b({'|'.join([*WHEN, *PLACES, 'steps'])})\b")
RULE = Words({
    "ko": "제안은 접수한 날, 공감은 공감한 날, 처리 과정은 처리한 날, 약속은 약속한 날로 고르고, 첫날과 끝날을 "
    "모두 셉니다(한국 시각). 읍면동과 제안 공모는 그 제안의 것을 따릅니다. 사람 수와 실증의 통계는 나누지 않고 "
    "시작부터 도시 전체를 셉니다.",
    "en": "Proposals are taken by the day of receipt, support by its day, decisions by theirs, commitments "
    "by the day of the promise; both ends count (Korean time). District and call are those of the proposal. "
    "Numbers of people, and of pilots, are never divided: they count the whole city from the beginning.",
})  # fmt: skip


def scope_of(report: Report) -> Scope:
    return Scope(
        since=report.since,
        until=report.until,
        districts=codes_of(report.district) if report.district else (),
        call=report.call.slug if report.call else "",
    )


def codes_of(district: District) -> tuple[str, ...]:
    """Its own code first, then those of the districts it was made from, and theirs."""
    codes, seen, asked = [district.code], {district.pk}, {district.pk}
    while asked:
        rows = Succession.objects.filter(after__in=asked).exclude(before__in=seen)
        older = dict(rows.order_by("before__code").values_list("before", "before__code"))
        codes += [code for code in older.values() if code not in codes]
        asked = set(older)
        seen |= asked
    return tuple(codes)


def existed(district: District, since: date, until: date) -> bool:
    """On any of these days."""
    began = district.valid_from is None or district.valid_from <= until
    return began and (district.valid_to is None or district.valid_to > since)


def is_narrowed(definition: Definition) -> bool:
    """False for people and pilots: they are shown for the whole city, from the beginning."""
    return not definition.people and bool(NARROWED.search(definition.source))
