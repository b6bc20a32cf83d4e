"""Statements drawn from the journal, and what customers and suppliers said of them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from asyncpg import Record

from chassis.handling import Db, Reading
from chassis.ids import new_id
from chassis.stored import storable, stored
from services.finance.account.rules.entries import ADVANCES, OVERPAID, PAYABLE, RECEIVABLE
from services.finance.statement.rules import OfStatement, OpenItem, Reply, Side, Statement, StatementLine

ACCOUNTS: dict[Side, list[str]] = {"customer": [RECEIVABLE, ADVANCES, OVERPAID], "supplier": [PAYABLE]}
"""What says what is owed, and what is owed back; the first is that of invoices or bills."""
LOAD = """
SELECT n.party, n.month, n.currency, {name} AS name, {language} AS language,
    (SELECT coalesce(sum({amount}), 0) FROM {booked} AND e.booked_on < n.month) AS opening,
    (SELECT coalesce(json_agg(json_build_object('day', d.booked_on, 'kind', d.kind, 'document', d.document,
         'order', d.number, 'bill_id', d.bill_id, 'amount', d.amount::text) ORDER BY d.entry_id), '[]')
     FROM (SELECT e.entry_id, e.booked_on, e.kind, e.document, coalesce(o.number, '') AS number,
               CASE WHEN $4 = 'supplier' THEN l.invoice_id END AS bill_id, sum({amount}) AS amount
           FROM {booked_of_orders} AND e.booked_on >= n.month AND e.booked_on < n.month + interval '1 month'
           GROUP BY 1, 2, 3, 4, 5, 6 HAVING sum({amount}) <> 0) d)::text AS lines,
    (SELECT coalesce(json_agg(json_build_object('number', d.number, 'due', d.due, 'outstanding', d.amount::text)
         ORDER BY d.due, d.number), '[]')
     FROM (SELECT p.number, p.due, sum({amount}) AS amount FROM {booked_of_papers}
               AND e.booked_on < n.month + interval '1 month' AND l.account = $5[1]
           GROUP BY 1, 2 HAVING sum({amount}) <> 0) d)::text AS open_items,
    (SELECT coalesce(json_agg(r.doc ORDER BY r.position), '[]') FROM statement_reply r
     WHERE (r.side, r.party, r.month, r.currency) = ($4, n.party, n.month, n.currency))::text AS replies
FROM unnest($1::text[], $2::date[], $3::text[]) WITH ORDINALITY AS n(party, month, currency, position)
JOIN {known} k ON k.{side} = n.party
ORDER BY n.position
"""
BOOKED = """journal_entry e JOIN journal_line l USING (entry_id) {besides}
    WHERE e.{side} = n.party AND e.currency = n.currency AND l.account = ANY($5::text[])
        AND e.kind <> 'write_off'"""
"""What we gave up of a debt is a matter of our books: the customer owes it as before."""
OF_ORDERS = "LEFT JOIN order_account o ON o.order_id = e.order_id"
CURRENCIES = "SELECT DISTINCT currency FROM journal_entry WHERE {side} = $1 AND booked_on < $2 ORDER BY 1"
SAVE = """
INSERT INTO statement_reply (reply_id, side, party, month, currency, position, verdict, doc)
SELECT * FROM unnest($1::uuid[], $2::text[], $3::text[], $4::date[], $5::text[], $6::int[], $7::text[], $8::json[])
"""


def _of(side: Side, **parts: str) -> str:
    booked = {"booked": "", "booked_of_orders": OF_ORDERS, "booked_of_papers": f"JOIN {parts['paper']}"}
    drawn = {name: BOOKED.format(side=side, besides=besides) for name, besides in booked.items()}
    return LOAD.format(side=side, **parts, **drawn)


DRAWN: dict[Side, str] = {
    "customer": _of(
        "customer",
        known="customer_credit",
        name="k.name",
        language="coalesce(k.language, '')",
        paper="invoice p ON p.invoice_id = l.invoice_id",
        amount="l.debit - l.credit",
    ),
    "supplier": _of(
        "supplier",
        known="payee",
        name="coalesce(nullif(k.doc->>'name', ''), k.supplier)",
        language="coalesce(k.doc->>'language', '')",
        paper="bill p ON p.bill_id = l.invoice_id",
        amount="l.credit - l.debit",
    ),
}


async def load(db: Reading, named: Sequence[OfStatement]) -> dict[tuple[str, str, date, str], Statement]:
    """The statements of customers and suppliers whom finance knows: one statement of SQL for either side."""
    found: dict[tuple[str, str, date, str], Statement] = {}
    for side, drawn in DRAWN.items():
        if of_side := [one for one in named if one.side == side]:
            columns = [[one.party for one in of_side], [one.month for one in of_side], [o.currency for o in of_side]]
            for row in await db.fetch(drawn, *columns, side, ACCOUNTS[side]):
                found[side, row["party"], row["month"], row["currency"]] = _statement(side, row)
    return found


async def currencies(db: Reading, side: Side, party: str, before: date) -> list[str]:
    """In which anything was ever booked before that day."""
    return [row["currency"] for row in await db.fetch(CURRENCIES.format(side=side), party, before)]


async def save(db: Db, before: Sequence[Statement], after: Sequence[Statement]) -> None:
    """Keep what was said since."""
    rows = [
        (new_id(), s.side, s.party, s.month, s.currency, len(s.replies), s.replies[-1].verdict, storable(s.replies[-1]))
        for known, s in zip(before, after, strict=True)
        if len(s.replies) > len(known.replies)
    ]
    if rows:
        await db.execute(SAVE, *map(list, zip(*rows, strict=True)))


def _statement(side: Side, row: Record) -> Statement:
    return Statement(
        side=side,
        party=row["party"],
        month=row["month"],
        currency=row["currency"],
        name=row["name"],
        language=row["language"],
        opening=row["opening"],
        lines=stored(tuple[StatementLine, ...], row["lines"]),
        open_items=stored(tuple[OpenItem, ...], row["open_items"]),
        replies=stored(tuple[Reply, ...], row["replies"]),
    )
