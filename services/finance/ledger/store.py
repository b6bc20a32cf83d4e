"""The journal as people look at it, and what must be true of it."""

from __future__ import annotations

import json
from datetime import date
from typing import NamedTuple
from uuid import UUID

from chassis.handling import Reading
from contracts.rates import HOME
from services.finance.account.rules.entries import (
    ADVANCES,
    INVENTORY,
    NOT_BILLED,
    OVERPAID,
    PAYABLE,
    RECEIVABLE,
    SUSPENSE,
)
from services.finance.ledger.view import AccountBalance, AccountOfPeriod, Balance, Fault, JournalEntry, Receivable

BALANCE = """
SELECT e.currency, sum(l.debit) AS debit, sum(l.credit) AS credit, sum(l.debit - l.credit) AS difference
FROM journal_line l JOIN journal_entry e USING (entry_id) GROUP BY e.currency ORDER BY e.currency
"""
ACCOUNTS = """
SELECT l.account, e.currency, sum(l.debit) AS debit, sum(l.credit) AS credit, sum(l.debit - l.credit) AS balance
FROM journal_line l JOIN journal_entry e USING (entry_id) GROUP BY 1, 2 ORDER BY 1, 2
"""
OF_PERIOD = """
SELECT l.account, e.currency, coalesce(sum(l.debit - l.credit) FILTER (WHERE e.booked_on < $1), 0) AS opening,
    coalesce(sum(l.debit) FILTER (WHERE e.booked_on >= $1), 0) AS debit,
    coalesce(sum(l.credit) FILTER (WHERE e.booked_on >= $1), 0) AS credit, sum(l.debit - l.credit) AS closing
FROM journal_line l JOIN journal_entry e USING (entry_id)
WHERE e.booked_on <= $2 AND ($3::text IS NULL OR l.account = $3)
GROUP BY 1, 2 HAVING sum(l.debit - l.credit) <> 0 OR bool_or(e.booked_on >= $1)
ORDER BY 1, 2
"""
"""What has nothing before, in and after the period is left out."""
ENTRIES = """
SELECT e.*, (SELECT json_agg(json_build_object('account', l.account, 'debit', l.debit::text,
    'credit', l.credit::text, 'invoice_id', l.invoice_id, 'purchase_id', l.purchase_id) ORDER BY l.line)
    FROM journal_line l WHERE l.entry_id = e.entry_id)::text AS lines
FROM journal_entry e
WHERE ($1::uuid IS NULL OR order_id = $1) AND ($2::text IS NULL OR customer = $2)
    AND ($3::text IS NULL OR supplier = $3) AND ($4::date IS NULL OR booked_on >= $4)
    AND ($5::date IS NULL OR booked_on <= $5) AND entry_id > $6
ORDER BY entry_id LIMIT $7
"""
RECEIVABLES = """
SELECT e.customer, l.invoice_id, e.currency, sum(l.debit - l.credit) AS balance
FROM journal_line l JOIN journal_entry e USING (entry_id)
WHERE l.account = $1 AND ($2::text IS NULL OR e.customer = $2) AND l.invoice_id > $3
GROUP BY e.customer, l.invoice_id, e.currency HAVING sum(l.debit - l.credit) <> 0
ORDER BY l.invoice_id LIMIT $4
"""
FAULTS = """
SELECT 'entry does not balance' AS fault, entry_id::text AS id FROM journal_line
GROUP BY entry_id HAVING sum(debit) <> sum(credit)
UNION ALL
SELECT 'entry has no lines', entry_id::text FROM journal_entry e
WHERE NOT EXISTS (SELECT FROM journal_line l WHERE l.entry_id = e.entry_id)
UNION ALL
SELECT 'debits and credits differ', e.currency FROM journal_line l JOIN journal_entry e USING (entry_id)
GROUP BY e.currency HAVING sum(l.debit) <> sum(l.credit)
UNION ALL
SELECT 'receivable is not invoice less payments and credits', coalesce(i.invoice_id, owed.invoice_id)::text
FROM invoice i FULL JOIN (
    SELECT invoice_id, sum(debit - credit) AS balance FROM journal_line WHERE account = $1 GROUP BY invoice_id
) owed ON owed.invoice_id = i.invoice_id
WHERE coalesce(i.outstanding, 0) <> coalesce(owed.balance, 0)
UNION ALL
SELECT 'advance in the ledger is not what is left of it', coalesce(a.order_id, held.order_id)::text
FROM (SELECT * FROM order_account WHERE advance_unused > 0) a FULL JOIN (
    SELECT e.order_id, sum(l.credit - l.debit) AS balance FROM journal_line l JOIN journal_entry e USING (entry_id)
    WHERE l.account = $2 GROUP BY e.order_id
) held ON held.order_id = a.order_id
WHERE coalesce(a.advance_unused, 0) <> coalesce(held.balance, 0)
UNION ALL
SELECT 'owed back in the ledger is not what waits to be let go', coalesce(a.order_id, held.order_id)::text
FROM (SELECT order_id, (SELECT sum((due->>'amount')::numeric) FROM jsonb_array_elements(due_back) due
                        WHERE due->>'state' = 'waiting') AS waiting
      FROM order_account WHERE due_back <> '[]') a FULL JOIN (
    SELECT e.order_id, sum(l.credit - l.debit) AS balance FROM journal_line l JOIN journal_entry e USING (entry_id)
    WHERE l.account = $3 GROUP BY e.order_id
) held ON held.order_id = a.order_id
WHERE coalesce(a.waiting, 0) <> coalesce(held.balance, 0)
UNION ALL
SELECT 'suspense in the ledger is not what of receipts is for nothing yet', coalesce(r.currency, held.currency)
FROM (SELECT currency, sum(rest) AS rest FROM receipt WHERE rest <> 0 GROUP BY currency) r FULL JOIN (
    SELECT e.currency, sum(l.credit - l.debit) AS balance FROM journal_line l JOIN journal_entry e USING (entry_id)
    WHERE l.account = $4 GROUP BY e.currency
) held ON held.currency = r.currency
WHERE coalesce(r.rest, 0) <> coalesce(held.balance, 0)
UNION ALL
SELECT 'payable is not bill less payments', coalesce(b.bill_id, owed.bill_id)::text
FROM (SELECT bill_id, outstanding FROM bill WHERE outstanding <> 0) b FULL JOIN (
    SELECT invoice_id AS bill_id, sum(credit - debit) AS balance FROM journal_line WHERE account = $5 GROUP BY 1
) owed ON owed.bill_id = b.bill_id
WHERE coalesce(b.outstanding, 0) <> coalesce(owed.balance, 0)
UNION ALL
SELECT 'goods not billed in the ledger are not receipts less bills', coalesce(p.purchase_id, open.purchase_id)::text
FROM purchase_account p FULL JOIN (
    SELECT purchase_id, sum(credit - debit) AS balance FROM journal_line WHERE account = $6 GROUP BY 1
) open ON open.purchase_id = p.purchase_id
WHERE coalesce(p.accrued - p.cleared, 0) <> coalesce(open.balance, 0)
UNION ALL
SELECT 'stock in the ledger is not what items are worth', currency FROM (
    SELECT coalesce(sum(l.debit - l.credit), 0) AS balance, $8::text AS currency
    FROM journal_line l JOIN journal_entry e USING (entry_id) WHERE l.account = $7 AND e.currency = $8
) held WHERE balance <> (SELECT coalesce(sum(value), 0) FROM item_cost)
UNION ALL
SELECT 'item without goods is worth something', item FROM item_cost WHERE quantity = 0 AND value <> 0
UNION ALL
SELECT 'more than one invoice of a shipment', shipment_id::text FROM invoice GROUP BY shipment_id HAVING count(*) > 1
UNION ALL
SELECT 'invoice numbers have a hole', year FROM (
    SELECT split_part(number, '-', 2) AS year, count(*) AS issued, max(split_part(number, '-', 3)::int) AS last
    FROM invoice GROUP BY 1
) years WHERE issued <> last
LIMIT 100
"""


class Booked(NamedTuple):
    """Which entries are asked for: those of all that is told, days inclusive."""

    order_id: UUID | None
    customer: str | None
    supplier: str | None
    since: date | None
    until: date | None


async def balance(db: Reading) -> list[Balance]:
    """All debits and credits, by currency."""
    return [Balance(**row) for row in await db.fetch(BALANCE)]


async def accounts(db: Reading) -> list[AccountBalance]:
    """The trial balance: each account's debits, credits and balance, by currency."""
    return [AccountBalance(**row) for row in await db.fetch(ACCOUNTS)]


async def of_period(db: Reading, since: date, until: date, account: str | None) -> list[AccountOfPeriod]:
    """Each account by currency, from a day to a day, both among them; or one account."""
    return [AccountOfPeriod(**row) for row in await db.fetch(OF_PERIOD, since, until, account)]


async def entries(db: Reading, booked: Booked, after: UUID, limit: int) -> list[JournalEntry]:
    """Entries in the order of their making (FIN-9)."""
    rows = await db.fetch(ENTRIES, *booked, after, limit)
    return [JournalEntry(**{**row, "lines": json.loads(row["lines"] or "[]")}) for row in rows]


async def receivables(db: Reading, customer: str | None, after: UUID, limit: int) -> list[Receivable]:
    """The accounts receivable sub-ledger: what each invoice's postings leave open."""
    return [Receivable(**row) for row in await db.fetch(RECEIVABLES, RECEIVABLE, customer, after, limit)]


async def faults(db: Reading) -> list[Fault]:
    """What is not as it must be, 100 at most; none is right."""
    accounts = RECEIVABLE, ADVANCES, OVERPAID, SUSPENSE, PAYABLE, NOT_BILLED, INVENTORY, HOME
    return [Fault(**row) for row in await db.fetch(FAULTS, *accounts)]
