"""What the company paid is in its books as the bank says it, and a person says what it was (FIN-2)."""

from decimal import Decimal
from typing import Any

import asyncpg
import pytest

from chassis.handling import Answer
from chassis.refusal import InvalidInput
from contracts.finance import RefundReturned
from services.finance.account import store as accounts
from services.finance.clearing import handlers
from services.finance.clearing.rules import Book
from services.finance.payments import handlers as payments
from services.finance.policy import Policy
from services.finance.receipt.rules import NothingLeft, Receipt
from services.finance.refunds import handlers as refunds
from services.finance.refunds.rules import Approve
from services.finance.reversals import handlers as reversals
from services.finance.reversals.rules.returned_refund import NameRefund
from services.finance.tests.bank_files import Line, camt
from services.finance.tests.samples import Order
from services.finance.tests.test_receipts import balances, billed, books_agree, judge, take, waiting
from services.finance.tests.test_reversals import undone
from tests.figures import put as put_figures
from tests.needs import needs

__all__ = ["books_agree"]
pytestmark = needs("FIN-2")


async def booked(db: asyncpg.Connection, receipt: Receipt, account: str) -> Any:
    (answer,) = await handlers.book(db, [Book(receipt.receipt_id, account, "a fee of the bank", "li.na")])
    return answer


async def test_what_the_company_paid_waits_on_suspense_until_a_person_says_what_it_was(db: asyncpg.Connection) -> None:
    await take(db, camt(Line("-15.00", "account fee", "FT-1")))
    assert await balances(db) == {"1002": -15, "224101": 15}
    assert (await judge(db), await undone(db)) == ([], []), "no rule takes it for money of a customer"
    (fee,) = await waiting(db)
    answer = await booked(db, fee, "6603")
    assert (answer.body.state, answer.body.cleared_to, answer.body.closed_by) == ("booked", "6603", "li.na")
    assert await balances(db) == {"1002": -15, "6603": 15}
    assert isinstance(await booked(db, fee, "6603"), NothingLeft)


async def test_what_was_booked_when_it_was_let_go_is_in_the_bank_once(db: asyncpg.Connection) -> None:
    order, invoice = await billed(db)
    await put_figures(db, Policy, refunds="automatic")
    await payments.pay(db, [order.payment("130", invoice.invoice_id)])
    told = await balances(db)
    await take(db, camt(Line("-30.00", "refund", "FT-9")))
    (refund,) = await waiting(db)
    await booked(db, refund, "1002")
    assert await balances(db) == told


async def test_nothing_is_booked_by_hand_to_an_account_of_documents(db: asyncpg.Connection) -> None:
    await take(db, camt(Line("-15.00", "rent", "FT-1")))
    (rent,) = await waiting(db)
    for account in ("1122", "2202", "224101", "rent"):
        assert isinstance(await booked(db, rent, account), InvalidInput)
    assert not isinstance(await booked(db, rent, "6602"), InvalidInput)


async def overpaid(db: asyncpg.Connection, refunds_by: str) -> Order:
    """30 USD above the invoice of 100 went back."""
    order, invoice = await billed(db)
    await put_figures(db, Policy, refunds=refunds_by)
    await payments.pay(db, [order.payment("130", invoice.invoice_id)])
    if refunds_by == "by_hand":
        await refunds.approve(db, [Approve(order.id, 1, "chen.yu")])
    return order


async def returned(db: asyncpg.Connection, order: Order) -> Any:
    (receipt,) = await waiting(db)
    (answer,) = await reversals.bring_back(db, [NameRefund(receipt.receipt_id, order.id, "li.na")])
    return answer


@pytest.mark.parametrize("way", ["by_hand", "automatic"])
async def test_a_refund_that_the_bank_brings_back_is_owed_to_the_customer_again(
    db: asyncpg.Connection, way: str
) -> None:
    order = await overpaid(db, way)
    before = await balances(db)
    await take(db, camt(Line("30.00", "account closed", "FT-2", reversal=True)))
    answer = await returned(db, order)
    assert isinstance(answer, Answer), answer
    (said,) = answer.events
    assert isinstance(said, RefundReturned)
    assert (said.order_id, said.amount.amount, said.of) == (order.id, Decimal(30), "overpayment")
    (account,) = await accounts.load(db, [order.id])
    assert account.due_back[-1].state == "waiting"
    await refunds.approve(db, [Approve(order.id, len(account.due_back), "chen.yu")])
    assert await balances(db) == before


async def test_no_more_comes_back_than_was_given_back_of_the_order(db: asyncpg.Connection) -> None:
    order = await overpaid(db, "automatic")
    await take(db, camt(Line("30.01", "who knows", "FT-1", reversal=True)))
    refused = await returned(db, order)
    assert isinstance(refused, InvalidInput)
    assert refused.faults[0]["field"] == "order"
