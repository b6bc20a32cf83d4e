"""Logistics' rooms, joined."""

from pathlib import Path

from chassis.handling import House, wire
from services.logistics.carriers import api as carriers
from services.logistics.corrections import api as corrections
from services.logistics.review import handlers as review
from services.logistics.shipments import api as shipments
from services.logistics.shipments import handlers as shipping
from services.logistics.shipments.store import CALLED, ORDER_NAMED

HOUSE = House(
    "logistics",
    handles=wire(review.HANDLES, shipping.HANDLES),
    routers=(carriers.router, shipments.router, corrections.router),
    timers=shipping.TIMERS,
    migrations=Path(__file__).parent / "migrations",
    names=ORDER_NAMED,
    called=CALLED,
)
