"""A customer's part of the journal, as a statement tells it."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from decimal import Decimal

from chassis.handling import Reading
from services.finance.account.rules.entries import ADVANCES, OVERPAID, RECEIVABLE
from services.finance.customer_statements.view import CustomerStatementLine, OpenItem

HIS = [RECEIVABLE, ADVANCES, OVERPAID]
"""The accounts that say what a customer owes, and what is owed to him."""
OPENINGS = """
SELECT e.currency, sum(l.debit - l.credit) AS amount FROM journal_entry e JOIN journal_line l USING (entry_id)
WHERE e.customer = $1 AND e.booked_on < $2 AND l.account = ANY($3) GROUP BY e.currency
"""
LINES = """
SELECT e.currency, e.booked_on, e.kind, e.document, coalesce(a.number, '') AS order,
    sum(l.debit - l.credit) AS amount
FROM journal_entry e JOIN journal_line l USING (entry_id) LEFT JOIN order_account a ON a.order_id = e.order_id
WHERE e.customer = $1 AND e.booked_on BETWEEN $2 AND $3 AND l.account = ANY($4)
GROUP BY e.entry_id, a.number HAVING sum(l.debit - l.credit) <> 0 ORDER BY e.booked_on, e.entry_id
"""
OPEN = """
SELECT i.currency, i.number, i.due, sum(l.debit - l.credit) AS outstanding
FROM journal_entry e JOIN journal_line l USING (entry_id) JOIN invoice i ON i.invoice_id = l.invoice_id
WHERE e.customer = $1 AND e.booked_on <= $2 AND l.account = $3
GROUP BY i.invoice_id HAVING sum(l.debit - l.credit) <> 0 ORDER BY i.due, i.number
"""


async def openings(db: Reading, customer: str, first: date) -> dict[str, Decimal]:
    """What he owed before the month, by currency."""
    return {row["currency"]: row["amount"] for row in await db.fetch(OPENINGS, customer, first, HIS)}


async def lines(db: Reading, customer: str, first: date, last: date) -> dict[str, list[CustomerStatementLine]]:
    """What was booked in the month, by currency."""
    found: defaultdict[str, list[CustomerStatementLine]] = defaultdict(list)
    for row in await db.fetch(LINES, customer, first, last, HIS):
        found[row["currency"]].append(CustomerStatementLine(**row))
    return found


async def open_items(db: Reading, customer: str, last: date) -> dict[str, list[OpenItem]]:
    """His invoices that were not paid at the end of the month, by currency."""
    found: defaultdict[str, list[OpenItem]] = defaultdict(list)
    for row in await db.fetch(OPEN, customer, last, RECEIVABLE):
        found[row["currency"]].append(OpenItem(**row))
    return found
