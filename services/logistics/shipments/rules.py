"""What a shipment may become: packed, then dispatched or cancelled, then delivered (flow.md, Shipments)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from typing import ClassVar, Literal
from uuid import UUID

from chassis.refusal import NotFound, Refusal
from contracts.logistics import ShipmentCancelled, ShipmentDelayed, ShipmentDelivered, ShipmentDispatched
from contracts.order import ShipmentLine
from contracts.sales import OrderCancelled, OrderChanged, OrderConfirmed
from contracts.scalars import Mode
from contracts.warehouse import GoodsPacked
from services.logistics.carriers.rules import Choice, Option

State = Literal["packed", "dispatched", "delivered", "cancelled"]
OrderNews = OrderConfirmed | OrderChanged | OrderCancelled
DayOf = Callable[[datetime], date]
"""The company's calendar date at a time."""


class NotPacked(Refusal):
    """Shipment {shipment_id} is {state}; only a packed shipment can be dispatched."""


class DispatchedAlready(NotPacked):
    """Shipment {shipment_id} has left already: {dispatched_on} with {carrier} by {mode}, tracking {tracking}."""


class DeliveredAlready(Refusal):
    """Shipment {shipment_id} was delivered already: {at}, proof {proof}. A clerk can correct the delivery."""


class DeliveredWhenItCannotBe(Refusal):
    """Delivered {came}: expected a time from {first} to {last} (now)."""

    status: ClassVar[int] = 422


class NotUnderWay(Refusal):
    """Shipment {shipment_id} is {state}; only a dispatched shipment can be delivered or delayed."""


class NoTransport(Refusal):
    """No carrier has a rate to {country} that fits what is asked; put a rate first."""


class ShipmentOfAnotherCarrier(Refusal):
    """Shipment {shipment_id} does not travel with {carrier}."""

    status: ClassVar[int] = 403


@dataclass(frozen=True)
class Dispatch:
    """A clerk sends a packed shipment off, with the transport he names or by rule."""

    shipment_id: UUID
    carrier: str | None = None
    mode: Mode | None = None
    tracking: str | None = None


@dataclass(frozen=True)
class Deliver:
    """The goods have arrived; ``carrier`` is who says so, if it is a carrier. ``at`` None: now."""

    shipment_id: UUID
    proof: str
    at: datetime | None = None
    carrier: str | None = None


@dataclass(frozen=True)
class Delay:
    """The goods arrive on another day than was expected."""

    shipment_id: UUID
    expected: date
    reason: str
    carrier: str | None = None


@dataclass(frozen=True)
class KnownVersion:
    """A version of an order as logistics keeps it; a cancel has no content."""

    version: int
    cancelled: bool
    customer: str | None
    country: str | None
    promised: date | None


@dataclass(frozen=True)
class Correction:
    """What was recorded of a delivery until it was corrected: by whom, when and why."""

    version: int
    at: datetime
    proof: str
    reason: str
    by: str
    corrected_at: datetime


@dataclass(frozen=True)
class Shipment:
    """One shipment; ``version`` counts what was said of it."""

    shipment_id: UUID
    number: str
    order_id: UUID
    order_version: int
    customer: str
    country: str
    promised: date | None
    weight_kg: Decimal
    lines: tuple[ShipmentLine, ...]
    state: State = "packed"
    version: int = 0
    carrier: str | None = None
    mode: Mode | None = None
    tracking: str | None = None
    expected: date | None = None
    delivered_at: datetime | None = None
    proof: str | None = None
    dispatched_on: date | None = None
    corrections: tuple[Correction, ...] = ()


def content_of(packed: GoodsPacked, known: Sequence[KnownVersion]) -> KnownVersion | None:
    """The content of the version that the goods were packed for; None until it is heard."""
    return next((v for v in known if v.version == packed.order_version and not v.cancelled), None)


def why_not_to_go(packed: GoodsPacked, known: Sequence[KnownVersion]) -> str | None:
    """Why goods in logistics' hands must go back: the order was cancelled, or has a newer version."""
    if any(v.cancelled for v in known):
        return "the order was cancelled"
    newest = max(v.version for v in known)
    return f"the order is at version {newest}" if newest > packed.order_version else None


def why_to_stop(shipment: Shipment, news: OrderNews) -> str | None:
    """Why news of the order stop a shipment: only an undispatched one of an older version."""
    if shipment.state != "packed":
        return None
    if isinstance(news, OrderCancelled):
        return "the order was cancelled"
    return f"the order is at version {news.version}" if news.version > shipment.order_version else None


def shipment_of(packed: GoodsPacked, content: KnownVersion, number: str) -> Shipment:
    """The shipment as the warehouse handed it over."""
    return Shipment(
        shipment_id=packed.shipment_id,
        number=number,
        order_id=packed.order_id,
        order_version=packed.order_version,
        customer=content.customer or "",
        country=content.country or "",
        promised=content.promised,
        weight_kg=sum((package.weight_kg for package in packed.packages), Decimal(0)),
        lines=packed.lines,
    )


def cancel(shipment: Shipment, reason: str) -> tuple[Shipment, ShipmentCancelled]:
    """The goods go back to the warehouse."""
    after = replace(shipment, state="cancelled", version=shipment.version + 1)
    return after, ShipmentCancelled(
        order_id=after.order_id,
        order_version=after.order_version,
        shipment_id=after.shipment_id,
        version=after.version,
        reason=reason,
    )


def dispatch_refusal(shipment: Shipment | None, asked: Dispatch) -> Refusal | None:
    """Why a shipment cannot leave; of one that has left, with what is told."""
    if shipment is None:
        return NotFound(what="shipment", id=asked.shipment_id)
    if shipment.state in ("dispatched", "delivered"):
        told = {name: getattr(shipment, name) for name in ("dispatched_on", "carrier", "mode", "tracking")}
        return DispatchedAlready(shipment_id=shipment.shipment_id, state=shipment.state, **told)
    if shipment.state != "packed":
        return NotPacked(shipment_id=shipment.shipment_id, state=shipment.state)
    return None


def dispatch(
    shipment: Shipment, choice: Choice, today: date, tracking: str | None = None
) -> tuple[Shipment, ShipmentDispatched]:
    """The goods leave with the chosen transport; by rule alone a tracking number is made up, never for a clerk."""
    rate = choice.option.rate
    if tracking is None:
        tracking = f"{rate.carrier}{shipment.number}".replace("-", "")
    expected = choice.option.arrives
    after = replace(
        shipment,
        state="dispatched",
        version=shipment.version + 1,
        carrier=rate.carrier,
        mode=rate.mode,
        tracking=tracking,
        expected=expected,
        dispatched_on=today,
    )
    return after, ShipmentDispatched(
        order_id=after.order_id,
        order_version=after.order_version,
        shipment_id=after.shipment_id,
        version=after.version,
        number=after.number,
        lines=after.lines,
        carrier=rate.carrier,
        mode=rate.mode,
        tracking=tracking,
        dispatched_on=today,
        expected=expected,
        reason=choice.reason,
    )


def wanted(offered: Sequence[Option], asked: Dispatch) -> list[Option]:
    """The options that are left when a clerk names a carrier or a mode."""
    return [
        option
        for option in offered
        if asked.carrier in (None, option.rate.carrier) and asked.mode in (None, option.rate.mode)
    ]


def report(
    shipment: Shipment | None, said: Deliver | Delay, now: datetime, day_of: DayOf
) -> tuple[Shipment, tuple[ShipmentDelivered | ShipmentDelayed, ...]] | Refusal:
    """What a carrier's word makes of a shipment. The same word again says nothing; another one is refused (LOG-5)."""
    if shipment is None:
        return NotFound(what="shipment", id=said.shipment_id)
    if said.carrier is not None and said.carrier != shipment.carrier:
        return ShipmentOfAnotherCarrier(shipment_id=said.shipment_id, carrier=said.carrier)
    if shipment.state == "delivered" and isinstance(said, Deliver):
        return _delivered_again(shipment, said)
    if shipment.state != "dispatched":
        return NotUnderWay(shipment_id=said.shipment_id, state=shipment.state)
    if isinstance(said, Delay):
        return _delay(shipment, said)
    at = said.at or now
    if refusal := delivery_refusal(shipment, at, now, day_of):
        return refusal
    after, event = delivered(shipment, at, said.proof)
    return after, (event,)


def delivery_refusal(shipment: Shipment, at: datetime, now: datetime, day_of: DayOf) -> Refusal | None:
    """Why goods cannot have arrived then: before the day they left, or after now."""
    left = shipment.dispatched_on
    if at <= now and (left is None or left <= day_of(at)):
        return None
    first = f"{left} (the day it left)" if left else "the day it left"
    return DeliveredWhenItCannotBe(came=at.isoformat(), first=first, last=now.isoformat(timespec="seconds"))


def delivered(shipment: Shipment, at: datetime, proof: str, correction: str = "") -> tuple[Shipment, ShipmentDelivered]:
    """The goods arrived then, by that proof; said under the next version."""
    after = replace(shipment, state="delivered", version=shipment.version + 1, delivered_at=at, proof=proof)
    return after, ShipmentDelivered(
        order_id=after.order_id,
        order_version=after.order_version,
        shipment_id=after.shipment_id,
        version=after.version,
        lines=after.lines,
        at=at,
        proof=proof,
        correction=correction,
    )


def _delivered_again(shipment: Shipment, said: Deliver) -> tuple[Shipment, tuple[()]] | Refusal:
    if said.proof == shipment.proof and said.at in (None, shipment.delivered_at):
        return shipment, ()
    at = shipment.delivered_at.isoformat() if shipment.delivered_at else ""
    return DeliveredAlready(shipment_id=shipment.shipment_id, at=at, proof=shipment.proof)


def _delay(shipment: Shipment, said: Delay) -> tuple[Shipment, tuple[ShipmentDelayed, ...]]:
    if said.expected == shipment.expected:
        return shipment, ()
    after = replace(shipment, version=shipment.version + 1, expected=said.expected)
    event = ShipmentDelayed(
        order_id=after.order_id,
        order_version=after.order_version,
        shipment_id=after.shipment_id,
        version=after.version,
        expected=said.expected,
        reason=said.reason,
    )
    return after, (event,)
