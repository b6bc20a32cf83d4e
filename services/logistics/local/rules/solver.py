"""Finds tours by PyVRP, in a process of its own: `python -m services.logistics.local.rules.solver` (decision 0038).

A problem comes on standard input as JSON, routes leave on standard output.
"""

from __future__ import annotations

import sys
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from warnings import catch_warnings, simplefilter

from pyvrp import Model, PenaltyParams, Result, Solution, SolveParams
from pyvrp import Route as Found
from pyvrp.exceptions import PenaltyBoundWarning
from pyvrp.stop import MaxRuntime

from chassis.stored import storable, stored
from services.logistics.local.rules.problem import At, Problem, Route, Vehicle, Visit, metres, seconds, worth

SEED = 39
FOR_EVERY_STOP = 0.25
"""In this share of the time, the last, no stop may be left out. A search that may leave out finds cheaper tours sooner,
and leaves out what has room where several stops had to move at once."""


def solve(problem: Problem) -> tuple[Route, ...]:
    """The cheapest tours that were found in time; a stop that is in none of them has no room.

    What is left out is told, so a warning that not all can be brought is none.
    """
    fleet = _alike(problem.vehicles)
    with catch_warnings():
        simplefilter("ignore", PenaltyBoundWarning)
        first = _searched(problem, _model(problem, fleet, every=False), 1 - FOR_EVERY_STOP)
        whole = first.best if first.is_feasible() and first.best.num_clients() == len(problem.stops) else None
        last = _searched(problem, _model(problem, fleet, every=True), FOR_EVERY_STOP, whole)
    result = last if last.is_feasible() else first
    free = [iter(kind) for kind in fleet]
    found = result.best.routes() if result.is_feasible() else ()
    return tuple(_route(one, next(free[one.vehicle_type()])) for one in found)


def _searched(problem: Problem, model: Model, share: float, begin: Solution | None = None) -> Result:
    """For a share of the time, from tours that are there already."""
    most = PenaltyParams(max_penalty=max(PenaltyParams().max_penalty, worth(problem)))
    told, stop = SolveParams(penalty=most), MaxRuntime(share * problem.seconds)
    return model.solve(stop, SEED, collect_stats=False, display=False, params=told, initial_solution=begin)


def _alike(vehicles: Sequence[Vehicle]) -> list[list[int]]:
    """The places of vehicles that differ in nothing but their names: told apart, each would be tried for each stop."""
    kinds = defaultdict[Vehicle, list[int]](list)
    for place, vehicle in enumerate(vehicles):
        kinds[replace(vehicle, vehicle="")].append(place)
    return list(kinds.values())


def _model(problem: Problem, fleet: Sequence[Sequence[int]], *, every: bool) -> Model:
    """``every``: no stop may be left out."""
    model = Model()
    places = [model.add_location(at.latitude, at.longitude) for at in _points(problem)]
    depot, prize = model.add_depot(places[0]), worth(problem)
    for kind in fleet:
        vehicle = problem.vehicles[kind[0]]
        model.add_vehicle_type(
            num_available=len(kind),
            capacity=[vehicle.weight_hg, vehicle.volume_l],
            start_depot=depot,
            end_depot=depot,
            tw_early=vehicle.starts_s,
            tw_late=vehicle.ends_s,
            fixed_cost=vehicle.per_day,
            unit_distance_cost=vehicle.per_m,
            unit_duration_cost=vehicle.per_s,
        )
    for stop, place in zip(problem.stops, places[1:], strict=True):
        model.add_client(
            place,
            [stop.weight_hg, stop.volume_l],
            service_duration=stop.service_s,
            tw_early=stop.opens_s,
            tw_late=stop.closes_s,
            prize=prize,
            required=every,
        )
    for start, one in zip(places, _points(problem), strict=True):
        for end, other in zip(places, _points(problem), strict=True):
            if start is not end:
                far = metres(one, other, problem.detour)
                model.add_edge(start, end, distance=far, duration=seconds(far, problem.metres_per_s))
    return model


def _points(problem: Problem) -> list[At]:
    return [problem.depot, *(stop.at for stop in problem.stops)]


def _route(found: Found, vehicle: int) -> Route:
    clients = [visit for visit in found.schedule() if visit.is_client()]
    visits = tuple(Visit(one.idx, one.start_time - one.wait_duration, one.end_time) for one in clients)
    return Route(vehicle, visits, found.start_time(), found.end_time(), found.distance())


if __name__ == "__main__":
    sys.stdout.write(storable(solve(stored(Problem, sys.stdin.read()))))
