"""Finds tours by PyVRP, in a process of its own: `python -m services.logistics.local.rules.solver` (decision 0038).

A problem comes on standard input as JSON, routes leave on standard output.
"""

from __future__ import annotations

import sys
from warnings import catch_warnings, simplefilter

from pyvrp import Model, PenaltyParams, SolveParams
from pyvrp import Route as Found
from pyvrp.exceptions import PenaltyBoundWarning
from pyvrp.stop import MaxRuntime

from chassis.stored import storable, stored
from services.logistics.local.rules.problem import At, Problem, Route, Visit, metres, seconds, worth

SEED = 39


def solve(problem: Problem) -> tuple[Route, ...]:
    """The cheapest tours that were found in time; a stop that is in none of them has no room.

    What is left out is told, so a warning that not all can be brought is none.
    """
    most = PenaltyParams(max_penalty=max(PenaltyParams().max_penalty, worth(problem)))
    with catch_warnings():
        simplefilter("ignore", PenaltyBoundWarning)
        result = _model(problem).solve(
            MaxRuntime(problem.seconds), SEED, collect_stats=False, display=False, params=SolveParams(penalty=most)
        )
    return tuple(map(_route, result.best.routes())) if result.is_feasible() else ()


def _model(problem: Problem) -> Model:
    model = Model()
    places = [model.add_location(at.latitude, at.longitude) for at in _points(problem)]
    depot, prize = model.add_depot(places[0]), worth(problem)
    for vehicle in problem.vehicles:
        model.add_vehicle_type(
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
            required=False,
        )
    for start, one in zip(places, _points(problem), strict=True):
        for end, other in zip(places, _points(problem), strict=True):
            if start is not end:
                far = metres(one, other, problem.detour)
                model.add_edge(start, end, distance=far, duration=seconds(far, problem.metres_per_s))
    return model


def _points(problem: Problem) -> list[At]:
    return [problem.depot, *(stop.at for stop in problem.stops)]


def _route(found: Found) -> Route:
    clients = [visit for visit in found.schedule() if visit.is_client()]
    visits = tuple(Visit(one.idx, one.start_time - one.wait_duration, one.end_time) for one in clients)
    return Route(found.vehicle_type(), visits, found.start_time(), found.end_time(), found.distance())


if __name__ == "__main__":
    sys.stdout.write(storable(solve(stored(Problem, sys.stdin.read()))))
