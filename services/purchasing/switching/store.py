"""Production orders that another line may be sooner with."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from chassis.handling import Reading
from services.purchasing.production import store as production
from services.purchasing.production.rules.shop import Shop
from services.purchasing.production.store import LATE, Found, found

IN_TROUBLE = f"""
SELECT p.id, p.doc::text AS purchase, r.doc::text AS plan
FROM purchase p JOIN production r ON r.purchase_id = p.id JOIN line l ON l.line = r.line
WHERE (p.doc->>'made')::bool AND p.state <> 'closed' AND (
    NOT l.active
    OR {LATE}
    OR EXISTS (SELECT FROM line_maintenance m WHERE m.line = r.line AND m.minutes > 0 AND m.until_on >= $1
        AND m.first_on::text <= r.doc -> 'days' -> -1 ->> 'on'))
ORDER BY p.id LIMIT 500
"""


async def in_trouble(db: Reading, today: date) -> list[Found]:
    """Open ones that are forecast to be late, or whose line stands still before they are made."""
    return found(await db.fetch(IN_TROUBLE, today))


async def shop_of(db: Reading, items: Sequence[str], today: date, country: str) -> Shop:
    """The lines that make these items, and what is free on them."""
    makers = await production.makers(db, items)
    return Shop(makers, free=await production.free(db, sorted({one.line for one in makers}), today, country))
