"""Sales, wired."""

from __future__ import annotations

from pathlib import Path

from chassis.handling import House, wire
from chassis.http.figures import figures_of
from services.sales.acceptance import api as acceptance_api
from services.sales.acceptance import handlers as acceptance
from services.sales.changes import api as changes_api
from services.sales.customers import api as customers_api
from services.sales.intake import api as intake_api
from services.sales.intake import handlers as intake
from services.sales.order.store import CALLED, ORDER_NAMED, waits
from services.sales.policy import Policy
from services.sales.rates import handlers as rates
from services.sales.release import api as release_api
from services.sales.release import handlers as release
from services.sales.returns import api as returns_api
from services.sales.returns import handlers as returns
from services.sales.review import api as review_api
from services.sales.review import handlers as review
from services.sales.settlement import handlers as settlement

HOUSE = House(
    "sales",
    handles=wire(
        rates.HANDLES,
        intake.HANDLES,
        review.HANDLES,
        release.HANDLES,
        acceptance.HANDLES,
        returns.HANDLES,
        settlement.HANDLES,
    ),
    routers=(
        figures_of(Policy, "sales manager"),
        customers_api.router,
        intake_api.router,
        review_api.router,
        changes_api.router,
        release_api.router,
        acceptance_api.router,
        returns_api.router,
    ),
    timers=intake.TIMERS,
    migrations=Path(__file__).parent / "migrations",
    names=ORDER_NAMED,
    called=CALLED,
    waits=waits,
)
