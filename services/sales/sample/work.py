"""The one road of a sample: load it under its lock, do what is asked, save it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Protocol, TypeVar
from uuid import UUID

from chassis.handling import Db
from chassis.refusal import NotFound, Refusal
from services.sales.sample import store
from services.sales.sample.rules import Sample


class AboutSample(Protocol):
    @property
    def sample_id(self) -> UUID: ...

    @property
    def only_of(self) -> str | None: ...


C = TypeVar("C", bound=AboutSample)


async def command(db: Db, commands: Sequence[C], do: Callable[[Sample, C], Sample | Refusal]) -> list[Sample | Refusal]:
    """What each command makes of its sample, or why it does not; a customer's of his own only (ALL-3)."""
    known = await store.load(db, [asked.sample_id for asked in commands])
    done = [_done(known.get(asked.sample_id), asked, do) for asked in commands]
    await store.save(db, [one for one in done if isinstance(one, Sample)])
    return done


async def name(db: Db, by: Mapping[str, Sequence[UUID]], known: Mapping[str, Sample]) -> None:
    """Note on samples that were loaded by their numbers which orders name them; no statement where none does."""
    named = [_named(known[number], orders) for number, orders in by.items()]
    await store.save(db, [one for one in named if one is not known[one.number]])


def _named(sample: Sample, orders: Sequence[UUID]) -> Sample:
    for order_id in orders:
        sample = sample.named_by(order_id)
    return sample


def _done(known: Sample | None, asked: C, do: Callable[[Sample, C], Sample | Refusal]) -> Sample | Refusal:
    if known is None or asked.only_of not in (None, known.customer):
        return NotFound(what="sample", id=asked.sample_id)
    return do(known, asked)
