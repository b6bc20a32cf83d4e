"""Suppliers as finance pays them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from chassis.handling import Db
from chassis.stored import storable, stored
from services.finance.payee.rules import Payee

LOAD = "SELECT doc FROM payee WHERE supplier = ANY($1::text[]) ORDER BY supplier FOR UPDATE"
SAVE = """
INSERT INTO payee (supplier, version, doc)
SELECT doc->>'supplier', (doc->>'version')::int, doc
FROM (SELECT doc::json AS doc FROM unnest($1::text[]) AS g(doc)) given
ON CONFLICT (supplier) DO UPDATE SET version = EXCLUDED.version, doc = EXCLUDED.doc
"""


async def load(db: Db, suppliers: Sequence[str]) -> Mapping[str, Payee]:
    """Those that are known, locked until commit."""
    rows = await db.fetch(LOAD, sorted(set(suppliers)))
    return {payee.supplier: payee for payee in (stored(Payee, row["doc"]) for row in rows)}


async def save(db: Db, payees: Sequence[Payee]) -> None:
    if payees:
        await db.execute(SAVE, [storable(payee) for payee in payees])
