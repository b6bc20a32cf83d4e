"""Money that goes back leaves the bank by rule, or when a person lets it go (FIN-2, FIN-7)."""

from decimal import Decimal

import asyncpg
import pytest

from chassis.handling import Answer
from chassis.refusal import NotFound
from contracts.finance import InvoiceCredited, PaymentReceived, PaymentRefunded
from services.finance.account import store as accounts
from services.finance.account.rules.account import Account
from services.finance.advances import handlers as advances
from services.finance.advances import rules as advances_rules
from services.finance.invoices import handlers as invoices
from services.finance.ledger import store as ledger
from services.finance.payments import handlers as payments_handlers
from services.finance.payments import rules as payments
from services.finance.policy import Policy
from services.finance.refunds import handlers, rules
from services.finance.returns import handlers as returns_handlers
from services.finance.returns import rules as returns
from services.finance.tests.samples import TODAY, Order, agreed, money, shipped
from tests.figures import put as put_figures
from tests.needs import needs

pytestmark = needs("FIN-2")

BANK = "SELECT coalesce(sum(debit - credit), 0) FROM journal_line WHERE account = '1002'"


@pytest.fixture
async def by_hand(db: asyncpg.Connection) -> None:
    await put_figures(db, Policy, refunds="by_hand")


def paid_twice(order: Order) -> Account:
    account = shipped(agreed(order), order, order.dispatched(line1="10")).document
    account = payments.settle(account, order.payment("100"), "automatic").document
    return payments.settle(account, order.payment("100", bank_reference="B-2"), "by_hand").document


@needs("FIN-7")
def test_no_money_leaves_a_companys_bank_by_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    """FIN-7: by hand, unless the company says otherwise."""
    monkeypatch.delenv("GENDAN_FINANCE_REFUNDS")
    assert Policy().refunds == "by_hand"


@needs("FIN-7")
def test_a_second_payment_waits_as_a_liability_until_a_person_lets_it_go() -> None:
    order = Order()
    account = paid_twice(order)
    (due,) = account.due_back
    assert (due.amount, due.of, due.document, due.state) == (Decimal(100), "overpayment", "B-2", "waiting")
    turn = rules.approve(account, rules.Approve(order.id, 1, "li.na"))
    assert not isinstance(turn, Exception)
    assert turn.events == (PaymentRefunded(order_id=order.id, amount=money("100"), of="overpayment"),)
    assert [(p.account, p.debit, p.credit) for p in turn.entries[0].postings] == [
        ("2241", Decimal(100), Decimal(0)),
        ("1002", Decimal(0), Decimal(100)),
    ]


@needs("FIN-7")
def test_what_is_let_go_is_let_go_once_and_by_whom_is_told() -> None:
    order = Order()
    turn = rules.approve(paid_twice(order), rules.Approve(order.id, 1, "li.na"))
    assert not isinstance(turn, Exception)
    again = rules.approve(turn.document, rules.Approve(order.id, 1, "wang.wei"))
    assert isinstance(again, rules.RefundApprovedAlready)
    assert "approved by li.na" in str(again)
    for other in (0, 2):
        assert isinstance(rules.approve(turn.document, rules.Approve(order.id, other, "li.na")), NotFound)


def test_the_rest_of_an_advance_waits_when_its_order_is_over() -> None:
    order = Order(share="0.5")
    account = payments.settle(agreed(order), order.payment("50"), "automatic").document
    turn = advances_rules.end(account, "cancelled", 2, "by_hand")
    assert turn.events == ()
    assert (turn.document.advance.unused, turn.document.due_back[0].of) == (Decimal(0), "advance")
    assert [p.account for p in turn.entries[0].postings] == ["2203", "2241"]


def test_what_was_paid_above_a_credit_waits() -> None:
    order = Order()
    account = shipped(agreed(order), order, order.dispatched(line1="10")).document
    invoice = account.invoices[0]
    account = payments.settle(account, order.payment("100", invoice.invoice_id), "automatic").document
    back = order.back(account.invoices[0].shipment_id, line1="2")
    turn = returns.credit(account, account.invoices[0], back, "CN-1", "by_hand", TODAY)
    (note,) = turn.events
    assert isinstance(note, InvoiceCredited)
    (due,) = turn.document.due_back
    assert (due.amount, due.of, due.invoice_id, due.document) == (Decimal(20), "credit", invoice.invoice_id, "CN-1")


@needs("FIN-3")
@pytest.mark.usefixtures("by_hand")
async def test_the_books_agree_while_refunds_wait_and_after(db: asyncpg.Connection) -> None:
    """FIN-3: an overpayment, a credit and the rest of an advance; the money is in the bank until each is let go."""
    order = Order({1: ("12", "10")}, share="0.5")
    await advances.agree(db, [order.confirmed()])
    await payments_handlers.pay(db, [order.payment("130")])
    left = order.dispatched(line1="6")
    await invoices.issue(db, [left])
    await returns_handlers.credit(db, [order.back(left.shipment_id, line1="1")])
    await advances.cancel(db, [order.cancelled()])
    assert await ledger.faults(db) == []
    assert await db.fetchval(BANK) == 130
    (account,) = await accounts.listed(db, "due_back", "waiting", "ALFKI", order.id.__class__(int=0), 10)
    assert [(due.of, due.amount) for due in account.due_back] == [
        ("overpayment", Decimal(10)),
        ("credit", Decimal(10)),
        ("advance", Decimal(60)),
    ]
    for refund in (1, 2, 3):
        (answer,) = await handlers.approve(db, [rules.Approve(order.id, refund, "li.na")])
        assert isinstance(answer, Answer)
        assert [type(event) for event in answer.events] == [PaymentRefunded]
        assert await ledger.faults(db) == []
    assert await db.fetchval(BANK) == 50
    assert await accounts.listed(db, "due_back", "waiting", None, order.id.__class__(int=0), 10) == []


@pytest.mark.usefixtures("by_hand")
async def test_a_wait_that_the_ledger_does_not_know_is_a_fault(db: asyncpg.Connection) -> None:
    order = Order(share="1")
    await advances.agree(db, [order.confirmed()])
    (answer,) = await payments_handlers.pay(db, [order.payment("130")])
    assert isinstance(answer, Answer)
    assert [type(event) for event in answer.events] == [PaymentReceived]
    await db.execute("UPDATE order_account SET due_back = '[]'")
    (fault,) = await ledger.faults(db)
    assert "owed back" in fault.fault


def test_the_policy_of_tests_is_the_demos() -> None:
    assert Policy().refunds == "automatic"
