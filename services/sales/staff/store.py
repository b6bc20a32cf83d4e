"""The staff in the database, and for whose customers each is let in."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date

from chassis.handling import Db, Reading

ACTIVE = "SELECT person FROM person WHERE active AND person = ANY($1::text[])"
SEEN = """
SELECT asked.person, asked.customer,
    coalesce(state ->> 'merchandiser' = ANY(stands_for(asked.person, $3)), true) AS seen
FROM unnest($1::text[], $2::text[]) AS asked(person, customer) JOIN customer USING (customer)
"""
KNOWN = "SELECT EXISTS (SELECT FROM customer WHERE customer = $1)"


async def active(db: Reading, people: Sequence[str]) -> frozenset[str]:
    """Those of them who work here, as notify said last."""
    return frozenset(row["person"] for row in await db.fetch(ACTIVE, list(people)))


async def seen(db: Db, asked: Collection[tuple[str, str]], day: date) -> Mapping[tuple[str, str], bool]:
    """By person and customer whether he sees him; no word of a customer whom nobody knows, no statement for none."""
    rows = await db.fetch(SEEN, [one[0] for one in asked], [one[1] for one in asked], day) if asked else []
    return {(row["person"], row["customer"]): row["seen"] for row in rows}


async def is_known(db: Reading, customer: str) -> bool:
    return bool(await db.fetchval(KNOWN, customer))
