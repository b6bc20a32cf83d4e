"""Receipts that a reversal may take back."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from uuid import UUID

from chassis.handling import Reading
from chassis.stored import stored
from services.finance.receipt.rules import Receipt

OF_AMOUNT = """
SELECT w.receipt_id AS of, r.doc FROM unnest($1::uuid[], $2::text[], $3::text[], $4::numeric[])
    AS w(receipt_id, account, currency, amount)
JOIN receipt r ON r.account = w.account AND r.amount = -w.amount AND r.currency = w.currency
    AND r.state <> 'reversed'
"""


async def candidates(db: Reading, reversals: Sequence[Receipt]) -> Mapping[UUID, list[Receipt]]:
    """By reversal, the receipts of its account and amount that no other one took back."""
    if not reversals:
        return {}
    wanted = [(r.receipt_id, r.account, r.amount.currency, r.amount.amount) for r in reversals]
    found: defaultdict[UUID, list[Receipt]] = defaultdict(list)
    for row in await db.fetch(OF_AMOUNT, *(list(column) for column in zip(*wanted, strict=True))):
        found[row["of"]].append(stored(Receipt, row["doc"]))
    return found
