"""Whose an order is, as the order said."""

from __future__ import annotations

from collections.abc import Sequence

from chassis.handling import Db
from contracts.sales import OrderReceived

LEARN = """
INSERT INTO order_customer (order_id, customer) SELECT * FROM unnest($1::uuid[], $2::text[])
ON CONFLICT (order_id) DO NOTHING
"""


async def learn(db: Db, orders: Sequence[OrderReceived]) -> None:
    """An order stays its customer's, whatever is changed of it."""
    await db.execute(LEARN, [one.order_id for one in orders], [one.content.customer for one in orders])
