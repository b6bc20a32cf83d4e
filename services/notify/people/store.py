"""People in the database."""

from __future__ import annotations

from collections.abc import Sequence

import asyncpg

from chassis.handling import Db, Reading
from contracts.notify import PersonChanged

COLUMNS = "person, version, name, department, roles, deputy, active, superior, away_from, away_until"
PEOPLE = f"SELECT {COLUMNS} FROM person WHERE person = ANY($1::text[])"
LIST = f"SELECT {COLUMNS} FROM person WHERE ($1::text IS NULL OR person > $1) ORDER BY person LIMIT $2"
PUT = """
INSERT INTO person (person, version, name, department, roles, deputy, active, superior, away_from, away_until)
SELECT person, version, name, department, string_to_array(roles, E'\\n'), deputy, active, superior, away_from,
    away_until
FROM unnest($1::text[], $2::int[], $3::text[], $4::text[], $5::text[], $6::text[], $7::boolean[], $8::text[],
    $9::date[], $10::date[])
    AS p(person, version, name, department, roles, deputy, active, superior, away_from, away_until)
ON CONFLICT (person) DO UPDATE SET version = EXCLUDED.version, name = EXCLUDED.name,
    department = EXCLUDED.department, roles = EXCLUDED.roles, deputy = EXCLUDED.deputy, active = EXCLUDED.active,
    superior = EXCLUDED.superior, away_from = EXCLUDED.away_from, away_until = EXCLUDED.away_until
"""


async def people(db: Db, codes: Sequence[str]) -> dict[str, PersonChanged]:
    return {row["person"]: _person(row) for row in await db.fetch(PEOPLE, codes)}


async def listed(db: Reading, *, after: str | None, limit: int) -> list[PersonChanged]:
    return [_person(row) for row in await db.fetch(LIST, after, limit)]


async def put(db: Db, people: Sequence[PersonChanged]) -> None:
    rows = [
        (
            *(p.person, p.version, p.name, p.department, "\n".join(p.roles), p.deputy, p.active),
            *(p.superior, p.away_from, p.away_until),
        )
        for p in people
    ]
    await db.execute(PUT, *(list(column) for column in zip(*rows, strict=True)))


def _person(row: asyncpg.Record) -> PersonChanged:
    return PersonChanged(**dict(row) | {"roles": tuple(row["roles"])})
