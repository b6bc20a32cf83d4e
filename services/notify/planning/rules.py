"""Planning milestones of orders anew: what is asked, and what is refused (NOT-3)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from chassis.refusal import InvalidInput, NotFound, Refusal
from contracts.milestones import Milestone
from contracts.texts import Text
from services.notify.plan.rules.known import Known
from services.notify.plan.rules.plan import Figures, plan_of, planned_of
from services.notify.plan.rules.replanned import Replanned

Orders = Mapping[str, Known]
"""What is known of orders, by the name that was asked for."""
CHANGES_MAX = 500
"""Of one command."""
Fault = dict[str, Any]
TO_COME = Text("a step of the order that is still to come")


@dataclass(frozen=True)
class Change:
    """A milestone's new day, of an order by its number or id; ``place`` is where it stands in the request."""

    order: str
    milestone: Milestone
    planned: date
    place: str = ""


@dataclass(frozen=True)
class Replan:
    """All of it, or nothing."""

    changes: tuple[Change, ...]
    reason: str
    person: str


class NothingPromised(Refusal):
    """Nothing is promised for order {order} yet; it has no plan that could be changed."""


class HasEnded(Refusal):
    """Order {order} is {state}; nothing of it is planned any more."""


def replan(orders: Orders, asked: Replan, figures: Figures, now: datetime) -> list[Replanned] | Refusal:
    """Each change as it is kept; all that is wrong with them at once."""
    barred = [(change, refusal) for change in asked.changes if (refusal := _barred(orders, change))]
    if barred and len(asked.changes) == 1:
        return barred[0][1]
    faults: list[Fault] = [_fault(change, "order", refusal.text, change.order) for change, refusal in barred]
    for known, changes in _by_order(asked.changes, orders):
        faults += _faults(known, changes, figures)
    if faults:
        return InvalidInput(faults)
    return [_replanned(orders[change.order], change, asked, figures, now) for change in asked.changes]


def _barred(orders: Orders, change: Change) -> Refusal | None:
    known = orders.get(change.order)
    if known is None:
        return NotFound(what="order", id=change.order)
    if known.state != "open":
        return HasEnded(order=change.order, state=known.state)
    return None if known.promised else NothingPromised(order=change.order)


def _by_order(changes: Sequence[Change], orders: Orders) -> Iterator[tuple[Known, list[Change]]]:
    """Those that have a plan."""
    of = defaultdict[str, list[Change]](list)
    for change in changes:
        if _barred(orders, change) is None:
            of[change.order].append(change)
    return ((orders[order], those) for order, those in of.items())


def _faults(known: Known, changes: Sequence[Change], figures: Figures) -> Iterator[Fault]:
    """Looked at together: where an earlier step moves too, a later one may."""
    to_come = {step.milestone for step in plan_of(known, figures).steps if step.forecast}
    anew = {change.milestone: change.planned for change in changes if change.milestone in to_come}
    planned = planned_of(known, figures, anew)
    for change in changes:
        if change.milestone not in to_come:
            yield _fault(change, "milestone", TO_COME, change.milestone)
        elif change.planned < figures.today:
            yield _fault(change, "planned", Text("a day from {day} (today) on", day=figures.today), change.planned)
        elif planned[change.milestone] > change.planned:
            first = Text("a day from {day} on, for which a step before it is planned", day=planned[change.milestone])
            yield _fault(change, "planned", first, change.planned)


def _fault(change: Change, field: str, expected: Text, came: object) -> Fault:
    return {"field": f"{change.place}{field}", "expected": expected, "came": str(came)}


def _replanned(known: Known, change: Change, asked: Replan, figures: Figures, now: datetime) -> Replanned:
    assert known.promised is not None
    was = planned_of(known, figures)[change.milestone]
    return Replanned(
        known.order_id, change.milestone, change.planned, was, known.promised, asked.reason, asked.person, now
    )
