"""Rates in the database: every one that was ever put, and what holds on a day."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import astuple
from datetime import date

from chassis.handling import Db, Reading
from contracts.rates import OPENING, Values
from services.finance.rates.rules.putting import Known, Rate

LOCK = "SELECT pg_advisory_xact_lock(hashtext('finance.rates'))"
"""A file is about many currencies at once; a statement of its own, so that the next one sees what the last wrote."""
LOAD = """
SELECT currency, version, valid_from, value, set_by, set_at, source, quoted_on FROM currency_rate
WHERE currency = ANY($1::text[]) ORDER BY currency, version
"""
PUT = """
INSERT INTO currency_rate (currency, version, valid_from, value, set_by, set_at, source, quoted_on)
SELECT * FROM unnest($1::text[], $2::int[], $3::date[], $4::numeric[], $5::text[], $6::timestamptz[],
    $7::text[], $8::date[])
"""
HOLDING = """
SELECT DISTINCT ON (currency) currency, version, valid_from, value, set_by, set_at, source, quoted_on FROM currency_rate
WHERE valid_from <= $1 ORDER BY currency, valid_from DESC, version DESC
"""


async def load(db: Db, currencies: Sequence[str]) -> Mapping[str, Known]:
    """All that was ever put of these currencies."""
    await db.execute(LOCK)
    known: defaultdict[str, Known] = defaultdict(tuple)
    for row in await db.fetch(LOAD, list(currencies)):
        known[row["currency"]] += (Rate(**row),)
    return known


async def put(db: Db, rates: Sequence[Rate]) -> None:
    if rates:
        await db.execute(PUT, *(list(column) for column in zip(*map(astuple, rates), strict=True)))


async def holding(db: Reading, day: date) -> list[Rate]:
    """The rate of each currency that holds on a day, by currency."""
    return [Rate(**row) for row in await db.fetch(HOLDING, day)]


async def values(db: Reading, day: date) -> Values:
    """What each currency is worth on a day."""
    return {**OPENING, **{rate.currency: rate.value for rate in await holding(db, day)}}
