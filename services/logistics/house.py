"""Logistics' rooms, joined."""

from pathlib import Path

from chassis.handling import House, wire
from chassis.http.actions import router as actions
from chassis.http.figures import figure_routes
from chassis.http.identity import Role
from chassis.http.staff import sight_by
from chassis.http.taking import ByFigures
from services.logistics.alternatives import api as alternatives
from services.logistics.carriers import api as carriers
from services.logistics.contingency import api as contingency
from services.logistics.contingency import handlers as disruptions
from services.logistics.crediting import api as crediting
from services.logistics.crediting import handlers as credits_of_orders
from services.logistics.currencies import handlers as currencies
from services.logistics.dispatch import api as dispatch
from services.logistics.dispatch import handlers as dispatching
from services.logistics.driving import api as driving
from services.logistics.examination import api as examination
from services.logistics.journey import api as journey
from services.logistics.journey import handlers as following
from services.logistics.letter_of_credit.paths import SUBJECTS as LETTERS_OF_CREDIT
from services.logistics.letter_of_credit.store import ORDER_NAMED as ORDERS_CREDITED
from services.logistics.local import api as local
from services.logistics.local import handlers as touring
from services.logistics.papers import api as papers
from services.logistics.papers import handlers as papers_told
from services.logistics.policy import Policy
from services.logistics.presenting import api as presenting
from services.logistics.rebooking import api as rebooking
from services.logistics.review import handlers as review
from services.logistics.shipment.paths import SUBJECTS
from services.logistics.shipment.store import CALLED, ORDER_NAMED
from services.logistics.staff import handlers as staff
from services.logistics.tracking import api as tracking

HEAD: Role = "general manager"
"""Who puts its figures."""
HOUSE = House(
    "logistics",
    handles=wire(
        currencies.HANDLES,
        review.HANDLES,
        dispatching.HANDLES,
        credits_of_orders.HANDLES,
        papers_told.HANDLES,
        staff.HANDLES,
    ),
    routers=(
        figure_routes(Policy, HEAD),
        actions,
        carriers.router,
        dispatch.router,
        rebooking.router,
        contingency.router,
        tracking.router,
        journey.router,
        crediting.router,
        examination.router,
        presenting.router,
        papers.router,
        papers.papers,
        local.router,
        driving.router,
        alternatives.router,
    ),
    timers=(*dispatching.TIMERS, *following.TIMERS, *touring.TIMERS, *disruptions.TIMERS),
    migrations=Path(__file__).parent / "migrations",
    locale=Path(__file__).parent / "locale",
    subjects=(SUBJECTS, LETTERS_OF_CREDIT, carriers.SUBJECTS, contingency.SUBJECTS, driving.SUBJECTS),
    sight=sight_by(Policy),
    takes=ByFigures(Policy, HEAD),
    names=f"{ORDER_NAMED} UNION ({ORDERS_CREDITED})",
    called=CALLED,
)
