"""What a plan of tours is: asked for, then planned (LOG-4)."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from typing import Literal
from uuid import UUID

from chassis.handling import Step
from chassis.refusal import Refusal
from contracts.event import Event

Why = Literal["no_place", "too_large", "out_of_reach", "no_room", "search_failed", "gone"]
"""Nobody put where its address is; no vehicle takes so much; none is there and back in time; all are full; the search
ended with a fault, so that it is to be asked anew; it left, or went back, while the tours were searched."""


class NoSuchTour(Refusal):
    """Plan {number} has no tour of {vehicle}; its vehicles are {known}."""

    of_input = True


class TourStartedAlready(Refusal):
    """{vehicle} started its tour of plan {number} already: {at}."""

    of_input = True


@dataclass(frozen=True)
class Call:
    """A vehicle brings a shipment: there it ``arrives``, may wait until the place opens, and ``leaves``."""

    shipment_id: UUID
    arrives: datetime
    leaves: datetime


@dataclass(frozen=True)
class Tour:
    """What one vehicle does on a day, in its order; ``cost`` in the company's currency."""

    vehicle: str
    starts: datetime
    ends: datetime
    calls: tuple[Call, ...]
    load_kg: Decimal
    load_m3: Decimal
    distance_km: Decimal
    cost: Decimal
    started_at: datetime | None = None


@dataclass(frozen=True)
class LeftOut:
    """A shipment that no tour brings, and why."""

    shipment_id: UUID
    why: Why


@dataclass(frozen=True)
class TourPlan:
    """The tours of a depot on a day; until it is planned it has none."""

    plan_id: UUID
    number: str
    depot: str
    day: date
    asked_by: str
    asked_at: datetime
    state: Literal["asked", "planned"] = "asked"
    tours: tuple[Tour, ...] = ()
    left_out: tuple[LeftOut, ...] = ()


@dataclass(frozen=True)
class Planned:
    """What was found for a plan."""

    plan_id: UUID
    tours: tuple[Tour, ...]
    left_out: tuple[LeftOut, ...]


def plan(asked: TourPlan, found: Planned, here: Collection[UUID]) -> Step[TourPlan, Event]:
    """The plan as it was found, of goods that are still ``here``; one that is planned already stays as it is."""
    if asked.state == "planned":
        return Step(asked)
    gone = [call.shipment_id for tour in found.tours for call in tour.calls if call.shipment_id not in here]
    tours = tuple(tour for each in found.tours if (tour := _without(each, gone)).calls)
    left_out = (*found.left_out, *(LeftOut(one, "gone") for one in gone))
    return Step(replace(asked, state="planned", tours=tours, left_out=left_out))


def start(planned: TourPlan, vehicle: str, now: datetime) -> Step[TourPlan, Event] | Refusal:
    """The vehicle leaves with what is in its tour."""
    tour = next((one for one in planned.tours if one.vehicle == vehicle), None)
    if tour is None:
        return NoSuchTour(vehicle=vehicle, number=planned.number, known=[one.vehicle for one in planned.tours])
    if tour.started_at:
        return TourStartedAlready(vehicle=vehicle, number=planned.number, at=tour.started_at.isoformat())
    started = replace(tour, started_at=now)
    return Step(replace(planned, tours=tuple(started if one is tour else one for one in planned.tours)))


def _without(tour: Tour, gone: Collection[UUID]) -> Tour:
    """The other calls stay when they are: a vehicle that has less to do is never later."""
    return replace(tour, calls=tuple(call for call in tour.calls if call.shipment_id not in gone)) if gone else tour
