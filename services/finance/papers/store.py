"""What papers are drawn from: invoices, with the version of the order that their goods left for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from asyncpg import Record

from chassis.handling import Reading
from chassis.stored import stored
from contracts.order import OrderContent
from services.finance.account.rules.invoice import Invoice

BILLED = """
SELECT i.doc::text AS invoice, c.content, coalesce(k.language, '') AS language
FROM invoice i
JOIN order_content c ON c.order_id = i.order_id AND c.version = (i.doc->>'order_version')::int
LEFT JOIN customer_credit k ON k.customer = i.customer
"""
OF_ORDER = f"{BILLED} WHERE i.order_id = $1 ORDER BY i.position"
NUMBERED = f"{BILLED} WHERE i.number = $1"


@dataclass(frozen=True)
class Billed:
    """An invoice and what was agreed; ``language`` is the customer's, empty where nobody said it."""

    invoice: Invoice
    content: OrderContent
    language: str


async def of_order(db: Reading, order_id: UUID) -> Sequence[Billed]:
    """In the order of their making."""
    return [_billed(row) for row in await db.fetch(OF_ORDER, order_id)]


async def numbered(db: Reading, number: str) -> Billed | None:
    row = await db.fetchrow(NUMBERED, number)
    return _billed(row) if row else None


def _billed(row: Record) -> Billed:
    return Billed(stored(Invoice, row["invoice"]), stored(OrderContent, row["content"]), row["language"])
