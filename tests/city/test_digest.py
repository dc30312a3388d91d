"""The same content has the same digest, wherever it was kept meanwhile."""

import hashlib
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from city.digest import canonical, digest_of

PLAIN = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**18), 10**18) | st.text()
    | st.floats(allow_nan=False, allow_infinity=False),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=12,
)  # fmt: skip


@given(PLAIN)
def test_what_was_written_down_and_read_again_has_the_same_digest(value):
    assert digest_of(json.loads(canonical(value))) == digest_of(value)


def test_the_order_of_keys_does_not_matter_but_every_letter_does():
    assert digest_of({"가": 1, "나": 2}) == digest_of({"나": 2, "가": 1})
    assert digest_of({"가": 1}) != digest_of({"가": 2})


def test_anybody_can_compute_it_from_the_bytes():
    assert hashlib.sha256('{"가":[1,2.5]}'.encode()).hexdigest() == digest_of({"가": [1, 2.5]})


def test_what_a_database_gives_back_differently_reads_the_same():
    assert digest_of([-0.0, 1e22]) == digest_of([0.0, 10**22])


def test_what_is_no_number_has_no_digest():
    with pytest.raises(ValueError):
        digest_of(float("nan"))
