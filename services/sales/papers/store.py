"""What papers are drawn from: an order, its customer's language, the names of its items. Nothing is locked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from chassis.figures import holding
from chassis.handling import Reading
from chassis.stored import stored
from services.sales.masters import store as masters
from services.sales.masters.rules import Customer, Item
from services.sales.order import store as book
from services.sales.order.rules.document import Order
from services.sales.policy import Policy

NUMBERED = "SELECT id FROM sales_order WHERE number = $1"
WITH_SLIP = "SELECT id FROM sales_order WHERE slips ? $1"

OPEN_OF = """
SELECT document FROM sales_order WHERE customer = $1 AND phase IN ('incomplete', 'open') ORDER BY id LIMIT 1000
"""


@dataclass(frozen=True)
class Papered:
    """An order, and what its papers tell beside it; ``language`` is empty for a customer whom nobody knows."""

    order: Order
    items: Mapping[str, Item]
    language: str
    policy: Policy


async def of_order(db: Reading, order_id: UUID) -> Papered | None:
    order = await book.look(db, order_id)
    if order is None:
        return None
    codes = {line.item for line in (*order.content.lines, *order.dropped) if line.item}
    items = await masters.load(db, Item, sorted(codes))
    customers = await masters.load(db, Customer, [order.content.customer])
    language = "".join(customer.language for customer in customers.values())
    return Papered(order, items, language, await holding(db, Policy))


async def open_orders(db: Reading, code: str) -> tuple[Customer | None, list[Order]]:
    """A customer by his code, and his orders that are not over, at most a thousand, the oldest first."""
    known = (await masters.load(db, Customer, [code])).get(code)
    rows = await db.fetch(OPEN_OF, code) if known else []
    return known, [stored(Order, row["document"]) for row in rows]


async def numbered(db: Reading, number: str) -> Papered | None:
    """By the order's number."""
    return await _found(db, await db.fetchval(NUMBERED, number))


async def with_slip(db: Reading, slip: str) -> Papered | None:
    """By the number of one of its sales slips."""
    return await _found(db, await db.fetchval(WITH_SLIP, slip))


async def _found(db: Reading, order_id: UUID | None) -> Papered | None:
    return await of_order(db, order_id) if order_id else None
