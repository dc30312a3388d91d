"""비슷한 제안: what others have already proposed about the same thing in the same place.

Korean writes the same words with and without spaces and hangs particles on them, so words are not
compared but pairs of neighbouring syllables, as in the search of this room: 보도블록이 and 보도 블록을
share 보도, 도블 and 블록. Rare pairs count for more (tf-idf, cosine; Salton and Buckley 1988,
"Term-weighting approaches in automatic text retrieval"). Nothing is blocked: people decide.
"""

import re
from collections import Counter
from collections.abc import Iterable
from itertools import pairwise
from math import exp, log, sqrt
from typing import NamedTuple

from django.db.models import Q

from city.models import Category
from maps.cells import cell_of, tile_of, tile_range
from maps.locate import metres_between
from proposals.models import Proposal
from proposals.workflow import Outcome

AROUND_ZOOM = 16  # nine tiles of about 480 m: at least that far in each direction
MOST_COMPARED = 400
SHOWN = 5
NEAR_METRES = 250  # where the weight of the distance has fallen to 1/e
TITLE_COUNTS = 3  # as often as the text
WEIGHTS = {"words": 0.70, "near": 0.20, "category": 0.10}
# Chosen on the labelled set of tests/proposals/test_similar.py, which states precision and recall.
LEAST_WORDS, LEAST = 0.12, 0.40
# What people say about everything; it would make strangers look alike.
FILLERS = re.compile(
    r"했으면|좋겠습니다|좋겠어요|바랍니다|부탁드립니다|부탁드려요|해주세요|해 주세요|주세요|주십시오|"
    r"있습니다|없습니다|있어요|없어요|합니다|됩니다|입니다|습니다|니다|이에요|예요|어요|아요|해요|"
    r"너무|많이|정말|항상|매일|자꾸|그리고|그런데|때문에|우리|저희|여기|이곳|근처|[^가-힣a-z0-9]+"
)


class Similar(NamedTuple):
    proposal: Proposal
    score: float  # 0 … 1
    words: float  # 0 … 1: the cosine of the words alone
    metres: int | None  # None where one of the two names only a district


def similar_proposals(
    *,
    title: str,
    text: str = "",
    category: Category | None = None,
    lon: float | None = None,
    lat: float | None = None,
    district=None,
    exclude: int | None = None,
) -> list[Similar]:
    """The most similar public ones first, five at most."""
    if len(title) + len(text) < 4:
        return []
    rows = _candidates(category, lon, lat, district).exclude(pk=exclude)
    category_id = category.pk if category else None
    found = compare(title, text, category_id, lon, lat, rows[:MOST_COMPARED])
    return sorted(found, key=lambda one: (-round(one.score, 6), -one.words))[:SHOWN]


def compare(
    title: str,
    text: str,
    category_id: int | None,
    lon: float | None,
    lat: float | None,
    rows: Iterable[Proposal],
) -> list[Similar]:
    """Those that are similar enough, in no order."""
    rows = list(rows)
    mine = _pairs(title, text)
    theirs = [_pairs(row.shown_title, row.shown_text) for row in rows]
    weight = _rarity([mine, *theirs])
    found = []
    for row, pairs in zip(rows, theirs, strict=True):
        words = _cosine(mine, pairs, weight)
        metres = _metres(lon, lat, row.lon, row.lat)
        score = (
            WEIGHTS["words"] * min(words * 2, 1)  # half of all pairs is as good as all of them
            + WEIGHTS["near"] * (0.5 if metres is None else exp(-metres / NEAR_METRES))
            + WEIGHTS["category"] * (category_id == row.category_id)
        )
        if words >= LEAST_WORDS and score >= LEAST:
            found.append(Similar(row, score, words, None if metres is None else round(metres)))
    return found


def _candidates(category, lon, lat, district):
    """Around the place, or in the district; without a place the newest of the category."""
    rows = (
        Proposal.objects.public()
        .for_lists()
        .exclude(outcome__in=[Outcome.MERGED, Outcome.WITHDRAWN])
    )
    if lon is not None and lat is not None:
        return rows.filter(_around(lon, lat)).order_by("-support_count", "-pk")
    if district is not None:
        return rows.filter(district=district).order_by("-created_at", "-pk")
    return rows.filter(category=category).order_by("-created_at", "-pk")


def _around(lon: float, lat: float) -> Q:
    x, y = tile_of(int(cell_of(lon, lat)), AROUND_ZOOM)
    here = Q()
    for column in (x - 1, x, x + 1):
        for row in (y - 1, y, y + 1):
            first, end = tile_range(AROUND_ZOOM, column, row)
            here |= Q(cell__gte=first, cell__lt=end)
    return here


def _pairs(title: str, text: str) -> Counter[str]:
    """How often each pair of neighbouring syllables stands there, without spaces and endings."""
    pairs: Counter[str] = Counter()
    for words, times in ((title, TITLE_COUNTS), (text, 1)):
        for piece in FILLERS.sub("\n", words.lower()).split("\n"):
            for pair in pairwise(piece):
                pairs["".join(pair)] += times
    return pairs


def _rarity(texts: list[Counter[str]]) -> dict[str, float]:
    """Inverse document frequency among what is compared."""
    seen: Counter[str] = Counter()
    for pairs in texts:
        seen.update(pairs.keys())
    return {pair: log(1 + len(texts) / count) for pair, count in seen.items()}


def _cosine(one: Counter[str], other: Counter[str], weight: dict[str, float]) -> float:
    a, b = _weighted(one, weight), _weighted(other, weight)
    shared = sum(value * b[pair] for pair, value in a.items() if pair in b)
    length = sqrt(sum(v * v for v in a.values()) * sum(v * v for v in b.values()))
    return shared / length if length else 0.0


def _weighted(pairs: Counter[str], weight: dict[str, float]) -> dict[str, float]:
    return {pair: (1 + log(count)) * weight[pair] for pair, count in pairs.items()}


def _metres(*place: float | None) -> float | None:
    """Between two points, lon and lat of each; None where one of them has none."""
    lon, lat, other_lon, other_lat = place
    if lon is None or lat is None or other_lon is None or other_lat is None:
        return None
    return metres_between((lon, lat), (other_lon, other_lat))
