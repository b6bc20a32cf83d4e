"""An order's account with all that stands beside it."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from chassis.handling import Reading
from chassis.stored import stored
from contracts.money import Money
from contracts.rates import HOME
from services.finance.account.rules.account import Account
from services.finance.account.rules.entries import COST_OF_SALES, RECEIVABLE
from services.finance.account.rules.invoice import Invoice
from services.finance.account.rules.values import Booked
from services.finance.orders.view import CreditNoteState, PaidState

ACCOUNT = """
SELECT a.doc, ARRAY(SELECT i.doc::text FROM invoice i WHERE i.order_id = a.order_id ORDER BY i.position) AS invoices
FROM order_account a WHERE a.order_id = $1
"""
PAYMENTS = "SELECT received_on, doc::text AS doc FROM payment WHERE order_id = $1 ORDER BY received_on, bank_reference"
CREDIT_NOTES = """
SELECT e.document AS number, e.booked_on AS issued_on, sum(l.credit) AS amount
FROM journal_entry e JOIN journal_line l USING (entry_id)
WHERE e.order_id = $1 AND e.kind = 'credit' AND l.account = $2
GROUP BY e.entry_id, e.document, e.booked_on ORDER BY e.entry_id
"""
COST = """
SELECT sum(l.debit - l.credit) FROM journal_entry e JOIN journal_line l USING (entry_id)
WHERE e.order_id = $1 AND e.kind = 'cost' AND l.account = $2
"""


async def account_of(db: Reading, order_id: UUID) -> Account | None:
    """With its invoices; None of an order that finance has not heard of."""
    row = await db.fetchrow(ACCOUNT, order_id)
    if row is None:
        return None
    return stored(Account, row["doc"]).but(invoices=tuple(stored(Invoice, doc) for doc in row["invoices"]))


async def payments_of(db: Reading, order_id: UUID) -> list[PaidState]:
    """In the order of their coming."""
    return [_paid(row["doc"], row["received_on"]) for row in await db.fetch(PAYMENTS, order_id)]


async def credit_notes_of(db: Reading, order_id: UUID) -> list[CreditNoteState]:
    """In the order of their making, each with what it takes off the receivable."""
    return [CreditNoteState(**row) for row in await db.fetch(CREDIT_NOTES, order_id, RECEIVABLE)]


async def cost_of(db: Reading, order_id: UUID) -> Money | None:
    """What left the stock for it, less what came back, at cost; None where nothing did whose cost is known."""
    amount = await db.fetchval(COST, order_id, COST_OF_SALES)
    return None if amount is None else Money(amount=amount, currency=HOME)


def _paid(doc: str, received_on: date) -> PaidState:
    booked = stored(Booked, doc)
    amounts = {"amount": booked.amount.amount, "refunded": booked.refunded.amount}
    return PaidState(bank_reference=booked.bank_reference, received_on=received_on, **amounts)
