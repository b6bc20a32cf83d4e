"""What the item master says may stand in for an item, with what it costs by the list (SAL-25)."""

from __future__ import annotations

from collections.abc import Collection

from chassis.handling import Db
from chassis.stored import stored
from services.sales.masters.rules import Item, ListPrice
from services.sales.substituting.rules import Ranked

RANKED = """
SELECT asked.item, asked.currency, named.state ->> 'unit' AS unit, ranked.rank, other.state, listed.document
FROM unnest($1::text[], $2::text[]) AS asked(item, currency)
JOIN item named ON named.item = asked.item
CROSS JOIN LATERAL jsonb_array_elements_text(named.state -> 'substitutes') WITH ORDINALITY AS ranked(code, rank)
JOIN item other ON other.item = ranked.code
LEFT JOIN list_price listed ON listed.item = ranked.code AND listed.currency = asked.currency
ORDER BY asked.item, ranked.rank
"""


async def ranked(db: Db, asked: Collection[tuple[str, str]]) -> dict[tuple[str, str], list[Ranked]]:
    """By item and currency, the best first; of those that have some."""
    rows = await db.fetch(RANKED, [one[0] for one in asked], [one[1] for one in asked])
    found: dict[tuple[str, str], list[Ranked]] = {}
    for row in rows:
        listed = stored(ListPrice, row["document"]) if row["document"] else None
        one = Ranked(row["item"], row["unit"], row["rank"], stored(Item, row["state"]), listed)
        found.setdefault((row["item"], row["currency"]), []).append(one)
    return found
