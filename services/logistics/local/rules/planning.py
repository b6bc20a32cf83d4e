"""From a depot's packed goods to a problem, and from what was found to a plan of tours (LOG-4)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from decimal import ROUND_CEILING, Decimal
from uuid import UUID

from contracts.money import rounded
from contracts.value import fields_of
from services.logistics.local.rules.asked import PutDepot, PutPlace, PutVehicle
from services.logistics.local.rules.problem import (
    At,
    Problem,
    Route,
    Stop,
    Vehicle,
    Visit,
    is_out_of_reach,
    is_too_large,
)
from services.logistics.tour.rules import Call, LeftOut, Planned, Tour, TourPlan, Why

PER_UNIT = Decimal(10**4)
"""So many units of a problem's costs are one of our currency."""
HOUR_S = 3600


@dataclass(frozen=True)
class Packed:
    """A shipment that waits in our country; ``place`` None: nobody put where its address is."""

    shipment_id: UUID
    weight_kg: Decimal
    volume_m3: Decimal
    place: PutPlace | None


@dataclass(frozen=True)
class Means:
    """What a plan is made of; ``kmh`` and ``detour`` as the policy says, ``seconds`` for the search."""

    depot: PutDepot
    vehicles: Sequence[PutVehicle]
    packed: Sequence[Packed]
    detour: Decimal
    kmh: Decimal
    seconds: int


def problem_of(means: Means) -> tuple[Problem, tuple[LeftOut, ...]]:
    """What can be brought, and what no vehicle can, with the reason."""
    stops = [_stop(one, one.place) for one in means.packed if one.place]
    out = [LeftOut(one.shipment_id, "no_place") for one in means.packed if one.place is None]
    every = Problem(
        _at(means.depot),
        tuple(stops),
        tuple(map(_vehicle, means.vehicles)),
        float(means.detour),
        float(means.kmh) * 1000 / HOUR_S,
        float(means.seconds),
    )
    large = [stop for stop in stops if is_too_large(stop, every.vehicles)]
    far = [stop for stop in stops if stop not in large and is_out_of_reach(stop, every)]
    out += [LeftOut(stop.shipment_id, "too_large") for stop in large]
    out += [LeftOut(stop.shipment_id, "out_of_reach") for stop in far]
    left = tuple(stop for stop in stops if stop not in large and stop not in far)
    return Problem(**{**fields_of(every), "stops": left}), tuple(out)


def planned(
    plan: TourPlan, problem: Problem, routes: Sequence[Route] | None, out: Sequence[LeftOut], midnight: datetime
) -> Planned:
    """The tours as people drive them; what is in none has no room. No ``routes``: the search failed."""
    why: Why = "no_room" if routes is not None else "search_failed"
    found = sorted(routes or (), key=lambda one: one.vehicle)
    brought = {problem.stops[visit.stop].shipment_id for route in found for visit in route.visits}
    left = [LeftOut(stop.shipment_id, why) for stop in problem.stops if stop.shipment_id not in brought]
    return Planned(plan.plan_id, tuple(_tour(problem, route, midnight) for route in found), (*out, *left))


def _tour(problem: Problem, route: Route, midnight: datetime) -> Tour:
    vehicle, stops = problem.vehicles[route.vehicle], [problem.stops[visit.stop] for visit in route.visits]
    took_s = route.ends_s - route.starts_s
    cost = vehicle.per_day + vehicle.per_m * route.distance_m + vehicle.per_s * took_s

    def at(second: int) -> datetime:
        return midnight + timedelta(seconds=second)

    def call(visit: Visit) -> Call:
        return Call(problem.stops[visit.stop].shipment_id, at(visit.arrives_s), at(visit.leaves_s))

    return Tour(
        vehicle.vehicle,
        at(route.starts_s),
        at(route.ends_s),
        tuple(map(call, route.visits)),
        Decimal(sum(stop.weight_hg for stop in stops)) / 10,
        Decimal(sum(stop.volume_l for stop in stops)) / 1000,
        Decimal(route.distance_m) / 1000,
        rounded(cost / PER_UNIT, "CNY"),
    )


def _at(place: PutDepot | PutPlace) -> At:
    return At(float(place.latitude), float(place.longitude))


def _stop(one: Packed, place: PutPlace) -> Stop:
    load = (_whole(one.weight_kg * 10), _whole(one.volume_m3 * 1000))
    return Stop(
        one.shipment_id, _at(place), *load, _second(place.opens), _second(place.closes), place.service_minutes * 60
    )


def _vehicle(one: PutVehicle) -> Vehicle:
    takes = (int(one.capacity_kg * 10), int(one.capacity_m3 * 1000))
    costs = (_unit(one.per_km / 1000), _unit(one.per_hour / HOUR_S), _unit(one.per_day))
    return Vehicle(one.vehicle, *takes, _second(one.starts), _second(one.ends), *costs)


def _whole(amount: Decimal) -> int:
    """A load is never less than it is."""
    return int(amount.to_integral_value(ROUND_CEILING))


def _unit(cost: Decimal) -> int:
    return round(cost * PER_UNIT)


def _second(of_day: time) -> int:
    return of_day.hour * HOUR_S + of_day.minute * 60 + of_day.second
