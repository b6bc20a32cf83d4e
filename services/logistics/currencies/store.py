"""The rates of currencies."""

from __future__ import annotations

from collections.abc import Sequence

from chassis.handling import Db
from chassis.stored import storable
from contracts.finance import RatesChanged

KEEP = """
INSERT INTO currency_rate (currency, version, rates)
SELECT c, v, r::jsonb FROM unnest($1::text[], $2::int[], $3::text[]) AS s(c, v, r)
ON CONFLICT (currency) DO UPDATE SET version = EXCLUDED.version, rates = EXCLUDED.rates
WHERE currency_rate.version < EXCLUDED.version
"""


async def keep(db: Db, changed: Sequence[RatesChanged]) -> None:
    """The highest version of each currency holds."""
    rates = [storable(one.rates) for one in changed]
    await db.execute(KEEP, [one.currency for one in changed], [one.version for one in changed], rates)
