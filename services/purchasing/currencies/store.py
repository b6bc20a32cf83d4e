"""The rates of currencies."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from chassis.handling import Db, Reading
from chassis.stored import storable, stored
from contracts.finance import RatesChanged
from contracts.rates import DatedRate, Values, values_on

KEEP = """
INSERT INTO currency_rate (currency, version, rates)
SELECT c, v, r::jsonb FROM unnest($1::text[], $2::int[], $3::text[]) AS s(c, v, r)
ON CONFLICT (currency) DO UPDATE SET version = EXCLUDED.version, rates = EXCLUDED.rates
WHERE currency_rate.version < EXCLUDED.version
"""
RATES = "SELECT jsonb_object_agg(currency, rates)::text FROM currency_rate"


async def keep(db: Db, changed: Sequence[RatesChanged]) -> None:
    """The highest version of each currency holds."""
    rates = [storable(one.rates) for one in changed]
    await db.execute(KEEP, [one.currency for one in changed], [one.version for one in changed], rates)


async def worth(db: Reading, day: date) -> Values:
    """What one unit of each currency is worth in the company's own on a day."""
    rates = await db.fetchval(RATES)
    return values_on(stored(dict[str, tuple[DatedRate, ...]], rates or "{}"), day)
