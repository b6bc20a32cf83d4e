"""Logistics' rooms, joined."""

from pathlib import Path

from chassis.handling import House, wire
from chassis.http.figures import figures_of
from services.logistics.carriers import api as carriers
from services.logistics.dispatch import api as dispatch
from services.logistics.dispatch import handlers as dispatching
from services.logistics.policy import Policy
from services.logistics.rates import handlers as rates
from services.logistics.review import handlers as review
from services.logistics.shipment.store import CALLED, ORDER_NAMED
from services.logistics.tracking import api as tracking

HOUSE = House(
    "logistics",
    handles=wire(rates.HANDLES, review.HANDLES, dispatching.HANDLES),
    routers=(figures_of(Policy, "general manager"), carriers.router, dispatch.router, tracking.router),
    timers=dispatching.TIMERS,
    migrations=Path(__file__).parent / "migrations",
    names=ORDER_NAMED,
    called=CALLED,
)
