"""Conversations in the database."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, cast
from uuid import UUID

import asyncpg

from chassis.handling import Db, Reading
from chassis.http.page import FIRST, Page
from chassis.stored import storable, stored
from services.sales.conversation.rules import Conversation

LOAD = "SELECT document FROM conversation WHERE conversation_id = ANY($1::uuid[])"
SAVE = """
INSERT INTO conversation (conversation_id, number, customer, order_id, happened_on, open_orders_sent, promise_open,
    document)
SELECT id, document ->> 'number', document ->> 'customer', (document ->> 'order_id')::uuid,
    (document ->> 'happened_on')::date, (document ->> 'open_orders_sent')::boolean, promise_open, document
FROM (SELECT id, promise_open, document::json AS document
    FROM unnest($1::uuid[], $2::bool[], $3::text[]) AS given(id, promise_open, document)) AS g
ON CONFLICT (conversation_id) DO UPDATE SET promise_open = EXCLUDED.promise_open, document = EXCLUDED.document
"""
NUMBERED = "SELECT conversation_id FROM conversation WHERE number = upper($1)"
LISTED = "SELECT document FROM conversation WHERE conversation_id > $1 ORDER BY conversation_id LIMIT $2"
OF_CUSTOMER = """
SELECT document FROM conversation WHERE customer = $3 AND conversation_id > $1 ORDER BY conversation_id LIMIT $2
"""
PROMISED = """
SELECT document FROM conversation WHERE promise_open AND conversation_id > $1 ORDER BY conversation_id LIMIT $2
"""
OF_ORDERS = "SELECT document FROM conversation WHERE order_id = ANY($1::uuid[]) ORDER BY conversation_id"


async def load(db: Reading, conversations: Sequence[UUID]) -> dict[UUID, Conversation]:
    return {one.conversation_id: one for one in map(_conversation, await db.fetch(LOAD, list(conversations)))}


async def save(db: Db, conversations: Sequence[Conversation]) -> None:
    if conversations:
        ids, promised = [one.conversation_id for one in conversations], [one.promise_open for one in conversations]
        await db.execute(SAVE, ids, promised, [storable(one) for one in conversations])


async def numbered(db: Reading, number: str, _path: Mapping[str, Any]) -> UUID | None:
    """The conversation that people call so."""
    return cast(UUID | None, await db.fetchval(NUMBERED, number))


async def listed(db: Reading, customer: str | None, after: UUID, limit: int) -> Page[Conversation]:
    """A page in the order in which they were noted; of one customer, or of all."""
    rows = await db.fetch(OF_CUSTOMER, after, limit, customer) if customer else await db.fetch(LISTED, after, limit)
    found = tuple(map(_conversation, rows))
    return Page(items=found, next=found[-1].conversation_id if len(found) == limit else None)


async def promised(db: Reading, after: UUID | None, limit: int) -> list[Conversation]:
    """Those of which a promise is not kept."""
    return list(map(_conversation, await db.fetch(PROMISED, after or FIRST, limit)))


async def of_orders(db: Reading, orders: Sequence[UUID]) -> list[Conversation]:
    return list(map(_conversation, await db.fetch(OF_ORDERS, list(orders))))


def _conversation(row: asyncpg.Record) -> Conversation:
    return stored(Conversation, row["document"])
