"""Trials in the database."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, cast
from uuid import UUID

import asyncpg

from chassis.handling import Db, Reading
from chassis.http.page import Page
from chassis.stored import storable, stored
from services.sales.order.rules.document import Order
from services.sales.trial.rules import StandsIn, Trial

LOAD = "SELECT document, answered_on, promised, stands_in FROM trial WHERE trial_id = ANY($1::uuid[])"
"""Not locked: it is reached under its own key alone."""
SAVE = """
INSERT INTO trial (trial_id, number, customer, answered_on, promised, document, stands_in)
SELECT * FROM unnest($1::uuid[], $2::text[], $3::text[], $4::date[], $5::date[], $6::json[], $7::json[])
ON CONFLICT (trial_id) DO UPDATE SET
    answered_on = EXCLUDED.answered_on, promised = EXCLUDED.promised, document = EXCLUDED.document
"""
ONE = "SELECT document, answered_on, promised, stands_in FROM trial WHERE trial_id = $1"
NUMBERED = "SELECT trial_id FROM trial WHERE number = upper($1)"
LISTED = "SELECT document, answered_on, promised, stands_in FROM trial WHERE trial_id > $1 ORDER BY trial_id LIMIT $2"
OF_CUSTOMER = """
SELECT document, answered_on, promised, stands_in FROM trial
WHERE customer = $3 AND stands_in IS NULL AND trial_id > $1 ORDER BY trial_id LIMIT $2
"""
"""What he or somebody for him asked; not what sales asked itself."""


async def load(db: Db, trials: Sequence[UUID]) -> dict[UUID, Trial]:
    return {one.trial_id: one for one in map(_trial, await db.fetch(LOAD, list(trials)))}


async def save(db: Db, trials: Sequence[Trial]) -> None:
    if trials:
        called = [one.trial_id for one in trials], [one.number for one in trials], [one.customer for one in trials]
        answer = [one.answered_on for one in trials], [one.promised for one in trials]
        stands_in = [storable(one.stands_in) if one.stands_in else None for one in trials]
        await db.execute(SAVE, *called, *answer, [storable(one.order) for one in trials], stands_in)


async def find(db: Reading, trial_id: UUID) -> Trial | None:
    row = await db.fetchrow(ONE, trial_id)
    return _trial(row) if row else None


async def numbered(db: Reading, number: str, _path: Mapping[str, Any]) -> UUID | None:
    """The trial that people call so."""
    return cast(UUID | None, await db.fetchval(NUMBERED, number))


async def listed(db: Reading, customer: str | None, after: UUID, limit: int) -> Page[Trial]:
    """A page by id, which is the order of their coming; of one customer, or of all."""
    rows = await db.fetch(OF_CUSTOMER, after, limit, customer) if customer else await db.fetch(LISTED, after, limit)
    found = tuple(map(_trial, rows))
    return Page(items=found, next=found[-1].trial_id if len(found) == limit else None)


def _trial(row: asyncpg.Record) -> Trial:
    stands_in = stored(StandsIn, row["stands_in"]) if row["stands_in"] else None
    return Trial(stored(Order, row["document"]), row["answered_on"], row["promised"], stands_in)
