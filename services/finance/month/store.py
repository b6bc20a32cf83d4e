"""Months, what sales states of them, and how the ledger differs: compared by one statement, written by one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from chassis.handling import Db, Reading
from chassis.ids import new_id
from chassis.stored import storable, stored
from contracts.sales import ReceivablesStated
from services.finance.account.rules.entries import BANK, BANK_CHARGES, EXCHANGE, FREIGHT, REVENUE, SUSPENSE, TAX
from services.finance.month.rules.cause import Both, Difference
from services.finance.month.rules.month import Month

LOAD = "SELECT month, doc::text AS doc FROM month_close WHERE month = ANY($1::text[])"
SAVE = """
INSERT INTO month_close (month, month_id, state, open_from, doc)
SELECT month, month_id, doc ->> 'state', open_from, doc
FROM (SELECT month, month_id, open_from, doc::json AS doc
      FROM unnest($1::text[], $2::uuid[], $3::date[], $4::text[]) AS g(month, month_id, open_from, doc)) given
ON CONFLICT (month) DO UPDATE SET state = EXCLUDED.state, open_from = EXCLUDED.open_from, doc = EXCLUDED.doc
"""
KEEP = """
INSERT INTO stated_receivable (month, order_id, customer, currency, expected, told, in_another_currency)
SELECT given.month, s.* FROM unnest($1::text[], $2::text[]) AS given(month, stated),
    json_to_recordset(given.stated::json) AS s(order_id uuid, customer text, currency text, expected numeric,
        told numeric, in_another_currency boolean)
ON CONFLICT (month, order_id) DO NOTHING
"""
COMPARE = """
WITH stated AS (
    SELECT * FROM stated_receivable WHERE month = $1
), concerned AS (
    SELECT order_id FROM stated
    UNION SELECT order_id FROM invoice WHERE outstanding > 0
    UNION SELECT order_id FROM journal_entry WHERE booked_on BETWEEN $2 AND $3
), booked AS (
    SELECT e.order_id, min(e.customer) AS customer, min(e.currency) AS currency,
        sum(l.credit - l.debit) FILTER (WHERE l.account = ANY($4) AND e.booked_on <= $3) AS invoiced,
        sum(l.credit - l.debit) FILTER (WHERE l.account = ANY($4)) AS invoiced_now,
        sum(l.debit - undone) FILTER (WHERE l.account = ANY($5) AND e.booked_on <= $3) AS received,
        sum(l.debit - undone) FILTER (WHERE l.account = ANY($5)) AS received_now,
        sum(l.credit - undone) FILTER (WHERE l.account = ANY($5) AND e.booked_on <= $3) AS given_back
    FROM concerned JOIN journal_entry e USING (order_id) JOIN journal_line l USING (entry_id),
        LATERAL (SELECT CASE WHEN e.kind = 'reversal' THEN l.credit ELSE 0 END AS undone) reversed
    WHERE l.account = ANY($4 || $5) AND e.kind <> 'exchange' GROUP BY e.order_id
), both_have AS (
    SELECT order_id, coalesce(s.customer, b.customer) AS customer, coalesce(s.currency, b.currency) AS currency,
        s.order_id IS NOT NULL AS stated, coalesce(s.expected, 0) AS expected, coalesce(s.told, 0) AS told,
        coalesce(s.in_another_currency, false) AS in_another_currency, coalesce(b.invoiced, 0) AS invoiced,
        coalesce(b.invoiced_now, 0) AS invoiced_now, coalesce(b.received, 0) AS received,
        coalesce(b.received_now, 0) AS received_now, coalesce(b.given_back, 0) AS given_back
    FROM stated s FULL JOIN booked b USING (order_id)
), differing AS (
    SELECT *, CASE WHEN stated THEN told - received ELSE invoiced - received + given_back END AS missing FROM both_have
    WHERE CASE WHEN stated THEN expected <> invoiced OR told <> received ELSE invoiced <> received - given_back END
)
SELECT d.order_id, d.customer, d.currency, d.stated, d.expected, d.told, d.in_another_currency, d.invoiced,
    d.invoiced_now, d.received, d.received_now, d.given_back, d.missing <> 0 AND EXISTS (
        SELECT FROM differing o WHERE o.customer = d.customer AND o.currency = d.currency AND o.missing = -d.missing
    ) AS same_elsewhere
FROM differing d ORDER BY d.order_id
"""
"""Of each order that sales states, that has something open, or of which something was booked in the month.

Money of a bank's file comes from suspense, money in another currency from exchange; what suspense gives for the latter
is no second payment. What the bank took back was not received.
"""
PUT = """
WITH given AS (
    SELECT g.difference_id, g.owner, g.doc, r.* FROM (
        SELECT difference_id, owner, doc::json AS doc
        FROM unnest($2::uuid[], $3::text[], $4::text[]) AS u(difference_id, owner, doc)
    ) g, json_to_record(g.doc) AS r(order_id uuid, about text, customer text, cause text)
), gone AS (
    DELETE FROM difference d WHERE d.month = $1
        AND NOT EXISTS (SELECT FROM given g WHERE g.order_id = d.order_id AND g.about = d.about)
)
INSERT INTO difference (month, order_id, about, difference_id, customer, cause, owner, doc)
SELECT $1, order_id, about, difference_id, customer, cause, owner, doc FROM given
ON CONFLICT (month, order_id, about) DO UPDATE
SET cause = EXCLUDED.cause, owner = EXCLUDED.owner, doc = EXCLUDED.doc, customer = EXCLUDED.customer
"""
"""What differs no more is gone; what differs again keeps its id, and with it what was explained of it."""
UNEXPLAINED = """
SELECT count(*) FROM difference d WHERE d.month = $1 AND d.cause = 'unknown'
    AND NOT EXISTS (SELECT FROM explanation e WHERE e.difference_id = d.difference_id)
"""
EXPLAIN = """
INSERT INTO explanation (difference_id, entry, text, person, at)
SELECT d.difference_id, (SELECT count(*) + 1 FROM explanation e WHERE e.difference_id = d.difference_id), $3, $4, $5
FROM difference d WHERE d.month = $1 AND d.difference_id = $2 RETURNING difference_id
"""


async def load(db: Db, months: Sequence[str]) -> Mapping[str, Month]:
    return {row["month"]: stored(Month, row["doc"]) for row in await db.fetch(LOAD, list(months))}


async def save(db: Db, months: Sequence[Month]) -> None:
    """With the first day that is open, once a month is closed."""
    if months:
        open_from = [month.open_from if month.state == "closed" else None for month in months]
        names, ids = [month.month for month in months], [new_id() for _ in months]
        await db.execute(SAVE, names, ids, open_from, [storable(month) for month in months])


async def keep(db: Db, parts: Sequence[ReceivablesStated]) -> None:
    """What sales states of orders."""
    await db.execute(KEEP, [part.month for part in parts], [storable(part.stated) for part in parts])


async def differing(db: Reading, month: Month) -> list[Both]:
    """The orders that sales and the ledger have differently at the end of a month."""
    sales, money = [REVENUE, FREIGHT, TAX], [BANK, SUSPENSE, EXCHANGE, BANK_CHARGES]
    rows = await db.fetch(COMPARE, month.month, month.first_day, month.last_day, sales, money)
    return [Both(**row) for row in rows]


async def put(db: Db, month: str, found: Sequence[Difference]) -> None:
    """What differs now, in place of what was found before."""
    ids, owners = [new_id() for _ in found], [one.owner for one in found]
    await db.execute(PUT, month, ids, owners, [storable(one) for one in found])


async def unexplained(db: Reading, month: str) -> int:
    """Of how many differences nobody knows the cause, and nobody explained it."""
    return int(await db.fetchval(UNEXPLAINED, month))


async def explain(db: Db, month: str, difference_id: UUID, text: str, person: str, at: datetime) -> bool:
    """Whether there is such a difference."""
    return await db.fetchval(EXPLAIN, month, difference_id, text, person, at) is not None
