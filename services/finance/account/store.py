"""Accounts, invoices, payments and entries: read by one statement, written by one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any, Literal, cast
from uuid import UUID

from asyncpg import Record

from chassis.handling import Db, NotReady, Reading
from chassis.ids import new_id
from chassis.refusal import Refusal
from chassis.stored import storable, stored
from contracts.event import Event
from contracts.order import OrderContent
from contracts.value import fields_of
from services.finance.account.rules.account import Account, Turn
from services.finance.account.rules.entries import Entry
from services.finance.account.rules.exposure import Exposure
from services.finance.account.rules.invoice import Invoice
from services.finance.account.rules.values import ZERO, Booked

ByPeople = Literal["due_back", "write_offs"]
"""What people decide of an account: what goes back of it, and what is given up."""
BESIDE = ("invoices", "contents")
"""Of an account, what has tables of its own."""
LOAD = """
SELECT w.order_id, a.doc AS account, c.content, b.content AS binding,
       ARRAY(SELECT i.doc::text FROM invoice i WHERE i.order_id = w.order_id ORDER BY i.position) AS invoices
FROM unnest($1::uuid[], $2::int[]) WITH ORDINALITY AS w(order_id, version, position)
LEFT JOIN order_account a ON a.order_id = w.order_id
LEFT JOIN order_content c ON c.order_id = w.order_id AND c.version = w.version
LEFT JOIN order_content b ON w.version > 0 AND b.order_id = w.order_id AND b.version = (a.doc->>'version')::int
ORDER BY w.position
"""
GIVEN = "(SELECT entry_id, doc::jsonb AS doc FROM unnest({ids}::uuid[], {entries}::text[]) AS g(entry_id, doc)) given"
POST_ENTRIES = f"""
    INSERT INTO journal_entry (entry_id, booked_on, kind, document, order_id, customer, supplier, currency)
    SELECT given.entry_id, booking_day({{day}}::date), r.*
    FROM {GIVEN},
         jsonb_to_record(given.doc)
             AS r(kind text, document text, order_id uuid, customer text, supplier text, currency text)
"""
POST_LINES = f"""
INSERT INTO journal_line (entry_id, line, account, debit, credit, invoice_id, purchase_id, receipt_id)
SELECT given.entry_id, p.line, p.account, p.debit, p.credit, p.invoice_id, p.purchase_id, p.receipt_id
FROM {GIVEN},
     ROWS FROM (jsonb_to_recordset(given.doc->'postings')
         AS (account text, debit numeric, credit numeric, invoice_id uuid, purchase_id uuid, receipt_id uuid))
         WITH ORDINALITY AS p(account, debit, credit, invoice_id, purchase_id, receipt_id, line)
"""
"""How entries are posted, within the statement of whoever posts them: an entry is written whole by one statement."""
ROW = """order_id uuid, number text, customer text, customer_po text, currency text, stage text, review text,
    open_value numeric, advance_open numeric, advance_unused numeric, advance_due date, advance_overdue boolean,
    due_back jsonb, write_offs jsonb, doc json"""
"""What is kept of an account: what it is looked for by, and its document."""
NAMES = [column.split()[0] for column in ROW.split(",")]
SAVE = f"""
WITH kept AS (
    INSERT INTO order_account ({", ".join(NAMES)})
    SELECT {", ".join(NAMES)} FROM json_to_recordset($1::json) AS r({ROW})
    ON CONFLICT (order_id) DO UPDATE SET {", ".join(f"{name} = EXCLUDED.{name}" for name in NAMES)}
), contents AS (
    INSERT INTO order_content (order_id, version, content)
    SELECT * FROM unnest($2::uuid[], $3::int[], $4::text[])
    ON CONFLICT (order_id, version) DO NOTHING
), billed AS (
    INSERT INTO invoice (invoice_id, order_id, position, customer, shipment_id, number, currency, total,
                         advance_used, paid, credited, refunded, issued_on, due, overdue, doc)
    SELECT r.invoice_id, r.order_id, r.position, r.customer, r.shipment_id, r.number, r.currency, r.total,
           r.advance_used, r.paid + r.written_off + r.lost, r.credited, r.refunded, r.issued_on, r.due,
           r.overdue, given.doc
    FROM (SELECT doc::jsonb AS doc FROM unnest($5::text[]) AS g(doc)) given,
         jsonb_to_record(given.doc) AS r(invoice_id uuid, order_id uuid, position int, customer text,
             shipment_id uuid, number text, currency text, total numeric, advance_used numeric, paid numeric,
             written_off numeric, lost numeric, credited numeric, refunded numeric, issued_on date, due date,
             overdue boolean)
    ON CONFLICT (invoice_id) DO UPDATE SET
        advance_used = EXCLUDED.advance_used, paid = EXCLUDED.paid, credited = EXCLUDED.credited,
        refunded = EXCLUDED.refunded, due = EXCLUDED.due, overdue = EXCLUDED.overdue, doc = EXCLUDED.doc
), paid AS (
    INSERT INTO payment (bank_reference, order_id, customer, received_on, doc)
    SELECT doc->>'bank_reference', (doc->>'order_id')::uuid, doc->>'customer', $6::date, doc
    FROM (SELECT doc::jsonb AS doc FROM unnest($7::text[]) AS g(doc)) given
), entries AS ({POST_ENTRIES.format(day="$6", ids="$8", entries="$9")})
{POST_LINES.format(ids="$8", entries="$9")}
"""
MARK = """
UPDATE payment p SET doc = given.doc FROM (SELECT doc::jsonb AS doc FROM unnest($1::text[]) AS g(doc)) given
WHERE p.bank_reference = given.doc->>'bank_reference'
"""
LISTED = """
SELECT doc FROM order_account
WHERE {what} <> '[]' AND order_id > $1 AND ($2::text IS NULL OR customer = $2)
    AND ($3::text IS NULL OR {what} @> jsonb_build_array(jsonb_build_object('state', $3::text)))
ORDER BY order_id LIMIT $4
"""
OF_ORDERS = "SELECT doc FROM order_account WHERE order_id = ANY($1::uuid[]) AND {what} <> '[]' ORDER BY order_id"
NUMBERED = "SELECT order_id FROM order_account WHERE number = $1 ORDER BY order_id LIMIT 1"
SUMS = """
SELECT customer, array_agg(currency) AS currencies, array_agg(amount) AS amounts FROM (
    SELECT customer, currency, sum(amount) AS amount FROM (
        SELECT customer, currency, outstanding AS amount FROM invoice
        WHERE customer = ANY({customers}::text[]) AND outstanding > 0
        UNION ALL
        SELECT customer, currency, open_value FROM order_account
        WHERE customer = ANY({customers}::text[]) AND open_value > 0
    ) each GROUP BY customer, currency
) sums GROUP BY customer
"""
EXPOSURES = SUMS.format(customers="$1")
CARRIED = f"""
WITH carried AS ({SUMS.format(customers="$2")})
SELECT w.order_id, o.doc AS account, k.currencies, k.amounts
FROM unnest($1::uuid[], $2::text[]) WITH ORDINALITY AS w(order_id, customer, position)
LEFT JOIN order_account o ON o.order_id = w.order_id
LEFT JOIN carried k ON k.customer = w.customer
ORDER BY w.position
"""
ORDER_NAMED = """
SELECT order_id FROM order_account WHERE number = $1 OR customer_po = $1
UNION SELECT order_id FROM journal_entry WHERE document = $1 AND order_id IS NOT NULL
UNION SELECT order_id FROM invoice WHERE number = $1
UNION SELECT order_id FROM payment WHERE bank_reference = $1
"""
"""By every number that our papers bear: order, customer's PO, invoice, credit note, line of a bank statement ($1)."""
CALLED = "SELECT invoice_id AS id, number FROM invoice WHERE invoice_id = ANY($1::uuid[])"
"""The numbers of invoices."""


async def load(db: Db, orders: Sequence[UUID], versions: Sequence[int] = ()) -> list[Account]:
    """The orders' accounts, in order; an empty one for an order that is not known.

    With ``versions``: each with what was agreed in that version, and in the one that is binding now, if it was heard.
    """
    rows = await db.fetch(LOAD, orders, versions or [0] * len(orders))
    asked = versions or [0] * len(rows)
    return [_loaded(row, version) for row, version in zip(rows, asked, strict=True)]


def _loaded(row: Record, version: int) -> Account:
    account = _account(row)
    documents = {version: row["content"], account.version: row["binding"]}
    beside = {
        "invoices": tuple(stored(Invoice, doc) for doc in row["invoices"]),
        "contents": {version: stored(OrderContent, doc) for version, doc in documents.items() if doc},
    }
    return account.but(**{name: found for name, found in beside.items() if found})


def _account(row: Record) -> Account:
    return stored(Account, row["account"]) if row["account"] else Account(order_id=row["order_id"])


async def carried(db: Db, orders: Sequence[UUID], customers: Sequence[str]) -> list[tuple[Account, Exposure]]:
    """Each order's account, without its invoices, and what its customer's credit carries in all."""
    rows = await db.fetch(CARRIED, orders, customers)
    return [(_account(row), _exposure(row)) for row in rows]


async def exposures(db: Reading, customers: Sequence[str]) -> list[Exposure]:
    """What each customer's credit carries in all."""
    rows = await db.fetch(EXPOSURES, customers)
    sums = {row["customer"]: _exposure(row) for row in rows}
    return [sums.get(customer, Exposure()) for customer in customers]


def _exposure(row: Record) -> Exposure:
    return Exposure(dict(zip(row["currencies"] or (), row["amounts"] or (), strict=True)))


async def numbered(db: Reading, number: str, _path: Mapping[str, Any]) -> UUID | None:
    """The order that people call so: SO-2026-000123."""
    return cast(UUID | None, await db.fetchval(NUMBERED, number))


async def listed(
    db: Reading, what: ByPeople, state: str | None, customer: str | None, after: UUID, limit: int
) -> list[Account]:
    """Accounts of which something is or was decided, without their invoices, after a cursor."""
    rows = await db.fetch(LISTED.format(what=what), after, customer, state, limit)
    return [stored(Account, row["doc"]) for row in rows]


async def of_orders(db: Reading, what: ByPeople, orders: Sequence[UUID]) -> list[Account]:
    """Those of these orders, without their invoices."""
    return [stored(Account, row["doc"]) for row in await db.fetch(OF_ORDERS.format(what=what), orders)]


async def save(
    db: Db, before: Sequence[Account], outcomes: Sequence[Turn[Event] | NotReady | Refusal], today: date
) -> None:
    """Write what turns changed since ``before`` (the same orders), with all beside them, in one statement."""
    done = [(old, turn) for old, turn in zip(before, outcomes, strict=True) if isinstance(turn, Turn)]
    changed = [(old, turn.document) for old, turn in done if turn.document != old]
    contents = [
        (now.order_id, version, storable(content))
        for old, now in changed
        for version, content in now.contents.items()
        if version not in old.contents
    ]
    invoices = [storable(i) for old, now in changed for i in now.invoices if i not in old.invoices]
    payments = [storable(payment) for _, turn in done for payment in turn.payments]
    entries = [(new_id(), storable(entry)) for _, turn in done for entry in turn.entries]
    if changed or payments or entries:
        accounts = [row for old, now in changed if (row := _row(now)) != _row(old)]
        await db.execute(
            SAVE, storable(accounts), *_columns(contents, 3), invoices, today, payments, *_columns(entries, 2)
        )


async def mark(db: Db, payments: Sequence[Booked]) -> None:
    """Payments as they are now, which were booked before."""
    if payments:
        await db.execute(MARK, [storable(payment) for payment in payments])


async def post(db: Db, entries: Sequence[Entry], today: date) -> None:
    """Write entries that are about no order."""
    if entries:
        booked = [(new_id(), storable(entry)) for entry in entries]
        await db.execute(SAVE, storable([]), *_columns([], 3), [], today, [], *_columns(booked, 2))


def _row(account: Account) -> dict[str, object]:
    document, advance = fields_of(account), account.advance
    for name in BESIDE:
        del document[name]
    found_by = {name: document[name] for name in NAMES if name in document}
    sums = {"open_value": account.open_value, "advance_open": advance.outstanding, "advance_unused": advance.unused}
    sums = {name: amount or ZERO for name, amount in sums.items()}  # to an index 0.00 is not 0
    return {**found_by, **sums, "advance_due": advance.due, "advance_overdue": advance.overdue, "doc": document}


def _columns(rows: Iterable[tuple[object, ...]], count: int) -> list[list[object]]:
    return [list(column) for column in zip(*rows, strict=True)] or [[] for _ in range(count)]
