"""What is agreed with suppliers."""

from __future__ import annotations

from collections.abc import Sequence

from chassis.handling import Db, Reading
from chassis.stored import storable, stored
from services.purchasing.claim.rules.agreement import Agreement

OF_SUPPLIERS = """
SELECT s.supplier, ARRAY(
    SELECT a.doc::text FROM supply_agreement a WHERE a.supplier = s.supplier ORDER BY a.valid_from, a.reference) AS docs
FROM supplier s WHERE s.supplier = ANY($1::text[])
"""
KEEP = """
INSERT INTO supply_agreement (supplier, reference, valid_from, valid_until, items, doc)
SELECT doc->>'supplier', doc->>'reference', (doc->>'valid_from')::date, (doc->>'valid_until')::date,
    ARRAY(SELECT jsonb_array_elements_text(doc->'items')), doc
FROM unnest($1::jsonb[]) AS given(doc)
ON CONFLICT (supplier, reference) DO UPDATE SET
    valid_from = EXCLUDED.valid_from, valid_until = EXCLUDED.valid_until, items = EXCLUDED.items, doc = EXCLUDED.doc
"""


async def of_suppliers(db: Reading, suppliers: Sequence[str]) -> dict[str, list[Agreement]]:
    """All agreements of each of them who is a supplier, the earliest first."""
    rows = await db.fetch(OF_SUPPLIERS, list(suppliers))
    return {row["supplier"]: [stored(Agreement, doc) for doc in row["docs"]] for row in rows}


async def keep(db: Db, agreements: Sequence[Agreement]) -> None:
    """Each under its reference; of one supplier there is one in a batch."""
    await db.execute(KEEP, [storable(one) for one in agreements])
