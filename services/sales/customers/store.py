"""The masters' rows, and what an order needs of them."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import cast
from uuid import UUID

from chassis.handling import Db
from chassis.stored import stored
from services.sales.customers.rules import CustomerState, ItemState
from services.sales.order import Order
from services.sales.questions import Units

SAVE_CUSTOMERS = """
INSERT INTO customer (customer, state) SELECT c, s::jsonb FROM unnest($1::text[], $2::text[]) AS s(c, s)
ON CONFLICT (customer) DO UPDATE SET state = EXCLUDED.state
"""
SAVE_ITEMS = """
INSERT INTO item (item, state) SELECT i, s::jsonb FROM unnest($1::text[], $2::text[]) AS s(i, s)
ON CONFLICT (item) DO UPDATE SET state = EXCLUDED.state
"""
KNOWN = "SELECT jsonb_object_agg(item, state ->> 'unit') FROM item"
"""The items that there are, with their units."""
OF_PLACED = f"""
SELECT c.state AS customer, o.document,
       CASE WHEN position = 1 THEN ({KNOWN} WHERE item = ANY($3::text[])) END AS items
FROM unnest($1::text[], $2::text[]) WITH ORDINALITY AS asked(customer, customer_po, position)
LEFT JOIN customer c USING (customer)
LEFT JOIN LATERAL (
    SELECT document FROM sales_order s WHERE s.customer = asked.customer AND s.customer_po = asked.customer_po
    ORDER BY s.id DESC LIMIT 1
) o ON true
ORDER BY position
"""
OF_ORDERS = f"""
WITH asked AS (SELECT id, customer, document FROM sales_order WHERE id = ANY($1::uuid[])),
named AS (
    SELECT unnest($2::text[]) AS item
    UNION SELECT line ->> 'item' FROM asked, jsonb_array_elements(document -> 'content' -> 'lines') AS line
)
SELECT asked.id, c.state AS customer, ({KNOWN} JOIN named USING (item)) AS items
FROM asked LEFT JOIN customer c USING (customer)
"""
FIND_ANSWERED = """
SELECT o.id FROM sales_order o
WHERE o.stage = 'incomplete' AND (
    (o.document -> 'missing' ? 'customer'
     AND EXISTS (SELECT FROM customer c WHERE c.customer = o.customer AND (c.state ->> 'active')::boolean))
    OR EXISTS (
        SELECT FROM jsonb_array_elements(o.document -> 'content' -> 'lines') WITH ORDINALITY AS asked(line, place)
        JOIN item i ON i.item = line ->> 'item'
        WHERE o.document -> 'missing' ? format('lines.%s.item', place - 1)))
ORDER BY o.id LIMIT 500
"""


@dataclass(frozen=True)
class Masters:
    """What is known of one order's customer, and of the items that were asked about those that are known."""

    customer: CustomerState | None
    items: Units


@dataclass(frozen=True)
class Placed:
    """What is known of a customer's PO: the masters, and the latest order that it became."""

    masters: Masters
    order: Order | None


async def customers(db: Db, codes: Sequence[str]) -> Mapping[str, CustomerState]:
    rows = await db.fetch("SELECT state FROM customer WHERE customer = ANY($1::text[])", list(codes))
    return {state.customer: state for state in (stored(CustomerState, row["state"]) for row in rows)}


async def items(db: Db, codes: Sequence[str]) -> Mapping[str, ItemState]:
    rows = await db.fetch("SELECT state FROM item WHERE item = ANY($1::text[])", list(codes))
    return {state.item: state for state in (stored(ItemState, row["state"]) for row in rows)}


async def save_customers(db: Db, states: Sequence[CustomerState]) -> None:
    await db.execute(SAVE_CUSTOMERS, [s.customer for s in states], [s.model_dump_json() for s in states])


async def save_items(db: Db, states: Sequence[ItemState]) -> None:
    await db.execute(SAVE_ITEMS, [s.item for s in states], [s.model_dump_json() for s in states])


async def of_placed(db: Db, references: Sequence[tuple[str, str]], named: Sequence[str]) -> list[Placed]:
    """For each (customer, PO number) what is known of it; ``named`` are the items asked about."""
    rows = await db.fetch(OF_PLACED, [r[0] for r in references], [r[1] for r in references], list(set(named)))
    known = _units(rows[0]["items"]) if rows else {}
    return [
        Placed(
            Masters(_customer(row["customer"]), known),
            stored(Order, row["document"]) if row["document"] else None,
        )
        for row in rows
    ]


async def of_orders(db: Db, order_ids: Sequence[UUID], named: Sequence[str]) -> Mapping[UUID, Masters]:
    """What is known of orders' customers, of the items that they name, and of those in ``named``."""
    rows = await db.fetch(OF_ORDERS, list(order_ids), list(set(named)))
    return {row["id"]: Masters(_customer(row["customer"]), _units(row["items"])) for row in rows}


async def find_answered(db: Db) -> list[UUID]:
    """Incomplete orders that lack less by what the masters say now, the oldest first; at most 500."""
    return [row["id"] for row in await db.fetch(FIND_ANSWERED)]


def _units(items: str | None) -> Units:
    return cast(Units, json.loads(items)) if items else {}


def _customer(state: str | None) -> CustomerState | None:
    return stored(CustomerState, state) if state else None
