"""Payment runs as people look for them."""

from __future__ import annotations

from uuid import UUID

from asyncpg import Record

from chassis.handling import Reading
from services.finance.bill.rules.run import PaymentRun
from services.finance.bill.store import run_in

LISTED = """
SELECT run_id, doc, sealed FROM payment_run
WHERE run_id > $1 AND ($2::text IS NULL OR state = $2) ORDER BY run_id LIMIT $3
"""
OPEN = """
SELECT run_id, doc, sealed FROM payment_run
WHERE run_id > $1 AND state IN ('proposed', 'approved') ORDER BY run_id LIMIT $2
"""
ONE = "SELECT run_id, doc, sealed FROM payment_run WHERE run_id = $1"


async def listed(db: Reading, state: str | None, after: UUID, limit: int) -> list[PaymentRun]:
    """In the order of their making, after a cursor."""
    return [_run(row) for row in await db.fetch(LISTED, after, state, limit)]


async def open_runs(db: Reading, after: UUID, limit: int) -> list[PaymentRun]:
    """Those that wait for somebody's word, or for the bank."""
    return [_run(row) for row in await db.fetch(OPEN, after, limit)]


async def find(db: Reading, run_id: UUID) -> PaymentRun | None:
    row = await db.fetchrow(ONE, run_id)
    return _run(row) if row else None


def _run(row: Record) -> PaymentRun:
    return run_in(row["run_id"], row["doc"], row["sealed"])
