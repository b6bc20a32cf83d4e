"""A carrier that was to take a shipment does not: the next one takes it (LOG-2)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from chassis.handling import Step
from chassis.refusal import Refusal
from contracts.logistics import ShipmentBooked, ShipmentDelayed
from contracts.money import Money
from contracts.scalars import Mode
from services.logistics.shipment.rules import shipment as document
from services.logistics.shipment.rules.offers import Option
from services.logistics.shipment.rules.shipment import Failure, Shipment
from services.logistics.shipment.rules.transport import Tariff


class NotWithACarrier(Refusal):
    """Shipment {shipment_id} is {state}; only one that a carrier was to take can go to another."""


class NoOtherCarrier(Refusal):
    """No other carrier has a rate to {country} that fits what is asked; {failed} failed. Put a rate first."""


@dataclass(frozen=True)
class CarrierFailed:
    """The carrier declines, or does not come: the shipment goes to the next best, or to the one that is named."""

    shipment_id: UUID
    reason: str
    by: str
    carrier: str | None = None
    mode: Mode | None = None


def fail(
    shipment: Shipment, asked: CarrierFailed, tariff: Tariff, now: datetime
) -> Step[Shipment, ShipmentBooked | ShipmentDelayed] | Refusal:
    """The best of those that have not failed it yet, from today on; with what it costs more and when it is there."""
    if shipment.state != "dispatched" or not shipment.carrier or not shipment.mode:
        return NotWithACarrier(shipment_id=shipment.shipment_id, state=shipment.state)
    told = (shipment.carrier, shipment.mode, shipment.tracking or "", shipment.expected)
    failure = Failure(*told, asked.reason, asked.by, now)
    failed = {shipment.carrier, *(one.carrier for one in shipment.failures)}
    wanted = (shipment.country, shipment.weight_kg, shipment.promised, asked.carrier, asked.mode)
    choice = tariff.choose(*wanted, without=failed)
    if choice is None:
        return NoOtherCarrier(country=shipment.country, failed=sorted(failed))
    more = costs_more(shipment, choice.option, tariff)
    return document.rebook(shipment, choice, failure, more, (*shipment.failures, failure))


def costs_more(shipment: Shipment, now: Option, tariff: Tariff) -> Money | None:
    """Than today's rate of who was to carry it; None where that one has none, or one in another currency."""
    every = tariff.options(shipment.country, shipment.weight_kg)
    before = [o.cost for o in every if (o.rate.carrier, o.rate.mode) == (shipment.carrier, shipment.mode)]
    if not before or before[0].currency != now.cost.currency:
        return None
    return Money(amount=now.cost.amount - before[0].amount, currency=now.cost.currency)
