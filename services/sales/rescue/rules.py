"""A wish to cancel opens a rescue, and its end keeps the order or cancels it (SAL-24). Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal, Never

from chassis.handling import Step
from chassis.refusal import Refusal
from contracts.sales import OrderCancelled
from services.sales.changes.rules import Cancel, cancel, may_not_cancel
from services.sales.order.rules.asked import OnOrder
from services.sales.order.rules.document import Order
from services.sales.order.rules.facts import Rescue


class BeingRescued(Refusal):
    """That the customer wishes to cancel order {number} is known since {day}: {reason}. Who answers for the order ends
    that, with what was offered to him."""


class NobodyToRescue(Refusal):
    """Nobody wishes to cancel order {number}."""


@dataclass(frozen=True)
class EndRescue(OnOrder):
    """What was offered to the customer, and whether he stays."""

    offered: str
    result: Literal["kept", "cancelled"]
    on: date
    by: str


def wish(order: Order, asked: Cancel, today: date) -> Step[Order, Never] | Refusal:
    """Nothing of the order is undone yet, and nothing more of it is confirmed or released by itself."""
    if refusal := may_not_cancel(order, asked.expected_version):
        return refusal
    if known := order.being_rescued:
        return BeingRescued(number=order.content.number, day=known.wished_on, reason=known.reason)
    return Step(order.but(rescue=Rescue(reason=asked.reason, wished_on=today, recorded_by=asked.by)))


def end(order: Order, asked: EndRescue) -> Step[Order, OrderCancelled] | Refusal:
    """Kept, the order goes on where it stood; else it is cancelled for the customer's reason."""
    known = order.being_rescued
    if known is None:
        return NobodyToRescue(number=order.content.number)
    said = known.but(result=asked.result, offered=asked.offered, ended_on=asked.on, ended_by=asked.by)
    ended = order.but(rescue=said)
    return Step(ended) if asked.result == "kept" else cancel(ended, Cancel(order.order_id, known.reason))


def kept(order: Order, on: date, by: str) -> Order:
    """The customer chose from his alternatives, if he wished to cancel; what he chose stands there (SAL-10)."""
    known = order.being_rescued
    if known is None:
        return order
    return order.but(rescue=known.but(result="kept", ended_on=on, ended_by=by))
