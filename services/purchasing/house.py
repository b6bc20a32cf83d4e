"""Purchasing as a house: its rooms, what they hear, what they are asked."""

from pathlib import Path

from chassis.handling import House, wire
from chassis.http.actions import router as actions
from chassis.http.figures import figure_routes
from chassis.http.identity import Role
from chassis.http.staff import sight_by
from chassis.http.taking import ByFigures
from chassis.papers.replying import reply_routes
from services.purchasing.agreements import api as agreements_api
from services.purchasing.agreements import handlers as agreements
from services.purchasing.alternatives import api as alternatives_api
from services.purchasing.audits import api as audits_api
from services.purchasing.bills import api as bills_api
from services.purchasing.bills import handlers as bills
from services.purchasing.claim.store import CALLED as CLAIMS_CALLED
from services.purchasing.claim.store import ORDER_NAMED as ORDERS_CLAIMED
from services.purchasing.currencies import handlers as currencies
from services.purchasing.evaluation import api as evaluation_api
from services.purchasing.gates import handlers as gates
from services.purchasing.lines import api as lines_api
from services.purchasing.making import api as making_api
from services.purchasing.needs import api as needs_api
from services.purchasing.needs import handlers as needs
from services.purchasing.ordering import api as ordering_api
from services.purchasing.papers import api as papers_api
from services.purchasing.policy import Policy, ready
from services.purchasing.pricing import api as pricing_api
from services.purchasing.progress import api as progress_api
from services.purchasing.progress import handlers as progress
from services.purchasing.purchases import api as purchases_api
from services.purchasing.purchases import handlers as purchases
from services.purchasing.purchases.store import CALLED, ORDER_NAMED
from services.purchasing.quoting import api as quoting_api
from services.purchasing.review import handlers as review
from services.purchasing.rfq.paths import SUBJECTS as REQUESTS
from services.purchasing.rfq.store import CALLED as REQUESTS_CALLED
from services.purchasing.rfq.store import ORDER_NAMED as ORDERS_QUOTED
from services.purchasing.schedule import api as schedule_api
from services.purchasing.specifying import handlers as specifying
from services.purchasing.staff import handlers as staff
from services.purchasing.suppliers import api as suppliers_api
from services.purchasing.suppliers import handlers as suppliers
from services.purchasing.suppliers.store import SEALED as SUPPLIERS
from services.purchasing.switching import api as switching_api

HEAD: Role = "general manager"
"""Who puts its figures."""
HOUSE = House(
    "purchasing",
    handles=wire(
        suppliers.HANDLES,
        review.HANDLES,
        purchases.HANDLES,
        needs.HANDLES,
        bills.HANDLES,
        agreements.HANDLES,
        currencies.HANDLES,
        gates.HANDLES,
        specifying.HANDLES,
        staff.HANDLES,
    ),
    routers=(
        figure_routes(Policy, HEAD),
        actions,
        evaluation_api.router,
        agreements_api.router,
        audits_api.router,
        suppliers_api.router,
        quoting_api.router,
        needs_api.router,
        purchases_api.router,
        ordering_api.router,
        pricing_api.router,
        papers_api.router,
        reply_routes(pricing_api.REPLY, quoting_api.REPLY, ordering_api.REPLY),
        bills_api.router,
        lines_api.router,
        making_api.router,
        progress_api.router,
        schedule_api.router,
        switching_api.router,
        alternatives_api.router,
    ),
    timers=progress.TIMERS,
    sealed=(SUPPLIERS,),
    migrations=Path(__file__).parent / "migrations",
    locale=Path(__file__).parent / "locale",
    subjects=(
        purchases_api.SUBJECTS,
        evaluation_api.SUBJECTS,
        making_api.SUBJECTS,
        agreements_api.SUBJECTS,
        audits_api.SUBJECTS,
        REQUESTS,
    ),
    sight=sight_by(Policy),
    takes=ByFigures(Policy, HEAD),
    names=f"({ORDER_NAMED}) UNION ({ORDERS_CLAIMED}) UNION ({ORDERS_QUOTED})",
    called=f"{CALLED} UNION ALL {CLAIMS_CALLED} UNION ALL {REQUESTS_CALLED}",
    ready=ready,
)
