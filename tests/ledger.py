"""What is true of the books in every story, at any moment: debits are credits (FIN-3, FIN-8)."""

import json

import asyncpg

from contracts.rates import HOME, OPENING

UNBALANCED = """
WITH line AS MATERIALIZED (
    SELECT e.entry_id, e.currency, l.debit, l.credit,
           CASE WHEN e.currency = $1 THEN 1 ELSE rate_on(e.currency, $2::json, e.booked_on) END AS rate
    FROM journal_entry e JOIN journal_line l USING (entry_id)
)
SELECT 'entry ' || entry_id FROM line GROUP BY entry_id HAVING sum(debit) <> sum(credit)
UNION ALL SELECT 'all in ' || currency FROM line GROUP BY currency HAVING sum(debit) <> sum(credit)
UNION ALL SELECT 'all as worth in ' || $1 FROM line HAVING sum(debit * rate) <> sum(credit * rate)
"""
"""In the company's own currency: at the rate of each entry's day (decision 0042)."""
RATES = json.dumps({currency: str(value) for currency, value in OPENING.items()})


async def unbalanced(db: asyncpg.Pool | asyncpg.Connection) -> list[str]:
    """Of which debits and credits differ: entries, currencies, and the whole in our own, in finance's database."""
    return [row[0] for row in await db.fetch(UNBALANCED, HOME, RATES)]
