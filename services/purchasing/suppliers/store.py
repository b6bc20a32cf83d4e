"""Suppliers' master data."""

from __future__ import annotations

from collections.abc import Sequence

from asyncpg import Record

from chassis.handling import Db, Reading
from chassis.stored import storable
from services.purchasing.ledger.rules.reading import OF_SUPPLIER, Reader
from services.purchasing.ledger.store import read
from services.purchasing.suppliers.rules import Supplier

KEPT = Reader("supplier", Supplier, OF_SUPPLIER)
SUPPLIERS = "SELECT supplier, version, doc::text FROM supplier WHERE supplier = ANY($1::text[])"
SAVE_SUPPLIERS = """
INSERT INTO supplier (supplier, version, active, doc)
SELECT * FROM unnest($1::text[], $2::int[], $3::bool[], $4::jsonb[])
ON CONFLICT (supplier) DO UPDATE SET version = EXCLUDED.version, active = EXCLUDED.active, doc = EXCLUDED.doc
"""
LIST = """
SELECT supplier, version, doc::text FROM supplier WHERE ($1::text IS NULL OR supplier > $1) ORDER BY supplier LIMIT $2
"""


async def suppliers(db: Reading, codes: Sequence[str]) -> dict[str, tuple[int, Supplier]]:
    """Version and data of these suppliers."""
    rows = await db.fetch(SUPPLIERS, list(codes))
    return {row["supplier"]: (row["version"], _supplier(row)) for row in rows}


async def save_suppliers(db: Db, changed: dict[str, tuple[int, Supplier]]) -> None:
    """Write suppliers with their new version."""
    rows = [(code, version, s.active, storable(s)) for code, (version, s) in changed.items()]
    await db.execute(SAVE_SUPPLIERS, *(list(column) for column in zip(*rows, strict=True)))


async def page(db: Reading, after: str | None, limit: int) -> list[tuple[str, int, Supplier]]:
    """Suppliers by code."""
    rows = await db.fetch(LIST, after, limit)
    return [(row["supplier"], row["version"], _supplier(row)) for row in rows]


def _supplier(row: Record) -> Supplier:
    """As he is kept; of one whose data nobody can read, his code is the name."""
    code = row["supplier"]
    return read(KEPT, row["doc"], f"supplier {code}") or Supplier(name=code, country="", currency="")
