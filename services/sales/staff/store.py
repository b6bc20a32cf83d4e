"""The staff in the database, and for whose customers each is let in."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date

from chassis.handling import Db, Reading
from contracts.notify import PersonChanged

KEEP = """
INSERT INTO person (person, version, active, deputy, superior, away_from, away_until)
SELECT * FROM unnest($1::text[], $2::int[], $3::boolean[], $4::text[], $5::text[], $6::date[], $7::date[])
ON CONFLICT (person) DO UPDATE SET version = EXCLUDED.version, active = EXCLUDED.active, deputy = EXCLUDED.deputy,
    superior = EXCLUDED.superior, away_from = EXCLUDED.away_from, away_until = EXCLUDED.away_until
WHERE person.version < EXCLUDED.version
"""
STANDS_FOR = "SELECT stands_for($1, $2)"
ACTIVE = "SELECT person FROM person WHERE active AND person = ANY($1::text[])"
SEEN = """
SELECT asked.person, asked.customer,
    coalesce(state ->> 'merchandiser' = ANY(stands_for(asked.person, $3)), true) AS seen
FROM unnest($1::text[], $2::text[]) AS asked(person, customer) JOIN customer USING (customer)
"""
KNOWN = "SELECT EXISTS (SELECT FROM customer WHERE customer = $1)"


async def keep(db: Db, changed: Sequence[PersonChanged]) -> None:
    """The highest version of each person holds."""
    newest = {one.person: one for one in sorted(changed, key=lambda one: one.version)}
    rows = [
        (one.person, one.version, one.active, one.deputy, one.superior, one.away_from, one.away_until)
        for one in newest.values()
    ]
    await db.execute(KEEP, *(list(column) for column in zip(*rows, strict=True)))


async def active(db: Reading, people: Sequence[str]) -> frozenset[str]:
    """Those of them who work here, as notify said last."""
    return frozenset(row["person"] for row in await db.fetch(ACTIVE, list(people)))


async def stands_for(db: Reading, person: str, day: date) -> Sequence[str]:
    """Himself, whom he leads, and for whom he stands in on this day."""
    people: list[str] = await db.fetchval(STANDS_FOR, person, day)
    return people


async def seen(db: Db, asked: Collection[tuple[str, str]], day: date) -> Mapping[tuple[str, str], bool]:
    """By person and customer whether he sees him; no word of a customer whom nobody knows, no statement for none."""
    rows = await db.fetch(SEEN, [one[0] for one in asked], [one[1] for one in asked], day) if asked else []
    return {(row["person"], row["customer"]): row["seen"] for row in rows}


async def is_known(db: Reading, customer: str) -> bool:
    return bool(await db.fetchval(KNOWN, customer))
