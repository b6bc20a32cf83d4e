"""A day's deliveries as a vehicle routing problem with capacities and time windows, in whole units (LOG-4)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import asin, ceil, cos, radians, sin, sqrt
from uuid import UUID

EARTH_M = 6_371_008.8
"""Mean radius (IUGG)."""


class SolverFault(Exception):
    """The solver ended with what it says here."""


@dataclass(frozen=True)
class At:
    """Degrees (WGS 84)."""

    latitude: float
    longitude: float


@dataclass(frozen=True)
class Stop:
    """A shipment and its place; seconds count from the day's midnight in our zone, loads in hg and litres."""

    shipment_id: UUID
    at: At
    weight_hg: int
    volume_l: int
    opens_s: int
    closes_s: int
    service_s: int


@dataclass(frozen=True)
class Vehicle:
    """Costs in ten-thousandths of our currency, per metre, per second and per day."""

    vehicle: str
    weight_hg: int
    volume_l: int
    starts_s: int
    ends_s: int
    per_m: int
    per_s: int
    per_day: int


@dataclass(frozen=True)
class Problem:
    """What is to be found within so many seconds; roads are ``detour`` times as long as a straight line."""

    depot: At
    stops: tuple[Stop, ...]
    vehicles: tuple[Vehicle, ...]
    detour: float
    metres_per_s: float
    seconds: float


@dataclass(frozen=True)
class Visit:
    """Of the stop of that place in the problem."""

    stop: int
    arrives_s: int
    leaves_s: int


@dataclass(frozen=True)
class Route:
    """Of the vehicle of that place in the problem."""

    vehicle: int
    visits: tuple[Visit, ...]
    starts_s: int
    ends_s: int
    distance_m: int


def metres(one: At, other: At, detour: float) -> int:
    """By road, about: the great circle (haversine) times the detour, rounded to the metre."""
    a, b = radians(one.latitude), radians(other.latitude)
    across = radians(other.longitude - one.longitude)
    half = sin((b - a) / 2) ** 2 + cos(a) * cos(b) * sin(across / 2) ** 2
    return round(2 * EARTH_M * asin(sqrt(half)) * detour)


def seconds(distance_m: int, metres_per_s: float) -> int:
    """Never less than it takes."""
    return ceil(distance_m / metres_per_s)


def is_too_large(stop: Stop, vehicles: Sequence[Vehicle]) -> bool:
    return not any(stop.weight_hg <= v.weight_hg and stop.volume_l <= v.volume_l for v in vehicles)


def is_out_of_reach(stop: Stop, problem: Problem) -> bool:
    """No vehicle is there before it closes and back before its day ends, even with this stop alone."""
    drive_s = seconds(metres(problem.depot, stop.at, problem.detour), problem.metres_per_s)

    def reaches(vehicle: Vehicle) -> bool:
        arrives_s = max(vehicle.starts_s + drive_s, stop.opens_s)
        return arrives_s <= stop.closes_s and arrives_s + stop.service_s + drive_s <= vehicle.ends_s

    return not any(map(reaches, problem.vehicles))


def worth(problem: Problem) -> int:
    """What it is worth to bring a shipment: twice the dearest vehicle for the farthest stop alone, so that none is left
    because it costs too much."""
    farthest = max((metres(problem.depot, stop.at, problem.detour) for stop in problem.stops), default=0)

    def alone(vehicle: Vehicle) -> int:
        return vehicle.per_day + 2 * farthest * vehicle.per_m + (vehicle.ends_s - vehicle.starts_s) * vehicle.per_s

    return 1 + 2 * max(map(alone, problem.vehicles), default=0)
