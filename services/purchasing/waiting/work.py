"""The one road of what orders wait for: look how items can be had, judge, remember who waits, publish the verdicts."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import date

from chassis import clock
from chassis.handling import Db, Nothing
from contracts.purchasing import SupplyReviewed
from contracts.sales import OrderClarified, OrderReceived
from services.purchasing.waiting import store
from services.purchasing.waiting.rules import Supply, Waiting, share_out, verdict

Complete = OrderReceived | OrderClarified
Fold = Callable[[Complete, Mapping[str, Supply], date], SupplyReviewed | None]


async def handle(
    db: Db, events: Sequence[Complete], fold: Fold, items_of: Callable[[Complete], tuple[str, ...]]
) -> list[SupplyReviewed | Nothing]:
    """A verdict on each order by our own rows; what cannot be bought is remembered."""
    supplies = await _supplies(db, [item for event in events for item in items_of(event)])
    reviews = [fold(event, supplies, clock.today()) for event in events]
    waits = {
        said.order_id: Waiting(said.order_id, said.order_version, items_of(event), said.impossible)
        for event, said in zip(events, reviews, strict=True)
        if said and said.impossible
    }
    if waits or any(isinstance(event, OrderClarified) for event in events):
        await store.save(db, [event.order_id for event in events], list(waits.values()))
    return [said or () for said in reviews]


async def wake(db: Db, items: Collection[str], told: Sequence[frozenset[str]]) -> list[list[SupplyReviewed]]:
    """Review again the orders that wait for these items, where the verdict is another now; put to who ``told``."""
    today = clock.today()
    waiting = await store.load(db, items) if items else []
    again = [(one, verdict(one.order_id, one.order_version, one.items, one.supplies, today)) for one in waiting]
    woken = [(one, said) for one, said in again if set(said.impossible) != set(one.impossible)]
    if woken:
        still = [one.lacking(said.impossible) for one, said in woken if said.impossible]
        await store.save(db, [one.order_id for one, _ in woken], still)
    return share_out(told, woken)


async def _supplies(db: Db, items: Sequence[str]) -> Mapping[str, Supply]:
    """Before it is said that something cannot be bought it is looked again, while no offer comes or goes."""
    supplies = await store.supplies(db, items) if items else {}
    lacking = [item for item in items if supplies[item].impossible]
    return supplies | await store.supplies(db, lacking, locked=True) if lacking else supplies
