"""Statements drawn from the journal's payables, and what suppliers said of them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from asyncpg import Record

from chassis.handling import Db, Reading
from chassis.stored import storable, stored
from services.finance.account.rules.entries import PAYABLE
from services.finance.supplier_statement.rules import Reply, Statement, StatementLine

Named = tuple[str, date, str]
"""Supplier, first day of the month, currency."""
LOAD = """
SELECT n.supplier, n.month, n.currency, r.doc AS reply,
    (SELECT coalesce(sum(l.credit - l.debit), 0) FROM journal_entry e JOIN journal_line l USING (entry_id)
     WHERE e.supplier = n.supplier AND e.currency = n.currency AND l.account = $4 AND e.booked_on < n.month) AS opening,
    (SELECT coalesce(json_agg(json_build_object('day', e.booked_on, 'kind', e.kind, 'document', e.document,
         'bill_id', l.invoice_id, 'amount', (l.credit - l.debit)::text) ORDER BY e.entry_id, l.line), '[]')
     FROM journal_entry e JOIN journal_line l USING (entry_id)
     WHERE e.supplier = n.supplier AND e.currency = n.currency AND l.account = $4
         AND e.booked_on >= n.month AND e.booked_on < n.month + interval '1 month')::text AS lines
FROM unnest($1::text[], $2::date[], $3::text[]) WITH ORDINALITY AS n(supplier, month, currency, position)
JOIN payee y ON y.supplier = n.supplier
LEFT JOIN supplier_reply r ON (r.supplier, r.month, r.currency) = (n.supplier, n.month, n.currency)
ORDER BY n.position
"""
SAVE = """
INSERT INTO supplier_reply (supplier, month, currency, doc)
SELECT * FROM unnest($1::text[], $2::date[], $3::text[], $4::json[])
ON CONFLICT (supplier, month, currency) DO UPDATE SET doc = EXCLUDED.doc
"""


async def load(db: Reading, named: Sequence[Named]) -> dict[Named, Statement]:
    """The statements of suppliers whom finance knows."""
    suppliers, months, currencies = ([one[place] for one in named] for place in range(3))
    rows = await db.fetch(LOAD, suppliers, months, currencies, PAYABLE)
    return {(row["supplier"], row["month"], row["currency"]): _statement(row) for row in rows}


async def save(db: Db, statements: Sequence[Statement]) -> None:
    """Keep what was said."""
    if statements:
        columns = zip(*((s.supplier, s.month, s.currency, storable(s.reply)) for s in statements), strict=True)
        await db.execute(SAVE, *map(list, columns))


def _statement(row: Record) -> Statement:
    return Statement(
        supplier=row["supplier"],
        month=row["month"],
        currency=row["currency"],
        opening=row["opening"],
        lines=stored(tuple[StatementLine, ...], row["lines"]),
        reply=stored(Reply, row["reply"]) if row["reply"] else None,
    )
