"""An order that will be late, or that nobody can deliver, asks by itself what may stand in for what lacks (SAL-10)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from uuid import UUID

from chassis import clock
from chassis.handling import Db, Handler
from chassis.ids import ids
from chassis.numbers import take_numbers
from chassis.opened import on_opened
from contracts.delays import DelayForecast
from contracts.event import Event
from contracts.purchasing import PurchaseImpossible
from contracts.sales import TrialRequested
from services.sales.order.rules.document import Order
from services.sales.order.work import OPEN
from services.sales.substituting import rules, store
from services.sales.substituting.rules import Ranked
from services.sales.trial import store as trials
from services.sales.trial.rules import Trial

Wanting = DelayForecast | PurchaseImpossible


@on_opened
async def try_substitutes(db: Db, events: Sequence[Wanting]) -> list[tuple[TrialRequested, ...]]:
    """The departments are asked whether they are free, as of any trial; each order is looked at once."""
    entries = await OPEN.load(db, [id_ for event in events for id_ in _orders(event)])
    short = {id_: entry.order for id_, entry in entries.items() if rules.shortages(entry.order)}
    tried = await _tried(db, list(short.values())) if short else {}
    return [_requested(tried, event) for event in events]


def _requested(tried: dict[UUID, list[Trial]], event: Wanting) -> tuple[TrialRequested, ...]:
    new = [trial for id_ in _orders(event) for trial in tried.pop(id_, ())]
    return tuple(TrialRequested(trial_id=one.trial_id, content=one.order.binding) for one in new)


async def _tried(db: Db, orders: Sequence[Order]) -> dict[UUID, list[Trial]]:
    named = {(line.item, order.content.currency) for order in orders for line, _ in rules.shortages(order)}
    ranked = await store.ranked(db, sorted(named))
    known = {order.order_id: list(_of(order, ranked)) for order in orders}
    many = sum(len(rules.candidates(order, known[order.order_id])) for order in orders)
    numbers = iter(await take_numbers(db, "TR", clock.today().year, many) if many else ())
    made, today = ids(), clock.today()
    tried = {order.order_id: rules.tried(order, known[order.order_id], made, numbers, today) for order in orders}
    await trials.save(db, [one for each in tried.values() for one in each])
    return tried


def _of(order: Order, ranked: Mapping[tuple[str, str], Sequence[Ranked]]) -> Iterator[Ranked]:
    for line, _ in rules.shortages(order):
        yield from ranked.get((line.item, order.content.currency), ())


def _orders(event: Wanting) -> tuple[UUID, ...]:
    if isinstance(event, DelayForecast):
        return (event.order_id,)
    return tuple(dict.fromkeys(each.order_id for each in event.served))


HANDLES: Mapping[type[Event], Handler] = {DelayForecast: try_substitutes, PurchaseImpossible: try_substitutes}
