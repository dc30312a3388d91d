"""“Accepted: 0” and “accepted: 3” in one report: of those received then, and of those answered then."""

import pytest
from django.template.loader import render_to_string
from django.utils import translation

from reports.make.sections import counted_how, sections_of
from reports.models import Report


def frozen(since=None, until=None):
    return {
        "scope": {
            "since": since, "until": until, "districts": [], "call": "", "call_title": {},
            "rule": {}, "of_whole_city": ["participants"],
        },
        "labels": {},
        "answers": [
            {"answer": "accepted", "label": {"ko": "채택"}, "count": 3, "proposals": []},
        ],
    }  # fmt: skip


OCTOBER = frozen("2026-10-01", "2026-10-31")


@pytest.mark.parametrize(
    ("language", "said"),
    [("ko", "(이 기간에 접수된 제안 가운데)"), ("en", "(of those received in these days)")],
)
def test_what_became_of_proposals_says_of_which(language, said):
    with translation.override(language):
        assert counted_how(OCTOBER, "accepted") == said
        assert counted_how(OCTOBER, "done") == said


def test_what_is_counted_by_its_own_day_needs_no_such_words():
    assert counted_how(OCTOBER, "proposals_received") == ""
    assert counted_how(OCTOBER, "participants") != ""
    assert counted_how(frozen(), "accepted") == ""


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("language", "title", "why"),
    [("ko", "이 기간에 답한 제안", "접수된 제안만 센 것이므로 수가 다릅니다"),
     ("en", "answered in these days", "so those numbers differ")],
)  # fmt: skip
def test_the_answers_of_a_period_say_that_they_are_those_given_then(language, title, why):
    with translation.override(language):
        (section,) = sections_of(Report(version=1), OCTOBER)
        page = render_to_string(section["template"], {"section": section})

        assert title in str(section["title"])
        assert why in page
        (whole,) = sections_of(Report(version=1), frozen())
        assert title not in str(whole["title"])
        assert why not in render_to_string(whole["template"], {"section": whole})
