"""The map's numbers counted plainly: every public row looked at, with nothing of the map's own."""

from dataclasses import dataclass
from datetime import datetime

import numpy as np
from django.http import QueryDict

from proposals.filters import ProposalFilter
from proposals.models import Proposal

FACETS = {"category": ["category"], "state": ["status", "outcome"], "district": ["district"]}


@dataclass(frozen=True)
class Rows:
    """Public, placed rows that a filter leaves, in no order."""

    pk: np.ndarray
    lon: np.ndarray
    lat: np.ndarray
    category: np.ndarray
    district: np.ndarray
    state: np.ndarray
    supports: np.ndarray
    created: np.ndarray

    @classmethod
    def of(cls, query: str) -> "Rows":
        rows = ProposalFilter(QueryDict(query), queryset=Proposal.objects.public()).qs
        found = rows.filter(cell__isnull=False).values_list(
            "pk", "lon", "lat", "category_id", "district_id", "status", "outcome",
            "support_count", "created_at",
        ).order_by()  # fmt: skip
        columns = list(zip(*found.iterator(chunk_size=20_000), strict=True)) or [()] * 9
        pk, lon, lat, category, district, status, outcome, supports, created = columns
        state = [last or first for first, last in zip(status, outcome, strict=True)]
        return cls(
            np.array(pk, np.int64), np.array(lon, float), np.array(lat, float),
            np.array(category, np.int64), np.array([each or 0 for each in district], np.int64),
            np.array(state, object), np.array(supports, np.int64),
            np.array([datetime.timestamp(each) for each in created], float),
        )  # fmt: skip

    def in_tile(self, z: int, x: int, y: int) -> np.ndarray:
        """By the textbook's formula of Web Mercator."""
        column = np.floor((self.lon + 180) / 360 * 2**z)
        sine = np.sin(np.radians(self.lat))
        row = np.floor((0.5 - np.log((1 + sine) / (1 - sine)) / (4 * np.pi)) * 2**z)
        return (column == x) & (row == y)

    def in_box(self, west: float, south: float, east: float, north: float) -> np.ndarray:
        return (self.lon >= west) & (self.lon <= east) & (self.lat >= south) & (self.lat <= north)

    def first(self, here: np.ndarray, order: str, most: int) -> list[int]:
        by = self.supports if order == "support" else self.created
        return self.pk[here][np.lexsort((-self.pk[here], -by[here]))[:most]].tolist()

    def facet(self, name: str, here: np.ndarray) -> dict:
        values, counts = np.unique(getattr(self, name)[here].astype(str), return_counts=True)
        return {
            each: int(n) for each, n in zip(values, counts, strict=True) if each not in ("", "0")
        }


def without(query: str, facet: str) -> str:
    """The filters without those that the facet itself is about."""
    rest = QueryDict(query, mutable=True)
    for name in FACETS[facet]:
        rest.pop(name, None)
    return rest.urlencode()
