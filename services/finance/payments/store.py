"""Payments by bank reference; what a reference names; what is due."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from chassis.handling import Db, Reading
from chassis.stored import stored
from contracts.money import Money
from services.finance.account.rules.values import Booked

RESOLVE = """
SELECT named.* FROM unnest($1::text[], $2::text[]) WITH ORDINALITY AS w(customer, reference, position)
LEFT JOIN LATERAL (
    SELECT order_id, invoice_id, customer, currency FROM (
        SELECT 1 AS rank, order_id, invoice_id, customer, currency FROM invoice i WHERE i.number = w.reference
        UNION ALL
        SELECT 2, order_id, NULL, customer, currency FROM order_account o WHERE o.number = w.reference
        UNION ALL (
            SELECT 3, order_id, NULL, customer, currency FROM order_account o
            WHERE o.customer = w.customer AND o.customer_po = w.reference ORDER BY order_id DESC LIMIT 1)
    ) found ORDER BY found.customer <> w.customer, rank LIMIT 1
) named ON true
ORDER BY w.position
"""
"""A reference is the paying customer's own first: his invoice's number, his order's, his PO's. Only what is none of his
names another's, who must have been meant."""
KNOWN = "SELECT bank_reference, doc::text AS doc FROM payment WHERE bank_reference = ANY($1::text[])"
LINES = """
SELECT bank_reference, doc::text AS doc, NULL AS currency, NULL::numeric AS amount FROM payment
WHERE bank_reference = ANY($1::text[])
UNION ALL
SELECT doc->>'bank_reference', NULL, currency, amount FROM receipt
WHERE doc->>'bank_reference' = ANY($1::text[]) AND amount > 0
"""
DUE = """
SELECT order_id FROM invoice WHERE outstanding > 0 AND due < $1 AND NOT overdue
UNION
SELECT order_id FROM order_account
WHERE advance_open > 0 AND advance_due < $1 AND NOT advance_overdue AND stage IN ('confirmed', 'changed')
LIMIT $2
"""
PAYMENTS = """
SELECT bank_reference AS id, doc::text AS doc FROM payment
WHERE ($1::uuid IS NULL OR order_id = $1) AND bank_reference > $2 ORDER BY bank_reference LIMIT $3
"""
DUE_LIMIT = 500


@dataclass(frozen=True)
class Named:
    """What a payment's reference names."""

    order_id: UUID
    invoice_id: UUID | None
    customer: str
    currency: str


async def resolve(db: Reading, customers: Sequence[str], references: Sequence[str]) -> list[Named | None]:
    """An invoice's or order's number, or the customer's PO number; None for what is none of them.

    What is none of this customer's may be another's: the caller compares.
    """
    rows = await db.fetch(RESOLVE, customers, references)
    return [Named(**row) if row["order_id"] else None for row in rows]


async def known(db: Db, bank_references: Sequence[str]) -> Mapping[str, Booked]:
    """The payments that were booked under these references."""
    rows = await db.fetch(KNOWN, bank_references)
    return {row["bank_reference"]: stored(Booked, row["doc"]) for row in rows}


async def lines(db: Db, bank_references: Sequence[str]) -> tuple[dict[str, Booked], set[tuple[str, Money]]]:
    """The payments that were booked under these references, and what banks' files brought under them."""
    rows = await db.fetch(LINES, bank_references)
    booked = {row["bank_reference"]: stored(Booked, row["doc"]) for row in rows if row["doc"]}
    came = [row for row in rows if not row["doc"]]
    return booked, {(row["bank_reference"], Money(amount=row["amount"], currency=row["currency"])) for row in came}


async def due(db: Reading, today: date) -> list[UUID]:
    """Orders that have something unpaid of which nobody said yet that it is overdue."""
    return [row["order_id"] for row in await db.fetch(DUE, today, DUE_LIMIT)]


async def payments(db: Reading, order_id: UUID | None, after: str, limit: int) -> list[Booked]:
    """Payments by bank reference, after a cursor."""
    rows = await db.fetch(PAYMENTS, order_id, after, limit)
    return [stored(Booked, row["doc"]) for row in rows]
