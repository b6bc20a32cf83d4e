"""Purchases and bills: locked and read together, written by one statement with what is posted of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, cast
from uuid import UUID

from chassis.handling import Db, Reading
from chassis.ids import new_id
from chassis.stored import storable, stored
from services.finance.account.rules.entries import Entry
from services.finance.account.store import POST_ENTRIES, POST_LINES
from services.finance.bill.rules.values import Bill, Payables, Purchased
from services.finance.payee.rules import Payee

LOCK = "SELECT pg_advisory_xact_lock(hashtext('finance.payables'))"
"""A statement of its own: the next one sees what the last holder wrote."""
LOAD = """
WITH named AS (
    SELECT bill_id FROM bill WHERE bill_id = ANY($3::uuid[])
    UNION SELECT b.bill_id FROM unnest($4::text[], $5::text[]) AS n(supplier, number)
        JOIN bill b USING (supplier, number)
    UNION SELECT bill_id FROM bill WHERE state = 'blocked' AND purchases && $1::uuid[]
), touched AS (
    SELECT unnest($1::uuid[]) AS purchase_id
    UNION SELECT purchase_id FROM purchase_account WHERE number = ANY($2::text[]) AND number <> ''
    UNION SELECT unnest(b.purchases) FROM bill b JOIN named USING (bill_id)
)
SELECT 'purchase' AS kind, p.doc FROM purchase_account p JOIN touched USING (purchase_id)
UNION ALL SELECT 'bill', b.doc FROM bill b JOIN named USING (bill_id)
UNION ALL SELECT 'payee', y.doc FROM payee y WHERE supplier = ANY($4::text[])
"""
SAVE = f"""
WITH bought AS (
    INSERT INTO purchase_account (purchase_id, number, supplier, accrued, cleared, orders, doc)
    SELECT r.purchase_id, r.number, r.supplier, r.accrued, r.cleared, r.orders, given.doc
    FROM (SELECT doc::json AS doc FROM unnest($1::text[]) AS g(doc)) given,
         json_to_record(given.doc) AS r(purchase_id uuid, number text, supplier text, accrued numeric,
             cleared numeric, orders uuid[])
    ON CONFLICT (purchase_id) DO UPDATE SET
        number = EXCLUDED.number, supplier = EXCLUDED.supplier, accrued = EXCLUDED.accrued,
        cleared = EXCLUDED.cleared, orders = EXCLUDED.orders, doc = EXCLUDED.doc
), billed AS (
    INSERT INTO bill (bill_id, supplier, number, state, currency, outstanding, due, purchases, doc)
    SELECT r.bill_id, r.supplier, r.number, r.state, r.currency, given.outstanding, r.due,
           ARRAY(SELECT (line->>'purchase_id')::uuid FROM json_array_elements(given.doc->'lines') line), given.doc
    FROM (SELECT doc::json AS doc, outstanding FROM unnest($2::text[], $3::numeric[]) AS g(doc, outstanding)) given,
         json_to_record(given.doc) AS r(bill_id uuid, supplier text, number text, state text, currency text, due date)
    ON CONFLICT (bill_id) DO UPDATE SET
        state = EXCLUDED.state, currency = EXCLUDED.currency, outstanding = EXCLUDED.outstanding, due = EXCLUDED.due,
        purchases = EXCLUDED.purchases, doc = EXCLUDED.doc
), entries AS ({POST_ENTRIES.format(day="$4", ids="$5", entries="$6")})
{POST_LINES.format(ids="$5", entries="$6")}
"""
NUMBERED = "SELECT bill_id FROM bill WHERE number = $1 ORDER BY bill_id LIMIT 1"
ONE = "SELECT doc FROM bill WHERE bill_id = $1"
ORDER_NAMED = """
SELECT o.order_id FROM bill b JOIN purchase_account p ON p.purchase_id = ANY(b.purchases)
LEFT JOIN LATERAL unnest(p.orders) AS o(order_id) ON true WHERE b.number = $1
"""
"""By a supplier's number ($1): the orders that what he bills was bought for; none (null) where it fills the shelf."""
CALLED = "SELECT bill_id AS id, number FROM bill WHERE bill_id = ANY($1::uuid[])"


@dataclass(frozen=True)
class Touched:
    """What a batch names: with it is read what it touches. ``papers``: bills by supplier and number."""

    purchases: Iterable[UUID] = ()
    numbers: Iterable[str] = ()
    bills: Iterable[UUID] = ()
    papers: Iterable[tuple[str, str]] = ()


async def load(db: Db, touched: Touched) -> Payables:
    """Hold all payables until commit, then read these, with every bill that is held back for one of the purchases."""
    await db.execute(LOCK)
    papers = sorted(set(touched.papers))
    names = [list(touched.purchases), list(touched.numbers), list(touched.bills)]
    rows = await db.fetch(LOAD, *names, [supplier for supplier, _ in papers], [number for _, number in papers])
    docs = {kind: [row["doc"] for row in rows if row["kind"] == kind] for kind in ("purchase", "bill", "payee")}
    purchases = [stored(Purchased, doc) for doc in docs["purchase"]]
    bills = [stored(Bill, doc) for doc in docs["bill"]]
    payees = [stored(Payee, doc) for doc in docs["payee"]]
    return Payables(
        {p.purchase_id: p for p in purchases}, {b.bill_id: b for b in bills}, {y.supplier: y for y in payees}
    )


async def save(db: Db, before: Payables, after: Payables, entries: Sequence[Entry], today: date) -> None:
    """Write what changed and post the entries, in one statement; nothing changed: no statement."""
    purchases = [p for key, p in after.purchases.items() if p != before.purchases.get(key)]
    bills = [b for key, b in after.bills.items() if b != before.bills.get(key)]
    if purchases or bills or entries:
        ids, posted = [new_id() for _ in entries], [storable(entry) for entry in entries]
        owed = [bill.outstanding for bill in bills]
        await db.execute(SAVE, [storable(p) for p in purchases], [storable(b) for b in bills], owed, today, ids, posted)


async def numbered(db: Reading, number: str, _path: Mapping[str, Any]) -> UUID | None:
    """The bill that its paper calls so."""
    return cast(UUID | None, await db.fetchval(NUMBERED, number))


async def find(db: Reading, bill_id: UUID) -> Bill | None:
    doc = await db.fetchval(ONE, bill_id)
    return stored(Bill, doc) if doc else None
