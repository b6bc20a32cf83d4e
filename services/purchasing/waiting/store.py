"""Who could supply which items, and which orders wait for that."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from uuid import UUID

from chassis import clock
from chassis.handling import Db
from contracts.currencies import EVER
from contracts.scalars import DAYS_MAX
from services.purchasing.waiting.rules import Supply, Waiting

SUPPLIES = "SELECT item, discontinued, lead_days FROM supply_of($1::text[], $2, $3::text[], $4, $5)"
WAITING = """
WITH decided AS (
    DELETE FROM waiting_review w USING demand d
    WHERE w.impossible && $1::text[] AND d.order_id = w.order_id AND (d.version > 0 OR d.final) RETURNING w.order_id
)
SELECT order_id, order_version, items, impossible, (
    SELECT jsonb_object_agg(s.item, jsonb_build_array(s.lead_days, s.discontinued))::text
    FROM supply_of(w.items, $2, $3::text[], false, $4) AS s) AS supplies
FROM waiting_review w WHERE impossible && $1::text[] AND order_id NOT IN (SELECT order_id FROM decided)
ORDER BY order_id
"""
KEEP = """
WITH over AS (
    DELETE FROM waiting_review WHERE order_id = ANY($1::uuid[]) AND order_id <> ALL ($2::uuid[])
)
INSERT INTO waiting_review (order_id, order_version, items, impossible)
SELECT order_id, order_version, string_to_array(items, E'\\n'), string_to_array(impossible, E'\\n')
FROM unnest($2::uuid[], $3::int[], $4::text[], $5::text[]) AS w(order_id, order_version, items, impossible)
ON CONFLICT (order_id) DO UPDATE SET
    order_version = EXCLUDED.order_version, items = EXCLUDED.items, impossible = EXCLUDED.impossible
WHERE waiting_review.order_version <= EXCLUDED.order_version
"""
FORGET = "DELETE FROM waiting_review WHERE order_id = ANY($1::uuid[])"


async def supplies(db: Db, items: Iterable[str], *, locked: bool = False) -> dict[str, Supply]:
    """How each of these items can be had; ``locked``: and until commit no offer comes or goes."""
    rows = await db.fetch(SUPPLIES, sorted(set(items)), DAYS_MAX, list(EVER), locked, clock.today())
    return {row["item"]: Supply(row["lead_days"], row["discontinued"]) for row in rows}


async def load(db: Db, items: Iterable[str]) -> list[Waiting]:
    """The orders that wait until one of these items can be bought; who is decided waits no more."""
    rows = await db.fetch(WAITING, sorted(set(items)), DAYS_MAX, list(EVER), clock.today())
    return [
        Waiting(
            row["order_id"],
            row["order_version"],
            tuple(row["items"]),
            tuple(row["impossible"]),
            {item: Supply(*how) for item, how in json.loads(row["supplies"]).items()},
        )
        for row in rows
    ]


async def save(db: Db, reviewed: Sequence[UUID], still: Sequence[Waiting]) -> None:
    """Of the orders that were reviewed, ``still`` wait, and no other."""
    await db.execute(
        KEEP,
        list(reviewed),
        [w.order_id for w in still],
        [w.order_version for w in still],
        ["\n".join(w.items) for w in still],
        ["\n".join(w.impossible) for w in still],
    )


async def forget(db: Db, orders: Sequence[UUID]) -> None:
    """They are over."""
    await db.execute(FORGET, list(orders))
