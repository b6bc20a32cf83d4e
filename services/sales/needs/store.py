"""Needs in the database, with their versions."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from chassis.handling import Db, Reading
from chassis.stored import storable, stored
from services.sales.needs.rules.document import Needs

LOAD = "SELECT document FROM inquiry_needs WHERE inquiry_id = ANY($1::uuid[])"
SAVE = """
INSERT INTO inquiry_needs (inquiry_id, document) SELECT * FROM unnest($1::uuid[], $2::json[])
ON CONFLICT (inquiry_id) DO UPDATE SET document = EXCLUDED.document
"""
ORDER_NAMED = r"""
SELECT one AS order_id FROM inquiry i JOIN inquiry_needs USING (inquiry_id) LEFT JOIN unnest(i.orders) AS one ON true
WHERE i.number = regexp_replace($1, '^NC(-.+)-\d+$', 'IN\1')
"""
"""By a version's number, which tells that of its inquiry; of one that nobody ordered by yet, a row without an order."""


async def load(db: Reading, inquiries: Sequence[UUID]) -> dict[UUID, Needs]:
    """By inquiry, under whose key they are."""
    found = [stored(Needs, row["document"]) for row in await db.fetch(LOAD, list(inquiries))]
    return {one.inquiry_id: one for one in found}


async def save(db: Db, needs: Sequence[Needs]) -> None:
    if needs:
        await db.execute(SAVE, [one.inquiry_id for one in needs], [storable(one) for one in needs])
