"""Suppliers' master data."""

from __future__ import annotations

from collections.abc import Sequence

from asyncpg import Record

from chassis.handling import Db, Reading
from chassis.sealed import Kept, columns_of, whole
from chassis.stored import storable
from services.purchasing.ledger.rules.reading import OF_SUPPLIER, Reader
from services.purchasing.ledger.store import read
from services.purchasing.suppliers.rules import Supplier

KEPT = Reader("supplier", Supplier, OF_SUPPLIER)
SEALED = Kept("supplier", "supplier", "doc", Supplier)
SUPPLIERS = "SELECT supplier, version, doc::text, sealed FROM supplier WHERE supplier = ANY($1::text[])"
SAVE_SUPPLIERS = """
INSERT INTO supplier (supplier, version, active, doc, sealed)
SELECT * FROM unnest($1::text[], $2::int[], $3::bool[], $4::jsonb[], $5::bytea[])
ON CONFLICT (supplier) DO UPDATE
SET version = EXCLUDED.version, active = EXCLUDED.active, doc = EXCLUDED.doc, sealed = EXCLUDED.sealed
"""
LIST = """
SELECT supplier, version, doc::text, sealed FROM supplier
WHERE ($1::text IS NULL OR supplier > $1) ORDER BY supplier LIMIT $2
"""


async def suppliers(db: Reading, codes: Sequence[str]) -> dict[str, tuple[int, Supplier]]:
    """Version and data of these suppliers."""
    rows = await db.fetch(SUPPLIERS, list(codes))
    return {row["supplier"]: (row["version"], _supplier(row)) for row in rows}


async def save_suppliers(db: Db, changed: dict[str, tuple[int, Supplier]]) -> None:
    """Write suppliers with their new version."""
    versions, active = zip(*((version, one.active) for version, one in changed.values()), strict=True)
    documents, sealed, _ = columns_of(SEALED, [(code, storable(one)) for code, (_, one) in changed.items()])
    await db.execute(SAVE_SUPPLIERS, list(changed), versions, active, documents, sealed)


async def page(db: Reading, after: str | None, limit: int) -> list[tuple[str, int, Supplier]]:
    """Suppliers by code."""
    rows = await db.fetch(LIST, after, limit)
    return [(row["supplier"], row["version"], _supplier(row)) for row in rows]


def _supplier(row: Record) -> Supplier:
    """As he is kept; of one whose data nobody can read, his code is the name."""
    code = row["supplier"]
    return read_supplier(code, row["doc"], row["sealed"]) or Supplier(name=code, country="", currency="")


def read_supplier(code: str, doc: str, sealed: bytes | None) -> Supplier | None:
    """With what stands sealed; None where nothing of his data can be read."""
    return read(KEPT, whole(doc, sealed, SEALED.place(code)), f"supplier {code}")
