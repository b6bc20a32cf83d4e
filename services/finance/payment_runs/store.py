"""Payment runs as people look for them."""

from __future__ import annotations

from uuid import UUID

from chassis.handling import Reading
from chassis.stored import stored
from services.finance.bill.rules.run import PaymentRun

LISTED = """
SELECT doc FROM payment_run WHERE run_id > $1 AND ($2::text IS NULL OR state = $2) ORDER BY run_id LIMIT $3
"""
OPEN = """
SELECT doc FROM payment_run WHERE run_id > $1 AND state IN ('proposed', 'approved') ORDER BY run_id LIMIT $2
"""
ONE = "SELECT doc FROM payment_run WHERE run_id = $1"


async def listed(db: Reading, state: str | None, after: UUID, limit: int) -> list[PaymentRun]:
    """In the order of their making, after a cursor."""
    return [stored(PaymentRun, row["doc"]) for row in await db.fetch(LISTED, after, state, limit)]


async def open_runs(db: Reading, after: UUID, limit: int) -> list[PaymentRun]:
    """Those that wait for somebody's word, or for the bank."""
    return [stored(PaymentRun, row["doc"]) for row in await db.fetch(OPEN, after, limit)]


async def find(db: Reading, run_id: UUID) -> PaymentRun | None:
    doc = await db.fetchval(ONE, run_id)
    return stored(PaymentRun, doc) if doc else None
