"""What is put of local deliveries; plans that are asked for, searched and kept."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Mapping, Sequence
from datetime import datetime, time
from typing import Never
from uuid import UUID

import structlog

from chassis import clock
from chassis.figures import holding
from chassis.handling import Answer, Db, Nothing, Reading, Timer
from chassis.ids import new_id
from chassis.numbers import take_numbers
from chassis.refusal import NotFound, Refusal
from chassis.stored import storable, stored
from services.logistics.local import store
from services.logistics.local.rules.asked import (
    DepotHasNoVehicle,
    NoAddress,
    PlanTours,
    PutDepot,
    PutPlace,
    PutVehicle,
)
from services.logistics.local.rules.planning import Means, planned, problem_of
from services.logistics.local.rules.problem import Problem, Route, SolverFault
from services.logistics.local.view import DepotPut, PlacePut, VehiclePut
from services.logistics.policy import Policy
from services.logistics.tour import store as plans
from services.logistics.tour import work
from services.logistics.tour.rules import Planned, TourPlan
from services.logistics.tour.view import state_of

SOLVER = (sys.executable, "-m", "services.logistics.local.rules.solver")
log = structlog.get_logger()
BESIDE_S = 60
"""So long the solver may take to start, and to write what it found."""


async def put_depots(db: Db, depots: Sequence[PutDepot]) -> list[Answer[Never] | Refusal]:
    await store.put_depots(db, depots)
    return [Answer(DepotPut(depot=one.depot)) for one in depots]


async def put_vehicles(db: Db, vehicles: Sequence[PutVehicle]) -> list[Answer[Never] | Refusal]:
    """Refuses one of an unknown depot."""
    known = await store.depots(db, [one.depot for one in vehicles])
    await store.put_vehicles(db, [one for one in vehicles if one.depot in known])
    return [
        Answer(VehiclePut(vehicle=one.vehicle)) if one.depot in known else NotFound(what="depot", id=one.depot)
        for one in vehicles
    ]


async def put_places(db: Db, places: Sequence[PutPlace]) -> list[Answer[Never] | Refusal]:
    """Kept for the address of the shipment: the next one that goes there has it too."""
    known = await store.addresses(db, [one.shipment_id for one in places])
    await store.put_places(db, [one for one in places if known.get(one.shipment_id)])
    return [_place(one, known.get(one.shipment_id)) for one in places]


def _place(put: PutPlace, address: str | None) -> Answer[Never] | Refusal:
    if address is None:
        return NotFound(what="shipment", id=put.shipment_id)
    return Answer(PlacePut(address=address)) if address else NoAddress(shipment_id=put.shipment_id)


async def plan_tours(db: Db, asked: Sequence[PlanTours]) -> list[Answer[Never] | Refusal]:
    """The plan is asked for; it is searched outside of every transaction (LOG-4)."""
    known = await store.depots(db, [one.depot for one in asked])
    driven = {one.depot for one in await store.vehicles(db, list(known))}
    numbers = await take_numbers(db, "TP", clock.today().year, sum(one.depot in driven for one in asked))
    new = iter([(new_id(), number) for number in numbers])
    answers = [_asked(one, next(new)) if one.depot in driven else _refused(one, known) for one in asked]
    await plans.save(db, [one for one in answers if isinstance(one, TourPlan)])
    return [Answer(state_of(one)) if isinstance(one, TourPlan) else one for one in answers]


def _asked(one: PlanTours, named: tuple[UUID, str]) -> TourPlan:
    return TourPlan(*named, one.depot, one.day, one.by, clock.now())


def _refused(one: PlanTours, known: Mapping[str, PutDepot]) -> Refusal:
    return DepotHasNoVehicle(depot=one.depot) if one.depot in known else NotFound(what="depot", id=one.depot)


async def find_tours(db: Reading, _now: datetime) -> list[tuple[str, Planned]]:
    """The tours of the plan that waits longest, searched in a process of its own while all else goes on, and no
    connection is held."""
    plan = await plans.next_asked(db)
    if plan is None:
        return []
    problem, out = problem_of(await _means(db, plan))
    routes = await _searched(problem) if problem.stops and problem.vehicles else ()
    midnight = datetime.combine(plan.day, time(), clock.zone())
    return [(f"tours {plan.plan_id}", planned(plan, problem, routes, out, midnight))]


async def _means(db: Reading, plan: TourPlan) -> Means:
    policy = await holding(db, Policy)
    (depot,) = (await store.depots(db, [plan.depot])).values()
    packed = await store.packed(db, policy.home_country)
    vehicles = await store.vehicles(db, [plan.depot])
    return Means(depot, vehicles, packed, policy.road_detour, policy.road_kmh, policy.search_seconds)


async def _searched(problem: Problem) -> tuple[Route, ...] | None:
    """None when the solver fails or does not end: the plan says so, and is not searched again and again."""
    try:
        return await _solved(problem)
    except (TimeoutError, OSError, SolverFault) as fault:
        log.warning("no tours found", service="logistics", reason=repr(fault))
        return None


async def _solved(problem: Problem) -> tuple[Route, ...]:
    pipe = asyncio.subprocess.PIPE
    solver = await asyncio.create_subprocess_exec(*SOLVER, stdin=pipe, stdout=pipe, stderr=pipe)
    try:
        async with asyncio.timeout(problem.seconds + BESIDE_S):
            found, said = await solver.communicate(storable(problem).encode())
    finally:
        if solver.returncode is None:
            solver.kill()
            await solver.wait()
    if solver.returncode:
        raise SolverFault(said.decode(errors="replace")[-500:])
    return stored(tuple[Route, ...], found)


async def keep(db: Db, found: Sequence[Planned]) -> list[Nothing]:
    """What was found becomes the plan, of goods that are still here after the search."""
    every = [call.shipment_id for one in found for tour in one.tours for call in tour.calls]
    return await work.handle(db, found, await store.still_here(db, every))


TIMERS = (Timer("tours", find_tours, keep, pace="long"),)
