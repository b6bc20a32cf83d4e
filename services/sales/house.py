"""Sales, wired."""

from __future__ import annotations

from pathlib import Path

from chassis.handling import House, wire
from chassis.http.actions import router as actions
from chassis.http.figures import figure_routes
from chassis.http.identity import Role
from chassis.http.staff import sight_by
from chassis.http.taking import ByFigures
from chassis.papers.replying import reply_routes
from services.sales.alternatives import api as alternatives_api
from services.sales.changes import api as changes_api
from services.sales.clarifying import api as clarifying_api
from services.sales.clarifying import handlers as clarifying
from services.sales.collection import api as collection_api
from services.sales.communication import api as communication_api
from services.sales.complaint.paths import SUBJECTS as COMPLAINTS
from services.sales.complaint.store import CALLED as COMPLAINTS_CALLED
from services.sales.complaint.store import ORDER_NAMED as ORDERS_COMPLAINED
from services.sales.complaint_analysis import api as complaint_analysis_api
from services.sales.complaints import api as complaints_api
from services.sales.confirming import api as confirming_api
from services.sales.contract.paths import SUBJECTS as CONTRACTS
from services.sales.contract.store import ORDER_NAMED as CONTRACT_NAMED
from services.sales.contracting import api as contracting_api
from services.sales.conversation.paths import SUBJECTS as CONVERSATIONS
from services.sales.currencies import handlers as currencies
from services.sales.customers import api as customers_api
from services.sales.deadlines import handlers as deadlines
from services.sales.delivery import api as delivery_api
from services.sales.delivery import handlers as delivery
from services.sales.feedback.paths import SUBJECTS as FEEDBACK
from services.sales.forecast import handlers as forecast
from services.sales.giving_back import api as giving_back_api
from services.sales.handing_over import api as handing_over_api
from services.sales.handing_over import handlers as handing_over
from services.sales.handover.paths import SUBJECTS as HANDOVERS
from services.sales.inquiry.paths import SUBJECTS as INQUIRIES
from services.sales.inquiry.store import ORDER_NAMED as ORDERS_QUOTED
from services.sales.intake import api as intake_api
from services.sales.intake import handlers as intake
from services.sales.letter.paths import SUBJECTS as LETTERS
from services.sales.letter.store import KEPT as LETTERS_KEPT
from services.sales.letter.store import ORDER_NAMED as ORDERS_WRITTEN_OF
from services.sales.mailing import api as mailing_api
from services.sales.mailing import handlers as mailing
from services.sales.masters.store import KEPT as CUSTOMERS
from services.sales.needs.store import ORDER_NAMED as NEEDS_NAMED
from services.sales.order.paths import SUBJECTS
from services.sales.order.store import CALLED, ORDER_NAMED, waits
from services.sales.papers import api as papers_api
from services.sales.policy import Policy
from services.sales.quoting import api as quoting_api
from services.sales.reading import api as reading_api
from services.sales.release import api as release_api
from services.sales.release import handlers as release
from services.sales.reporting import handlers as reporting
from services.sales.rescue import api as rescue_api
from services.sales.returns import api as returns_api
from services.sales.returns import handlers as returns
from services.sales.review import api as review_api
from services.sales.review import handlers as review
from services.sales.sample.paths import SUBJECTS as SAMPLES
from services.sales.sample.store import ORDER_NAMED as ORDERS_SAMPLED
from services.sales.sampling import api as sampling_api
from services.sales.satisfaction import api as satisfaction_api
from services.sales.settlement import handlers as settlement
from services.sales.staff import handlers as staff
from services.sales.statements import handlers as statements
from services.sales.substituting import handlers as substituting
from services.sales.ticket.paths import SUBJECTS as TICKETS
from services.sales.ticket.store import ORDER_NAMED as ORDERS_SERVED
from services.sales.ticketing import api as ticketing_api
from services.sales.ticketing import handlers as ticketing
from services.sales.trying import api as trying_api
from services.sales.trying import handlers as trying
from services.sales.versions import api as versions_api
from services.sales.versions import handlers as versions
from services.sales.weighing import api as weighing_api
from services.sales.weighing import handlers as weighing

NAMED = (
    ORDER_NAMED,
    ORDERS_QUOTED,
    ORDERS_COMPLAINED,
    CONTRACT_NAMED,
    ORDERS_SAMPLED,
    NEEDS_NAMED,
    ORDERS_SERVED,
    ORDERS_WRITTEN_OF,
)
"""What finds an order by a number of ours, each by one index."""

HEAD: Role = "sales manager"
"""Who puts its figures."""
HOUSE = House(
    "sales",
    handles=wire(
        currencies.HANDLES,
        staff.HANDLES,
        intake.HANDLES,
        review.HANDLES,
        trying.HANDLES,
        release.HANDLES,
        delivery.HANDLES,
        forecast.HANDLES,
        returns.HANDLES,
        settlement.HANDLES,
        mailing.HANDLES,
        versions.HANDLES,
        weighing.HANDLES,
        substituting.HANDLES,
    ),
    routers=(
        figure_routes(Policy, HEAD),
        actions,
        customers_api.router,
        quoting_api.router,
        confirming_api.router,
        reply_routes(
            confirming_api.REPLY,
            alternatives_api.REPLY,
            satisfaction_api.REPLY,
            giving_back_api.REPLY,
            ticketing_api.REPLY,
        ),
        contracting_api.router,
        sampling_api.router,
        intake_api.router,
        clarifying_api.router,
        reading_api.router,
        weighing_api.router,
        review_api.router,
        trying_api.router,
        changes_api.router,
        versions_api.router,
        rescue_api.router,
        alternatives_api.router,
        release_api.router,
        delivery_api.router,
        returns_api.router,
        giving_back_api.router,
        collection_api.router,
        complaints_api.router,
        complaint_analysis_api.router,
        ticketing_api.router,
        satisfaction_api.router,
        communication_api.router,
        mailing_api.router,
        handing_over_api.router,
        papers_api.router,
        papers_api.acknowledging,
    ),
    timers=(
        *clarifying.TIMERS,
        *deadlines.TIMERS,
        *forecast.TIMERS,
        *handing_over.TIMERS,
        *reporting.TIMERS,
        *statements.TIMERS,
        *ticketing.TIMERS,
        *weighing.TIMERS,
    ),
    sealed=(CUSTOMERS, LETTERS_KEPT),
    works=mailing.WORKS,
    migrations=Path(__file__).parent / "migrations",
    locale=Path(__file__).parent / "locale",
    names=" UNION ".join(f"({one})" for one in NAMED),
    called=f"{CALLED} UNION ALL {COMPLAINTS_CALLED}",
    waits=waits,
    sight=sight_by(Policy),
    takes=ByFigures(Policy, HEAD),
    subjects=(
        SUBJECTS,
        INQUIRIES,
        CONTRACTS,
        SAMPLES,
        COMPLAINTS,
        FEEDBACK,
        CONVERSATIONS,
        TICKETS,
        LETTERS,
        HANDOVERS,
        collection_api.SUBJECTS,
    ),
)
