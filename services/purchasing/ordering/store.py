"""Purchase orders as people read them: the purchases that went out together, each a line."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import groupby
from typing import Any, cast
from uuid import UUID

from asyncpg import Record

from chassis.handling import Reading
from services.purchasing.ledger.rules.purchase import Purchase
from services.purchasing.ledger.rules.reading import OF_PURCHASE, Reader
from services.purchasing.ledger.store import read

PURCHASES = Reader("purchase", Purchase, OF_PURCHASE)
ORDER = "coalesce(nullif(doc ->> 'purchase_order', ''), number)"
NUMBERED = f"""
SELECT id FROM purchase WHERE number = upper($1) AND number <> ''
UNION ALL SELECT id FROM purchase WHERE {ORDER} = upper($1) AND number <> '' LIMIT 1
"""
LINES = f"""
SELECT id AS named, id, doc::text FROM purchase WHERE id = ANY($1::uuid[])
UNION SELECT named.id, line.id, line.doc::text
FROM (SELECT id, {ORDER} AS called FROM purchase WHERE id = ANY($1::uuid[]) AND number <> '') AS named
JOIN LATERAL (SELECT id, doc FROM purchase WHERE {ORDER} = called AND number <> '' OFFSET 0) AS line ON true
"""
# OFFSET 0: each order's lines are looked up by their index, however many the planner expects.
_PAGE = f"""
WITH called AS (
    SELECT DISTINCT {ORDER} AS called FROM purchase
    WHERE {{of}}number LIKE 'PO-%' AND number <> '' AND ($1::text IS NULL OR {ORDER} < $1) ORDER BY 1 DESC LIMIT $2
)
SELECT line.id, line.doc::text FROM called
JOIN LATERAL (SELECT id, doc FROM purchase WHERE {ORDER} = called AND number <> '' OFFSET 0) AS line ON true
ORDER BY called DESC
"""
PAGE, PAGE_OF_SUPPLIER = _PAGE.format(of=""), _PAGE.format(of="supplier = $3 AND ")
DRAFTS = """
SELECT id, item, supplier FROM purchase WHERE state = 'draft' AND supplier = ANY($1::text[]) ORDER BY item, id
"""


async def numbered(db: Reading, number: str, _path: Mapping[str, Any]) -> UUID | None:
    """A line of the purchase order that people call so, by its own number or by its line's."""
    return cast(UUID | None, await db.fetchval(NUMBERED, number))


async def lines_of(db: Reading, purchases: Sequence[UUID]) -> dict[UUID, list[Purchase]]:
    """For each of them all the lines of its order; what is no order yet stands alone."""
    found: dict[UUID, list[Purchase]] = {}
    for row in await db.fetch(LINES, list(purchases)):
        if one := _purchase(row):
            found.setdefault(row["named"], []).append(one)
    return {named: sorted(lines, key=lambda one: one.line) for named, lines in found.items()}


async def orders(db: Reading, supplier: str | None, after: str | None, limit: int) -> list[list[Purchase]]:
    """The newest purchase orders, of one supplier or all, each with its lines."""
    rows = await (db.fetch(PAGE_OF_SUPPLIER, after, limit, supplier) if supplier else db.fetch(PAGE, after, limit))
    purchases = [one for row in rows if (one := _purchase(row))]
    together = groupby(purchases, key=lambda one: one.order_number)
    return [sorted(lines, key=lambda one: one.line) for _, lines in together]


async def drafts_of(db: Reading, suppliers: Sequence[str]) -> list[Record]:
    """What waits to be ordered of them: ``id``, ``item`` and ``supplier``."""
    return await db.fetch(DRAFTS, list(suppliers))


def _purchase(row: Record) -> Purchase | None:
    return read(PURCHASES, row["doc"], f"purchase {row['id']}")
