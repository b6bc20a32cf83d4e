"""A confirmed order that was changed is judged by the departments anew, and its date with it (SAL-9, SAL-6)."""

from __future__ import annotations

import math
from datetime import date, timedelta

from chassis.handling import Step
from contracts.order import OrderContent, ShipmentLine
from contracts.review import Reviewer
from contracts.sales import OrderChanged, ReviewRequested
from contracts.scalars import DAYS_MAX
from services.sales.order.rules.document import Order
from services.sales.order.rules.facts import Anew, Review
from services.sales.order.rules.forecast import forecast
from services.sales.order.rules.steps import changed
from services.sales.policy import Policy

JUDGED_ALIKE = ("promised", "partial", "rush", "incoterm", "priority", "quadrant")
"""In which two versions may differ without any department judging otherwise."""


def ask(before: Order, changed_to: Order) -> Step[Order, ReviewRequested]:
    """The departments are asked about a change that they may judge otherwise, and about each while they are asked.

    A day that the change itself says holds; else the old promise does, until they have answered.
    """
    order, was, now = changed_to, before.binding, changed_to.binding
    if order.version == before.version or order.all_dispatched or (_judged_alike(was, now) and not before.pending):
        return Step(order)
    agreed = now.promised != was.promised or bool(before.pending and before.pending.agreed)
    promised = before.pending.promised if before.pending else was.promised
    order = order.but(anew=Anew(version=order.version, promised=promised, agreed=agreed))
    event = ReviewRequested(order_id=order.order_id, order_version=order.version, content=now, left=_left(order))
    return Step(order, (event,))


def heard(order: Order, reviewer: Reviewer, review: Review) -> Order:
    """With a department's verdict; the last one makes them all the order's."""
    known = order.pending
    if known is None:
        return order
    known = known.but(reviews={**known.reviews, reviewer: review})
    order = order.but(anew=known)
    return order.but(reviews=known.reviews) if known.complete else order


def promised_anew(order: Order, policy: Policy, today: date) -> date | None:
    """As far ahead as its forecast by the new verdicts, with the buffer of every promise; what it holds counts."""
    if order.noes or order.reviews["logistics"].transit_days is None:
        return None
    lacks = order.reviews["warehouse"].lacks
    seen = forecast(order.but(lacks=lacks, answered_version=order.version), today, policy)
    days = math.ceil((seen.on - today).days * (1 + policy.buffer)) if seen else 0
    return today + timedelta(days=days) if days <= DAYS_MAX else None


def settle(order: Order, policy: Policy, today: date) -> Step[Order, OrderChanged]:
    """What the new verdicts come to: the old promise, or a new one, where nothing waits for a person."""
    known = order.pending
    if not known or not known.complete or order.being_rescued:
        return Step(order)
    computed = promised_anew(order, policy, today)
    order = order.but(anew=known.but(computed=computed))
    if computed is None or order.unsigned:
        return Step(order)
    if known.agreed or _stands(order.binding, computed):
        return promised(order, order.binding.promised)
    return promised(order, computed) if policy.promise_anew == "automatic" else Step(order)


def promised(order: Order, day: date | None) -> Step[Order, OrderChanged]:
    """The review is over; another day than before is a new version of the order."""
    if order.anew:
        order = order.but(anew=order.anew.but(ended=True))
    content = order.binding.but(promised=day)
    return Step(order) if content == order.binding else changed(order, content, "reviewed_anew")


def _judged_alike(one: OrderContent, other: OrderContent) -> bool:
    return one.but(**{name: getattr(other, name) for name in JUDGED_ALIKE}) == other


def _stands(content: OrderContent, computed: date) -> bool:
    """The old promise can be kept, and the customer wants none that is earlier."""
    old = content.promised
    return old is not None and computed <= old and (old <= content.wanted or computed == old)


def _left(order: Order) -> tuple[ShipmentLine, ...]:
    items = {line.line: line.item for line in (*order.dropped, *order.binding.lines)}
    dispatched = order.dispatched_by_line.items()
    return tuple(ShipmentLine(line=line, item=items[line], quantity=quantity) for line, quantity in dispatched)
