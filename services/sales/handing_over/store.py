"""What somebody answers for, read from the tables of all that has a merchandiser."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from chassis.handling import Db
from services.sales.feedback.store import TO_COME
from services.sales.handover.rules import Holding

ORDERS = """
SELECT id FROM sales_order
WHERE phase IN ('incomplete', 'open', 'cancelled') AND document -> 'content' ->> 'merchandiser' = {0}
"""
"""By the phase all that is over is passed over without a look at the document. No index has the merchandiser: each step
of an order would touch it, and a handover comes once in months."""
HELD = f"""
SELECT asked.person,
    (SELECT count(*) FROM customer WHERE state ->> 'merchandiser' = asked.person) AS customers,
    (SELECT count(*) FROM ({ORDERS.format("asked.person")}) AS his) AS orders,
    (SELECT count(*) FROM inquiry WHERE status IN ('open', 'to_approve', 'quoted')
        AND document ->> 'merchandiser' = asked.person) AS inquiries,
    (SELECT count(*) FROM sample WHERE NOT ended AND document ->> 'merchandiser' = asked.person) AS samples,
    (SELECT count(*) FROM complaint WHERE NOT closed AND document ->> 'merchandiser' = asked.person) AS complaints,
    (SELECT count(*) FROM feedback WHERE {TO_COME.format(since="$2")}
        AND merchandiser = asked.person) AS feedback
FROM unnest($1::text[]) AS asked(person)
"""
ORDERS_OF = f"{ORDERS.format('$1')} ORDER BY id"


async def held(db: Db, people: Sequence[str], since: date) -> dict[str, Holding]:
    """By person; of feedback what is not judged ``since`` then."""
    rows = [dict(row) for row in await db.fetch(HELD, list(people), since)]
    return {row.pop("person"): Holding(**row) for row in rows}


async def orders_of(db: Db, person: str) -> list[UUID]:
    """That he answers for, and that are not over."""
    return [row["id"] for row in await db.fetch(ORDERS_OF, person)]
