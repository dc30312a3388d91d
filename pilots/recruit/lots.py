"""The rule of our draws (version 2), as pure functions: the same as docs/redraw.md tells strangers.

Everybody has a random code. A code's lot is sha256("<seed>:<code>") in hexadecimal; whoever has the
smallest lot comes first. People who applied together (a parent and a child) are one party: they
keep one place in the order, that of the first code, and get their places together or not at all.

Each code belongs to one group, and each group has so many places. In the first round a party gets
its places if there are enough, in all and in its groups. In the second round what is left goes to
those who were passed over, in the same order, whatever their group.
"""

import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

RULE = 2
EVERYBODY = "0"  # the group of those who are in no other
Party = Sequence[Sequence[str]]  # [code, group] of each


def lot(seed: str, code: str) -> str:
    return hashlib.sha256(f"{seed}:{code}".encode()).hexdigest()


def in_order(parties: Iterable[Party], seed: str) -> list[Party]:
    return sorted(parties, key=lambda party: lot(seed, party[0][0]))


def pick(
    parties: Iterable[Party],
    *,
    places: int,
    limits: Mapping[str, int],
    seed: str,
    seated: Iterable[str] = (),
) -> list[Party]:
    """The parties that get places, in the order in which they get them. Nothing else decides.

    `seated`: the groups of those who hold a place already, when the waiting list moves up.
    """
    queue = in_order(parties, seed)
    chosen: list[Party] = []
    taken = Counter(seated)
    free, left = places - taken.total(), Counter(limits) - taken
    for is_first_round in (True, False):
        passed_over = []
        for party in queue:
            groups = Counter(group for _code, group in party)
            if len(party) <= free and (groups <= left or not is_first_round):
                chosen.append(party)
                free -= len(party)
                left -= groups
            else:
                passed_over.append(party)
        queue = passed_over
    return chosen


def deal(
    drawn: Iterable[Sequence[str]], *, alternatives: Sequence[str], seed: str
) -> dict[str, str]:
    """Code (or site) → alternative: group by group in the order of the lots, dealt out like cards,
    so that the alternatives differ by at most one, in all and within each group."""
    queue = sorted(drawn, key=lambda one: (one[1], lot(seed, one[0])))
    return {
        code: alternatives[number % len(alternatives)]
        for number, (code, _group) in enumerate(queue)
    }


def deal_one(code: str, *, alternatives: Sequence[str], seed: str) -> str:
    """For somebody who comes after the cards were dealt: their lot alone decides."""
    return alternatives[int(lot(seed, code), 16) % len(alternatives)]
