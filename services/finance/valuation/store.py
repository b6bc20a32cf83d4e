"""How what is in foreign currencies is valued, by the journal and the rates; entries are its only trace."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Sequence
from datetime import date
from itertools import groupby
from uuid import UUID

from asyncpg import Record

from chassis.handling import Db
from contracts.rates import HOME, OPENING
from services.finance.account import store as accounts
from services.finance.account.rules.entries import BANK, VALUATION, Entry, Kind
from services.finance.account.rules.values import ZERO
from services.finance.valuation.rules import DOCUMENTS, OF, Item, Move, Open, Valued

BASE = {beside: account for account, beside in VALUATION.items()}
# $1: kinds that take their month's rate, $2: opening rates.
DAY = "CASE WHEN e.kind = ANY($1::text[]) THEN date_trunc('month', e.booked_on)::date ELSE e.booked_on END"
RATE = f"rate_on(e.currency, $2::json, {DAY})"
LINE = f"""
    SELECT {{item}} AS item, l.account, l.entry_id, l.line, l.debit - l.credit AS amount, {RATE} AS rate,
           e.document, e.order_id, e.customer, e.supplier
    FROM journal_line l JOIN journal_entry e USING (entry_id)
    WHERE {{item}} = ANY({{ids}}::uuid[]) AND l.account = ANY($3::text[])
"""
LOAD = f"""
SELECT * FROM (
    {LINE.format(item="l.invoice_id", ids="$4")}
    UNION ALL {LINE.format(item="l.purchase_id", ids="$5")}
    UNION ALL {LINE.format(item="l.receipt_id", ids="$6")}
    UNION ALL {LINE.format(item="e.order_id", ids="$7")}
) posted ORDER BY item, entry_id, line
"""
OPEN = f"""
WITH candidate AS (
    SELECT invoice_id FROM invoice WHERE outstanding > 0 AND currency <> '{HOME}'
    UNION SELECT bill_id FROM bill WHERE outstanding > 0 AND currency <> '{HOME}'
    UNION SELECT l.invoice_id FROM journal_entry e JOIN journal_line l USING (entry_id)
    WHERE e.booked_on > $4 AND e.currency <> '{HOME}' AND l.account = ANY($3::text[])
), posted AS (
    SELECT l.account, e.currency, l.debit - l.credit AS amount,
           first_value({RATE}) OVER (PARTITION BY l.invoice_id ORDER BY e.entry_id) AS rate
    FROM journal_line l JOIN journal_entry e USING (entry_id)
    WHERE l.account = ANY($3::text[]) AND e.currency <> '{HOME}' AND e.booked_on <= $4
        AND l.invoice_id IN (SELECT invoice_id FROM candidate)
    UNION ALL
    SELECT account, currency, amount, rate_on(currency, $2::json, day) FROM (
        SELECT l.account, e.currency, {DAY} AS day, sum(l.debit - l.credit) AS amount
        FROM journal_entry e JOIN journal_line l USING (entry_id)
        WHERE l.account = $5 AND e.currency <> '{HOME}' AND e.booked_on <= $4 GROUP BY 1, 2, 3
    ) moved
), gain AS (
    SELECT account, currency, sum(amount) * rate_on(currency, $2::json, $4) - sum(amount * rate) AS gained
    FROM posted WHERE rate IS NOT NULL GROUP BY 1, 2
)
SELECT * FROM gain WHERE gained <> 0 ORDER BY account, currency
"""
"""Invoices and bills since their own day, and foreign money in the bank since each part of it came or went."""


async def load(db: Db, items: Collection[Item], monthly: Sequence[Kind]) -> list[Valued]:
    """Each of these that has rates."""
    named = [_ids(items, of) for of in ("invoice_id", "purchase_id", "receipt_id", "order_id")]
    rows = await db.fetch(LOAD, *_by(monthly), [*OF, *map(VALUATION.get, OF)], *named)
    each = groupby(sorted(rows, key=_item), key=_item)
    found = (_valued(item, list(lines)) for item, lines in each if item in items)
    return [valued for valued in found if all(move.rate is not None for move in valued.moves)]


async def open_at(db: Db, day: date, monthly: Sequence[Kind]) -> list[Open]:
    """What was open at the end of a day, by account and currency."""
    return [Open(**row) for row in await db.fetch(OPEN, *_by(monthly), list(DOCUMENTS), day, BANK)]


async def save(db: Db, entries: Sequence[Entry], day: date) -> None:
    await accounts.post(db, entries, day)


def _ids(items: Iterable[Item], of: str) -> list[UUID]:
    return sorted({item.id for item in items if OF[item.account] == of})


def _item(row: Record) -> Item:
    return Item(BASE.get(row["account"], row["account"]), row["item"])


def _valued(item: Item, rows: Sequence[Record]) -> Valued:
    moves = tuple(Move(row["amount"], row["rate"]) for row in rows if row["account"] == item.account)
    booked = sum((row["amount"] for row in rows if row["account"] != item.account), ZERO)
    about = {name: rows[0][name] for name in ("document", "order_id", "customer", "supplier")}
    return Valued(item, moves, booked, about)


def _by(monthly: Sequence[Kind]) -> tuple[list[Kind], str]:
    opening = json.dumps({currency: str(value) for currency, value in OPENING.items()})
    return list(monthly), opening
