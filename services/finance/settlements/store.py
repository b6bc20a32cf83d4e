"""Payments from abroad and to abroad, with all that is known of them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from asyncpg import Record

from chassis.handling import Reading
from chassis.stored import stored
from contracts.money import Money
from contracts.rates import HOME
from services.finance.account.rules.entries import BANK, PAYABLE
from services.finance.account.rules.values import Booked
from services.finance.bill.rules.values import Bill
from services.finance.bill.store import run_in
from services.finance.payee.rules import Payee
from services.finance.receipt.store import receipt_in
from services.finance.settlements.rules.asked import Way
from services.finance.settlements.rules.payment import Moved, Rate, Refunded
from services.finance.valuation.rules import RateDay

KINDS: dict[Way, str] = {"received": "payment", "paid": "payout", "refunded": "refund"}
MOVED = f"""
SELECT e.entry_id, e.kind, e.booked_on, e.order_id, e.document, e.customer, e.currency, f.credit AS refunded,
    o.number AS order_number, o.customer_po, k.name, k.country,
    p.doc::text AS payment, r.doc AS receipt, r.receipt_id, r.sealed AS payer, b.doc AS bill, n.doc AS run,
    n.run_id, n.sealed, y.doc AS payee,
    v.value, v.valid_from, v.source
FROM journal_entry e
LEFT JOIN payment p ON e.kind = 'payment' AND p.bank_reference = e.document
LEFT JOIN journal_line f ON e.kind = 'refund' AND f.entry_id = e.entry_id AND f.account = '{BANK}' AND f.credit > 0
LEFT JOIN order_account o ON e.kind IN ('payment', 'refund') AND o.order_id = e.order_id
LEFT JOIN customer_credit k ON e.kind IN ('payment', 'refund') AND k.customer = e.customer
LEFT JOIN LATERAL (
    SELECT l.receipt_id FROM journal_entry s JOIN journal_line l USING (entry_id)
    WHERE s.document = e.document AND s.kind IN ('payment', 'exchange') AND l.receipt_id IS NOT NULL LIMIT 1
) came ON e.kind = 'payment'
LEFT JOIN LATERAL (
    SELECT l.receipt_id FROM journal_entry q
    JOIN journal_entry s ON s.document = q.document AND s.kind IN ('payment', 'exchange')
    JOIN journal_line l ON l.entry_id = s.entry_id
    WHERE q.order_id = e.order_id AND q.kind = 'payment' AND l.receipt_id IS NOT NULL
    ORDER BY q.document = e.document DESC, q.entry_id DESC LIMIT 1
) back ON e.kind = 'refund'
LEFT JOIN journal_line own ON e.kind = 'refund' AND own.entry_id = e.entry_id AND own.receipt_id IS NOT NULL
LEFT JOIN receipt r ON r.receipt_id = coalesce(came.receipt_id, back.receipt_id, own.receipt_id)
LEFT JOIN journal_line owed ON e.kind = 'payout' AND owed.entry_id = e.entry_id AND owed.account = $1
LEFT JOIN bill b ON b.bill_id = owed.invoice_id
LEFT JOIN payment_run n ON e.kind = 'payout' AND n.number = e.document
LEFT JOIN payee y ON e.kind = 'payout' AND y.supplier = e.supplier
LEFT JOIN LATERAL (
    SELECT value, valid_from, source FROM currency_rate
    WHERE currency = CASE e.kind WHEN 'refund' THEN e.currency ELSE coalesce(r.currency, e.currency) END
        AND valid_from <= CASE $2 WHEN 'month' THEN date_trunc('month', e.booked_on)::date ELSE e.booked_on END
    ORDER BY valid_from DESC, version DESC LIMIT 1
) v ON true
WHERE e.kind IN ('payment', 'payout', 'refund')
    AND (p.doc IS NOT NULL OR (b.doc IS NOT NULL AND n.doc IS NOT NULL) OR f.credit IS NOT NULL)
    AND (CASE e.kind WHEN 'refund' THEN e.currency ELSE coalesce(r.currency, e.currency) END <> $3
         OR ($4 <> '' AND coalesce(k.country, y.doc->>'country', '') NOT IN ('', $4)))
"""
"""In a foreign currency, or with who is not in the company's own country ($4; empty where nobody told it)."""
LISTED = f"""{MOVED} AND e.kind = ANY($5::text[]) AND ($6::uuid IS NULL OR e.entry_id < $6)
ORDER BY e.entry_id DESC LIMIT $7
"""
OF_ORDER = f"{MOVED} AND e.order_id = $5 AND e.kind = $6 ORDER BY e.entry_id"
ONE = f"{MOVED} AND e.entry_id = $5 AND e.kind = $6"


async def listed(
    db: Reading, home: str, rate: RateDay, ways: Sequence[Way], after: UUID | None, limit: int
) -> list[Moved]:
    """The newest first, after a cursor."""
    kinds = [KINDS[way] for way in ways]
    return [_moved(row) for row in await db.fetch(LISTED, PAYABLE, rate, HOME, home, kinds, after, limit)]


async def of_order(db: Reading, home: str, rate: RateDay, order_id: UUID, way: Way = "received") -> list[Moved]:
    """What its customer paid, or what went back to him, in the order of its coming."""
    return [_moved(row) for row in await db.fetch(OF_ORDER, PAYABLE, rate, HOME, home, order_id, KINDS[way])]


async def find(db: Reading, home: str, rate: RateDay, way: Way, entry_id: UUID) -> Moved | None:
    row = await db.fetchrow(ONE, PAYABLE, rate, HOME, home, entry_id, KINDS[way])
    return _moved(row) if row else None


def _moved(row: Record) -> Moved:
    kinds: dict[str, type[Any]] = {
        "payment": Booked,
        "bill": Bill,
        "payee": Payee,
    }
    documents: dict[str, Any] = {name: stored(kind, row[name]) for name, kind in kinds.items() if row[name]}
    if row["receipt"]:
        documents["receipt"] = receipt_in(row["receipt_id"], row["receipt"], row["payer"])
    if row["run"]:
        documents["run"] = run_in(row["run_id"], row["run"], row["sealed"])
    return Moved(
        entry_id=row["entry_id"],
        booked_on=row["booked_on"],
        rate=Rate(value=row["value"], valid_from=row["valid_from"], source=row["source"]) if row["value"] else None,
        order_id=row["order_id"],
        order=row["order_number"] or "",
        contract=row["customer_po"] or "",
        name=row["name"] or "",
        country=row["country"] or "",
        refund=_refunded(row) if row["kind"] == "refund" else None,
        **documents,
    )


def _refunded(row: Record) -> Refunded:
    amount = Money(amount=row["refunded"], currency=row["currency"])
    return Refunded(row["document"], row["customer"] or "", amount)
