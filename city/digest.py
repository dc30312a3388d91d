"""The SHA-256 of plain JSON, so that anybody can see whether something frozen was changed."""

import hashlib
import json
from typing import Any

# Beyond this a number of digits and a number with an exponent look alike to a database.
_EXACT = 10**16


def canonical(value: Any) -> bytes:
    """One way to write a value down: keys in order, no spaces, UTF-8, no NaN. What a database gives
    back (−0 as 0, a huge whole number for a float) reads the same as what was put in."""
    plain = json.dumps(
        _settled(value), sort_keys=True, ensure_ascii=False, separators=(",", ":"), allow_nan=False
    )
    return plain.encode()


def digest_of(value: Any) -> str:
    return hashlib.sha256(canonical(value)).hexdigest()


def _settled(value: Any) -> Any:
    if isinstance(value, dict):
        return {str(key): _settled(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [_settled(each) for each in value]
    if isinstance(value, float) and value == 0:
        return 0.0
    if isinstance(value, int) and not isinstance(value, bool) and abs(value) >= _EXACT:
        return float(value)
    return value
