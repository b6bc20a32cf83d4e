"""What the book and the masters say about what comes in."""

from __future__ import annotations

import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

import asyncpg

from chassis.handling import Db, Reading
from chassis.keyring import ring
from chassis.stored import stored
from services.sales.contract import store as contracts
from services.sales.feedback.store import TAKEN
from services.sales.inquiry import store as inquiries
from services.sales.inquiry.rules import items_in
from services.sales.intake.rules.files import Evidence
from services.sales.intake.rules.in_files import Codes
from services.sales.masters.rules import Customer, Item, Masters
from services.sales.masters.store import FLOORS, RATES, UNITS, customer_in, masters_in
from services.sales.order.rules.document import Order
from services.sales.sample import store as samples

OF_PLACED = f"""
SELECT c.state AS customer, ({TAKEN}) AS taken, o.document,
       CASE WHEN position = 1 THEN ({UNITS} WHERE item = ANY($3::text[])) END AS items,
       CASE WHEN position = 1 THEN ({RATES}) END AS rates,
       CASE WHEN position = 1 THEN ({FLOORS.format(named="unnest($3::text[]) AS named(item)")}) END AS floors
FROM unnest($1::text[], $2::text[]) WITH ORDINALITY AS asked(customer, customer_po, position)
LEFT JOIN customer c USING (customer)
LEFT JOIN LATERAL (
    SELECT document FROM sales_order s WHERE s.customer = asked.customer AND s.customer_po = asked.customer_po
    ORDER BY s.id DESC LIMIT 1
) o ON true
ORDER BY position
"""
CUSTOMERS_CALLED = """
SELECT customer AS code, state ->> 'gln' AS number, state, sealed FROM customer
WHERE customer = ANY($1::text[]) OR state ->> 'gln' = ANY($1::text[])
"""
ITEMS_CALLED = """
SELECT item AS code, state ->> 'gtin' AS number, state FROM item
WHERE item = ANY($1::text[]) OR state ->> 'gtin' = ANY($1::text[])
"""
WRITTEN_BY = """
SELECT customer AS code, state, sealed FROM customer
WHERE found_by && $3::text[] OR state -> 'contacts' @> $1::jsonb OR state -> 'contacts' @> $2::jsonb LIMIT 2
"""
"""By the mark of an address, or by the address itself where the contacts stand in clear still."""
KEEP = """
WITH file AS (
    INSERT INTO order_file (sha256, kind, sender, subject, attachments, content) VALUES ($1, $2, $3, $4, $5, $6)
    ON CONFLICT (sha256) DO NOTHING
)
INSERT INTO order_came_by (order_id, sha256, brought_at, brought_by)
SELECT DISTINCT ON (id) id, $1, $8, who FROM unnest($7::uuid[], $9::text[]) AS came(id, who)
ON CONFLICT DO NOTHING
"""


@dataclass(frozen=True)
class Placed:
    """What is known of a customer's PO: the masters, and the latest order that it became."""

    masters: Masters
    order: Order | None


async def of_placed(
    db: Db,
    references: Sequence[tuple[str, str]],
    named: Sequence[str] = (),
    quotations: Sequence[str] = (),
    numbers: Sequence[str] = (),
    sampled: Sequence[str] = (),
) -> list[Placed]:
    """For each (customer, PO number) what is known of it; ``named`` are items, ``numbers`` those of contracts,
    ``sampled`` those of samples."""
    quoted = await inquiries.quoted(db, quotations)
    under, judged = await contracts.called(db, numbers), await samples.called(db, sampled)
    items = items_in(quoted.values()).union(named)
    rows = await db.fetch(OF_PLACED, [r[0] for r in references], [r[1] for r in references], list(items))
    first = replace(masters_in(rows[0]), quoted=quoted, contracts=under, samples=judged)
    return [
        Placed(
            replace(first, customer=masters_in(row).customer, taken=row["taken"]),
            stored(Order, row["document"]) if row["document"] else None,
        )
        for row in rows
    ]


async def called(db: Reading, customers: Collection[str], items: Collection[str], sender: str = "") -> Codes:
    """The masters by our codes and by the numbers of GS1, and the one customer whose contact has the sender's address;
    what nobody is called is not in it."""
    of_customers = await db.fetch(CUSTOMERS_CALLED, [one for one in customers if one])
    of_items = await db.fetch(ITEMS_CALLED, [one for one in items if one])
    known = {name: _customer(row) for row in of_customers for name in _names(row)}
    of_sender = (_of(sender), _of(sender.lower()), ring().marks(sender.lower()))
    wrote = await db.fetch(WRITTEN_BY, *of_sender) if sender else []
    known |= {sender: _customer(wrote[0])} if len(wrote) == 1 else {}
    return Codes(known, {name: stored(Item, row["state"]) for row in of_items for name in _names(row)})


def _customer(row: asyncpg.Record) -> Customer:
    return customer_in(row["code"], row["state"], row["sealed"])


def _names(row: asyncpg.Record) -> list[str]:
    """Our code holds where two are called alike."""
    return [name for name in (row["number"], row["code"]) if name]


def _of(sender: str) -> str:
    return json.dumps([{"email": sender}])


async def keep(db: Db, came: Sequence[tuple[UUID, Evidence, str]], now: datetime) -> None:
    """The files that orders came by, each once, with who brought them when."""
    for file in {evidence.sha256: evidence for _, evidence, _ in came}.values():
        its = [(order_id, who) for order_id, evidence, who in came if evidence.sha256 == file.sha256]
        of_file = (file.sha256, file.kind, file.sender, file.subject, list(file.attachments), file.content)
        await db.execute(KEEP, *of_file, [order_id for order_id, _ in its], now, [who for _, who in its])
