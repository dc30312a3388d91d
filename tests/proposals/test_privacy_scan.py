"""Numbers that would give a person away are found; dates, prices and offices are left alone."""

import pytest

from proposals.privacy_scan import find_private


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("900101-1234567", ["resident_number"]),
        ("９００１０１－１２３４５６７입니다", ["resident_number"]),
        ("900101 1234567", ["resident_number"]),
        ("제 번호 0203043234567", ["resident_number"]),
        ("4111-1111-1111-1111로 결제", ["card"]),
        ("010-1234-5678", ["phone"]),
        ("01012345678", ["phone"]),
        ("+82 10-1234-5678", ["phone"]),
        ("900101-1234567, 010.1234.5678", ["resident_number", "phone"]),
        ("991399-1234567", []),  # no such day
        ("1234-5678-9012-3456", []),  # no card has this number
        ("031-828-2114로 전화했습니다", []),  # an office
        ("2026-11-21 15:30에 보니", []),
        ("127.0123456, 37.7512345", []),
        ("예산 1,234,567,890원", []),
        ("", []),
    ],
)
def test_private_numbers_are_found(text, found):
    assert find_private(text) == found
