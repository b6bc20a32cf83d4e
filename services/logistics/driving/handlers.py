"""Tours start, and goods come back from them."""

from __future__ import annotations

from collections.abc import Sequence

from chassis import clock
from chassis.handling import Answer, Db, Step
from chassis.refusal import NotFound, Refusal
from contracts.logistics import ShipmentBooked, ShipmentDelayed, ShipmentDispatched
from services.logistics.driving import rules
from services.logistics.driving.rules import NotTaken, StartTour
from services.logistics.shipment import store as shipments
from services.logistics.shipment import work
from services.logistics.shipment.rules.shipment import Shipment, go_on_tour
from services.logistics.tour import rules as tours
from services.logistics.tour import store as plans
from services.logistics.tour.rules import TourPlan
from services.logistics.tour.view import state_of

Leaves = ShipmentDispatched | ShipmentBooked | ShipmentDelayed


async def start(db: Db, asked: Sequence[StartTour]) -> list[Answer[Leaves] | Refusal]:
    """shipment.dispatched of all that is in the tour; of what nobody took before, shipment.booked (LOG-4)."""
    known = await plans.load(db, [one.plan_id for one in asked])
    return [await _start(db, one, known.get(one.plan_id)) for one in asked]


async def _start(db: Db, asked: StartTour, plan: TourPlan | None) -> Answer[Leaves] | Refusal:
    if plan is None:
        return NotFound(what="plan", id=asked.plan_id)
    step = tours.start(plan, asked.vehicle, clock.now())
    if isinstance(step, Refusal):
        return step
    await plans.save(db, [step.document])
    leaving = await _leave(db, plan, asked.vehicle)
    return Answer(state_of(step.document), tuple(event for one in leaving for event in one.events))


async def _leave(db: Db, plan: TourPlan, vehicle: str) -> list[Step[Shipment, Leaves]]:
    (tour,) = (one for one in plan.tours if one.vehicle == vehicle)
    loaded = await shipments.load(db, [call.shipment_id for call in tour.calls])
    called, today = rules.tracking_of(plan, tour), clock.today()
    steps = [go_on_tour(one, vehicle, called, max(plan.day, today), today) for one in loaded.values()]
    await shipments.save(db, [step.document for step in steps if step.events])
    return steps


async def not_taken(db: Db, asked: Sequence[NotTaken]) -> list[Answer[ShipmentDelayed] | Refusal]:
    """shipment.delayed: the next plan has them again (LOG-4)."""
    return await work.command(db, asked, lambda s, wish: rules.not_taken(s, wish, clock.today()))
