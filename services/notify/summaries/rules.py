"""An event as a line of an order's story, without personal or cost data (NOT-2, ALL-3)."""

from __future__ import annotations

import re
from collections.abc import Iterable
from decimal import Decimal
from functools import cache
from typing import Any

from contracts.event import Event
from contracts.money import Money
from contracts.review import Reason
from contracts.supply import ItemReady

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
    "stock.reviewed": "stock says {verdict}[: {reasons}]",
    "supply.reviewed": "supply says {verdict}[: {reasons}]",
    "route.reviewed": "route says {verdict}[: {reasons}]",
    "credit.reviewed": "credit says {verdict}[: {reasons}]",
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
    "price.change_decided": "higher price of {supplier} approved: {approved}",
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
"""What stands in [ ] only where all of its facts are there."""
OPTIONAL = re.compile(r"\[([^\[\]]*)\]")
FIELD = re.compile(r"\{(\w+)\}")
MOMENT = re.compile(r"(\d{4}-\d{2}-\d{2})[T ](\d{2}:\d{2}):\d{2}(?:\.\d+)?(?:\+00:00|Z)")


def facts_of(event: Event) -> dict[str, str | int | bool]:
    """The event's plain fields as text and numbers."""
    values = {name: getattr(event, name) for name in _told(type(event))}
    money = any(isinstance(value, Money) for value in values.values())
    return {name: _plain(value, money=money) for name, value in values.items() if value is not None}


def summary_of(topic: str, facts: dict[str, str | int | bool]) -> str:
    """One line in English; an event without a line of its own is its topic."""

    def optional(part: re.Match[str]) -> str:
        return part[1] if all(facts.get(name) for name in FIELD.findall(part[1])) else ""

    return OPTIONAL.sub(optional, SUMMARIES.get(topic, topic)).format_map(_InWords(facts))


class _InWords(dict[str, str | int | bool]):
    """Facts as people say them: a missing or empty one is nothing, True is yes, a time has no seconds."""

    def __missing__(self, _: str) -> str:
        return "nothing"

    def __getitem__(self, name: str) -> str | int | bool:
        value = super().__getitem__(name)
        if isinstance(value, bool):
            return "yes" if value else "no"
        if not isinstance(value, str):
            return value
        moment = MOMENT.fullmatch(value)
        return f"{moment[1]} {moment[2]} UTC" if moment else value or "nothing"


@cache
def _told(event: type[Event]) -> tuple[str, ...]:
    return tuple(
        name
        for name, info in event.model_fields.items()
        if name not in UNTOLD and not (isinstance(info.json_schema_extra, dict) and info.json_schema_extra)
    )


def _plain(value: Any, *, money: bool) -> str | int | bool:
    """A number beside amounts of money is one of them and keeps its cents; any other is a quantity."""
    kind = type(value)
    if kind in (str, int, bool):
        return value  # type: ignore[no-any-return]
    if kind is tuple:
        return _list(value)
    if kind is Decimal:
        return f"{value:f}" if money else _number(value)
    return f"{value.amount:f} {value.currency}" if kind is Money else str(value)


def _list(values: Iterable[Any]) -> str:
    """What has an item and a quantity is added up, each item once."""
    told, totals = list[str](), dict[str, Decimal]()
    for value in values:
        if hasattr(value, "quantity"):
            totals[value.item] = totals.get(value.item, Decimal(0)) + value.quantity
        else:
            told.append(_element(value))
    return ", ".join([*told, *(f"{_number(total)} {item}" for item, total in totals.items())])


def _element(value: Any) -> str:
    if isinstance(value, Reason):
        return value.text
    return f"{value.item} {value.on}" if isinstance(value, ItemReady) else str(value)


def _number(value: Decimal) -> str:
    """300, also where it was written 300.0 or 3E+2."""
    return f"{value.normalize():f}"
