"""What stands large at the top of a report, and the small pictures of its districts."""

from city.words import words
from reports.headline import headline
from reports.make.multiples import months_by_district


def _tile(key: str, value: str):
    return {"key": key, "label": key, "value": value, "unit": "건"}


def _district(**months: int):
    rows = [
        {"key": "proposals_received", "cut": {"month": month.replace("_", "-")[1:]}, "value": count}
        for month, count in months.items()
    ]
    return {"figures": [], "months": rows}


def _frozen(**districts):
    return {
        "labels": {"district": {"a": words("가능동"), "b": words("녹양동")}},
        "districts": {"rows": districts},
    }


def test_four_figures_at_most_stand_at_the_top_and_none_without_a_value():
    tiles = [
        _tile("referred", "8"), _tile("open_proposals", "3"), _tile("done", "24"),
        _tile("residents_confirm_better", "–"), _tile("answered_in_time", "65.3"),
        _tile("proposals_received", "220"),
    ]  # fmt: skip

    keys = [tile["key"] for tile in headline(tiles, [])]

    assert keys == ["proposals_received", "answered_in_time", "done", "referred"]


def test_a_pilot_says_first_what_changed():
    chart = {
        "kind": "change", "name": "measure-wait", "title": "대기 시간", "head": ["기간", "초", "n"],
        "rows": [["사전", "31.2", "30"], ["실증", "32.8", "86"]],
    }  # fmt: skip

    (change,) = headline([_tile("participants", "12")], [chart])

    assert (change["before"], change["value"], change["unit"]) == ("31.2", "32.8", "초")


def test_a_report_without_any_value_has_no_headline():
    assert headline([_tile("done", "–")], []) == []


def test_every_district_has_every_month_and_none_is_left_out_for_being_empty():
    chart = months_by_district(_frozen(b=_district(m2026_01=2, m2026_03=1), a=_district()))

    assert [(str(row["of"]), row["code"], row["value"]) for row in chart["rows"]] == [
        ("가능동", "2026-01", 0), ("가능동", "2026-02", 0), ("가능동", "2026-03", 0),
        ("녹양동", "2026-01", 2), ("녹양동", "2026-02", 0), ("녹양동", "2026-03", 1),
    ]  # fmt: skip


def test_no_small_pictures_of_one_month_one_district_or_none():
    assert months_by_district(_frozen(a=_district(m2026_01=2), b=_district(m2026_01=1))) is None
    assert months_by_district(_frozen(a=_district(m2026_01=2, m2026_02=1))) is None
    assert months_by_district({}) is None


def test_only_the_last_twelve_months_are_drawn():
    months = {f"m20{25 + n // 12}_{n % 12 + 1:02d}": 1 for n in range(20)}

    chart = months_by_district(_frozen(a=_district(**months), b=_district()))

    drawn = sorted({row["code"] for row in chart["rows"]})
    assert (drawn[0], drawn[-1], len(drawn)) == ("2025-09", "2026-08", 12)
