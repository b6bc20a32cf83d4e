"""What is known of the items that may be bought, and of suppliers beside their answers."""

from __future__ import annotations

from collections.abc import Sequence

from chassis.handling import Reading
from services.purchasing.evaluation import store as evaluation
from services.purchasing.rfq.rules.comparison import About
from services.purchasing.suppliers import store as suppliers

UNITS = "SELECT item, unit, discontinued FROM item WHERE item = ANY($1::text[])"


async def units(db: Reading, items: Sequence[str]) -> dict[str, str | None]:
    """By item in what it is counted, as far as it is known; None of what is bought from nobody."""
    found = {row["item"]: None if row["discontinued"] else row["unit"] for row in await db.fetch(UNITS, list(items))}
    return {item: found.get(item, "") for item in items}


async def about(db: Reading, codes: Sequence[str]) -> dict[str, About]:
    """How each supplier is paid, and his score of today (PUR-6)."""
    known, scores = await suppliers.suppliers(db, codes), await evaluation.scores_of(db, codes)
    return {
        code: About(data.settlement_method, scores[code].score, scores[code].deliveries)
        for code, (_, data) in known.items()
    }
