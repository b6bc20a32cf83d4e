"""When all of an order will be with the customer, as far as is known today, and which step decides it (SAL-20, NOT-3).

An order is there when its last part is. A part that is under way is there on the day that its carrier names. Whatever
has not left is packed when all of it may be: when the goods that lack have come and were taken in, and when the advance
that the terms ask is paid; then it is carried as long as logistics reckoned. Goods that lack come on the day that
their supplier names: of several purchases the one with which there is enough. What no purchase brings is ordered today
at the earliest, and takes the lead time that purchasing reckoned.

Nothing that has not happened is earlier than today, and what nobody knows takes no time. So the forecast is the
earliest day that is still possible, and an order that it finds late will be late.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta
from decimal import Decimal
from operator import attrgetter
from typing import Any

from contracts.scalars import DAY_LAST
from services.sales.order.rules.document import Order
from services.sales.order.rules.facts import Forecast, Supply
from services.sales.order.rules.promised import days_until
from services.sales.order.rules.working_days import calendar_of, working_days_after
from services.sales.policy import Policy

_on = attrgetter("on")


def forecast(order: Order, today: date, policy: Policy) -> Forecast | None:
    """Of a confirmed order; None when all of it is there."""
    parts = [
        Forecast(on=_not_before(today, s.expected), because="carriage", until=s.expected, words=s.words)
        for s in order.under_way
    ]
    if not order.all_dispatched:
        parts.append(_still_to_leave(order, today, policy))
    return max(parts, key=_on, default=None)


def transit_of(order: Order) -> timedelta:
    """How long logistics reckoned to carry it."""
    route = order.reviews.get("logistics")
    return timedelta(days=route.transit_days or 0 if route else 0)


def lacking(order: Order) -> Mapping[str, Decimal]:
    """What lacks of each item; until the warehouse has answered this version, what is bought for it or was lacking."""
    if order.answered_version == order.version:
        return _sums((lack.item, lack.quantity) for lack in order.lacks)
    if bought := _sums((supply.item, supply.quantity) for supply in _supplies(order)):
        return bought
    stock = order.reviews.get("warehouse")
    return _sums((lack.item, lack.quantity) for lack in stock.lacks) if stock else {}


def _still_to_leave(order: Order, today: date, policy: Policy) -> Forecast:
    """Packed when the last thing that it waits for has come, and carried."""
    begins = max(_awaited(order, today, policy), key=_on)
    leaves = working_days_after(begins.on, policy.handling_days, calendar_of(policy.country))
    return begins.but(on=min(leaves + transit_of(order), DAY_LAST), until=begins.until or leaves)


def _awaited(order: Order, today: date, policy: Policy) -> Iterator[Forecast]:
    """When it may be packed: today, unless something is awaited."""
    asked = order.advance
    if order.binding.terms.advance_share and (asked is None or asked.outstanding):
        due = (asked.due if asked else None) or today + timedelta(days=policy.advance_due_days)
        yield Forecast(on=_not_before(today, due), because="advance", until=due)
    for item, quantity in lacking(order).items():
        comes = _comes(order, item, quantity, today)
        yield comes.but(on=working_days_after(comes.on, policy.receiving_days, calendar_of(policy.country)))
    yield Forecast(on=today, because="packing")


def _comes(order: Order, item: str, quantity: Decimal, today: date) -> Forecast:
    """When there is enough of an item: with the purchase that completes it, or with one that is still to be made."""
    by_lead = today + _lead_of(order, item)
    dated = ((_not_before(today, supply.expected or by_lead), supply) for supply in _supplies(order, item))
    last, covered = today, Decimal(0)
    for on, supply in sorted(dated, key=lambda one: one[0]):
        last, covered = on, covered + supply.quantity
        if covered >= quantity:
            known: dict[str, Any] = {"supplier": supply.supplier, "until": supply.expected or on, "words": supply.words}
            return Forecast(on=on, because="supply", item=item, **known)
    bought = max(last, by_lead)
    return Forecast(on=bought, because="procurement", item=item, until=bought)


def _supplies(order: Order, item: str | None = None) -> list[Supply]:
    """Those that answer the newest need of their item: what answers an older one has come, or goes to others."""
    newest: dict[str, int] = {}
    for supply in order.supplies.values():
        newest[supply.item] = max(newest.get(supply.item, 0), supply.need_version)
    return [
        supply
        for supply in order.supplies.values()
        if supply.quantity and item in (None, supply.item) and supply.need_version == newest[supply.item]
    ]


def _lead_of(order: Order, item: str) -> timedelta:
    """As purchasing reckoned for its review."""
    supply = order.reviews.get("purchasing")
    if supply is None:
        return timedelta()
    ready = next((each.on for each in supply.ready if each.item == item), supply.ready_on)
    return timedelta(days=days_until(order, supply, ready) or 0)


def _sums(parts: Iterable[tuple[str, Decimal]]) -> dict[str, Decimal]:
    sums: dict[str, Decimal] = {}
    for item, quantity in parts:
        sums[item] = sums.get(item, Decimal(0)) + quantity
    return {item: quantity for item, quantity in sums.items() if quantity}


def _not_before(today: date, day: date | None) -> date:
    return max(today, day or today)
