"""Receipts that a reversal may take back."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from decimal import Decimal
from uuid import UUID

from chassis.handling import Reading
from services.finance.account.rules.entries import BANK, OVERPAID
from services.finance.receipt.rules import Receipt
from services.finance.receipt.store import receipt_in

OF_AMOUNT = """
SELECT w.receipt_id AS of, r.receipt_id, r.doc, r.sealed FROM unnest($1::uuid[], $2::text[], $3::text[], $4::numeric[])
    AS w(receipt_id, account, currency, amount)
JOIN receipt r ON r.account = w.account AND r.amount = -w.amount AND r.currency = w.currency
    AND r.state <> 'reversed'
"""


GIVEN_BACK = """
SELECT e.order_id, sum(CASE e.kind WHEN 'refund' THEN l.credit - l.debit ELSE l.debit - l.credit END) AS amount
FROM journal_entry e JOIN journal_line l USING (entry_id)
WHERE e.order_id = ANY($1::uuid[])
    AND (e.kind = 'refund' AND l.account = $2 OR e.kind = 'refund_return' AND l.account = $3)
GROUP BY 1
"""


async def given_back(db: Reading, orders: Sequence[UUID]) -> Mapping[UUID, Decimal]:
    """What went back to the customer of each order, less what came back of that."""
    return {row["order_id"]: row["amount"] for row in await db.fetch(GIVEN_BACK, orders, BANK, OVERPAID)}


async def candidates(db: Reading, reversals: Sequence[Receipt]) -> Mapping[UUID, list[Receipt]]:
    """By reversal, the receipts of its account and amount that no other one took back."""
    if not reversals:
        return {}
    wanted = [(r.receipt_id, r.account, r.amount.currency, r.amount.amount) for r in reversals]
    found: defaultdict[UUID, list[Receipt]] = defaultdict(list)
    for row in await db.fetch(OF_AMOUNT, *(list(column) for column in zip(*wanted, strict=True))):
        found[row["of"]].append(receipt_in(row["receipt_id"], row["doc"], row["sealed"]))
    return found
