"""What papers are drawn from: purchases and claims with the supplier and the unit of the item."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from asyncpg import Record

from chassis.handling import Reading
from chassis.stored import stored
from services.purchasing.claim.rules.claim import Claim
from services.purchasing.ledger.rules.purchase import Purchase
from services.purchasing.ledger.rules.reading import OF_PURCHASE, Reader
from services.purchasing.ledger.store import read
from services.purchasing.suppliers.rules import Supplier
from services.purchasing.suppliers.store import read_supplier

PURCHASES = Reader("purchase", Purchase, OF_PURCHASE)
PAPERED = """
SELECT p.id, p.doc::text AS purchase, s.supplier AS code, s.doc::text AS supplier, s.sealed,
    coalesce(i.unit, '') AS unit
FROM purchase p LEFT JOIN item i USING (item) LEFT JOIN supplier s USING (supplier)
"""
ONE = f"{PAPERED} WHERE p.id = $1"
DRAFTS_OF_ORDER = f"""
{PAPERED} WHERE p.state = 'draft' AND p.item IN (SELECT n.item FROM need_line n WHERE n.order_id = $1)
    AND p.doc -> 'served' @> jsonb_build_array(jsonb_build_object('order_id', $1::uuid::text)) ORDER BY p.id
"""
ORDERED_FOR = """
SELECT p.id FROM purchase p
WHERE p.state = ANY('{ordered,confirmed}') AND p.item IN (SELECT n.item FROM need_line n WHERE n.order_id = $1)
    AND p.doc -> 'served' @> jsonb_build_array(jsonb_build_object('order_id', $1::uuid::text)) ORDER BY p.id
"""
UNITS = "SELECT item, unit FROM item WHERE item = ANY($1::text[])"
CLAIMED = """
SELECT claim.doc::text AS claim, s.supplier AS code, s.doc::text AS supplier, s.sealed,
    coalesce(i.unit, '') AS unit, claim.claim_id AS id
FROM claim LEFT JOIN item i ON i.item = claim.doc ->> 'item' LEFT JOIN supplier s ON s.supplier = claim.supplier
"""
CLAIM = f"{CLAIMED} WHERE claim.number = upper($1) AND claim.number <> ''"
CLAIMS_OF_ORDER = f"""
{CLAIMED} WHERE claim.number <> '' AND claim.doc -> 'orders' ? $1::uuid::text ORDER BY claim.claim_id
"""


@dataclass(frozen=True)
class Papered:
    """A purchase, of whom it is, and in what its item is counted."""

    purchase: Purchase
    supplier: Supplier | None
    unit: str


@dataclass(frozen=True)
class Claimed:
    claim: Claim
    supplier: Supplier | None
    unit: str


async def purchase(db: Reading, purchase_id: UUID) -> Papered | None:
    return next(iter(_papered(await db.fetch(ONE, purchase_id))), None)


async def drafts_of(db: Reading, order_id: UUID) -> list[Papered]:
    """What is to be bought for an order and is not ordered yet."""
    return _papered(await db.fetch(DRAFTS_OF_ORDER, order_id))


async def ordered_for(db: Reading, order_id: UUID) -> list[UUID]:
    """The purchases under way that serve an order."""
    return [row["id"] for row in await db.fetch(ORDERED_FOR, order_id)]


async def units(db: Reading, items: Sequence[str]) -> dict[str, str]:
    """In what items are counted, as far as sales has told it."""
    return {row["item"]: row["unit"] for row in await db.fetch(UNITS, list(items))}


async def claim(db: Reading, number: str) -> Claimed | None:
    return next(iter(_claimed(await db.fetch(CLAIM, number))), None)


async def claims_of(db: Reading, order_id: UUID) -> list[Claimed]:
    """What suppliers owe for goods of an order that came late, decided or not."""
    return _claimed(await db.fetch(CLAIMS_OF_ORDER, order_id))


def _claimed(rows: Sequence[Record]) -> list[Claimed]:
    return [Claimed(stored(Claim, row["claim"]), _supplier(row), row["unit"]) for row in rows]


def _papered(rows: Sequence[Record]) -> list[Papered]:
    """What cannot be read is left out."""
    found = [(read(PURCHASES, row["purchase"], f"purchase {row['id']}"), row) for row in rows]
    return [Papered(one, _supplier(row), row["unit"]) for one, row in found if one]


def _supplier(row: Record) -> Supplier | None:
    return read_supplier(row["code"], row["supplier"], row["sealed"]) if row["supplier"] else None
