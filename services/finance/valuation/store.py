"""How invoices and bills in foreign currencies are valued, by the journal and the rates; entries are its only trace."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date
from uuid import UUID

from chassis.handling import Db
from contracts.rates import HOME, OPENING
from services.finance.account import store as accounts
from services.finance.account.rules.entries import VALUATION, Entry, Kind
from services.finance.valuation.rules import Open, Valued

# $1: the company's currency, $2: kinds that take their month's rate, $3: opening rates, $4: accounts.
RATE = """
    rate_on(e.currency, $3::json,
            CASE WHEN e.kind = ANY($2::text[]) THEN date_trunc('month', e.booked_on)::date ELSE e.booked_on END)
"""
POSTED = f"""
    SELECT l.invoice_id, l.account, e.entry_id, e.document, e.order_id, e.customer, e.supplier, e.currency,
           l.debit - l.credit AS amount, {RATE} AS rate,
           first_value({RATE}) OVER (PARTITION BY l.invoice_id ORDER BY e.entry_id) AS own
    FROM journal_line l JOIN journal_entry e USING (entry_id)
    WHERE l.account = ANY($4::text[]) AND e.currency <> $1
"""
LOAD = f"""
WITH posted AS ({POSTED} AND l.invoice_id = ANY($5::uuid[])),
booked AS (
    SELECT invoice_id, sum(debit - credit) AS amount FROM journal_line
    WHERE invoice_id = ANY($5::uuid[]) AND account = ANY($6::text[]) GROUP BY 1
)
SELECT p.invoice_id, p.account, (array_agg(p.document ORDER BY p.entry_id))[1] AS document,
       (array_agg(p.order_id ORDER BY p.entry_id))[1] AS order_id, p.customer, p.supplier,
       sum(p.amount * (p.own - p.rate)) AS gained, coalesce(b.amount, 0) AS booked
FROM posted p LEFT JOIN booked b USING (invoice_id)
GROUP BY p.invoice_id, p.account, p.customer, p.supplier, b.amount HAVING bool_and(p.rate IS NOT NULL)
ORDER BY p.invoice_id
"""
OPEN = f"""
WITH candidate AS (
    SELECT invoice_id FROM invoice WHERE outstanding > 0 AND currency <> $1
    UNION SELECT bill_id FROM bill WHERE outstanding > 0 AND currency <> $1
    UNION SELECT l.invoice_id FROM journal_entry e JOIN journal_line l USING (entry_id)
    WHERE e.booked_on > $5 AND e.currency <> $1 AND l.account = ANY($4::text[])
), posted AS ({POSTED} AND l.invoice_id IN (SELECT invoice_id FROM candidate) AND e.booked_on <= $5),
document AS (
    SELECT account, currency, own, sum(amount) AS amount FROM posted GROUP BY invoice_id, account, currency, own
)
SELECT account, currency, sum(amount * (rate_on(currency, $3::json, $5) - own)) AS gained
FROM document WHERE own IS NOT NULL GROUP BY 1, 2 ORDER BY 1, 2
"""


async def load(db: Db, invoices: Sequence[UUID], monthly: Sequence[Kind]) -> list[Valued]:
    """Each of these invoices and bills that has rates."""
    rows = await db.fetch(LOAD, *_by(monthly), list(invoices), list(VALUATION.values()))
    return [Valued(**row) for row in rows]


async def open_at(db: Db, day: date, monthly: Sequence[Kind]) -> list[Open]:
    """What was open at the end of a day, by account and currency."""
    return [Open(**row) for row in await db.fetch(OPEN, *_by(monthly), day)]


async def save(db: Db, entries: Sequence[Entry], day: date) -> None:
    await accounts.post(db, entries, day)


def _by(monthly: Sequence[Kind]) -> tuple[str, list[Kind], str, list[str]]:
    opening = json.dumps({currency: str(value) for currency, value in OPENING.items()})
    return HOME, list(monthly), opening, list(VALUATION)
