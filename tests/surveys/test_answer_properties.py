"""Whatever comes in, checking answers ends well, and what it kept is a good answer."""

import json

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from surveys.answer import check_answers
from surveys.models import Question
from tests.surveys.kinds import EVERY_KIND

CODES = [each["code"] for each in EVERY_KIND if each["kind"] != "place"]
OPTIONS = ["bus", "bike", "walk", "other", "none", "clean", "safe"]
plain = (
    st.none() | st.booleans() | st.integers() | st.floats() | st.sampled_from(OPTIONS)
    | st.text(st.characters(exclude_categories=[]), max_size=20) | st.integers(0, 6).map(str)
)  # fmt: skip
anything = st.recursive(
    plain,
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.sampled_from(OPTIONS) | st.text(max_size=3), inner, max_size=4)
    ),
    max_leaves=8,
)
answers = st.dictionaries(
    st.sampled_from([*CODES, "single.other", "multiple.other", "junk"]), anything, max_size=8
)


def questions():
    rows = [Question(**each) for each in EVERY_KIND if each["kind"] != "place"]
    for row in rows:
        row.is_required = False
    return rows


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(answers)
def test_what_was_kept_is_kept_again_and_can_be_stored(given_answers):
    kept, errors = check_answers(questions(), given_answers, photos={3})
    again, problems = check_answers(questions(), kept, photos={3})

    assert again == kept
    assert problems == {}
    assert all(isinstance(each, str) and each for each in errors.values())
    assert not {code.split(".")[0] for code in kept} & set(errors)
    assert json.loads(json.dumps(kept, ensure_ascii=False).encode()) == kept


@settings(max_examples=100, deadline=None)
@given(answers)
def test_a_required_question_has_an_answer_or_a_sentence(given_answers):
    rows = questions()
    for row in rows:
        row.is_required = True

    kept, errors = check_answers(rows, given_answers)

    assert {row.code for row in rows} <= kept.keys() | errors.keys()
