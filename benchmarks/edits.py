"""Random edits of a city as they happen in its life, seen by nobody else and undone afterwards."""

import random
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from city.models import Category
from maps.locate import district_of
from maps.models import District
from proposals.models import Decision, Proposal
from proposals.workflow import Outcome, Status

EACH = 150
STATES = [(Status.ACCEPTED, ""), (Status.CLOSED, Outcome.DONE), (Status.CLOSED, Outcome.DECLINED)]


@contextmanager
def undone() -> Iterator[None]:
    """Whatever happens inside is rolled back at the end."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def edit_at_random(seed: int) -> int:
    """Hides, moves, decides, merges, takes away and adds; returns how many rows that touched."""
    rng = random.Random(seed)
    kinds = [_hide, _move, _decide, _recategorise, _merge, _support, _delete]
    chosen = iter(_draw(rng, EACH * len(kinds)))
    touched = 0
    for kind in kinds:
        some = [next(chosen) for _ in range(EACH)]
        kind(some, rng)
        touched += len(some)
    return touched + _add(rng)


def _draw(rng: random.Random, number: int) -> list[Proposal]:
    keys = Proposal.objects.order_by("pk")
    first, last = keys.first(), keys.last()
    assert first
    assert last
    found: dict[int, Proposal] = {}
    while len(found) < number:
        drawn = rng.sample(range(first.pk, last.pk + 1), min(number, last.pk - first.pk + 1))
        found |= {each.pk: each for each in keys.filter(pk__in=drawn)}
    return [found[key] for key in sorted(found)[:number]]


def _keys(some: list[Proposal]) -> list[int]:
    return [each.pk for each in some]


def _hide(some: list[Proposal], rng: random.Random) -> None:
    Proposal.objects.filter(pk__in=_keys(some)).update(hidden_at=timezone.now())


def _move(some: list[Proposal], rng: random.Random) -> None:
    """To where another one is, or a little away from it; a few lose their pin."""
    places = [(each.lon or 0.0, each.lat or 0.0) for each in some]
    rng.shuffle(places)
    for proposal, (lon, lat) in zip(some, places, strict=True):
        near = (round(lon + rng.choice((0, 0.0003)), 7), lat)
        if rng.random() < 0.1:
            proposal.lon = proposal.lat = None
        elif district_of(*near):
            proposal.lon, proposal.lat = near
        proposal.save(update_fields=["lon", "lat"])


def _decide(some: list[Proposal], rng: random.Random) -> None:
    for proposal in some:
        proposal.status, proposal.outcome = rng.choice(STATES)
        proposal.save(update_fields=["status", "outcome"])


def _recategorise(some: list[Proposal], rng: random.Random) -> None:
    categories = list(Category.objects.all())
    districts = list(District.objects.current())
    for proposal in some:
        proposal.category, proposal.district = rng.choice(categories), rng.choice(districts)
        proposal.save(update_fields=["category", "district"])


def _merge(some: list[Proposal], rng: random.Random) -> None:
    target = some[0]
    Proposal.objects.filter(pk__in=_keys(some[1:])).update(
        status=Status.CLOSED, outcome=Outcome.MERGED, merged_into=target
    )


def _support(some: list[Proposal], rng: random.Random) -> None:
    for proposal in some:
        proposal.support_count += rng.choice((1, 5_000))
        proposal.save(update_fields=["support_count"])


def _delete(some: list[Proposal], rng: random.Random) -> None:
    Decision.objects.filter(proposal__in=_keys(some)).delete()
    Proposal.objects.filter(pk__in=_keys(some)).delete()


def _add(rng: random.Random) -> int:
    author = User.objects.order_by("pk").first()
    assert author
    near = _draw(rng, EACH)
    Proposal.objects.bulk_create(
        Proposal(
            author=author, title="새 제안", text="시연용으로 자동 생성한 글입니다.",
            category_id=each.category_id, lon=each.lon, lat=each.lat,
            support_until=timezone.now() + timedelta(days=30),
        )
        for each in near
        if each.lon is not None
    )  # fmt: skip
    return len(near)
