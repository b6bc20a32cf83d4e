"""The words of lines, by order and version."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from chassis.handling import Db, Reading
from chassis.stored import storable, stored
from contracts.sales import OrderChanged, OrderConfirmed
from services.warehouse.specifying.rules import LineWords, WordsOf, words_of

KEEP = """
INSERT INTO line_words (order_id, version, lines) SELECT * FROM unnest($1::uuid[], $2::int[], $3::jsonb[])
ON CONFLICT (order_id, version) DO UPDATE SET lines = EXCLUDED.lines
"""
OF_ORDER = "SELECT version, lines FROM line_words WHERE order_id = $1 ORDER BY version"


async def keep(db: Db, orders: Sequence[OrderConfirmed | OrderChanged]) -> None:
    said = [storable(words_of(one)) for one in orders]
    await db.execute(KEEP, [one.order_id for one in orders], [one.version for one in orders], said)


async def of_order(db: Reading, order_id: UUID) -> list[WordsOf]:
    """From the oldest version on that says something, or took something away."""
    rows = await db.fetch(OF_ORDER, order_id)
    return [WordsOf(version=row["version"], lines=stored(tuple[LineWords, ...], row["lines"])) for row in rows]
