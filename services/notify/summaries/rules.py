"""An event as a line of an order's story, without personal or cost data (NOT-2, ALL-3)."""

from __future__ import annotations

from decimal import Decimal
from functools import cache
from typing import Any

from contracts.event import Event
from contracts.values import ItemReady, Money, Reason

UNTOLD = frozenset(
    {"orders", "order_id", "content", "cover", "needs", "packages", "signatures", "alternatives", "requested_by"}
)
SUMMARIES = {
    "order.received": "version {version} received; missing: {missing}",
    "order.clarified": "version {version} clarified; missing: {missing}",
    "order.rejected": "rejected: {reasons}",
    "order.confirmed": "version {version} confirmed",
    "order.changed": "changed to version {version}: {reason}",
    "order.cancelled": "cancelled: {reason}",
    "order.released": "shipment released with sales slip {slip_number}",
    "order.accepted": "delivery accepted by the customer",
    "order.closed": "closed: {outcome}",
    "stock.reviewed": "stock says {verdict}: {reasons}",
    "supply.reviewed": "supply says {verdict}: {reasons}",
    "route.reviewed": "route says {verdict}: {reasons}",
    "credit.reviewed": "credit says {verdict}: {reasons}",
    "stock.reserved": "reserved {lines}; still lacking: {lacks}",
    "stock.short": "short of {lacks}",
    "stock.released": "reservation ended: {lines}",
    "goods.packed": "packed with outbound slip {slip_number}: {lines}",
    "goods.received": "received {accepted} {item}, {outstanding} outstanding",
    "goods.rejected": "rejected {quantity} {item}: {inspection}",
    "purchase.ordered": "{number} orders {quantity} {item} from {supplier}",
    "purchase.changed": "purchase of {item} serves {served}",
    "purchase.confirmed": "{supplier} promises {item} for {promised_on}",
    "purchase.delayed": "{supplier} delays {item} to {promised_on}: {reason}",
    "purchase.cancelled": "{quantity} {item} of {supplier} given up: {reason}",
    "purchase.impossible": "nobody can supply {item}: {reasons}",
    "price.change_requested": "{supplier} asks a higher price for {item}",
    "price.change_decided": "higher price of {supplier}: approved {approved}",
    "shipment.dispatched": "{number} left by {mode} with {carrier} ({tracking}), expected {expected}",
    "shipment.cancelled": "not dispatched: {reason}",
    "shipment.delayed": "arrival delayed to {expected}: {reason}",
    "shipment.delivered": "delivered, proof {proof}",
    "advance.requested": "advance of {amount} asked, {received} received, due {due}",
    "invoice.issued": "invoice {number} over {total}, due {due}",
    "invoice.credited": "credit note {number} over {amount}",
    "payment.received": "{amount} received, {outstanding} outstanding",
    "payment.overdue": "{outstanding} overdue since {due}",
    "payment.refunded": "{amount} given back: {of}",
    "return.requested": "asked back: {lines}",
    "return.waived": "the customer keeps {lines}",
    "return.received": "came back: {lines}",
    "deadline.missed": "{owner} owes {awaited} since {due}",
    "exception.raised": "exception of level {level} for {owner}: {kind}; respond by {respond_by}",
    "exception.resolved": "exception ended by {how}: {root_cause}",
}


def facts_of(event: Event) -> dict[str, str | int | bool]:
    """The event's plain fields as text and numbers."""
    values = ((name, getattr(event, name)) for name in _told(type(event)))
    return {name: _plain(value) for name, value in values if value is not None}


def summary_of(topic: str, facts: dict[str, str | int | bool]) -> str:
    """One line in English; an event without a line of its own is its topic."""
    text = SUMMARIES.get(topic, topic)
    return text.format_map(_OrNothing(facts))


class _OrNothing(dict[str, str | int | bool]):
    """Facts of which a missing or empty one reads as nothing."""

    def __missing__(self, _: str) -> str:
        return "nothing"

    def __getitem__(self, name: str) -> str | int | bool:
        value = super().__getitem__(name)
        return "nothing" if value == "" else value


@cache
def _told(event: type[Event]) -> tuple[str, ...]:
    return tuple(
        name
        for name, info in event.model_fields.items()
        if name not in UNTOLD and not (isinstance(info.json_schema_extra, dict) and info.json_schema_extra)
    )


def _plain(value: Any) -> str | int | bool:
    kind = type(value)
    if kind in (str, int, bool):
        return value  # type: ignore[no-any-return]
    if kind is tuple:
        return ", ".join(map(_element, value))
    if kind is Decimal:
        return _number(value)
    return f"{value.amount:f} {value.currency}" if kind is Money else str(value)


def _element(value: Any) -> str:
    if isinstance(value, Reason):
        return value.text
    if isinstance(value, ItemReady):
        return f"{value.item} {value.on}"
    return value if isinstance(value, str) else f"{_number(value.quantity)} {value.item}"


def _number(value: Decimal) -> str:
    """300, also where it was written 300.0 or 3E+2; an amount of money keeps its cents."""
    return f"{value.normalize():f}"
