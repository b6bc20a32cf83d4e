"""What was said of months, as people look for it."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from asyncpg import Record

from chassis.handling import Reading
from chassis.stored import stored
from services.finance.statement.rules import Reply, Side
from services.finance.statement.view import ReplyShown

HOLDING = """
SELECT reply_id, side, party, to_char(month, 'YYYY-MM') AS month, currency, doc::text AS doc FROM statement_reply r
WHERE NOT EXISTS (
    SELECT FROM statement_reply later WHERE (later.side, later.party, later.month, later.currency)
        = (r.side, r.party, r.month, r.currency) AND later.position > r.position)
"""
OF_MONTH = f"""{HOLDING} AND month = to_date($1, 'YYYY-MM') AND side = ANY($2::text[]) AND reply_id > $3
ORDER BY reply_id LIMIT $4"""
DISPUTED = f"{HOLDING} AND verdict = 'disputed' AND reply_id > $1 ORDER BY reply_id LIMIT $2"


async def of_month(db: Reading, month: str, sides: Sequence[Side], after: UUID, limit: int) -> list[ReplyShown]:
    """What holds of a month on these sides, after a cursor."""
    return [_shown(row) for row in await db.fetch(OF_MONTH, month, list(sides), after, limit)]


async def disputed(db: Reading, after: UUID, limit: int) -> list[ReplyShown]:
    """What is disputed still, after a cursor."""
    return [_shown(row) for row in await db.fetch(DISPUTED, after, limit)]


def _shown(row: Record) -> ReplyShown:
    names = ("reply_id", "side", "party", "month", "currency")
    return ReplyShown(**{name: row[name] for name in names}, reply=stored(Reply, row["doc"]))
