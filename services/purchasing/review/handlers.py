"""Orders that are complete are reviewed, and again when what they lacked can be bought (SAL-5)."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date

from chassis import clock
from chassis.handling import Db, Handler
from contracts.event import Event
from contracts.purchasing import SupplyReviewed
from contracts.sales import OrderClarified, OrderReceived, OrderRejected
from services.purchasing.review import rules, store

Complete = OrderReceived | OrderClarified
Woken = tuple[frozenset[str], SupplyReviewed]
"""The items that an order waited for, and its new review."""


async def review(db: Db, orders: Sequence[Complete]) -> list[SupplyReviewed | tuple[()]]:
    """A verdict on each complete version, from our own rows; what cannot be bought is remembered."""
    today = clock.today()
    reviews = await _reviews(db, orders, today)
    still = [rules.waiting_of(order, said) for order, said in zip(orders, reviews, strict=True) if said]
    waits = {one.order_id: one for one in still if one.impossible}
    if waits or any(isinstance(order, OrderClarified) for order in orders):
        await store.keep_waiting(db, [order.order_id for order in orders], list(waits.values()))
    return [said or () for said in reviews]


async def forget(db: Db, rejected: Sequence[OrderRejected]) -> list[tuple[()]]:
    """A rejected order waits for nothing."""
    await store.forget(db, [order.order_id for order in rejected])
    return [() for _ in rejected]


async def wake(db: Db, items: Collection[str]) -> list[Woken]:
    """Review again the orders that wait for these items, where the verdict is another now."""
    today = clock.today()
    waiting = await store.waiting(db, items) if items else []
    again = [(one, rules.verdict(one.order_id, one.order_version, one.items, one.supplies, today)) for one in waiting]
    woken = [(one, said) for one, said in again if set(said.impossible) != set(one.impossible)]
    still = [one.lacking(said.impossible) for one, said in woken if said.impossible]
    if woken:
        await store.keep_waiting(db, [one.order_id for one, _ in woken], still)
    return [(frozenset(one.impossible), said) for one, said in woken]


async def _reviews(db: Db, orders: Sequence[Complete], today: date) -> list[SupplyReviewed | None]:
    """Before it is said that something cannot be bought it is looked again, while no offer comes or goes."""
    items = [line.item for order in orders if order.complete for line in order.content.lines if line.item]
    supplies = await store.supplies(db, items) if items else {}
    lacking = [item for item in items if supplies[item].impossible]
    if lacking:
        supplies |= await store.supplies(db, lacking, locked=True)
    return [rules.review(order, supplies, today) for order in orders]


HANDLES: dict[type[Event], Handler] = {OrderReceived: review, OrderClarified: review, OrderRejected: forget}
