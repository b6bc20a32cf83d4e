"""Suppliers, offers, and the items' flag."""

from __future__ import annotations

from collections.abc import Sequence

from asyncpg import Record
from pydantic import TypeAdapter

from chassis.handling import Db
from services.purchasing.reading.rules import OF_OFFER, OF_SUPPLIER, Reader
from services.purchasing.reading.store import read
from services.purchasing.suppliers.rules import Offer, Supplier

OFFER = TypeAdapter(Offer)
OFFERED = Reader("offer", OFFER, OF_OFFER)
KEPT = Reader("supplier", TypeAdapter(Supplier), OF_SUPPLIER)
SUPPLIERS = "SELECT supplier, version, doc::text FROM supplier WHERE supplier = ANY($1::text[])"
SAVE_SUPPLIERS = """
INSERT INTO supplier (supplier, version, active, doc)
SELECT * FROM unnest($1::text[], $2::int[], $3::bool[], $4::jsonb[])
ON CONFLICT (supplier) DO UPDATE SET version = EXCLUDED.version, active = EXCLUDED.active, doc = EXCLUDED.doc
"""
LIST = """
SELECT supplier, version, doc::text FROM supplier WHERE ($1::text IS NULL OR supplier > $1) ORDER BY supplier LIMIT $2
"""
KNOWN_OFFERS = """
SELECT a.item, supplier, o.doc::text FROM unnest($1::text[], $2::text[]) AS a(item, supplier)
JOIN supplier USING (supplier) LEFT JOIN offer o USING (item, supplier)
"""
SAVE_OFFERS = """
WITH written AS (
    INSERT INTO offer (item, supplier, rank, available, doc)
    SELECT * FROM unnest($1::text[], $2::text[], $3::int[], $4::bool[], $5::jsonb[])
    ON CONFLICT (item, supplier) DO UPDATE SET
        rank = EXCLUDED.rank, available = EXCLUDED.available, doc = EXCLUDED.doc
    WHERE offer.doc <> EXCLUDED.doc
    RETURNING item, supplier
), gone AS (
    DELETE FROM tried t USING written w WHERE t.item = w.item AND t.supplier = w.supplier
)
SELECT DISTINCT item FROM waiting_review, unnest(impossible) AS i(item) WHERE impossible && $1::text[]
"""
"""And which items orders wait for that are among these."""
OFFERS = "SELECT doc::text FROM offer WHERE item = $1 ORDER BY rank, supplier"


async def suppliers(db: Db, codes: Sequence[str]) -> dict[str, tuple[int, Supplier]]:
    """Version and data of these suppliers."""
    rows = await db.fetch(SUPPLIERS, list(codes))
    return {row["supplier"]: (row["version"], _supplier(row)) for row in rows}


async def save_suppliers(db: Db, changed: dict[str, tuple[int, Supplier]]) -> None:
    """Write suppliers with their new version."""
    rows = [(code, version, s.active, s.model_dump_json()) for code, (version, s) in changed.items()]
    await db.execute(SAVE_SUPPLIERS, *(list(column) for column in zip(*rows, strict=True)))


async def page(db: Db, after: str | None, limit: int) -> list[tuple[str, int, Supplier]]:
    """Suppliers by code."""
    rows = await db.fetch(LIST, after, limit)
    return [(row["supplier"], row["version"], _supplier(row)) for row in rows]


async def known_offers(db: Db, asked: Sequence[tuple[str, str]]) -> dict[tuple[str, str], Offer | None]:
    """Of each (item, supplier) the offer that stands; None: none can be read. Unknown suppliers are not in it."""
    rows = await db.fetch(KNOWN_OFFERS, [item for item, _ in asked], [supplier for _, supplier in asked])
    return {(r["item"], r["supplier"]): _offer(r["doc"], f"{r['item']} of {r['supplier']}") for r in rows}


async def save_offers(db: Db, offers: Sequence[tuple[str, Offer]]) -> set[str]:
    """Write offers; a changed supplier may be asked for every need again. The items of these that orders wait for."""
    rows = [(item, o.supplier, o.rank, o.available, OFFER.dump_json(o).decode()) for item, o in offers]
    waited = await db.fetch(SAVE_OFFERS, *(list(column) for column in zip(*rows, strict=True)))
    return {row["item"] for row in waited} & {item for item, _ in offers}


async def offers(db: Db, item: str) -> list[Offer]:
    """The offers of an item by rank, the unavailable too."""
    found = [_offer(row["doc"], f"an offer of {item}") for row in await db.fetch(OFFERS, item)]
    return [offer for offer in found if offer]


def _offer(doc: str | None, name: str) -> Offer | None:
    return read(OFFERED, doc, name) if doc else None


def _supplier(row: Record) -> Supplier:
    """As he is kept; of one whose data nobody can read, his code is the name."""
    code = row["supplier"]
    return read(KEPT, row["doc"], f"supplier {code}") or Supplier(name=code, country="", currency="")
