"""What papers are drawn from: invoices, with the version of the order that their goods left for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from asyncpg import Record

from chassis.handling import Db, Reading
from chassis.stored import stored
from contracts.order import OrderContent
from contracts.sales import ItemChanged
from services.finance.account.rules.invoice import Invoice
from services.finance.papers.rules.charged import Known, Named

BILLED = """
SELECT i.doc::text AS invoice, c.content, coalesce(k.language, '') AS language,
    coalesce(k.country, '') AS customer_country, coalesce(k.tax_number, '') AS customer_tax_number,
    (SELECT jsonb_object_agg(n.item, jsonb_build_object('name', n.name, 'unit', n.unit)) FROM item n
     WHERE n.item IN (SELECT line->>'item' FROM jsonb_array_elements(i.doc->'lines') line))::text AS items
FROM invoice i
JOIN order_content c ON c.order_id = i.order_id AND c.version = (i.doc->>'order_version')::int
LEFT JOIN customer_credit k ON k.customer = i.customer
"""
OF_ORDER = f"{BILLED} WHERE i.order_id = $1 ORDER BY i.position"
NUMBERED = f"{BILLED} WHERE i.number = $1"
KEEP = """
INSERT INTO item (item, version, name, unit) SELECT * FROM unnest($1::text[], $2::int[], $3::text[], $4::text[])
ON CONFLICT (item) DO UPDATE SET version = EXCLUDED.version, name = EXCLUDED.name, unit = EXCLUDED.unit
WHERE item.version < EXCLUDED.version
"""
CREDITED = "SELECT order_id FROM journal_entry WHERE document = $1 AND kind = 'credit' LIMIT 1"


@dataclass(frozen=True)
class Billed:
    """An invoice, what was agreed, and what sales told; ``language`` is the customer's, empty where nobody said it."""

    invoice: Invoice
    content: OrderContent
    language: str
    known: Known


async def keep_items(db: Db, items: Sequence[ItemChanged]) -> None:
    """What they are called and counted in; the highest version of each holds."""
    rows = [(item.item, item.version, item.name, item.unit) for item in items]
    await db.execute(KEEP, *(list(column) for column in zip(*rows, strict=True)))


async def of_order(db: Reading, order_id: UUID) -> Sequence[Billed]:
    """In the order of their making."""
    return [_billed(row) for row in await db.fetch(OF_ORDER, order_id)]


async def numbered(db: Reading, number: str) -> Billed | None:
    row = await db.fetchrow(NUMBERED, number)
    return _billed(row) if row else None


async def with_credit_note(db: Reading, number: str) -> Sequence[Billed]:
    """The invoices of the order that has this credit note."""
    order_id = await db.fetchval(CREDITED, number)
    return await of_order(db, order_id) if order_id else []


def _billed(row: Record) -> Billed:
    invoice, content = stored(Invoice, row["invoice"]), stored(OrderContent, row["content"])
    items = stored(dict[str, Named], row["items"] or "{}")
    known = Known(customer_country=row["customer_country"], customer_tax_number=row["customer_tax_number"], items=items)
    return Billed(invoice, content, row["language"], known)
