"""What items cost: held and read together, written by one statement."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from chassis.handling import Db
from chassis.stored import storable
from contracts.rates import OPENING, Values
from contracts.value import fields_of
from services.finance.item_cost.rules.average import ItemCost

LOAD = "SELECT * FROM hold_item_costs($1::text[])"
VALUES = """
SELECT currency, value FROM unnest($1::text[]) currency, rate_on(currency, $2::json, $3) value WHERE value IS NOT NULL
"""
SAVE = """
INSERT INTO item_cost (item, quantity, value, average)
SELECT * FROM unnest($1::text[], $2::numeric[], $3::numeric[], $4::numeric[])
ON CONFLICT (item) DO UPDATE SET quantity = EXCLUDED.quantity, value = EXCLUDED.value, average = EXCLUDED.average
"""


async def load(db: Db, items: Iterable[str]) -> Mapping[str, ItemCost]:
    """Hold the cost of all stock until commit, and read these items' as far as it is known."""
    return {row["item"]: ItemCost(**row) for row in await db.fetch(LOAD, sorted(set(items)))}


async def values(db: Db, currencies: Iterable[str], day: date) -> Values:
    """What these currencies are worth on a day; without what has no rate."""
    rows = await db.fetch(VALUES, sorted(set(currencies)), storable(OPENING), day)
    return {row["currency"]: row["value"] for row in rows}


async def save(db: Db, costs: Sequence[ItemCost]) -> None:
    if costs:
        await db.execute(
            SAVE, *(list(column) for column in zip(*(fields_of(one).values() for one in costs), strict=True))
        )
