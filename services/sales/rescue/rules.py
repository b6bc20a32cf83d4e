"""A wish to cancel opens a rescue, and its end keeps the order or cancels it (SAL-24). Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any, Literal, Never
from uuid import UUID

from chassis.handling import Step
from chassis.refusal import Refusal
from contracts.sales import OrderCancelled
from contracts.value import Value, fields_of
from services.sales.changes.rules import Cancel, cancel, may_not_cancel
from services.sales.order.rules.asked import OnOrder
from services.sales.order.rules.document import Order
from services.sales.order.rules.facts import CancelCause, Rescue

CountedResult = Literal["open", "kept", "cancelled"]


class Wish(Value):
    """A wish to cancel as it is counted, and told with those before it."""

    order_id: UUID
    customer: str
    wished_on: date
    cause: CancelCause
    reason: str
    """The customer's."""
    recorded_by: str
    result: CountedResult
    offered: str = ""
    ended_on: date | None = None


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
    cause: CancelCause | None = None
    """As it turned out; None: as it was told first."""


def wish(order: Order, asked: Cancel, today: date) -> Step[Order, Never] | Refusal:
    """Nothing of the order is undone yet, and nothing more of it is confirmed or released by itself."""
    if refusal := may_not_cancel(order, asked.expected_version):
        return refusal
    if known := order.being_rescued:
        return BeingRescued(number=order.content.number, day=known.wished_on, reason=known.reason)
    return Step(order.but(rescue=_of(asked, today)))


def at_once(order: Order, asked: Cancel, today: date) -> Step[Order, OrderCancelled] | Refusal:
    """It takes effect by itself, and is kept as a wish whose customer nobody could keep."""
    if isinstance(done := cancel(order, asked), Refusal):
        return done
    over = _of(asked, today).but(result="cancelled", ended_on=today, ended_by=asked.by)
    return Step(done.document.but(rescue=over), done.events)


def end(order: Order, asked: EndRescue) -> Step[Order, OrderCancelled] | Refusal:
    """Kept, the order goes on where it stood; else it is cancelled for the customer's reason."""
    known = order.being_rescued
    if known is None:
        return NobodyToRescue(number=order.content.number)
    told = {"offered": asked.offered, "ended_on": asked.on, "ended_by": asked.by, "cause": asked.cause or known.cause}
    said = known.but(result=asked.result, **told)
    ended = order.but(rescue=said)
    return Step(ended) if asked.result == "kept" else cancel(ended, Cancel(order.order_id, known.reason))


def kept(order: Order, on: date, by: str) -> Order:
    """The customer chose from his alternatives, if he wished to cancel; what he chose stands there (SAL-10)."""
    known = order.being_rescued
    if known is None:
        return order
    return order.but(rescue=known.but(result="kept", ended_on=on, ended_by=by))


def news(before: Order, done: Step[Order, Any] | Refusal) -> list[Wish]:
    """The wish of which a step says something that was not known."""
    if isinstance(done, Refusal) or (known := done.document.rescue) is None or known == before.rescue:
        return []
    about = {"order_id": before.order_id, "customer": before.content.customer}
    return [Wish.having({**fields_of(known), **about})]


def _of(asked: Cancel, today: date) -> Rescue:
    return Rescue(reason=asked.reason, wished_on=today, recorded_by=asked.by, cause=asked.cause)
