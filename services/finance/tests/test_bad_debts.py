"""A debt is given up when all have signed, and taken back by itself when it is paid after all (FIN-4, FIN-7)."""

from collections.abc import AsyncIterator
from decimal import Decimal
from typing import Any

import asyncpg
import pytest

from chassis.handling import Answer
from chassis.http.page import FIRST
from chassis.refusal import InvalidInput, NotFound, Refusal
from contracts.finance import DebtRecovered, DebtWrittenOff, InvoiceIssued, PaymentReceived
from services.finance.account import store as accounts
from services.finance.account.rules.chain import AnotherMustSign, NotAwaited, SignedAlready
from services.finance.advances import handlers as advances
from services.finance.invoices import handlers as invoices
from services.finance.invoices import store as invoice_store
from services.finance.invoices.view import state_of
from services.finance.ledger import store as ledger
from services.finance.payments import handlers as payments
from services.finance.policy import Policy
from services.finance.returns import handlers as returns
from services.finance.tests.bought import balances
from services.finance.tests.samples import TODAY, Order
from services.finance.write_offs import handlers, rules
from services.finance.write_offs.rules import AskedAlready, NothingOwed
from services.finance.write_offs.view import WriteOffShown
from tests.figures import put as put_figures
from tests.needs import needs

pytestmark = needs("FIN-4", "FIN-7")

FINANCE, GENERAL = ("finance manager",), ("general manager",)


@pytest.fixture(autouse=True)
async def books_agree(db: asyncpg.Connection) -> AsyncIterator[None]:
    yield
    assert await ledger.faults(db) == []


async def billed(db: asyncpg.Connection) -> tuple[Order, InvoiceIssued]:
    """100 dollars are owed."""
    order = Order()
    await advances.agree(db, [order.confirmed()])
    said = (await invoices.issue(db, [order.dispatched(line1="10")]))[0]
    assert isinstance(said, tuple)
    return order, next(event for event in said if isinstance(event, InvoiceIssued))


async def asked(db: asyncpg.Connection, order: Order, invoice: str, amount: str | None = None) -> Any:
    so_much = Decimal(amount) if amount else None
    (answer,) = await handlers.ask(db, [rules.Ask(order.id, invoice, so_much, "insolvent", "li.na")])
    return answer.body if isinstance(answer, Answer) else answer


async def signed(db: asyncpg.Connection, order: Order, person: str, roles: tuple[str, ...], **how: Any) -> Any:
    one = rules.Sign(order.id, how.get("write_off", 1), how.get("approve", True), person, roles)
    (answer,) = await handlers.sign(db, [one])
    return answer


async def given_up(db: asyncpg.Connection, amount: str | None = None) -> tuple[Order, InvoiceIssued]:
    order, invoice = await billed(db)
    await asked(db, order, invoice.number, amount)
    await signed(db, order, "chen.wei", FINANCE)
    await signed(db, order, "zhao.min", GENERAL)
    return order, invoice


async def test_a_debt_is_given_up_by_the_last_signature(db: asyncpg.Connection) -> None:
    order, invoice = await billed(db)
    waits = await asked(db, order, invoice.number)
    assert isinstance(waits, WriteOffShown)
    assert (waits.amount.amount, waits.state, waits.next_step) == (Decimal(100), "awaited", "finance manager")
    first = await signed(db, order, "chen.wei", FINANCE)
    assert (first.events, first.body.next_step) == ((), "general manager")
    last = await signed(db, order, "zhao.min", GENERAL)
    (said,) = last.events
    assert isinstance(said, DebtWrittenOff)
    assert (said.amount.amount, said.outstanding, said.reason) == (Decimal(100), Decimal(0), "insolvent")
    assert [one.person for one in said.signatures] == ["li.na", "chen.wei", "zhao.min"]
    assert await balances(db) == {"6001": -100, "6702": 100}
    kept = await invoice_store.find(db, invoice.invoice_id)
    assert kept
    assert state_of(kept, TODAY) == "written_off"


async def test_who_signs_follows_the_amount(db: asyncpg.Connection) -> None:
    """100 dollars are 710 yuan: below the general manager's amount."""
    await put_figures(db, Policy, write_off_signers={"finance manager": "0", "general manager": "1000"})
    order, invoice = await billed(db)
    await asked(db, order, invoice.number)
    assert len((await signed(db, order, "chen.wei", FINANCE)).events) == 1


async def test_nobody_signs_twice_nor_his_own_request_nor_out_of_turn(db: asyncpg.Connection) -> None:
    order, invoice = await billed(db)
    await asked(db, order, invoice.number)
    assert isinstance(await signed(db, order, "li.na", FINANCE), SignedAlready)
    assert isinstance(await signed(db, order, "zhao.min", GENERAL), AnotherMustSign)
    await signed(db, order, "chen.wei", FINANCE)
    assert isinstance(await signed(db, order, "chen.wei", GENERAL), SignedAlready)
    assert isinstance(await signed(db, order, "zhao.min", GENERAL, write_off=2), NotFound)


async def test_who_refuses_ends_it(db: asyncpg.Connection) -> None:
    order, invoice = await billed(db)
    await asked(db, order, invoice.number)
    await signed(db, order, "chen.wei", FINANCE, approve=False)
    assert isinstance(await signed(db, order, "zhao.min", GENERAL), NotAwaited)
    assert (await balances(db))["1122"] == 100


async def test_what_is_not_owed_is_not_given_up(db: asyncpg.Connection) -> None:
    order, invoice = await billed(db)
    wrong = await asked(db, order, "INV-0000-000000")
    assert isinstance(wrong, InvalidInput)
    both = await asked(db, order, invoice.number, "100.001")
    assert isinstance(both, InvalidInput)
    assert [fault["field"] for fault in both.faults] == ["amount", "amount"]
    await asked(db, order, invoice.number)
    assert isinstance(await asked(db, order, invoice.number), AskedAlready)
    await payments.pay(db, [order.payment("100", invoice.invoice_id)])
    assert isinstance(await asked(db, order, invoice.number), NothingOwed)


async def test_what_was_paid_before_all_had_signed_is_not_given_up(db: asyncpg.Connection) -> None:
    order, invoice = await billed(db)
    await asked(db, order, invoice.number)
    await signed(db, order, "chen.wei", FINANCE)
    await payments.pay(db, [order.payment("100", invoice.invoice_id)])
    last = await signed(db, order, "zhao.min", GENERAL)
    assert (last.events, last.body.state) == ((), "withdrawn")


async def test_money_that_comes_after_all_takes_it_back(db: asyncpg.Connection) -> None:
    order, invoice = await given_up(db)
    (answer,) = await payments.pay(db, [order.payment("60", invoice.invoice_id)])
    assert isinstance(answer, Answer)
    again, paid = answer.events
    assert isinstance(again, DebtRecovered)
    assert isinstance(paid, PaymentReceived)
    assert (again.amount.amount, again.outstanding, paid.outstanding) == (Decimal(60), Decimal(60), Decimal(0))
    assert again.version + 1 == paid.version
    assert await balances(db) == {"1002": 60, "6001": -100, "6702": 40}
    (account,) = await accounts.listed(db, "write_offs", "recovered", None, FIRST, 10)
    assert account.write_offs[0].recovered == 60


async def test_a_payment_without_its_number_goes_to_what_is_owed_first(db: asyncpg.Connection) -> None:
    """80 of 100 are given up: 50 that come are 20 for what is owed, and 30 for what was given up."""
    order, _ = await given_up(db, "80")
    (answer,) = await payments.pay(db, [order.payment("50")])
    assert isinstance(answer, Answer)
    assert [type(event) for event in answer.events] == [DebtRecovered, PaymentReceived]
    assert (await balances(db))["6702"] == 50


async def test_goods_that_come_back_give_nothing_back_that_never_came(db: asyncpg.Connection) -> None:
    order, invoice = await given_up(db)
    said = (await returns.credit(db, [order.back(invoice.shipment_id, line1="10")]))[0]
    assert not isinstance(said, Refusal)
    assert [event.topic for event in said] == ["invoice.credited"]  # type: ignore[union-attr]
    assert await balances(db) == {}
