"""What a bank kept of a payment is written off, where the policy lets it (FIN-2, FIN-7)."""

from decimal import Decimal

import asyncpg
import pytest

from chassis.handling import Answer
from contracts.finance import PaymentReceived
from services.finance.account.rules import entries as ledger
from services.finance.account.rules.account import Account
from services.finance.advances import handlers as advances
from services.finance.invoices import handlers as invoices
from services.finance.ledger import store as books
from services.finance.payments import handlers, rules
from services.finance.policy import Policy
from services.finance.tests.samples import Order, agreed, shipped
from tests.figures import put as put_figures
from tests.needs import needs

VALUES = {"CNY": Decimal(1), "USD": Decimal(7)}
WITHIN = Decimal(15)


def billed(order: Order) -> Account:
    """An invoice over 10,000."""
    return shipped(agreed(order), order, order.dispatched(line1="10")).document


def order_of_10000() -> Order:
    return Order({1: ("10", "1000")})


@needs("FIN-2")
def test_a_bank_fee_within_the_policy_is_written_off_and_the_invoice_is_settled() -> None:
    """FIN-2: 9,985 of 10,000 came; nothing stays open."""
    order = order_of_10000()
    turn = rules.settle(billed(order), order.payment("9985"), WITHIN)
    (booked,) = turn.payments
    (received,) = turn.events
    assert isinstance(received, PaymentReceived)
    assert (received.amount.amount, received.outstanding) == (Decimal(9985), Decimal(0))
    (invoice,) = turn.document.invoices
    assert (invoice.paid, invoice.written_off, invoice.outstanding) == (Decimal(9985), Decimal(15), Decimal(0))
    (part,) = booked.settled
    assert (part.amount, part.written_off, part.outstanding) == (Decimal(9985), Decimal(15), Decimal(0))


@needs("FIN-3")
def test_the_fee_is_booked_as_bank_charges_and_the_entry_balances() -> None:
    """FIN-3."""
    order = order_of_10000()
    (entry,) = rules.settle(billed(order), order.payment("9985"), WITHIN).entries
    moved = {posting.account: posting.debit - posting.credit for posting in entry.postings}
    assert moved == {ledger.BANK: 9985, ledger.BANK_CHARGES: 15, ledger.RECEIVABLE: -10000}


@needs("FIN-7")
@pytest.mark.parametrize("within", [Decimal(0), Decimal("14.99")])
def test_more_than_the_policy_lets_stays_open(within: Decimal) -> None:
    """FIN-7."""
    order = order_of_10000()
    turn = rules.settle(billed(order), order.payment("9985"), within)
    assert turn.document.invoices[0].outstanding == 15


@needs("FIN-7")
def test_what_no_payment_came_for_is_not_written_off() -> None:
    """FIN-7: a small invoice that nobody pays is no bank fee."""
    order = Order({1: ("20", "1")})
    account = billed(order)
    account = shipped(account, order, order.dispatched(line1="10")).document
    turn = rules.settle(account, order.payment("10", account.invoices[0].invoice_id), WITHIN)
    assert [invoice.outstanding for invoice in turn.document.invoices] == [0, 10]


@needs("FIN-7")
def test_the_policy_is_in_the_companys_currency_and_a_currency_without_a_value_is_never_written_off() -> None:
    """FIN-7: 105 CNY are 15 USD."""
    assert rules.may_write_off("USD", Decimal(105), VALUES) == 15
    assert rules.may_write_off("CNY", Decimal(105), VALUES) == 105
    assert rules.may_write_off("THB", Decimal(105), VALUES) == 0


@needs("FIN-7")
def test_nothing_is_written_off_unless_the_company_says_how_much() -> None:
    """FIN-7: a write-off is signed; the rule does it only within what was decided once for all."""
    assert Policy().write_off_up_to == 0


@needs("FIN-3")
async def test_the_receivables_agree_after_a_write_off(db: asyncpg.Connection) -> None:
    """FIN-3: the invoice, the sub-ledger and the entries say the same, when 110 CNY are given up: 15.49 USD."""
    await put_figures(db, Policy, write_off_up_to=110)
    order = order_of_10000()
    await advances.agree(db, [order.confirmed()])
    await invoices.issue(db, [order.dispatched(line1="10")])
    (answer,) = await handlers.pay(db, [order.payment("9985")])
    assert isinstance(answer, Answer)
    assert await db.fetchval("SELECT outstanding FROM invoice") == 0
    assert await books.faults(db) == []
