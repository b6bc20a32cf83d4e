"""Purchases as people read them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from uuid import UUID

import asyncpg

from chassis.handling import Reading
from services.purchasing.ledger.rules.offers import Offer
from services.purchasing.ledger.rules.purchase import Purchase
from services.purchasing.ledger.rules.reading import OF_PURCHASE, Reader
from services.purchasing.ledger.store import offers_of, read
from services.purchasing.purchases.view import PurchaseState
from services.purchasing.specifying.rules import specified
from services.purchasing.specifying.store import of_orders

PURCHASES = Reader("purchase", Purchase, OF_PURCHASE)
LIST = """
SELECT id, doc::text FROM purchase
WHERE ($1::text IS NULL OR state = $1) AND ($2::text IS NULL OR item = $2) AND ($3::text IS NULL OR supplier = $3)
  AND ($4::text IS NULL OR number <> ''
      AND (number = upper($4) OR coalesce(nullif(doc ->> 'purchase_order', ''), number) = upper($4)))
  AND ($5::uuid IS NULL OR id > $5)
ORDER BY id LIMIT $6
"""
NAMED = "SELECT id, doc::text FROM purchase WHERE id = ANY($1::uuid[]) ORDER BY id"
SERVING = """
SELECT DISTINCT ON (p.id) p.id, p.doc::text FROM need_line n JOIN purchase p ON p.item = n.item AND p.state <> 'closed'
WHERE n.order_id = ANY($1::uuid[])
  AND p.doc -> 'served' @> jsonb_build_array(jsonb_build_object('order_id', n.order_id::text)) ORDER BY p.id
"""
OPEN = """
SELECT id, doc::text FROM purchase
WHERE state = ANY('{draft,asked,ordered,confirmed}') AND ($1::uuid IS NULL OR id > $1)
ORDER BY id LIMIT $2
"""
SLIPPED = """
SELECT p.id, p.doc::text,
    (SELECT min(d.promised) FROM jsonb_array_elements(p.doc -> 'served') AS one
     JOIN demand d ON d.order_id = (one ->> 'order_id')::uuid) AS promised,
    ARRAY(
        SELECT o.supplier FROM offer o JOIN supplier s USING (supplier) LEFT JOIN item i USING (item)
        WHERE o.item = p.item AND o.available AND s.active AND NOT coalesce(i.discontinued, false) AND NOT EXISTS (
            SELECT FROM jsonb_array_elements(p.doc -> 'served') AS one
            JOIN demand d ON d.order_id = (one ->> 'order_id')::uuid
            JOIN tried t ON t.item = p.item AND t.supplier = o.supplier AND t.order_id = d.order_id
                AND t.order_version = d.need_order_version)
    ) AS may
FROM purchase p
WHERE p.state = ANY('{ordered,confirmed}')
    AND (p.doc ->> 'promised_on' > p.doc ->> 'first_promised_on' OR (p.doc ->> 'rejected')::numeric > 0)
    AND ($1::uuid[] IS NULL OR p.id = ANY($1))
ORDER BY p.id LIMIT 500
"""
"""Open ones that come later than their supplier promised first, or whose goods were refused: the earliest day that was
promised to a customer, and who may be asked instead."""
ONE = "SELECT doc::text FROM purchase WHERE id = $1"


ORDER_NAMED = """
SELECT coalesce(now.order_id, before.order_id)::uuid AS order_id
FROM purchase p
LEFT JOIN LATERAL jsonb_array_elements_text(p.doc->'last_served') AS before(order_id) ON true
LEFT JOIN LATERAL (SELECT one->>'order_id' AS order_id FROM jsonb_array_elements(p.doc->'served') AS one)
    AS now ON before.order_id IS NULL
WHERE p.number <> '' AND (p.number = $1 OR coalesce(nullif(p.doc ->> 'purchase_order', ''), p.number) = $1)
"""
"""By the number of a purchase or of its purchase order ($1): the orders that it serves, or served last; none (null)
where it fills the shelf."""
CALLED = "SELECT id, number FROM purchase WHERE id = ANY($1::uuid[]) AND number <> ''"
"""The numbers of purchases."""


async def purchases(
    db: Reading,
    state: str | None,
    item: str | None,
    supplier: str | None,
    number: str | None,
    after: UUID | None,
    limit: int,
) -> list[PurchaseState]:
    """Purchases in the order of their making; one that cannot be read is left out."""
    return _states(await db.fetch(LIST, state, item, supplier, number, after, limit))


async def with_words(db: Reading, purchases: Sequence[PurchaseState]) -> list[PurchaseState]:
    """With what orders say of the goods beyond the item (SAL-9)."""
    served = [[served.order_id for served in one.served] for one in purchases]
    known = await of_orders(db, {order_id for each in served for order_id in each})
    told = [
        tuple(specified(one.item, orders, one.ordered_on, known)) for one, orders in zip(purchases, served, strict=True)
    ]
    return [one.model_copy(update={"specified": words}) for one, words in zip(purchases, told, strict=True)]


async def named(db: Reading, purchases: Sequence[UUID]) -> list[PurchaseState]:
    """These purchases, as far as they can be read."""
    return _states(await db.fetch(NAMED, purchases))


async def serving(db: Reading, orders: Sequence[UUID]) -> list[PurchaseState]:
    """The open purchases of what these orders need."""
    return _states(await db.fetch(SERVING, orders))


async def open_purchases(db: Reading, after: UUID | None, limit: int) -> list[PurchaseState]:
    """Those that a buyer or a supplier still has to do with."""
    return _states(await db.fetch(OPEN, after, limit))


async def slipped(db: Reading, among: Sequence[UUID] | None = None) -> list[tuple[Purchase, date | None, list[Offer]]]:
    """Purchases that come too late, of all or ``among`` some: with the day that was promised to a customer, and the
    offers of all others."""
    rows = await db.fetch(SLIPPED, among)
    found = [(read(PURCHASES, row["doc"], f"purchase {row['id']}"), row) for row in rows]
    offers = await offers_of(db, sorted({one.item for one, _ in found if one}))
    return [
        (one, row["promised"], [offer for offer in offers[one.item] if offer.supplier in row["may"]])
        for one, row in found
        if one
    ]


async def purchase_of(db: Reading, purchase_id: UUID) -> PurchaseState | None:
    """One purchase, or None."""
    doc = await db.fetchval(ONE, purchase_id)
    found = read(PURCHASES, doc, f"purchase {purchase_id}") if doc else None
    return PurchaseState.of(found) if found else None


def _states(rows: Sequence[asyncpg.Record]) -> list[PurchaseState]:
    found = [read(PURCHASES, row["doc"], f"purchase {row['id']}") for row in rows]
    return [PurchaseState.of(purchase) for purchase in found if purchase]
