"""LOG-4: local deliveries in tours that keep capacities and time windows; what cannot be brought is told."""

import sys
from dataclasses import replace
from datetime import date, time, timedelta
from decimal import Decimal
from itertools import pairwise
from random import Random
from uuid import UUID

import asyncpg
import pytest

from chassis import clock
from chassis.handling import Answer
from chassis.ids import new_id
from chassis.refusal import NotFound
from contracts.logistics import ShipmentBooked, ShipmentDelayed, ShipmentDispatched
from services.logistics.driving import handlers as drive
from services.logistics.driving import store as driving
from services.logistics.driving.rules import NotOnATour, NotTaken, StartTour, stops_of
from services.logistics.driving.rules import Stop as CalledAt
from services.logistics.local import handlers
from services.logistics.local import store as local
from services.logistics.local.rules.asked import DepotHasNoVehicle, PlanTours, PutDepot, PutPlace, PutVehicle
from services.logistics.local.rules.problem import At, Problem, Route, Stop, Vehicle, metres, seconds
from services.logistics.local.rules.solver import solve
from services.logistics.policy import Policy
from services.logistics.shipment import store as shipments
from services.logistics.shipment.rules.shipment import Shipment
from services.logistics.tests.goods import now
from services.logistics.tests.test_http import Office, in_days, office
from services.logistics.tests.test_shipments import waiting
from services.logistics.tour import store
from services.logistics.tour.rules import NoSuchTour, TourPlan, TourStartedAlready
from services.logistics.tracking.handlers import report
from services.logistics.tracking.rules import Deliver
from tests.figures import put as put_figures
from tests.needs import needs

pytestmark = needs("LOG-4")
__all__ = ["office"]
TOWN = At(31.23, 121.47)
HOUR_S, KG = 3600, 10


def stop(north: float, *, east: float = 0, opens: int = 8, closes: int = 18, kg: int = 10) -> Stop:
    at = At(TOWN.latitude + north, TOWN.longitude + east)
    return Stop(new_id(), at, kg * KG, 1, opens * HOUR_S, closes * HOUR_S, 600)


def vehicle(name: str = "V-1", kg: int = 100, ends: int = 18) -> Vehicle:
    return Vehicle(name, kg * KG, 1000, 8 * HOUR_S, ends * HOUR_S, 12, 167, 2_000_000)


def problem(*stops: Stop, vehicles: tuple[Vehicle, ...] = (vehicle(),)) -> Problem:
    return Problem(TOWN, stops, vehicles, detour=1.3, metres_per_s=30 / 3.6, seconds=0.3)


def test_a_tour_goes_there_and_back_on_the_shortest_way() -> None:
    far, near = stop(0.2), stop(0.1)
    (route,) = solve(problem(far, near))
    assert route.distance_m == pytest.approx(2 * metres(TOWN, far.at, 1.3), abs=4)


def test_time_windows_are_kept_and_a_wait_is_told() -> None:
    late, early = stop(0.1, opens=14), stop(0.11, closes=9)
    found = problem(late, early)
    (route,) = solve(found)
    assert [visit.stop for visit in route.visits] == [1, 0]
    for visit in route.visits:
        place = found.stops[visit.stop]
        assert visit.arrives_s <= place.closes_s
        assert visit.leaves_s >= place.opens_s + place.service_s


def test_driving_from_stop_to_stop_takes_as_long_as_it_does() -> None:
    found = problem(stop(0.1), stop(0.2), stop(-0.1))
    (route,) = solve(found)
    for before, after in pairwise(route.visits):
        far = metres(found.stops[before.stop].at, found.stops[after.stop].at, 1.3)
        assert after.arrives_s - before.leaves_s == seconds(far, 30 / 3.6)


def test_no_vehicle_takes_more_than_it_can() -> None:
    found = problem(*(stop(0.05, kg=60) for _ in range(3)), vehicles=(vehicle("V-1"), vehicle("V-2"), vehicle("V-3")))
    assert sorted(len(route.visits) for route in solve(found)) == [1, 1, 1]


FITTING = (
    ((60, 200, 60), {0.05: 60, -0.05: 60, 0.2: 150}),
    ((100, 200, 100), {0.05: 90, -0.05: 90, 0.2: 190}),
    ((60, 60, 200, 200, 100, 100), {0.05: 60, -0.05: 60, 0.2: 150, 0.1: 160, 0.11: 90, -0.1: 80}),
)


@pytest.mark.parametrize(("loads", "stops"), FITTING)
def test_what_fits_is_brought_though_other_stops_must_change_their_vehicles(
    loads: tuple[int, ...], stops: dict[float, int]
) -> None:
    """Vehicles may be alike in all but their names; each drives one tour."""
    fleet = tuple(vehicle(f"V-{n}", kg=kg) for n, kg in enumerate(loads))
    found = problem(*(stop(north, kg=kg) for north, kg in stops.items()), vehicles=fleet)
    routes = solve(found)
    assert sorted(visit.stop for route in routes for visit in route.visits) == list(range(len(stops)))
    assert len({route.vehicle for route in routes}) == len(routes)
    for route in routes:
        assert sum(found.stops[visit.stop].weight_hg for visit in route.visits) <= fleet[route.vehicle].weight_hg


def test_what_has_no_room_is_in_no_tour() -> None:
    assert sum(len(route.visits) for route in solve(problem(*(stop(0.05, kg=60) for _ in range(3))))) == 1


def a_town(searched_s: float) -> Problem:
    """A hundred stops within 30 km, half of them with a window of two or three hours; 14 vehicles."""
    chance = Random(2026)
    windows = ((8, 18), (8, 18), (8, 11), (9, 11), (13, 16), (15, 18))

    def one() -> Stop:
        opens, closes = chance.choice(windows)
        north, east = chance.uniform(-0.25, 0.25), chance.uniform(-0.25, 0.25)
        return stop(north, east=east, opens=opens, closes=closes, kg=chance.randint(5, 250))

    vehicles = [vehicle(f"V-{n}", kg=1000 if n < 8 else 2500) for n in range(14)]
    return replace(problem(*(one() for _ in range(100)), vehicles=tuple(vehicles)), seconds=searched_s)


def cost_of(found: Problem, routes: tuple[Route, ...]) -> int:
    vehicles = [found.vehicles[route.vehicle] for route in routes]
    return sum(
        v.per_day + v.per_m * r.distance_m + v.per_s * (r.ends_s - r.starts_s)
        for v, r in zip(vehicles, routes, strict=True)
    )


def test_a_hundred_stops_are_all_brought_in_their_windows() -> None:
    """How good tours are is measured in decision 0038: 8 s against ten minutes."""
    found = a_town(2)
    routes = solve(found)
    assert sorted(visit.stop for route in routes for visit in route.visits) == list(range(100))
    for route in routes:
        stops = [found.stops[visit.stop] for visit in route.visits]
        assert sum(one.weight_hg for one in stops) <= found.vehicles[route.vehicle].weight_hg
        assert all(visit.arrives_s <= one.closes_s for visit, one in zip(route.visits, stops, strict=True))


@pytest.fixture
async def town(db: asyncpg.Connection) -> asyncpg.Connection:
    """A depot with a vehicle; our country is the one that the goods go to."""
    await put_figures(db, Policy, dispatch="by_hand", home_country="DE", search_seconds=1)
    await handlers.put_depots(db, [PutDepot("D-1", "Berlin", Decimal("52.52"), Decimal("13.40"))])
    costs = (Decimal(1), Decimal(30), Decimal(100))
    fleet = [PutVehicle("V-1", "D-1", Decimal(100), Decimal(2), time(8), time(18), *costs, True)]
    await handlers.put_vehicles(db, fleet)
    return db


async def packed_for(db: asyncpg.Connection, address: str, **but: object) -> UUID:
    goods = await waiting(db)
    shipment = await now(db, goods.shipment_id)
    await shipments.save(db, [Shipment(**{**vars(shipment), **but})])
    await db.execute("UPDATE shipment SET address = $2 WHERE shipment_id = $1", goods.shipment_id, address)
    return goods.shipment_id


def place(shipment_id: UUID, north: str = "0.1", closes: time = time(18)) -> PutPlace:
    at = (Decimal("52.52") + Decimal(north), Decimal("13.40"))
    return PutPlace(shipment_id, *at, time(8), closes, 10)


async def planned(db: asyncpg.Connection, day: date) -> TourPlan:
    (answer,) = await handlers.plan_tours(db, [PlanTours("D-1", day, "chen")])
    assert isinstance(answer, Answer)
    await handlers.keep(db, [found for _, found in await handlers.find_tours(db, clock.now())])
    (plan,) = await store.of_day(db, day)
    return plan


async def test_packed_goods_are_planned_and_what_cannot_be_brought_is_told_why(town: asyncpg.Connection) -> None:
    good, unknown = await packed_for(town, "Street 1"), await packed_for(town, "Street 2")
    large, far = await packed_for(town, "Street 3"), await packed_for(town, "Street 4")
    await town.execute("UPDATE shipment SET weight_kg = 101 WHERE shipment_id = $1", large)
    await handlers.put_places(town, [place(good), place(large), place(far, north="9", closes=time(9))])
    day = clock.today() + timedelta(days=1)
    plan = await planned(town, day)
    assert (plan.state, plan.number, plan.asked_by) == ("planned", f"TP-{clock.today().year}-000001", "chen")
    (tour,) = plan.tours
    (call,) = tour.calls
    assert (tour.vehicle, call.shipment_id, tour.load_kg) == ("V-1", good, Decimal(10))
    assert call.arrives.astimezone(clock.zone()).date() == day
    assert tour.distance_km == pytest.approx(Decimal("28.9"), abs=Decimal("0.1"))
    why = {one.shipment_id: one.why for one in plan.left_out}
    assert why == {unknown: "no_place", large: "too_large", far: "out_of_reach"}


async def test_a_place_is_kept_for_the_next_goods_that_go_there(town: asyncpg.Connection) -> None:
    first = await waiting(town)
    await handlers.put_places(town, [place(first.shipment_id)])
    await waiting(town)
    plan = await planned(town, clock.today())
    assert ([len(tour.calls) for tour in plan.tours], plan.left_out) == ([2], ())


async def test_what_is_planned_is_searched_once(town: asyncpg.Connection) -> None:
    await planned(town, clock.today())
    assert await handlers.find_tours(town, clock.now()) == []


async def test_tours_of_a_depot_without_a_vehicle_are_refused(town: asyncpg.Connection) -> None:
    await handlers.put_depots(town, [PutDepot("D-2", "Hamburg", Decimal("53.55"), Decimal("10.00"))])
    empty, unknown = await handlers.plan_tours(town, [PlanTours(d, clock.today(), "chen") for d in ("D-2", "D-9")])
    assert isinstance(empty, DepotHasNoVehicle)
    assert isinstance(unknown, NotFound)


async def test_a_search_that_fails_is_told_and_not_tried_again(
    town: asyncpg.Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    goods = await packed_for(town, "Street 1")
    await handlers.put_places(town, [place(goods)])
    monkeypatch.setattr(handlers, "SOLVER", (sys.executable, "-c", "raise SystemExit(3)"))
    plan = await planned(town, clock.today())
    assert [(one.shipment_id, one.why) for one in plan.left_out] == [(goods, "search_failed")]
    assert await handlers.find_tours(town, clock.now()) == []


async def test_what_is_put_of_local_deliveries_is_checked_field_by_field(office: Office) -> None:
    depot = {"name": "Berlin", "latitude": "52.52", "longitude": "13.4"}
    assert (await office.ask("PUT", "/depots/D-1", depot))["status"] == 200
    wrong = await office.ask("PUT", "/depots/D-1", depot | {"latitude": "91", "longitude": "-181"})
    assert [fault["field"] for fault in wrong["faults"]] == ["latitude", "longitude"]
    costs = {"per_km": "1", "per_hour": "60", "per_day": "200", "capacity_kg": "800", "capacity_m3": "4"}
    van = {"depot": "D-1", "starts": "08:00", "ends": "18:00", **costs}
    assert (await office.ask("PUT", "/vehicles/V-1", van | {"ends": "07:00"}))["status"] == 422
    assert (await office.ask("PUT", "/vehicles/V-1", van | {"depot": "D-9"}))["status"] == 404
    assert (await office.ask("PUT", "/vehicles/V-1", van))["status"] == 200
    asked = await office.ask("POST", "/tour-plans", {"depot": "D-1", "day": in_days(1)})
    assert (asked["state"], asked["tours"]) == ("asked", [])
    (plan,) = (await office.ask("GET", f"/tour-plans?day={in_days(1)}"))["items"]
    assert plan["number"] == asked["number"]


async def test_goods_without_a_place_take_no_room_of_those_with_one(
    town: asyncpg.Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(2):
        await packed_for(town, f"Nowhere {number}")
    good = await packed_for(town, "Street 1")
    await handlers.put_places(town, [place(good)])
    monkeypatch.setattr(local, "PACKED", local.PACKED.replace(f"LIMIT {local.STOPS_MAX}", "LIMIT 1"))
    plan = await planned(town, clock.today())
    assert [call.shipment_id for tour in plan.tours for call in tour.calls] == [good]
    assert [one.why for one in plan.left_out] == ["no_place"]


async def test_goods_that_go_back_while_tours_are_searched_are_in_none(town: asyncpg.Connection) -> None:
    good, other = await packed_for(town, "Street 1"), await packed_for(town, "Street 2")
    await handlers.put_places(town, [place(good), place(other)])
    await handlers.plan_tours(town, [PlanTours("D-1", clock.today(), "chen")])
    found = await handlers.find_tours(town, clock.now())
    await town.execute("UPDATE shipment SET state = 'cancelled' WHERE shipment_id = $1", other)
    await handlers.keep(town, [one for _, one in found])
    (plan,) = await store.of_day(town, clock.today())
    assert [call.shipment_id for tour in plan.tours for call in tour.calls] == [good]
    assert [(one.shipment_id, one.why) for one in plan.left_out] == [(other, "gone")]


async def aboard(db: asyncpg.Connection, day: date) -> tuple[TourPlan, list[CalledAt]]:
    (plan,) = await store.of_day(db, day)
    (tour,) = plan.tours
    return plan, list(stops_of(plan, tour, await driving.aboard(db, [call.shipment_id for call in tour.calls])))


async def test_a_tour_that_starts_takes_its_goods_along_and_each_stop_tells_what_became_of_it(
    town: asyncpg.Connection,
) -> None:
    good, other = await packed_for(town, "Street 1"), await packed_for(town, "Street 2")
    await handlers.put_places(town, [place(good), place(other, north="0.2")])
    plan = await planned(town, clock.today())
    assert [one.became for one in (await aboard(town, plan.day))[1]] == ["waits", "waits"]
    (started,) = await drive.start(town, [StartTour(plan.plan_id, "V-1")])
    assert isinstance(started, Answer)
    assert {type(event) for event in started.events} == {ShipmentDispatched}
    assert {
        (e.carrier, e.mode, e.tracking, e.expected) for e in started.events if isinstance(e, ShipmentDispatched)
    } == {("V-1", "road", f"{plan.number} V-1", plan.day)}
    await report(town, [Deliver(good, "signed by Li")])
    (back,) = await drive.not_taken(town, [NotTaken(other, "nobody was there")])
    assert isinstance(back, Answer)
    _, stops = await aboard(town, plan.day)
    assert {one.shipment_id: (one.became, one.proof) for one in stops} == {
        good: ("delivered", "signed by Li"),
        other: ("not taken", None),
    }


async def test_what_nobody_took_goes_on_the_next_tour_and_is_not_invoiced_again(town: asyncpg.Connection) -> None:
    goods = await packed_for(town, "Street 1")
    await handlers.put_places(town, [place(goods)])
    plan = await planned(town, clock.today())
    await drive.start(town, [StartTour(plan.plan_id, "V-1")])
    (back,) = await drive.not_taken(town, [NotTaken(goods, "nobody was there")])
    assert isinstance(back, Answer)
    (delayed,) = back.events
    assert (delayed.expected, delayed.reason) == (clock.today() + timedelta(days=1), "nobody was there")
    again = await planned(town, clock.today() + timedelta(days=2))
    (started,) = await drive.start(town, [StartTour(again.plan_id, "V-1")])
    assert isinstance(started, Answer)
    assert [type(event) for event in started.events] == [ShipmentBooked, ShipmentDelayed]
    assert (await now(town, goods)).expected == clock.today() + timedelta(days=2)


async def test_a_tour_starts_once_and_only_goods_on_one_come_back(town: asyncpg.Connection) -> None:
    goods = await packed_for(town, "Street 1")
    await handlers.put_places(town, [place(goods)])
    (refused,) = await drive.not_taken(town, [NotTaken(goods, "nobody was there")])
    assert isinstance(refused, NotOnATour)
    plan = await planned(town, clock.today())
    (unknown,) = await drive.start(town, [StartTour(plan.plan_id, "V-9")])
    assert isinstance(unknown, NoSuchTour)
    await drive.start(town, [StartTour(plan.plan_id, "V-1")])
    (again,) = await drive.start(town, [StartTour(plan.plan_id, "V-1")])
    assert isinstance(again, TourStartedAlready)
