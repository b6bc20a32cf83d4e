"""Suppliers as finance pays them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from chassis.handling import Db
from chassis.sealed import Kept, columns_of, whole
from chassis.stored import storable, stored
from services.finance.payee.rules import Payee

KEPT = Kept("payee", "supplier", "doc", Payee)
LOAD = "SELECT supplier, doc, sealed FROM payee WHERE supplier = ANY($1::text[]) ORDER BY supplier FOR UPDATE"
SAVE = """
INSERT INTO payee (supplier, version, doc, sealed)
SELECT doc->>'supplier', (doc->>'version')::int, doc, sealed
FROM (SELECT doc::json AS doc, sealed FROM unnest($1::text[], $2::bytea[]) AS g(doc, sealed)) given
ON CONFLICT (supplier) DO UPDATE SET version = EXCLUDED.version, doc = EXCLUDED.doc, sealed = EXCLUDED.sealed
"""


async def load(db: Db, suppliers: Sequence[str]) -> Mapping[str, Payee]:
    """Those that are known, locked until commit."""
    rows = await db.fetch(LOAD, sorted(set(suppliers)))
    return {row["supplier"]: payee_in(row["supplier"], row["doc"], row["sealed"]) for row in rows}


async def save(db: Db, payees: Sequence[Payee]) -> None:
    if payees:
        documents, sealed, _ = columns_of(KEPT, [(payee.supplier, storable(payee)) for payee in payees])
        await db.execute(SAVE, documents, sealed)


def payee_in(supplier: str, doc: str, sealed: bytes | None) -> Payee:
    """Of his row, with his accounts."""
    return stored(Payee, whole(doc, sealed, KEPT.place(supplier)))
