"""Purchases and bills: locked and read together, written by one statement with what is posted of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, cast
from uuid import UUID

from asyncpg import Record

from chassis.handling import Db, Reading
from chassis.ids import new_id
from chassis.sealed import Kept, columns_of, whole
from chassis.stored import storable, stored
from services.finance.account.rules.entries import Entry
from services.finance.account.store import POST_ENTRIES, POST_LINES
from services.finance.bill.rules.run import KeptRun, PaymentRun
from services.finance.bill.rules.values import Bill, Payables, Purchased
from services.finance.payee.rules import Payee
from services.finance.payee.store import payee_in

LOCK = "SELECT pg_advisory_xact_lock(hashtext('finance.payables'))"
"""A statement of its own: the next one sees what the last holder wrote."""
LOAD = """
WITH named AS (
    SELECT bill_id FROM bill WHERE bill_id = ANY($3::uuid[])
    UNION SELECT b.bill_id FROM unnest($4::text[], $5::text[]) AS n(supplier, number)
        JOIN bill b USING (supplier, number)
    UNION SELECT bill_id FROM bill WHERE state = 'blocked' AND purchases && $1::uuid[]
    UNION SELECT bill_id FROM bill WHERE run_id = ANY($6::uuid[])
    UNION SELECT b.bill_id FROM unnest($7::text[], $8::date[]) AS d(currency, due_by), LATERAL (
        (SELECT bill_id FROM bill JOIN payee y USING (supplier)
         WHERE currency = d.currency AND due <= due_by AND outstanding > 0 AND run_id IS NULL
             AND y.doc->>'confirmed_by' <> ''
         ORDER BY due, bill_id LIMIT 5000)
        UNION ALL
        (SELECT bill_id FROM payee y JOIN bill USING (supplier)
         WHERE currency = d.currency AND due > due_by AND outstanding > 0 AND run_id IS NULL
             AND y.doc->>'confirmed_by' <> '' AND (y.doc->>'discount_days')::int > 0
         ORDER BY due, bill_id LIMIT 500)
        UNION ALL
        (SELECT DISTINCT ON (supplier) bill_id FROM bill JOIN payee y USING (supplier)
         WHERE currency = d.currency AND due <= due_by AND outstanding > 0 AND run_id IS NULL
             AND coalesce(y.doc->>'confirmed_by', '') = '' LIMIT 500)) b
), touched AS (
    SELECT unnest($1::uuid[]) AS purchase_id
    UNION SELECT purchase_id FROM purchase_account WHERE number = ANY($2::text[]) AND number <> ''
    UNION SELECT purchase_id FROM purchase_account
        WHERE doc->>'purchase_order' = ANY($2::text[]) AND doc->>'purchase_order' <> ''
    UNION SELECT unnest(b.purchases) FROM bill b JOIN named USING (bill_id)
)
SELECT 'purchase' AS kind, NULL AS id, p.doc, NULL::bytea AS sealed
FROM purchase_account p JOIN touched USING (purchase_id)
UNION ALL SELECT 'bill', NULL, b.doc, NULL FROM bill b JOIN named USING (bill_id)
UNION ALL SELECT 'payee', y.supplier, y.doc, y.sealed FROM payee y
WHERE supplier = ANY($4::text[]) OR supplier IN (SELECT b.supplier FROM bill b JOIN named USING (bill_id))
UNION ALL SELECT 'run', r.run_id::text, r.doc, r.sealed FROM payment_run r WHERE run_id = ANY($6::uuid[])
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
    INSERT INTO bill (bill_id, supplier, number, state, currency, outstanding, due, run_id, purchases, doc)
    SELECT r.bill_id, r.supplier, r.number, r.state, r.currency, given.outstanding, r.due, r.run_id,
           ARRAY(SELECT (line->>'purchase_id')::uuid FROM json_array_elements(given.doc->'lines') line), given.doc
    FROM (SELECT doc::json AS doc, outstanding FROM unnest($2::text[], $3::numeric[]) AS g(doc, outstanding)) given,
         json_to_record(given.doc) AS r(bill_id uuid, supplier text, number text, state text, currency text, due date,
             run_id uuid)
    ON CONFLICT (bill_id) DO UPDATE SET
        state = EXCLUDED.state, currency = EXCLUDED.currency, outstanding = EXCLUDED.outstanding, due = EXCLUDED.due,
        run_id = EXCLUDED.run_id, purchases = EXCLUDED.purchases, doc = EXCLUDED.doc
), runs AS (
    INSERT INTO payment_run (run_id, number, state, doc, sealed)
    SELECT (doc->>'run_id')::uuid, doc->>'number', doc->>'state', doc, sealed
    FROM (SELECT doc::json AS doc, sealed FROM unnest($7::text[], $8::bytea[]) AS g(doc, sealed)) given
    ON CONFLICT (run_id) DO UPDATE SET state = EXCLUDED.state, doc = EXCLUDED.doc, sealed = EXCLUDED.sealed
), entries AS ({POST_ENTRIES.format(day="$4", ids="$5", entries="$6")})
{POST_LINES.format(ids="$5", entries="$6")}
"""
NUMBERED = "SELECT bill_id FROM bill WHERE number = $1 ORDER BY bill_id LIMIT 1"
RUNS_NUMBERED = "SELECT number, run_id FROM payment_run WHERE number = ANY($1::text[])"
RUNS_PAID_BY = """
SELECT run_id, doc, sealed FROM payment_run
WHERE doc->>'bank_reference' = ANY($1::text[]) AND doc->>'bank_reference' <> ''
"""
RUN_NUMBERED = "SELECT run_id FROM payment_run WHERE number = $1"
ONE = "SELECT doc FROM bill WHERE bill_id = $1"
ORDER_NAMED = """
SELECT o.order_id FROM bill b JOIN purchase_account p ON p.purchase_id = ANY(b.purchases)
LEFT JOIN LATERAL unnest(p.orders) AS o(order_id) ON true WHERE b.number = $1
"""
"""By a supplier's number ($1): the orders that what he bills was bought for; none (null) where it fills the shelf."""
CALLED = "SELECT bill_id AS id, number FROM bill WHERE bill_id = ANY($1::uuid[])"


KINDS: Mapping[str, Callable[[Record], Purchased | Bill | Payee | PaymentRun]] = {
    "purchase": lambda row: stored(Purchased, row["doc"]),
    "bill": lambda row: stored(Bill, row["doc"]),
    "payee": lambda row: payee_in(row["id"], row["doc"], row["sealed"]),
    "run": lambda row: run_in(row["id"], row["doc"], row["sealed"]),
}


def _apart(run: str) -> str:
    return storable(KeptRun.of(stored(KeptRun, run).run))


RUNS = Kept("payment_run", "run_id", "doc", KeptRun, _apart)


@dataclass(frozen=True)
class Touched:
    """What a batch names: with it is read what it touches. ``papers``: bills by supplier and number; ``due``: what is
    to pay in a currency by a day, and in no run: 5000 bills at most, the oldest first, and one of each supplier of whom
    it is not known where he is paid."""

    purchases: Iterable[UUID] = ()
    numbers: Iterable[str] = ()
    bills: Iterable[UUID] = ()
    papers: Iterable[tuple[str, str]] = ()
    runs: Iterable[UUID] = ()
    due: Iterable[tuple[str, date]] = ()


async def load(db: Db, touched: Touched) -> Payables:
    """Hold all payables until commit, then read these, with every bill that is held back for one of the purchases."""
    await db.execute(LOCK)
    papers = sorted(set(touched.papers))
    names = [list(touched.purchases), list(touched.numbers), list(touched.bills)]
    suppliers, numbers = [supplier for supplier, _ in papers], [number for _, number in papers]
    due = list(touched.due)
    by = [currency for currency, _ in due], [day for _, day in due]
    rows = await db.fetch(LOAD, *names, suppliers, numbers, list(touched.runs), *by)
    found = [KINDS[row["kind"]](row) for row in rows]
    return Payables(
        {one.purchase_id: one for one in found if isinstance(one, Purchased)},
        {one.bill_id: one for one in found if isinstance(one, Bill)},
        {one.supplier: one for one in found if isinstance(one, Payee)},
        {one.run_id: one for one in found if isinstance(one, PaymentRun)},
    )


async def save(db: Db, before: Payables, after: Payables, entries: Sequence[Entry], today: date) -> None:
    """Write what changed and post the entries, in one statement; nothing changed: no statement."""
    purchases = [p for key, p in after.purchases.items() if p != before.purchases.get(key)]
    bills = [b for key, b in after.bills.items() if b != before.bills.get(key)]
    runs = [r for key, r in after.runs.items() if r != before.runs.get(key)]
    if purchases or bills or runs or entries:
        ids, posted = [new_id() for _ in entries], [storable(entry) for entry in entries]
        documents = [[storable(one) for one in ones] for ones in (purchases, bills)]
        owed = [bill.outstanding for bill in bills]
        told, sealed, _ = columns_of(RUNS, [(str(run.run_id), storable(KeptRun.of(run))) for run in runs])
        await db.execute(SAVE, documents[0], documents[1], owed, today, ids, posted, told, sealed)


async def numbered(db: Reading, number: str, _path: Mapping[str, Any]) -> UUID | None:
    """The bill that its paper calls so."""
    return cast(UUID | None, await db.fetchval(NUMBERED, number))


async def find(db: Reading, bill_id: UUID) -> Bill | None:
    doc = await db.fetchval(ONE, bill_id)
    return stored(Bill, doc) if doc else None


async def runs_numbered(db: Reading, numbers: Sequence[str]) -> dict[str, UUID]:
    """The payment runs of these numbers, as far as there are any."""
    rows = await db.fetch(RUNS_NUMBERED, numbers)
    return {row["number"]: row["run_id"] for row in rows}


async def runs_paid_by(db: Reading, bank_references: Sequence[str]) -> list[PaymentRun]:
    """The payment runs that were paid under these references of banks."""
    return [run_in(row["run_id"], row["doc"], row["sealed"]) for row in await db.fetch(RUNS_PAID_BY, bank_references)]


def run_in(run_id: UUID | str, doc: str, sealed: bytes | None) -> PaymentRun:
    """Of its row, each payment with the account that it goes to."""
    return stored(KeptRun, whole(doc, sealed, RUNS.place(str(run_id)))).run


async def numbered_run(db: Reading, number: str, _path: Mapping[str, Any]) -> UUID | None:
    """The payment run of this number."""
    return cast(UUID | None, await db.fetchval(RUN_NUMBERED, number))
