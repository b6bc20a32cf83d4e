"""Logistics' rooms, joined."""

from pathlib import Path

from chassis.handling import House, wire
from chassis.http.actions import router as actions
from chassis.http.figures import figure_routes
from services.logistics.carriers import api as carriers
from services.logistics.currencies import handlers as currencies
from services.logistics.dispatch import api as dispatch
from services.logistics.dispatch import handlers as dispatching
from services.logistics.journey import api as journey
from services.logistics.journey import handlers as following
from services.logistics.local import api as local
from services.logistics.local import handlers as touring
from services.logistics.policy import Policy
from services.logistics.rebooking import api as rebooking
from services.logistics.review import handlers as review
from services.logistics.shipment.paths import SUBJECTS
from services.logistics.shipment.store import CALLED, ORDER_NAMED
from services.logistics.tracking import api as tracking

HOUSE = House(
    "logistics",
    handles=wire(currencies.HANDLES, review.HANDLES, dispatching.HANDLES),
    routers=(
        figure_routes(Policy, "general manager"),
        actions,
        carriers.router,
        dispatch.router,
        rebooking.router,
        tracking.router,
        journey.router,
        local.router,
    ),
    timers=(*dispatching.TIMERS, *following.TIMERS, *touring.TIMERS),
    migrations=Path(__file__).parent / "migrations",
    locale=Path(__file__).parent / "locale",
    subjects=(SUBJECTS,),
    names=ORDER_NAMED,
    called=CALLED,
)
