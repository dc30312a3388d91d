"""Shares places out in proportion: whole numbers that sum to what there is (largest remainder)."""

from collections.abc import Hashable, Mapping
from typing import Any


def share_out[Key: Hashable](weights: Mapping[Key, int], places: int) -> dict[Key, int]:
    """Everybody gets the whole part of their exact share; what is left goes to the largest
    remainders. No share is off by one or more; of equal remainders the first key wins."""
    total = sum(weights.values())
    if total <= 0:
        return dict.fromkeys(weights, 0)
    shares = {key: places * weight // total for key, weight in weights.items()}

    def remainder(key: Any) -> int:
        return places * weights[key] % total

    left = places - sum(shares.values())
    for key in sorted(weights, key=remainder, reverse=True)[:left]:
        shares[key] += 1
    return shares
