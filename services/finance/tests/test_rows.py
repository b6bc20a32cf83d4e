"""What each fact about an order's money writes, and that rows of earlier are found (FIN-1, FIN-2, FIN-7)."""

from pathlib import Path

import asyncpg

from chassis.handling import Answer
from chassis.http.page import FIRST
from contracts.finance import InvoiceIssued
from services.finance.account import store as accounts
from services.finance.advances import handlers as advances
from services.finance.credit import handlers as credit
from services.finance.customer import store as customers
from services.finance.invoices import handlers as invoices
from services.finance.payments import handlers as payments
from services.finance.policy import Policy
from services.finance.tests.samples import Order, customer
from tests.figures import put as put_figures
from tests.needs import needs
from tests.written import Rows, rows_of_partial_indexes, written

IN_PLACE = Path(__file__).parents[1] / "migrations" / "0006_account_in_place.sql"
AS_BEFORE = """
DROP SCHEMA own CASCADE; -- its views came later
DROP INDEX order_account_due_back, order_account_review;
ALTER TABLE order_account DROP COLUMN due_back, DROP COLUMN awaits_review, ALTER COLUMN doc TYPE jsonb USING doc::jsonb;
CREATE INDEX order_account_due_back ON order_account (order_id) WHERE jsonb_array_length(doc->'due_back') > 0;
CREATE INDEX order_account_review ON order_account (order_id) WHERE review = 'awaited';
"""


@needs("FIN-1", "FIN-2")
async def test_what_is_paid_and_closed_touches_no_index_of_the_account(db: asyncpg.Connection) -> None:
    order = Order()
    await customers.learn(db, [customer("10000")])
    async with written(db) as received:
        await credit.review(db, [order.received()])
    async with written(db) as agreed:
        await advances.agree(db, [order.confirmed()])
    async with written(db) as billed:
        ((invoice,),) = await invoices.issue(db, [order.dispatched(line1="10")])  # type: ignore[misc]
    assert isinstance(invoice, InvoiceIssued)
    async with written(db) as paid:
        assert isinstance((await payments.pay(db, [order.payment("100", invoice.invoice_id)]))[0], Answer)
    async with written(db) as closed:
        await advances.close(db, [order.closed()])
    assert received == {"order_account": Rows(inserted=1)}
    assert agreed == {"order_account": Rows(updated=1, in_place=1), "order_content": Rows(inserted=1)}
    booked = {"journal_entry": Rows(inserted=1), "journal_line": Rows(inserted=2)}
    billing = {"order_account": Rows(updated=1), "invoice": Rows(inserted=1), "series": Rows(inserted=1)}
    billing |= {"item_cost": Rows(inserted=1)}
    assert billed == billing | booked
    assert paid == {"invoice": Rows(updated=1), "payment": Rows(inserted=1)} | booked
    assert closed == {"order_account": Rows(updated=1, in_place=1)}
    assert await rows_of_partial_indexes(db) == {"journal_line_invoice": 2}


@needs("FIN-7")
async def test_a_refund_that_waited_before_this_release_is_found(db: asyncpg.Connection) -> None:
    await put_figures(db, Policy, refunds="by_hand")
    order, paid = Order(share="1"), Order(number="SO-2026-000002")
    await advances.agree(db, [order.confirmed(), paid.confirmed()])
    await payments.pay(db, [order.payment("130")])
    await db.execute(AS_BEFORE)
    await db.execute(IN_PLACE.read_text())
    (account,) = await accounts.listed(db, "due_back", "waiting", None, FIRST, 10)
    assert account.order_id == order.id
    assert [due.amount for due in account.due_back] == [30]
