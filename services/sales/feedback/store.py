"""Feedback in the database, and when each customer was asked last."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, cast
from uuid import UUID

import asyncpg

from chassis.handling import Db, Reading
from chassis.http.page import FIRST, Page
from chassis.stored import storable
from services.sales.feedback.rules import Feedback

OF_ORDERS_CLOSED = """
SELECT id, number, id AS order_id, customer, document -> 'content' ->> 'merchandiser' AS merchandiser,
    'delivery' AS cause
FROM sales_order WHERE id = ANY($1::uuid[])
"""
OF_COMPLAINTS_CLOSED = """
SELECT complaint_id AS id, number, order_id, customer, document ->> 'merchandiser' AS merchandiser,
    'complaint' AS cause
FROM complaint WHERE complaint_id = ANY($1::uuid[])
"""
ASK = """
WITH about AS ({about}),
fresh AS (SELECT * FROM about WHERE NOT EXISTS (SELECT FROM feedback f WHERE f.feedback_id = about.id)),
turn AS (
    INSERT INTO feedback_turn AS last (customer, asked_on, feedback_id)
    SELECT DISTINCT ON (customer) customer, $2::date, id FROM fresh ORDER BY customer, id
    ON CONFLICT (customer) DO UPDATE SET
        asked_on = CASE WHEN last.asked_on + $3::int <= $2 THEN $2 ELSE last.asked_on END,
        feedback_id = CASE WHEN last.asked_on + $3::int <= $2 THEN EXCLUDED.feedback_id ELSE last.feedback_id END
    RETURNING last.customer, last.asked_on, last.feedback_id
)
INSERT INTO feedback (feedback_id, number, order_id, customer, merchandiser, cause, happened_on, answer_until,
    asked, asked_before, asked_again_from)
SELECT id, number, order_id, customer, merchandiser, cause, $2, $2 + $4::int, asked,
    CASE WHEN NOT asked THEN asked_on END, CASE WHEN NOT asked THEN asked_on + $3::int END
FROM (SELECT fresh.*, turn.asked_on, turn.feedback_id = fresh.id AS asked
    FROM fresh JOIN turn USING (customer)) AS each
"""
"""$1 happened on the day $2: who was not asked in the $3 days before it is asked now, about one thing, and has $4 days.

The customer's row decides, as it is once nobody else writes it: two transactions of one moment ask him once."""
LOAD = "SELECT * FROM feedback WHERE feedback_id = ANY($1::uuid[])"
SAVE = """
UPDATE feedback f SET (score, comment, said_on, recorded_by, low, follow_up_by, done, done_on, done_by)
    = (s.score, s.comment, s.said_on, s.recorded_by, s.low, s.follow_up_by, s.done, s.done_on, s.done_by)
FROM json_populate_recordset(NULL::feedback, $1::json) AS s WHERE f.feedback_id = s.feedback_id
"""
TO_COME = "done = '' AND (low OR score IS NULL AND happened_on >= {since}::date)"
"""What is to be followed up or may be, since a day; by two indexes of which none has the merchandiser."""
HAND_OVER = f"""
WITH given AS (
    UPDATE feedback SET merchandiser = $2 WHERE merchandiser = $1 AND {TO_COME.format(since="$3")}
    RETURNING feedback_id
)
SELECT count(*) FROM given
"""
NUMBERED = """
SELECT id FROM sales_order WHERE number = upper($1)
UNION ALL SELECT complaint_id FROM complaint WHERE number = upper($1)
"""
LISTED = "SELECT * FROM feedback WHERE feedback_id > $1 ORDER BY feedback_id LIMIT $2"
OF_CUSTOMER = "SELECT * FROM feedback WHERE customer = $3 AND feedback_id > $1 ORDER BY feedback_id LIMIT $2"
TO_FOLLOW_UP = "SELECT * FROM feedback WHERE low AND done = '' AND feedback_id > $1 ORDER BY feedback_id LIMIT $2"
TAKEN_MAX = 100
TAKEN = f"""
SELECT count(*) FROM (
    SELECT FROM feedback f WHERE f.customer = c.customer AND f.cause = 'delivery' LIMIT {TAKEN_MAX}) AS taken
"""
"""How many orders the customer of the row ``c`` took in whole, as far as anybody counts."""
OF_ORDERS = "SELECT * FROM feedback WHERE order_id = ANY($1::uuid[]) ORDER BY feedback_id"


async def ask_of_orders(db: Db, orders: Sequence[UUID], today: date, between: int, within: int) -> None:
    """``between``: days between two asks of one customer; ``within``: days that he has for his answer."""
    await _ask(db, OF_ORDERS_CLOSED, orders, today, between, within)


async def ask_of_complaints(db: Db, complaints: Sequence[UUID], today: date, between: int, within: int) -> None:
    """As for orders."""
    await _ask(db, OF_COMPLAINTS_CLOSED, complaints, today, between, within)


async def _ask(db: Db, about: str, ids: Sequence[UUID], today: date, between: int, within: int) -> None:
    """Once for each, however often it is closed; no statement where nothing is."""
    if ids:
        await db.execute(ASK.format(about=about), list(ids), today, between, within)


async def load(db: Reading, ids: Sequence[UUID]) -> dict[UUID, Feedback]:
    return {one.feedback_id: one for one in map(_feedback, await db.fetch(LOAD, list(ids)))}


async def save(db: Db, known: Sequence[Feedback]) -> None:
    if known:
        await db.execute(SAVE, storable(list(known)))


async def hand_over(db: Db, was: str, to: str, since: date) -> int:
    """What is to be followed up, or is not judged ``since`` then, gets another merchandiser; how much (NOT-10)."""
    return cast(int, await db.fetchval(HAND_OVER, was, to, since))


async def numbered(db: Reading, number: str, _path: Mapping[str, Any]) -> UUID | None:
    """The order or complaint that people call so, whether somebody may judge it yet or not."""
    return cast(UUID | None, await db.fetchval(NUMBERED, number))


async def listed(db: Reading, customer: str | None, after: UUID, limit: int) -> Page[Feedback]:
    """A page by id; of one customer, or of all."""
    rows = await db.fetch(OF_CUSTOMER, after, limit, customer) if customer else await db.fetch(LISTED, after, limit)
    found = tuple(map(_feedback, rows))
    return Page(items=found, next=found[-1].feedback_id if len(found) == limit else None)


async def to_follow_up(db: Reading, after: UUID | None, limit: int) -> list[Feedback]:
    """Low scores about which nothing was done."""
    return list(map(_feedback, await db.fetch(TO_FOLLOW_UP, after or FIRST, limit)))


async def of_orders(db: Reading, orders: Sequence[UUID]) -> list[Feedback]:
    """Of the orders and of complaints about them."""
    return list(map(_feedback, await db.fetch(OF_ORDERS, list(orders))))


def _feedback(row: asyncpg.Record) -> Feedback:
    return Feedback.having(dict(row))
