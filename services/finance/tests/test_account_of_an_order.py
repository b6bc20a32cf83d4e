"""All the money of one order in one answer (NOT-2)."""

from decimal import Decimal
from typing import Any

import asyncpg
import pytest

from services.finance.account.rules.account import Account
from services.finance.account.rules.entries import RECEIVABLE
from services.finance.advances import handlers as advances
from services.finance.advances import rules as advance_rules
from services.finance.credit import handlers as credit
from services.finance.invoices import handlers as invoices
from services.finance.orders.store import ACCOUNT, CREDIT_NOTES, PAYMENTS
from services.finance.orders.view import account_state
from services.finance.payments import rules as payments
from services.finance.returns import handlers as returns
from services.finance.tests.samples import TODAY, Order, customer, shipped
from services.finance.tests.test_http import Office, line, office, pool
from tests.needs import needs

__all__ = ["office", "pool"]
pytestmark = needs("NOT-2")


async def billed(pool: asyncpg.Pool, order: Order, line1: str) -> Any:
    """The order's invoice over a shipment of so much of its first line."""
    async with pool.acquire() as db:
        await credit.learn(db, [customer()])
        await advances.agree(db, [order.confirmed()])
        ((issued,),) = await invoices.issue(db, [order.dispatched(line1=line1)])  # type: ignore[misc]
    return issued


async def test_an_order_tells_what_was_invoiced_paid_credited_and_is_due(office: Office, pool: asyncpg.Pool) -> None:
    order = Order({1: ("10", "10"), 2: ("5", "20")})
    issued = await billed(pool, order, line1="10")
    await office.ask("POST", "/payments", "bank", line(issued.number, "60"))
    async with pool.acquire() as db:
        await returns.credit(db, [order.back(issued.shipment_id, line1="1")])
    status, told = await office.ask("GET", f"/orders/{order.id}/account", "merchandiser")
    assert status == 200
    assert {name: Decimal(told[name]) for name in ("value", "invoiced", "credited", "paid", "outstanding")} == {
        "value": 200, "invoiced": 100, "credited": 10, "paid": 60, "outstanding": 30,
    }  # fmt: skip
    assert (told["currency"], told["advance"], told["next_due"]) == ("USD", None, told["invoices"][0]["due"])
    assert [(one["number"], one["state"]) for one in told["invoices"]] == [(issued.number, "open")]
    assert [(one["bank_reference"], Decimal(one["amount"])) for one in told["payments"]] == [("B-1", Decimal(60))]
    assert [Decimal(one["amount"]) for one in told["credit_notes"]] == [10]
    assert (await office.ask("GET", f"/orders/{told['number']}/account", "accountant"))[1] == told


@needs("FIN-3")
async def test_what_an_order_cost_is_told_to_finance_and_not_to_sales(office: Office, pool: asyncpg.Pool) -> None:
    order = Order()
    async with pool.acquire() as db:
        await db.execute("INSERT INTO item_cost (item, quantity, value, average) VALUES ('P-1', 100, 250, 2.50)")
    await billed(pool, order, line1="10")
    told = {
        role: (await office.ask("GET", f"/orders/{order.id}/account", role))[1]["cost"]
        for role in ("accountant", "merchandiser")
    }
    assert told["merchandiser"] is None
    assert [Decimal(told["accountant"]["amount"]), told["accountant"]["currency"]] == [25, "CNY"]


def test_an_advance_is_due_before_its_invoices_and_counts_as_paid_once_it_came() -> None:
    order = Order(share="0.4")
    asked = advance_rules.agree(Account(order_id=order.id), order.confirmed(), TODAY, 7).document
    due = account_state(asked, (), (), TODAY)
    assert due.advance is not None
    assert due.advance.outstanding == due.outstanding == 40
    assert due.next_due == due.advance.due
    came = payments.settle(asked, order.payment("40"), "automatic").document
    billed = account_state(shipped(came, order, order.dispatched(line1="10")).document, (), (), TODAY)
    assert billed.paid == billed.invoices[0].advance_used == 40
    assert billed.outstanding == 60
    assert billed.next_due == billed.invoices[0].due


async def test_an_order_that_finance_has_not_heard_of_has_no_account(office: Office) -> None:
    assert (await office.ask("GET", f"/orders/{Order().id}/account", "accountant"))[0] == 404


@needs("ALL-3")
@pytest.mark.parametrize("role", ["storekeeper", "customer", "logistics clerk"])
async def test_who_has_nothing_to_do_with_money_sees_none(office: Office, role: str) -> None:
    assert (await office.ask("GET", f"/orders/{Order().id}/account", role))[0] == 403


async def test_an_account_is_found_by_its_order(pool: asyncpg.Pool) -> None:
    order_id = Order().id
    asked: dict[str, tuple[object, ...]] = {ACCOUNT: (), PAYMENTS: (), CREDIT_NOTES: (RECEIVABLE,)}
    async with pool.acquire() as db, db.transaction():
        await db.execute("SET LOCAL enable_seqscan = off")
        for query, more in asked.items():
            plan = "\n".join(row[0] for row in await db.fetch(f"EXPLAIN {query}", order_id, *more))
            assert "Seq Scan" not in plan, plan
