"""What an event of a carrier makes of a shipment, and what its silence does (LOG-5)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Final, Literal
from uuid import UUID

from chassis.handling import Step
from chassis.refusal import NotFound, Refusal
from contracts.logistics import ShipmentBooked, ShipmentDelayed, ShipmentDelivered
from contracts.scalars import Country, Moment
from services.logistics.shipment.rules import shipment as document
from services.logistics.shipment.rules.shipment import Shipment
from services.logistics.tracking.rules import DayOf, Deliver, ShipmentOfAnotherCarrier, report

Kind = Literal["picked_up", "departed", "arrived", "position", "held", "delivered"]
Said = ShipmentBooked | ShipmentDelayed | ShipmentDelivered
AHEAD: Final = timedelta(minutes=10)
"""So far a carrier's clock may be before ours."""


class HasNotHappened(Refusal):
    """{at} has not come: expected a time up to {last} (now)."""

    status = 422


class SeveralShipments(Refusal):
    """{count} shipments travel as {name}; name one of {numbers}."""


class NoProof(Refusal):
    """A delivery that a clerk tells needs its proof: what was signed, and by whom."""

    status = 422
    of_input = True


class NumberedOtherwise(Refusal):
    """Shipment {number} travels as {tracking} already, not as {came}."""


@dataclass(frozen=True)
class CarrierEvent:
    """What happened to a shipment, as its carrier or a clerk tells it.

    ``event_id`` is the carrier's own for it, empty of what a clerk tells; ``called`` the shipment by our number or by
    the carrier's. ``carrier`` None: a clerk speaks for whoever carries. ``tracking`` is the carrier's number for the
    whole shipment.
    """

    event_id: str
    called: str
    kind: Kind
    at: datetime
    carrier: str | None = None
    place: str = ""
    country: str | None = None
    latitude: Decimal | None = None
    longitude: Decimal | None = None
    container: str | None = None
    tracking: str | None = None
    expected: date | None = None
    reason: str = ""
    proof: str | None = None


@dataclass(frozen=True)
class Told:
    """An event of a journey as it is kept."""

    kind: Kind
    at: Moment
    heard_at: Moment
    carrier: str
    place: str
    country: Country | None
    latitude: Decimal | None
    longitude: Decimal | None
    container: str | None
    tracking: str | None
    expected: date | None
    reason: str
    proof: str | None


@dataclass(frozen=True)
class Silent:
    """A shipment of which its carrier says nothing, or no day since it was at ``place``: others like it that took as
    long from there were with the customer by ``expected``."""

    shipment_id: UUID
    expected: date
    like_it: int
    place: str = ""
    """Where it was last heard of, on ``told_at``; empty where nothing was heard."""
    told_at: datetime | None = None


@dataclass
class Once:
    """Takes each event once; ``heard`` holds those before by carrier and id, ``fresh`` what is to be kept."""

    heard: set[tuple[str, str]]
    now: datetime
    day_of: DayOf
    fresh: list[tuple[CarrierEvent, Shipment]] = field(default_factory=list)

    def follow(
        self, current: Mapping[UUID, Shipment], told: tuple[CarrierEvent, Shipment | Refusal]
    ) -> Step[Shipment, Said] | Refusal:
        event, named = told
        if isinstance(named, Refusal):
            return named
        shipment, id_ = current[named.shipment_id], (named.carrier or "", event.event_id)
        if id_ in self.heard:
            return Step(shipment)
        step = follow(shipment, event, self.now, self.day_of)
        if isinstance(step, Step):
            self.heard.add(id_)
            self.fresh.append((event, shipment))
        return step


def known_by(event: CarrierEvent, id_: UUID) -> CarrierEvent:
    """The event under an id: its carrier's, or this one where a clerk tells it."""
    return event if event.event_id else replace(event, event_id=str(id_))


def meant(event: CarrierEvent, called: Mapping[str, Sequence[Shipment]]) -> Shipment | Refusal:
    """The shipment that an event names; a carrier names its own only."""
    named = called.get(event.called.upper(), ()) or called.get(event.called, ())
    own = [one for one in named if event.carrier in (None, one.carrier)]
    if len(own) == 1:
        return own[0]
    if own:
        return SeveralShipments(count=len(own), name=event.called, numbers=[one.number for one in own])
    if named:
        return ShipmentOfAnotherCarrier(shipment_id=named[0].number, carrier=event.carrier)
    return NotFound(what="shipment", id=event.called)


def follow(shipment: Shipment, event: CarrierEvent, now: datetime, day_of: DayOf) -> Step[Shipment, Said] | Refusal:
    """The number, the expected arrival and the delivery that it tells; of what is over, the event is kept alone.

    An event that is older than what the carrier told last moves no expected arrival (LOG-5).
    """
    if event.kind == "delivered" and event.carrier is None and not event.proof:
        return NoProof()
    if event.at > now + AHEAD:
        return HasNotHappened(at=event.at.isoformat(), last=now.isoformat(timespec="seconds"))
    known, came = shipment.tracking, event.tracking
    if came and known and came != known:
        return NumberedOtherwise(number=shipment.number, tracking=known, came=came)
    step: Step[Shipment, Said] = Step(shipment)
    if came and not known and shipment.state != "packed":
        step = document.number(shipment, came)
    if event.kind == "delivered":
        word = Deliver(shipment.shipment_id, event.proof or event.event_id, event.at)
        done = report(step.document, word, now, day_of)
        return done if isinstance(done, Refusal) else step.then(done)
    return step.then(_expected(step.document, event))


def _expected(shipment: Shipment, event: CarrierEvent) -> Step[Shipment, ShipmentDelayed]:
    if shipment.state != "dispatched" or event.at < (shipment.told_at or event.at):
        return Step(shipment)
    heard = replace(shipment, told_at=event.at)
    if event.expected is None or event.expected == shipment.expected:
        return Step(heard)
    return document.delay(heard, event.expected, event.reason or f"{shipment.carrier} expects it then")


def fear(shipment: Shipment, silent: Silent) -> Step[Shipment, ShipmentDelayed]:
    """It will be late as others were; silent when the carrier has spoken since, or it is there."""
    silent_yet = shipment.state == "dispatched" and shipment.told_at == silent.told_at
    if not silent_yet or silent.expected <= (shipment.expected or silent.expected):
        return Step(shipment)
    heard = f"{silent.like_it} took as long from {silent.place}" if silent.place else ""
    reason = heard or f"no word of {shipment.carrier}; so it was with {silent.like_it} that took as long"
    return document.delay(shipment, silent.expected, reason)
