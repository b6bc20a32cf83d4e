"""Finance's rooms, joined."""

from pathlib import Path

from chassis.handling import House, wire
from chassis.http.actions import router as actions
from chassis.http.figures import figure_routes
from chassis.http.identity import Role
from chassis.http.staff import sight_by
from chassis.http.taking import ByFigures
from chassis.papers.replying import reply_routes
from services.finance.account.store import CALLED, ORDER_NAMED
from services.finance.advances import api as advances_api
from services.finance.advances import handlers as advances
from services.finance.approvals import api as approvals_api
from services.finance.approvals import handlers as approvals
from services.finance.bank_statements import api as statements_api
from services.finance.bill.store import CALLED as BILLS_CALLED
from services.finance.bill.store import ORDER_NAMED as ORDERS_BILLED
from services.finance.bill.store import RUNS
from services.finance.bills import api as bills_api
from services.finance.clearing import api as clearing_api
from services.finance.counted import handlers as counted
from services.finance.credit import api as credit_api
from services.finance.credit import handlers as credit
from services.finance.currency_exposure import api as currency_exposure_api
from services.finance.invoices import api as invoices_api
from services.finance.invoices import handlers as invoices
from services.finance.ledger import api as ledger_api
from services.finance.matching import api as matching_api
from services.finance.matching import handlers as matching
from services.finance.orders import api as orders_api
from services.finance.papers import api as papers_api
from services.finance.papers import handlers as papers
from services.finance.payee.store import KEPT as PAYEES
from services.finance.payees import api as payees_api
from services.finance.payees import handlers as payees
from services.finance.payment_runs import api as payment_runs_api
from services.finance.payments import api as payments_api
from services.finance.payments import handlers as payments
from services.finance.policy import Policy
from services.finance.purchased import handlers as purchased
from services.finance.rates import api as rates_api
from services.finance.receipt.store import KEPT as RECEIPTS
from services.finance.reconciliation import api as reconciliation_api
from services.finance.reconciliation import handlers as reconciliation
from services.finance.refunds import api as refunds_api
from services.finance.reminders import api as reminders_api
from services.finance.reminders import handlers as reminders
from services.finance.returns import handlers as returns
from services.finance.reversals import api as reversals_api
from services.finance.reversals import handlers as reversals
from services.finance.set_offs import handlers as set_offs
from services.finance.settlements import api as settlements_api
from services.finance.staff import handlers as staff
from services.finance.statements import api as monthly_statements_api
from services.finance.supplier_credits import api as supplier_credits_api
from services.finance.supplier_credits import handlers as supplier_credits
from services.finance.voucher.paths import SUBJECTS as VOUCHERS
from services.finance.vouchers import api as vouchers_api
from services.finance.write_offs import api as write_offs_api

HEAD: Role = "finance manager"
"""Who puts its figures."""
HOUSE = House(
    "finance",
    handles=wire(
        credit.HANDLES,
        advances.HANDLES,
        purchased.HANDLES,
        counted.HANDLES,
        invoices.HANDLES,
        returns.HANDLES,
        approvals.HANDLES,
        payees.HANDLES,
        supplier_credits.HANDLES,
        papers.HANDLES,
        reconciliation.HANDLES,
        staff.HANDLES,
    ),
    routers=(
        figure_routes(Policy, HEAD),
        actions,
        credit_api.router,
        advances_api.router,
        invoices_api.router,
        orders_api.router,
        payments_api.router,
        statements_api.router,
        matching_api.router,
        reversals_api.router,
        clearing_api.router,
        refunds_api.router,
        write_offs_api.router,
        vouchers_api.router,
        rates_api.router,
        currency_exposure_api.router,
        settlements_api.router,
        ledger_api.router,
        approvals_api.router,
        reconciliation_api.router,
        reminders_api.router,
        papers_api.router,
        bills_api.router,
        supplier_credits_api.router,
        payees_api.router,
        payment_runs_api.router,
        monthly_statements_api.router,
        reply_routes(*monthly_statements_api.REPLIES),
    ),
    sealed=(PAYEES, RUNS, RECEIPTS),
    timers=(*payments.TIMERS, *matching.TIMERS, *reversals.TIMERS, *credit.TIMERS, *reminders.TIMERS, *set_offs.TIMERS),
    migrations=Path(__file__).parent / "migrations",
    locale=Path(__file__).parent / "locale",
    subjects=(
        credit_api.SUBJECTS,
        approvals_api.SUBJECTS,
        refunds_api.SUBJECTS,
        write_offs_api.SUBJECTS,
        VOUCHERS,
        matching_api.SUBJECTS,
        bills_api.SUBJECTS,
        reconciliation_api.SUBJECTS,
        payment_runs_api.SUBJECTS,
        monthly_statements_api.SUBJECTS,
    ),
    sight=sight_by(Policy),
    takes=ByFigures(Policy, HEAD),
    names=f"{ORDER_NAMED} UNION ({ORDERS_BILLED})",
    called=f"{CALLED} UNION ALL {BILLS_CALLED}",
)
