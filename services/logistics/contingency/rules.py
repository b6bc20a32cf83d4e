"""What is reported of transport that is held up, the ways out, and what a decision makes of a shipment (LOG-3)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from datetime import date, datetime, timedelta
from typing import Any, Literal
from uuid import UUID

from chassis.handling import Step
from chassis.refusal import Refusal
from contracts.disruptions import DisruptionKind, Settled, TransportDisrupted, TransportSettled, WayOut
from contracts.logistics import ShipmentBooked, ShipmentDelayed
from contracts.money import Money
from contracts.scalars import Mode
from services.logistics.rebooking.rules import NoOtherCarrier, costs_more
from services.logistics.shipment.rules import shipment as document
from services.logistics.shipment.rules.offers import Option
from services.logistics.shipment.rules.shipment import Failure, Shipment
from services.logistics.shipment.rules.transport import Tariff

WAYS_MAX = 3
"""So many are told at once; all of them are told to who asks."""
Said = TransportSettled | ShipmentBooked | ShipmentDelayed


class NothingHoldsItUp(Refusal):
    """Nothing is to be decided of shipment {number}: it is {state}, and no disruption is open for it."""


class NothingNamed(Refusal):
    """Name a place, country, carrier or mode that is concerned."""

    status = 422
    of_input = True


class OverBeforeItBegins(Refusal):
    """It is over on {until}, before it begins on {since}."""

    status = 422
    of_input = True


class LiftedAlready(Refusal):
    """Disruption {number} was lifted already: {reason}."""


@dataclass(frozen=True)
class Report:
    """What a source says under its own ``reference``; of place (UN/LOCODE), country, carrier and mode None is any."""

    source: str
    reference: str
    kind: DisruptionKind
    place: str | None
    country: str | None
    carrier: str | None
    mode: Mode | None
    since: date
    until: date
    days: int
    reported_by: str


@dataclass(frozen=True)
class Disruption(Report):
    """What holds transport up; ``version`` counts what was said of it, ``lifted`` is why it is over."""

    disruption_id: UUID
    number: str
    version: int = 1
    lifted: str | None = None

    @property
    def where(self) -> str:
        return self.place or " ".join(filter(None, (self.country, self.carrier, self.mode)))


@dataclass(frozen=True)
class Lift:
    disruption_id: UUID
    reason: str


@dataclass(frozen=True)
class Decide:
    """The goods wait, or go with another transport: that of the carrier and mode named, else the best."""

    shipment_id: UUID
    choice: Literal["wait", "rebook"]
    reason: str
    by: str
    carrier: str | None = None
    mode: Mode | None = None


@dataclass(frozen=True)
class Way:
    """Waiting (the first), or another transport: when the goods are there, whether in time, and what it costs more."""

    carrier: str
    mode: Mode
    arrives: date
    in_time: bool
    costs_more: Money | None
    through: tuple[str, ...] = ()
    """The places of its way (UN/LOCODE), where the carrier tells it."""


def unfit(told: Report) -> Refusal | None:
    """Why a report says nothing that could be looked for."""
    if not (told.place or told.country or told.carrier or told.mode):
        return NothingNamed()
    return OverBeforeItBegins(until=told.until, since=told.since) if told.until < told.since else None


def reported(known: Disruption | None, told: Report, new: tuple[UUID, str]) -> Disruption:
    """The same again changes nothing; what is otherwise, also of one that was lifted, is its next version."""
    said = {field.name: getattr(told, field.name) for field in fields(Report)}
    if known is None:
        return Disruption(**said, disruption_id=new[0], number=new[1])
    after = replace(known, **said | {"reported_by": known.reported_by}, lifted=None)
    return known if after == known else replace(after, version=known.version + 1)


def lift(known: Disruption, asked: Lift) -> Disruption | Refusal:
    """It is over before its time."""
    if known.lifted is not None:
        return LiftedAlready(number=known.number, reason=known.lifted)
    return replace(known, version=known.version + 1, lifted=asked.reason)


def ask(shipment: Shipment, told: Disruption, tariff: Tariff) -> Step[Shipment, TransportDisrupted]:
    """Who follows the goods is told what holds them up, with the ways out as they are today."""
    after = shipment.now(waits={told.number: 0, **shipment.waits})
    wait, *others = ways_out(shipment, [told], tariff)
    ways = tuple(
        WayOut(carrier=one.carrier, mode=one.mode, on=one.arrives, through=one.through) for one in others[:WAYS_MAX]
    )
    what: dict[str, Any] = {"number": told.number, "kind": told.kind, "where": told.where}
    event = TransportDisrupted(
        **after.named, **what, until=told.until, days=told.days, expected=wait.arrives, ways=ways
    )
    return Step(after, (event,))


def settle(shipment: Shipment, how: Settled, reason: str) -> Step[Shipment, TransportSettled]:
    after = shipment.now()
    return Step(after, (TransportSettled(**after.named, how=how, reason=reason),))


def ways_out(shipment: Shipment, disruptions: Sequence[Disruption], tariff: Tariff) -> list[Way]:
    """Waiting, then each other transport: those in time first, the cheaper before the dearer."""
    if not shipment.carrier or not shipment.mode:
        return []
    arrives = waits_until(shipment, disruptions, tariff.day)
    wait = Way(shipment.carrier, shipment.mode, arrives, _in_time(shipment, arrives), None)
    every = tariff.options(shipment.country, shipment.weight_kg)
    others = [option for option in every if option.rate.lane != _lane(shipment)]
    others.sort(key=lambda option: (not _in_time(shipment, option.arrives), option.compared, option.arrives))
    return [wait, *(_way(shipment, option, tariff) for option in others)]


def decide(
    shipment: Shipment, asked: Decide, tariff: Tariff, disruptions: Sequence[Disruption], now: datetime
) -> Step[Shipment, Said] | Refusal:
    """It waits and is expected later, or another transport takes it from today on."""
    if shipment.state != "dispatched" or not disruptions or not shipment.carrier or not shipment.mode:
        return NothingHoldsItUp(number=shipment.number, state=shipment.state)
    if asked.choice == "rebook":
        return _rebooked(shipment, asked, tariff, now)
    arrives = waits_until(shipment, disruptions, tariff.day)
    waits = {**shipment.waits, **{one.number: one.days for one in disruptions}}
    step: Step[Shipment, Said] = Step(replace(shipment, waits=waits))
    if arrives != shipment.expected:
        step = document.delay(step.document, arrives, asked.reason)
    return step.then(settle(step.document, "waits", asked.reason))


def waits_until(shipment: Shipment, disruptions: Sequence[Disruption], today: date) -> date:
    """The expected arrival and the days of the longest of what holds it up, but for those that it waits already."""
    longer = max((one.days - shipment.waits.get(one.number, 0) for one in disruptions), default=0)
    return (shipment.expected or today) + timedelta(days=longer)


def _rebooked(shipment: Shipment, asked: Decide, tariff: Tariff, now: datetime) -> Step[Shipment, Said] | Refusal:
    wanted = (shipment.country, shipment.weight_kg, shipment.promised, asked.carrier, asked.mode)
    choice = tariff.choose(*wanted, without={_lane(shipment)})
    if choice is None:
        return NoOtherCarrier(country=shipment.country, failed=[shipment.carrier])
    told = (shipment.carrier or "", choice.option.rate.mode, shipment.tracking or "", shipment.expected)
    instead = Failure(*told, asked.reason, asked.by, now)
    more = costs_more(shipment, choice.option, tariff)
    step = document.rebook(shipment, choice, instead, more, shipment.failures)
    return step.then(settle(step.document, "rebooked", asked.reason))


def _way(shipment: Shipment, option: Option, tariff: Tariff) -> Way:
    rate = option.rate
    more = costs_more(shipment, option, tariff)
    return Way(rate.carrier, rate.mode, option.arrives, _in_time(shipment, option.arrives), more, rate.places)


def _in_time(shipment: Shipment, arrives: date) -> bool:
    return shipment.promised is None or arrives <= shipment.promised


def _lane(shipment: Shipment) -> tuple[str, str, str]:
    return shipment.carrier or "", shipment.mode or "", shipment.country
