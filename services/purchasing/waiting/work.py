"""The one road of what orders wait for: look how items can be had, judge, remember who waits, publish the verdicts."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from datetime import date

from chassis import clock
from chassis.figures import holding
from chassis.handling import Db, Nothing
from contracts.purchasing import SupplyReviewed
from contracts.sales import OrderClarified, OrderReceived
from services.purchasing.policy import Policy
from services.purchasing.production import store as production
from services.purchasing.production.rules.shop import Shop
from services.purchasing.waiting import store
from services.purchasing.waiting.rules.verdict import Waiting, share_out, verdict
from services.purchasing.waiting.rules.ways import Wanted, Ways

Complete = OrderReceived | OrderClarified
Fold = Callable[[Complete, Ways, date], SupplyReviewed | None]


async def handle(
    db: Db, events: Sequence[Complete], fold: Fold, wanted_of: Callable[[Complete], Wanted]
) -> list[SupplyReviewed | Nothing]:
    """A verdict on each order by our own rows; what cannot be had is remembered."""
    reviews = await _judged(db, events, fold, [item for event in events for item in wanted_of(event)])
    waits = {
        said.order_id: Waiting(said.order_id, said.order_version, wanted_of(event), said.impossible)
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
    ways = await look(db, [item for one in waiting for item in one.wanted]) if waiting else Ways()
    again = [(one, verdict(one.order_id, one.order_version, one.wanted, ways, today)) for one in waiting]
    woken = [(one, said) for one, said in again if set(said.impossible) != set(one.impossible)]
    if woken:
        still = [one.lacking(said.impossible) for one, said in woken if said.impossible]
        await store.save(db, [one.order_id for one, _ in woken], still)
    return share_out(told, woken)


async def look(db: Db, items: Iterable[str], *, locked: bool = False) -> Ways:
    """How these items can be had; ``locked``: and until commit no offer, bill or line comes or goes.

    Of what is made, also how free its lines are and how its material can be had.
    """
    supplies = await store.supplies(db, items, locked=locked)
    made = [item for item, supply in supplies.items() if supply.made]
    if not made:
        return Ways(supplies)
    policy = await holding(db, Policy)
    bills, makers = await production.bills(db, made, policy.own_shop), await production.makers(db, made)
    components = {one.item for bill in bills.values() for one in bill.components} - supplies.keys()
    supplies |= await store.supplies(db, components) if components else {}
    lines = sorted({one.line for one in makers})
    free = await production.free(db, lines, clock.today(), policy.country)
    return Ways(supplies, Shop(makers, bills, free), policy.own_shop)


async def _judged(db: Db, events: Sequence[Complete], fold: Fold, items: Sequence[str]) -> list[SupplyReviewed | None]:
    """Before it is said that something cannot be had it is looked again, while no offer comes or goes."""
    today = clock.today()
    ways = await look(db, items) if items else Ways()
    reviews = [fold(event, ways, today) for event in events]
    if not any(said and said.impossible for said in reviews):
        return reviews
    ways = await look(db, items, locked=True)
    return [fold(event, ways, today) for event in events]
