"""Planning milestones of orders anew, and entering when they came: what is asked, and what is refused (NOT-3)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from chassis.refusal import InvalidInput, NotFound, Refusal
from contracts.milestones import Milestone
from contracts.texts import NOTHING, Text
from services.notify.plan.rules.entered import Entered
from services.notify.plan.rules.known import Known
from services.notify.plan.rules.plan import Figures, plan_of, planned_of
from services.notify.plan.rules.replanned import Replanned

Orders = Mapping[str, Known]
"""What is known of orders, by the name that was asked for."""
CHANGES_MAX = 500
"""Of one command."""
Fault = dict[str, Any]
TO_COME = Text("a step of the order that is still to come")
UNTOLD = Text("a step of the order of which no event has told")


@dataclass(frozen=True)
class Change:
    """A milestone's new day, of an order by its number or id; ``place`` is where it stands in the request."""

    order: str
    milestone: Milestone
    planned: date
    place: str = ""


@dataclass(frozen=True)
class Came:
    """When a milestone came, which no event tells; without a day, what was entered of it is taken back."""

    order: str
    milestone: Milestone
    came: date | None
    place: str = ""


@dataclass(frozen=True)
class Replan:
    """All of it, or nothing."""

    changes: tuple[Change, ...]
    reason: str
    person: str
    came: tuple[Came, ...] = ()

    @property
    def parts(self) -> tuple[Change | Came, ...]:
        return (*self.changes, *self.came)


class NothingPromised(Refusal):
    """Nothing is promised for order {order} yet; it has no plan that could be changed."""


class HasEnded(Refusal):
    """Order {order} is {state}; nothing of it is planned any more."""


def replan(orders: Orders, asked: Replan, figures: Figures, now: datetime) -> list[Replanned | Entered] | Refusal:
    """Each part as it is kept; all that is wrong with them at once."""
    barred = [(part, refusal) for part in asked.parts if (refusal := _barred(orders, part))]
    if barred and len(asked.parts) == 1:
        return barred[0][1]
    faults: list[Fault] = [_fault(part, "order", refusal.text, part.order) for part, refusal in barred]
    faults += [_fault(one, "milestone", UNTOLD, one.milestone) for one in asked.came if _is_told(orders, one)]
    if not asked.parts:
        faults.append({"field": "changes", "expected": Text("at least one day, planned or come"), "came": NOTHING})
    for known, changes in _by_order(asked.changes, orders):
        faults += _faults(known, changes, figures)
    if faults:
        return InvalidInput(faults)
    kept = [_entered(orders[one.order], one, asked, now) for one in asked.came]
    return [*(_replanned(orders[one.order], one, asked, figures, now) for one in asked.changes), *kept]


def _barred(orders: Orders, part: Change | Came) -> Refusal | None:
    known = orders.get(part.order)
    if known is None:
        return NotFound(what="order", id=part.order)
    if known.state != "open":
        return HasEnded(order=part.order, state=known.state)
    return None if known.promised or isinstance(part, Came) else NothingPromised(order=part.order)


def _is_told(orders: Orders, one: Came) -> bool:
    """An event's own word stands."""
    known = orders.get(one.order)
    return known is not None and one.milestone in known.told


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


def _fault(part: Change | Came, field: str, expected: Text, came: object) -> Fault:
    return {"field": f"{part.place}{field}", "expected": expected, "came": str(came)}


def _replanned(known: Known, change: Change, asked: Replan, figures: Figures, now: datetime) -> Replanned:
    assert known.promised is not None
    was = planned_of(known, figures)[change.milestone]
    return Replanned(
        known.order_id, change.milestone, change.planned, was, known.promised, asked.reason, asked.person, now
    )


def _entered(known: Known, one: Came, asked: Replan, now: datetime) -> Entered:
    return Entered(known.order_id, one.milestone, one.came, asked.reason, asked.person, now)
