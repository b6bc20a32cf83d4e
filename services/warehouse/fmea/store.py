"""What was rejected or complained of, and which failure mode it is a case of."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

import asyncpg

from chassis.handling import Db, Reading
from chassis.stored import storable
from services.warehouse.fmea.rules.proposals import Proposal

LOAD = "SELECT * FROM fmea_proposal WHERE proposal_id = ANY($1::uuid[]) ORDER BY proposal_id FOR UPDATE"
SAVE = """
INSERT INTO fmea_proposal SELECT * FROM jsonb_populate_recordset(NULL::fmea_proposal, $1)
ON CONFLICT (proposal_id) DO UPDATE SET decision = EXCLUDED.decision, failure_mode = EXCLUDED.failure_mode,
    reason = EXCLUDED.reason, decided_by = EXCLUDED.decided_by
"""
LISTED = """
SELECT * FROM fmea_proposal WHERE ($1::text IS NULL OR item = $1) AND ($2::uuid IS NULL OR proposal_id > $2)
ORDER BY proposal_id LIMIT $3
"""
WAITING = """
SELECT p.*, (
    SELECT m.code FROM failure_mode m WHERE m.item = p.item ORDER BY m.cases DESC, m.code LIMIT 1
) AS likely
FROM fmea_proposal p WHERE p.decision = '' AND ($1::uuid IS NULL OR p.proposal_id > $1)
ORDER BY p.proposal_id LIMIT $2
"""


async def load(db: Db, proposals: Sequence[UUID]) -> dict[UUID, Proposal]:
    """Locked, for they are decided under the keys of several failure modes."""
    return {row["proposal_id"]: _proposal(row) for row in await db.fetch(LOAD, list(proposals))}


async def save(db: Db, proposals: Sequence[Proposal]) -> None:
    if proposals:
        await db.execute(SAVE, storable(proposals))


async def listed(db: Reading, item: str | None, after: UUID | None, limit: int) -> list[Proposal]:
    """Of an item, or all, in the order of their coming."""
    return [_proposal(row) for row in await db.fetch(LISTED, item, after, limit)]


async def waiting(db: Reading, after: UUID | None, limit: int) -> list[tuple[Proposal, str | None]]:
    """Those that nobody decided, each with the failure mode of its item that came most often, if it has any."""
    return [(_proposal(row), row["likely"]) for row in await db.fetch(WAITING, after, limit)]


def _proposal(row: asyncpg.Record) -> Proposal:
    return Proposal.having(dict(row))
