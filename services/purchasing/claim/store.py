"""Claims, with the purchases and supply agreements that they are computed from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from chassis.handling import Db, Reading
from chassis.stored import storable, stored
from services.purchasing.claim.rules.agreement import Agreement
from services.purchasing.claim.rules.claim import Claim
from services.purchasing.ledger.rules.purchase import Purchase
from services.purchasing.ledger.rules.reading import OF_PURCHASE, Reader
from services.purchasing.ledger.store import read

BOUGHT = Reader("purchase", Purchase, OF_PURCHASE)
UNDER_AGREEMENT = """
SELECT p.id, p.doc::text AS purchase, a.doc::text AS agreement,
    ARRAY(SELECT c.doc::text FROM claim c WHERE c.purchase_id = p.id ORDER BY c.claim_id) AS claims
FROM purchase p JOIN supply_agreement a ON a.supplier = p.supplier AND (a.items = '{}' OR p.item = ANY(a.items))
    AND (p.doc->>'ordered_on')::date BETWEEN a.valid_from AND a.valid_until
WHERE p.id = ANY($1::uuid[])
"""
LOAD = "SELECT claim_id, doc::text FROM claim WHERE claim_id = ANY($1::uuid[])"
SAVE = """
INSERT INTO claim (claim_id, purchase_id, source, number, supplier, state, doc)
SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::text[], $4::text[], $5::text[], $6::text[], $7::jsonb[])
ON CONFLICT (claim_id) DO UPDATE SET state = EXCLUDED.state, doc = EXCLUDED.doc
"""
LIST = """
SELECT doc::text FROM claim WHERE number <> '' AND ($1::text IS NULL OR supplier = $1)
    AND ($2::text IS NULL OR state = $2) AND ($3::uuid IS NULL OR claim_id > $3)
ORDER BY claim_id LIMIT $4
"""
WAITING = """
SELECT doc::text FROM claim WHERE state = 'raised' AND ($1::uuid IS NULL OR claim_id > $1) ORDER BY claim_id LIMIT $2
"""
OF_ORDERS = """
SELECT doc::text FROM claim WHERE state = 'raised' AND doc -> 'orders' ?| $1::text[] ORDER BY claim_id
"""
NUMBERED = "SELECT claim_id FROM claim WHERE number = upper($1) AND number <> ''"
ORDER_NAMED = """
SELECT o.order_id::uuid FROM claim LEFT JOIN LATERAL jsonb_array_elements_text(claim.doc->'orders') o(order_id) ON true
WHERE claim.number = $1 AND claim.number <> ''
"""
"""By a claim's number ($1): the orders that its purchase served last; none (null) where it filled the shelf."""
CALLED = "SELECT claim_id AS id, number FROM claim WHERE claim_id = ANY($1::uuid[]) AND number <> ''"


@dataclass(frozen=True)
class Found:
    """A purchase, the agreement that held when it was ordered, and which parts of it were late before."""

    purchase: Purchase
    agreement: Agreement
    claims: tuple[Claim, ...]


async def under_agreement(db: Reading, purchases: Sequence[UUID]) -> dict[UUID, Found]:
    """Those of the purchases for which something is agreed."""
    found = {}
    for row in await db.fetch(UNDER_AGREEMENT, list(purchases)):
        if purchase := read(BOUGHT, row["purchase"], f"purchase {row['id']}"):
            claims = tuple(stored(Claim, doc) for doc in row["claims"])
            found[purchase.id] = Found(purchase, stored(Agreement, row["agreement"]), claims)
    return found


async def load(db: Reading, claims: Sequence[UUID]) -> dict[UUID, Claim]:
    """Those of them that were raised."""
    rows = await db.fetch(LOAD, list(claims))
    return {row["claim_id"]: claim for row in rows if (claim := stored(Claim, row["doc"])).number}


async def save(db: Db, claims: Sequence[Claim]) -> None:
    rows = [(c.claim_id, c.purchase_id, c.source, c.number, c.supplier, c.state, storable(c)) for c in claims]
    await db.execute(SAVE, *(list(column) for column in zip(*rows, strict=True)))


async def page(db: Reading, supplier: str | None, state: str | None, after: UUID | None, limit: int) -> list[Claim]:
    """Claims in the order of their making."""
    return [stored(Claim, row["doc"]) for row in await db.fetch(LIST, supplier, state, after, limit)]


async def waiting(db: Reading, after: UUID | None, limit: int) -> list[Claim]:
    """Those that nobody has decided."""
    return [stored(Claim, row["doc"]) for row in await db.fetch(WAITING, after, limit)]


async def of_orders(db: Reading, orders: Sequence[UUID]) -> list[Claim]:
    """Those that nobody has decided, of what was bought for these orders."""
    return [stored(Claim, row["doc"]) for row in await db.fetch(OF_ORDERS, list(map(str, orders)))]


async def numbered(db: Reading, number: str, _path: Mapping[str, Any]) -> UUID | None:
    """The claim that people call so: CLM-2026-000123."""
    found: UUID | None = await db.fetchval(NUMBERED, number)
    return found
