"""What sales and the warehouse say of needs, folded into the ledger; and what each message is about. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from chassis.handling import NotReady
from contracts.sales import OrderCancelled, OrderChanged, OrderConfirmed
from contracts.supply import Cover
from contracts.warehouse import StockLow, StockReserved, StockShort, StockUnreserved
from services.purchasing.ledger.rules.book import Demand, Ledger
from services.purchasing.ledger.rules.heard import NeedHeard, hear_cover, hear_low, hear_needs, hear_orders
from services.purchasing.ledger.rules.news import Cause

State = StockReserved | StockShort


def take_versions(ledger: Ledger, orders: Sequence[OrderConfirmed | OrderChanged]) -> Ledger:
    """The order's priority and promised date."""
    return hear_orders(ledger, [_demand(order) for order in orders])


def take_cancels(ledger: Ledger, orders: Sequence[OrderCancelled]) -> Ledger:
    """The order needs nothing any more, also when its needs are heard only later."""
    return hear_orders(ledger, [Demand(order.order_id, order.version, final=True) for order in orders])


def take_states(ledger: Ledger, states: Sequence[State]) -> Ledger:
    """What each order lacks now, and the total of all."""
    needs = [NeedHeard(s.order_id, s.need_version, s.order_version, s.lacks) for s in states]
    return hear_cover(hear_needs(ledger, needs), [cover for state in states for cover in state.cover])


def too_early(ledger: Ledger, state: State) -> NotReady | None:
    """A shortage is not ready before the version of the order that it is about."""
    known = ledger.demands[state.order_id]
    early = state.lacks and not known.final and known.version < state.order_version
    return NotReady((OrderConfirmed, OrderChanged), str(state.order_id)) if early else None


def take_released(ledger: Ledger, unreserved: Sequence[StockUnreserved]) -> Ledger:
    """What is lacked of the items that went back on the shelf."""
    return hear_cover(ledger, [cover for message in unreserved for cover in message.cover])


def take_lows(ledger: Ledger, lows: Sequence[StockLow]) -> Ledger:
    """What the shelves want to be filled up with; each waits for an answer (WHS-7)."""
    ledger = hear_cover(ledger, [cover for low in lows for cover in low.cover])
    for low in lows:
        cover = next((cover for cover in low.cover if cover.item == low.item), None)
        ledger = ledger.with_book(hear_low(ledger.books[low.item], low.low_version, low.quantity, cover))
    return replace(ledger, low=frozenset(low.item for low in lows))


def cause_of_order(order: OrderConfirmed | OrderChanged | OrderCancelled) -> Cause:
    return Cause(frozenset({order.order_id}))


def cause_of_state(state: State) -> Cause:
    return Cause(frozenset({state.order_id}), items=_items(state.cover) | {lack.item for lack in state.lacks})


def cause_of_unreserved(unreserved: StockUnreserved) -> Cause:
    return Cause(frozenset({unreserved.order_id}), items=_items(unreserved.cover))


def cause_of_low(low: StockLow) -> Cause:
    return Cause(items=_items(low.cover) | {low.item})


def _items(covers: Sequence[Cover]) -> frozenset[str]:
    return frozenset(cover.item for cover in covers)


def _demand(order: OrderConfirmed | OrderChanged) -> Demand:
    content = order.content
    return Demand(
        order.order_id,
        order.version,
        priority=content.priority,
        number=content.number,
        promised=content.promised or content.wanted,
    )
