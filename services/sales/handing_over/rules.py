"""Who hands over, who takes it, and what then follows him (NOT-10). Pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from chassis.handling import Step
from chassis.refusal import InvalidInput, Refusal
from contracts.sales import CustomerChanged, OrderHandedOver
from contracts.texts import Text
from contracts.value import fields_of
from services.sales.handover.rules import Handover, Holding
from services.sales.masters.rules import Customer
from services.sales.order.rules.document import Order

OVER = ("closed", "rejected")
"""An order that is so stays with who had it."""


class NotYoursToGive(Refusal):
    """{who} hands over what is his own; what is {whose}'s only a sales manager hands over."""

    status = 403


class NothingToHandOver(Refusal):
    """{person} answers for no customer and for nothing that is not over."""

    of_input = True


class HandoverUnderWay(Refusal):
    """All that {person} answers for is to go to {to} already, by {number}; that is taken or declined first."""

    of_input = True


class TakenByAnother(Refusal):
    """Handover {number} goes to {to}; nobody else takes it."""

    status = 403


class NotYoursToDecline(Refusal):
    """Handover {number} is declined by {to}, or taken back by who proposed it or a sales manager."""

    status = 403


class HandoverEnded(Refusal):
    """Handover {number} is over: {person} answered it on {day}."""


@dataclass(frozen=True)
class Propose:
    """All that ``from_person`` answers for is to go to another; ``by`` asks it, who ``manages`` sales or does not."""

    from_person: str
    to_person: str
    reason: str
    by: str
    manages: bool


@dataclass(frozen=True)
class Take:
    handover_id: UUID
    by: str


@dataclass(frozen=True)
class Decline:
    handover_id: UUID
    reason: str
    by: str
    manages: bool


def refusal_of(asked: Propose, active: bool, under_way: Handover | None, holds: Holding) -> Refusal | None:
    """``active``: who is to take it is of the staff; ``holds``: what it is about."""
    if asked.from_person != asked.by and not asked.manages:
        return NotYoursToGive(who=asked.by, whose=asked.from_person)
    if faults := list(_faults(asked, active=active)):
        return InvalidInput(faults)
    if under_way:
        return HandoverUnderWay(person=asked.from_person, to=under_way.to_person, number=under_way.number)
    return NothingToHandOver(person=asked.from_person) if holds.nothing else None


def proposed(asked: Propose, handover_id: UUID, number: str, holds: Holding, today: date) -> Handover:
    return Handover(
        handover_id=handover_id,
        number=number,
        from_person=asked.from_person,
        to_person=asked.to_person,
        reason=asked.reason,
        proposed_by=asked.by,
        proposed_on=today,
        holds=holds,
    )


def take(handover: Handover, asked: Take, today: date) -> Handover | Refusal:
    """What it holds follows by itself."""
    if handover.state != "proposed":
        return _ended(handover)
    if asked.by != handover.to_person:
        return TakenByAnother(number=handover.number, to=handover.to_person)
    return handover.taken(today)


def decline(handover: Handover, asked: Decline, today: date) -> Handover | Refusal:
    if handover.state != "proposed":
        return _ended(handover)
    if asked.by not in (handover.to_person, handover.proposed_by) and not asked.manages:
        return NotYoursToDecline(number=handover.number, to=handover.to_person)
    return handover.declined(asked.by, asked.reason, today)


def customer_given(customer: Customer, handover: Handover) -> Step[Customer, CustomerChanged]:
    """He has another merchandiser, and every department hears of it."""
    given = customer.but(merchandiser=handover.to_person, version=customer.version + 1)
    return Step(given, (CustomerChanged.having(fields_of(given)),))


def order_given(order: Order, handover: Handover) -> Order:
    """It has another merchandiser, if it is not over and has not got one meanwhile."""
    if order.status in OVER or order.content.merchandiser != handover.from_person:
        return order
    return order.but(content=order.content.but(merchandiser=handover.to_person), handed=order.handed + 1)


def told(order: Order, handover: Handover) -> OrderHandedOver:
    return OrderHandedOver(
        order_id=order.order_id,
        order_version=order.version,
        handed=order.handed,
        merchandiser=handover.to_person,
        was=handover.from_person,
        handover=handover.number,
    )


def _ended(handover: Handover) -> HandoverEnded:
    return HandoverEnded(number=handover.number, person=handover.ended_by, day=handover.ended_on)


def _faults(asked: Propose, *, active: bool) -> Iterator[dict[str, Any]]:
    if asked.to_person == asked.from_person:
        yield {"field": "to_person", "expected": Text("somebody else"), "came": asked.to_person}
    elif not active:
        yield {"field": "to_person", "expected": Text("an active person of the staff"), "came": asked.to_person}
