"""The one road of a price change: load what is known of its purchase, do what is asked, save, publish."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Protocol, TypeVar
from uuid import UUID

from chassis.handling import Answer, Db, Step
from chassis.refusal import NotFound, Refusal
from contracts.finance import PriceChangeDecided
from services.finance.price_change import store
from services.finance.price_change.rules import PriceChange, Signed


class OfPurchase(Protocol):
    """A message or command about one purchase."""

    @property
    def purchase_id(self) -> UUID: ...


M = TypeVar("M", bound=OfPurchase)


async def handle(
    db: Db, requests: Sequence[M], fold: Callable[[M, int], Signed]
) -> list[tuple[PriceChangeDecided, ...]]:
    """What each request becomes; ``fold`` is told at which version its purchase ended before it was ordered, 0: not."""
    ended = await store.ended(db, [request.purchase_id for request in requests])
    steps = [fold(request, ended.get(request.purchase_id, 0)) for request in requests]
    await store.save(db, [step.document for step in steps])
    return [step.events for step in steps]


async def command(
    db: Db, commands: Sequence[M], do: Callable[[PriceChange, M], Signed | Refusal]
) -> list[Answer[PriceChangeDecided] | Refusal]:
    """Each command done with the newest request of its purchase; a refusal changes nothing."""
    known = await store.load(db, [asked.purchase_id for asked in commands])
    found = [(asked, known.get(asked.purchase_id)) for asked in commands]
    done = [
        do(change, asked) if change else NotFound(what="price change of purchase", id=asked.purchase_id)
        for asked, change in found
    ]
    await store.save(db, [step.document for step in done if isinstance(step, Step)])
    return [Answer(step.document, step.events) if isinstance(step, Step) else step for step in done]
