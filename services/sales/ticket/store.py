"""Service tickets in the database, with their steps."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, cast
from uuid import UUID

import asyncpg

from chassis.handling import Db, Reading
from chassis.http.page import FIRST, Page
from chassis.stored import storable, stored
from services.sales.ticket.rules import Ticket

DUE_ROWS_MAX = 500
LOAD = "SELECT document FROM ticket WHERE ticket_id = ANY($1::uuid[])"
SAVE = """
INSERT INTO ticket (ticket_id, number, customer, order_id, due, closed, passed_on, document)
SELECT id, document ->> 'number', document ->> 'customer', (document ->> 'order_id')::uuid, due, closed, passed_on,
    document
FROM (SELECT id, due, closed, passed_on, document::json AS document
    FROM unnest($1::uuid[], $2::date[], $3::bool[], $4::bool[], $5::text[])
        AS given(id, due, closed, passed_on, document)) AS g
ON CONFLICT (ticket_id) DO UPDATE
SET due = EXCLUDED.due, closed = EXCLUDED.closed, passed_on = EXCLUDED.passed_on, document = EXCLUDED.document
"""
NUMBERED = "SELECT ticket_id FROM ticket WHERE number = upper($1)"
LISTED = "SELECT document FROM ticket WHERE ticket_id > $1 ORDER BY ticket_id LIMIT $2"
OF_CUSTOMER = "SELECT document FROM ticket WHERE customer = $3 AND ticket_id > $1 ORDER BY ticket_id LIMIT $2"
PASSED_ON = "SELECT document FROM ticket WHERE passed_on AND ticket_id > $1 ORDER BY ticket_id LIMIT $2"
WAITING = "SELECT document FROM ticket WHERE NOT closed AND ticket_id > $1 ORDER BY ticket_id LIMIT $2"
OF_ORDERS = "SELECT document FROM ticket WHERE order_id = ANY($1::uuid[]) ORDER BY ticket_id"
DUE = f"SELECT ticket_id FROM ticket WHERE due < $1 ORDER BY due LIMIT {DUE_ROWS_MAX}"
ORDER_NAMED = "SELECT order_id FROM ticket WHERE number = $1"
"""Of one that is about no order, a row without an order ($1)."""


async def load(db: Reading, tickets: Sequence[UUID]) -> dict[UUID, Ticket]:
    return {one.ticket_id: one for one in map(_ticket, await db.fetch(LOAD, list(tickets)))}


async def save(db: Db, tickets: Sequence[Ticket]) -> None:
    if tickets:
        columns = ([getattr(one, name) for one in tickets] for name in ("ticket_id", "moves_on", "closed", "passed_on"))
        await db.execute(SAVE, *columns, [storable(one) for one in tickets])


async def find(db: Reading, ticket_id: UUID) -> Ticket | None:
    return (await load(db, [ticket_id])).get(ticket_id)


async def numbered(db: Reading, number: str, _path: Mapping[str, Any]) -> UUID | None:
    """The ticket that people call so."""
    return cast(UUID | None, await db.fetchval(NUMBERED, number))


async def with_solution(db: Reading, number: str) -> Ticket | None:
    """The ticket that was solved so: ST-2026-000123-2."""
    ticket_id = await numbered(db, number.rpartition("-")[0], {})
    return await find(db, ticket_id) if ticket_id else None


async def listed(db: Reading, customer: str | None, after: UUID, limit: int) -> Page[Ticket]:
    """A page by id, which is the order of their coming; of one customer, or of all."""
    rows = await db.fetch(OF_CUSTOMER, after, limit, customer) if customer else await db.fetch(LISTED, after, limit)
    return _page(rows, limit)


async def passed_on(db: Reading, after: UUID, limit: int) -> Page[Ticket]:
    """Suggestions that research and development got, by id."""
    return _page(await db.fetch(PASSED_ON, after, limit), limit)


async def waiting(db: Reading, after: UUID | None, limit: int) -> list[Ticket]:
    """Those that are not closed."""
    return list(map(_ticket, await db.fetch(WAITING, after or FIRST, limit)))


async def of_orders(db: Reading, orders: Sequence[UUID]) -> list[Ticket]:
    return list(map(_ticket, await db.fetch(OF_ORDERS, list(orders))))


async def find_due(db: Reading, today: date) -> list[UUID]:
    """Those whose limit has passed; at most 500, the oldest limit first."""
    return [row["ticket_id"] for row in await db.fetch(DUE, today)]


def _page(rows: Sequence[asyncpg.Record], limit: int) -> Page[Ticket]:
    found = tuple(map(_ticket, rows))
    return Page(items=found, next=found[-1].ticket_id if len(found) == limit else None)


def _ticket(row: asyncpg.Record) -> Ticket:
    return stored(Ticket, row["document"])
