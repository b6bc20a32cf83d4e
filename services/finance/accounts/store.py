"""Accounts, invoices, payments and entries: read by one statement, written by one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, cast
from uuid import UUID

from pydantic import BaseModel

from chassis.handling import Db
from chassis.ids import new_id
from chassis.stored import stored
from contracts.event import Event
from contracts.order import OrderContent
from services.finance.accounts.rules import Account, Turn
from services.finance.billing.rules import Invoice
from services.finance.ledger.rules import Entry

LOAD = """
SELECT w.order_id, a.doc::text AS account, c.content, b.content AS binding,
       ARRAY(SELECT i.doc::text FROM invoice i WHERE i.order_id = w.order_id ORDER BY i.position) AS invoices
FROM unnest($1::uuid[], $2::int[]) WITH ORDINALITY AS w(order_id, version, position)
LEFT JOIN order_account a ON a.order_id = w.order_id
LEFT JOIN order_content c ON c.order_id = w.order_id AND c.version = w.version
LEFT JOIN order_content b ON w.version > 0 AND b.order_id = w.order_id AND b.version = (a.doc->>'version')::int
ORDER BY w.position
"""
SAVE = """
WITH kept AS (
    INSERT INTO order_account (order_id, open_value, advance_open, advance_unused, advance_due, advance_overdue,
                               number, customer, customer_po, currency, stage, review, doc)
    SELECT order_id, open_value, advance_open, advance_unused, advance_due,
           (doc->'advance'->>'overdue')::boolean, doc->>'number', doc->>'customer', doc->>'customer_po',
           doc->>'currency', doc->>'stage', doc->>'review', doc
    FROM (SELECT order_id, open_value, advance_open, advance_unused, advance_due, doc::jsonb AS doc
          FROM unnest($1::uuid[], $2::numeric[], $3::numeric[], $4::numeric[], $5::date[], $6::text[])
              AS g(order_id, open_value, advance_open, advance_unused, advance_due, doc)) given
    ON CONFLICT (order_id) DO UPDATE SET
        open_value = EXCLUDED.open_value, advance_open = EXCLUDED.advance_open,
        advance_unused = EXCLUDED.advance_unused, advance_due = EXCLUDED.advance_due,
        advance_overdue = EXCLUDED.advance_overdue, number = EXCLUDED.number, customer = EXCLUDED.customer,
        customer_po = EXCLUDED.customer_po, currency = EXCLUDED.currency, stage = EXCLUDED.stage,
        review = EXCLUDED.review, doc = EXCLUDED.doc
), contents AS (
    INSERT INTO order_content (order_id, version, content)
    SELECT * FROM unnest($7::uuid[], $8::int[], $9::text[])
    ON CONFLICT (order_id, version) DO NOTHING
), billed AS (
    INSERT INTO invoice (invoice_id, order_id, position, customer, shipment_id, number, currency, total,
                         advance_used, paid, credited, refunded, issued_on, due, overdue, doc)
    SELECT r.invoice_id, r.order_id, r.position, r.customer, r.shipment_id, r.number, r.currency, r.total,
           r.advance_used, r.paid + r.written_off, r.credited, r.refunded, r.issued_on, r.due, r.overdue, given.doc
    FROM (SELECT doc::jsonb AS doc FROM unnest($10::text[]) AS g(doc)) given,
         jsonb_to_record(given.doc) AS r(invoice_id uuid, order_id uuid, position int, customer text,
             shipment_id uuid, number text, currency text, total numeric, advance_used numeric, paid numeric,
             written_off numeric, credited numeric, refunded numeric, issued_on date, due date, overdue boolean)
    ON CONFLICT (invoice_id) DO UPDATE SET
        paid = EXCLUDED.paid, credited = EXCLUDED.credited, refunded = EXCLUDED.refunded,
        overdue = EXCLUDED.overdue, doc = EXCLUDED.doc
), paid AS (
    INSERT INTO payment (bank_reference, order_id, customer, received_on, doc)
    SELECT doc->>'bank_reference', (doc->>'order_id')::uuid, doc->>'customer', $11::date, doc
    FROM (SELECT doc::jsonb AS doc FROM unnest($12::text[]) AS g(doc)) given
), entries AS (
    INSERT INTO journal_entry (entry_id, booked_on, kind, document, order_id, customer, currency)
    SELECT given.entry_id, $11::date, r.*
    FROM (SELECT entry_id, doc::jsonb AS doc FROM unnest($13::uuid[], $14::text[]) AS g(entry_id, doc)) given,
         jsonb_to_record(given.doc) AS r(kind text, document text, order_id uuid, customer text, currency text)
)
INSERT INTO journal_line (entry_id, line, account, debit, credit, invoice_id)
SELECT given.entry_id, p.line, p.account, p.debit, p.credit, p.invoice_id
FROM (SELECT entry_id, doc::jsonb AS doc FROM unnest($13::uuid[], $14::text[]) AS g(entry_id, doc)) given,
     ROWS FROM (jsonb_to_recordset(given.doc->'postings')
         AS (account text, debit numeric, credit numeric, invoice_id uuid))
         WITH ORDINALITY AS p(account, debit, credit, invoice_id, line)
"""

NUMBERED = "SELECT order_id FROM order_account WHERE number = $1 ORDER BY order_id LIMIT 1"

Content = tuple[UUID, int, OrderContent]
"""Order, version, and what was agreed."""


async def load(db: Db, orders: Sequence[UUID]) -> list[Account]:
    """The orders' accounts, in order; an empty one for an order that is not known."""
    rows = await db.fetch(LOAD, orders, [0] * len(orders))
    return [_account(row["order_id"], row["account"], row["invoices"]) for row in rows]


async def load_with_content(
    db: Db, orders: Sequence[UUID], versions: Sequence[int]
) -> list[tuple[Account, OrderContent | None, OrderContent | None]]:
    """The accounts, the content of that very version of each order, and of the one that is binding now.

    A content is None when it was not heard yet.
    """
    rows = await db.fetch(LOAD, orders, versions)
    return [
        (_account(row["order_id"], row["account"], row["invoices"]), *_contents(row["content"], row["binding"]))
        for row in rows
    ]


def _contents(of_version: str | None, binding: str | None) -> tuple[OrderContent | None, OrderContent | None]:
    content = stored(OrderContent, of_version) if of_version else None
    if binding == of_version:
        return content, content
    return content, stored(OrderContent, binding) if binding else None


def _account(order_id: UUID, doc: str | None, invoices: Sequence[str]) -> Account:
    if doc is None:
        return Account(order_id=order_id)
    account = stored(Account, doc)
    if not invoices:
        return account
    return account.model_copy(update={"invoices": tuple(stored(Invoice, i) for i in invoices)})


async def numbered(db: Db, number: str, _path: Mapping[str, Any]) -> UUID | None:
    """The order that people call so: SO-2026-000123."""
    return cast(UUID | None, await db.fetchval(NUMBERED, number))


async def save(
    db: Db,
    before: Sequence[Account],
    turns: Sequence[Turn[Event]],
    today: date,
    *,
    contents: Sequence[Content] = (),
    payments: Sequence[BaseModel] = (),
) -> None:
    """Write what the turns changed since ``before`` (the same orders), with their entries, in one statement."""
    changed = [turn.account for old, turn in zip(before, turns, strict=True) if turn.account != old]
    invoices = [
        invoice
        for old, turn in zip(before, turns, strict=True)
        for invoice in turn.account.invoices
        if invoice not in old.invoices
    ]
    entries = [entry for turn in turns for entry in turn.entries]
    if not (changed or contents or payments or entries):
        return
    await db.execute(
        SAVE,
        *_account_columns(changed),
        *_content_columns(contents),
        [invoice.model_dump_json() for invoice in invoices],
        today,
        [payment.model_dump_json() for payment in payments],
        *_entry_columns(entries),
    )


def _account_columns(accounts: Sequence[Account]) -> tuple[list[object], ...]:
    return (
        [account.order_id for account in accounts],
        [account.open_value for account in accounts],
        [account.advance.outstanding for account in accounts],
        [account.advance.unused for account in accounts],
        [account.advance.due for account in accounts],
        [account.model_dump_json() for account in accounts],
    )


def _content_columns(contents: Sequence[Content]) -> tuple[list[object], ...]:
    return (
        [order_id for order_id, _, _ in contents],
        [version for _, version, _ in contents],
        [content.model_dump_json() for _, _, content in contents],
    )


def _entry_columns(entries: Sequence[Entry]) -> tuple[list[object], ...]:
    return [new_id() for _ in entries], [entry.model_dump_json() for entry in entries]
