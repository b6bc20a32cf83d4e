"""The warehouse's rooms under one roof."""

from pathlib import Path

from chassis.handling import House, wire
from chassis.http.actions import router as actions
from chassis.http.figures import figure_routes
from chassis.http.identity import Role
from chassis.http.staff import sight_by
from chassis.http.taking import ByFigures
from services.warehouse.book.store import ORDER_NAMED
from services.warehouse.book.work import hold
from services.warehouse.counting import api as counting_api
from services.warehouse.dispatch import api as dispatch_api
from services.warehouse.dispatch import handlers as dispatch
from services.warehouse.expecting_back import api as expecting_back_api
from services.warehouse.expecting_back import handlers as expecting_back
from services.warehouse.expiring import api as expiring_api
from services.warehouse.expiring import handlers as expiring
from services.warehouse.failure_mode.paths import SUBJECTS as FAILURE_MODES
from services.warehouse.fmea import api as fmea_api
from services.warehouse.fmea import handlers as fmea
from services.warehouse.gate_inspecting import api as gate_inspecting_api
from services.warehouse.gate_inspecting import handlers as gate_inspecting
from services.warehouse.gate_inspection.paths import SUBJECTS as GATE_INSPECTIONS
from services.warehouse.gate_inspection.store import ORDER_NAMED as ORDERS_INSPECTED
from services.warehouse.inspecting import api as inspecting_api
from services.warehouse.papers import api as papers_api
from services.warehouse.policy import Policy
from services.warehouse.recalling import api as recalling_api
from services.warehouse.receiving import api as receiving_api
from services.warehouse.receiving import handlers as receiving
from services.warehouse.reservation import api as reservation_api
from services.warehouse.reservation import handlers as reservation
from services.warehouse.review import handlers as review
from services.warehouse.scanning import api as scanning_api
from services.warehouse.specifying import handlers as specifying
from services.warehouse.staff import handlers as staff
from services.warehouse.stock import api as stock_api
from services.warehouse.stock import handlers as stock
from services.warehouse.stock_count.paths import SUBJECTS as STOCK_COUNTS
from services.warehouse.tracing import api as tracing_api
from services.warehouse.transfer.paths import SUBJECTS as TRANSFERS
from services.warehouse.transferring import api as transferring_api
from services.warehouse.turnover import api as turnover_api
from services.warehouse.turnover import handlers as turnover

HEAD: Role = "general manager"
"""Who puts its figures."""
HOUSE = House(
    "warehouse",
    handles=wire(
        stock.HANDLES,
        review.HANDLES,
        receiving.HANDLES,
        reservation.HANDLES,
        dispatch.HANDLES,
        expecting_back.HANDLES,
        fmea.HANDLES,
        gate_inspecting.HANDLES,
        turnover.HANDLES,
        specifying.HANDLES,
        staff.HANDLES,
    ),
    routers=(
        figure_routes(Policy, HEAD),
        actions,
        stock_api.router,
        turnover_api.router,
        reservation_api.router,
        receiving_api.router,
        inspecting_api.router,
        gate_inspecting_api.router,
        fmea_api.router,
        dispatch_api.router,
        expecting_back_api.router,
        papers_api.router,
        transferring_api.router,
        tracing_api.router,
        recalling_api.router,
        counting_api.router,
        expiring_api.router,
        scanning_api.router,
    ),
    migrations=Path(__file__).parent / "migrations",
    locale=Path(__file__).parent / "locale",
    subjects=(
        dispatch_api.SUBJECTS,
        receiving_api.SUBJECTS,
        inspecting_api.SUBJECTS,
        GATE_INSPECTIONS,
        FAILURE_MODES,
        fmea_api.SUBJECTS,
        TRANSFERS,
        STOCK_COUNTS,
    ),
    timers=(*turnover.TIMERS, *expiring.TIMERS),
    hold=hold,
    sight=sight_by(Policy),
    takes=ByFigures(Policy, HEAD),
    names=f"{ORDER_NAMED} UNION {ORDERS_INSPECTED}",
)
