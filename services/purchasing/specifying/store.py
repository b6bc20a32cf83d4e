"""The words of lines, by order and version."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from uuid import UUID

from chassis import clock
from chassis.handling import Db, Reading
from chassis.stored import storable, stored
from contracts.sales import OrderChanged, OrderConfirmed
from services.purchasing.specifying.rules import LineWords, WordsOf, words_of

KEEP = """
INSERT INTO line_words (order_id, version, kept_on, of_change, lines)
SELECT o, v, $5, c, l FROM unnest($1::uuid[], $2::int[], $3::bool[], $4::jsonb[]) AS told(o, v, c, l)
ON CONFLICT (order_id, version) DO UPDATE SET lines = EXCLUDED.lines
"""
OF_ORDERS = """
SELECT order_id, version, kept_on, of_change, lines FROM line_words WHERE order_id = ANY($1::uuid[])
ORDER BY order_id, version
"""


async def keep(db: Db, orders: Sequence[OrderConfirmed | OrderChanged]) -> None:
    rows = [(one.order_id, one.version, isinstance(one, OrderChanged), storable(words_of(one))) for one in orders]
    await db.execute(KEEP, *map(list, zip(*rows, strict=True)), clock.today())


async def of_orders(db: Reading, orders: Collection[UUID]) -> dict[UUID, list[WordsOf]]:
    """From the oldest version on; of orders that say nothing more than their items, nothing. No statement for none."""
    found = defaultdict[UUID, list[WordsOf]](list)
    for row in await db.fetch(OF_ORDERS, list(orders)) if orders else ():
        lines = stored(tuple[LineWords, ...], row["lines"])
        told = {name: row[name] for name in ("version", "kept_on", "of_change")}
        found[row["order_id"]].append(WordsOf(lines=lines, **told))
    return found
