"""How packed goods leave or go back: by rule, by the order's news, or by a clerk (LOG-1)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from chassis.handling import NotReady, Step
from chassis.refusal import Refusal
from contracts.logistics import ShipmentCancelled, ShipmentDispatched
from contracts.sales import OrderChanged, OrderConfirmed
from contracts.scalars import Mode
from contracts.warehouse import GoodsPacked
from services.logistics.shipment.rules import life
from services.logistics.shipment.rules import shipment as document
from services.logistics.shipment.rules.shipment import Shipment
from services.logistics.shipment.rules.transport import Tariff


class NotPacked(Refusal):
    """Shipment {shipment_id} is {state}; only a packed shipment can be dispatched."""


class DispatchedAlready(NotPacked):
    """Shipment {shipment_id} has left already: {dispatched_on} with {carrier} by {mode}, tracking {tracking}."""


class NoTransport(Refusal):
    """No carrier has a rate to {country} that fits what is asked; put a rate first."""


class CustomsDataLacking(Refusal):
    """Shipment {number} may not leave the country yet, for its customs data lack: {wanted}."""


@dataclass(frozen=True)
class Dispatch:
    """A clerk sends a packed shipment off, with the transport he names or by rule."""

    shipment_id: UUID
    carrier: str | None = None
    mode: Mode | None = None
    tracking: str | None = None


def take_over(
    packed: GoodsPacked, met: life.Handover
) -> list[Step[Shipment, ShipmentCancelled | ShipmentDispatched]] | NotReady:
    """Packed goods wait for the content of their version; then follows what follows by itself."""
    versions = met.versions.get(packed.order_id, ())
    content = life.content_of(packed, versions)
    if content is None:
        return NotReady(of=(OrderConfirmed, OrderChanged), key=str(packed.order_id))
    shipment = life.shipment_of(packed, content, met.numbers[packed.shipment_id])
    return [life.follow(shipment, versions, met.tariff)]


def stop(news: life.OrderNews, packed: Mapping[UUID, Sequence[Shipment]]) -> list[Step[Shipment, ShipmentCancelled]]:
    """A cancel or a newer version sends every shipment of an older version back that has not left."""
    steps = [life.go_back(shipment, [life.version_of(news)]) for shipment in packed.get(news.order_id, ())]
    return [step for step in steps if step.events]


def dispatch(shipment: Shipment, asked: Dispatch, tariff: Tariff) -> Step[Shipment, ShipmentDispatched] | Refusal:
    """A clerk sends packed goods off; one that has left already is told how."""
    if shipment.state in ("dispatched", "delivered"):
        told = {name: getattr(shipment, name) for name in ("dispatched_on", "carrier", "mode", "tracking")}
        return DispatchedAlready(shipment_id=shipment.shipment_id, state=shipment.state, **told)
    if shipment.state != "packed":
        return NotPacked(shipment_id=shipment.shipment_id, state=shipment.state)
    if tariff.undeclared and tariff.bars(shipment.shipment_id, shipment.country):
        return CustomsDataLacking(number=shipment.number, wanted=tariff.undeclared[shipment.shipment_id])
    choice = tariff.choose(shipment.country, shipment.weight_kg, shipment.promised, asked.carrier, asked.mode)
    if choice is None:
        return NoTransport(country=shipment.country)
    return document.dispatch(shipment, choice, tariff.day, asked.tracking or "")
