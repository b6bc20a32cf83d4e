"""Payments: full, part, over, twice, for nothing known; and what nobody paid (FIN-2, FIN-4)."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from typing import Any

import asyncpg
import pytest
from hypothesis import given
from hypothesis import strategies as st

from chassis.handling import Answer
from contracts.finance import InvoiceIssued, PaymentOverdue, PaymentReceived, PaymentRefunded
from services.finance.account.rules.account import Account
from services.finance.account.rules.follow import fall_overdue
from services.finance.advances import handlers as advances
from services.finance.advances import rules as advances_rules
from services.finance.invoices import handlers as invoices
from services.finance.ledger import store as ledger
from services.finance.payments import handlers, rules, store
from services.finance.payments.rules import PastDue
from services.finance.tests.samples import TODAY, Order, agreed, money, shipped
from tests.needs import needs


def with_invoices(order: Order, *quantities: str) -> Account:
    account = agreed(order)
    for quantity in quantities:
        account = shipped(account, order, order.dispatched(line1=quantity)).document
    return account


@needs("FIN-2")
def test_a_part_leaves_the_rest_outstanding() -> None:
    order = Order()
    account = with_invoices(order, "10")
    turn = rules.settle(account, order.payment("30", account.invoices[0].invoice_id), "automatic")
    (received,) = turn.events
    assert isinstance(received, PaymentReceived)
    assert (received.outstanding, received.version, received.advance) == (Decimal(70), 2, False)


@needs("FIN-2")
def test_what_is_above_all_that_the_order_asks_goes_back() -> None:
    order = Order({1: ("4", "10")})
    account = with_invoices(order, "4")
    turn = rules.settle(account, order.payment("50", account.invoices[0].invoice_id), "automatic")
    (booked,) = turn.payments
    received, refund = turn.events
    assert isinstance(received, PaymentReceived)
    assert isinstance(refund, PaymentRefunded)
    assert (received.outstanding, refund.amount, refund.of) == (Decimal(0), money("10.00"), "overpayment")
    assert booked.refunded == money("10.00")


@needs("FIN-2")
def test_one_transfer_pays_the_invoice_that_it_names_then_the_orders_others_by_due_date() -> None:
    """FIN-2: the rest of a payment settles what the order owes besides, before anything is refunded."""
    order = Order({1: ("15", "10")})
    account = with_invoices(order, "4", "6", "5")
    first, second, third = account.invoices
    account = account.with_invoice(second.but(due=third.due + timedelta(days=1)))
    turn = rules.settle(account, order.payment("165", first.invoice_id), "automatic")
    (booked,) = turn.payments
    received = [event for event in turn.events if isinstance(event, PaymentReceived)]
    assert [(event.invoice_id, event.amount.amount, event.outstanding, event.version) for event in received] == [
        (first.invoice_id, Decimal(40), Decimal(0), 2),
        (third.invoice_id, Decimal(50), Decimal(0), 2),
        (second.invoice_id, Decimal(60), Decimal(0), 2),
    ]
    refund = turn.events[-1]
    assert isinstance(refund, PaymentRefunded)
    assert (refund.amount, refund.invoice_id) == (money("15.00"), first.invoice_id)
    assert booked.refunded == money("15.00")


@needs("FIN-2")
def test_a_payment_of_the_order_settles_its_advance_then_its_oldest_invoices() -> None:
    order = Order(share="0.1")
    account = with_invoices(order, "4", "6")
    turn = rules.settle(account, order.payment("75"), "automatic")
    (booked,) = turn.payments
    assert [(s.number, s.amount, s.outstanding) for s in booked.settled] == [
        ("SO-2026-000001", Decimal("10.00"), Decimal(0)),
        ("INV-2026-000001", Decimal("40.00"), Decimal(0)),
        ("INV-2026-000002", Decimal("25.00"), Decimal("35.00")),
    ]
    assert [event.advance for event in turn.events if isinstance(event, PaymentReceived)] == [True, False, False]


@needs("FIN-2")
def test_what_an_order_still_asks_is_kept_as_its_advance_and_set_off_in_the_order_of_dispatch() -> None:
    """FIN-2: all of an order of 100 is paid when 40 of it are billed; nothing goes back and the rest is never open."""
    order = Order()
    account = with_invoices(order, "4")
    turn = rules.settle(account, order.payment("100"), "automatic")
    (booked,) = turn.payments
    received = [event for event in turn.events if isinstance(event, PaymentReceived)]
    assert [(event.advance, event.amount, event.outstanding) for event in received] == [
        (False, money("40.00"), Decimal(0)),
        (True, money("60.00"), Decimal(0)),
    ]
    assert (booked.refunded, turn.document.advance.unused) == (money("0.00"), Decimal(60))
    assert turn.document.open_value == 0
    account = shipped(turn.document, order, order.dispatched(line1="1")).document
    account = shipped(account, order, order.dispatched(line1="5")).document
    assert [(i.advance_used, i.outstanding) for i in account.invoices[1:]] == [
        (Decimal(10), Decimal(0)),
        (Decimal(50), Decimal(0)),
    ]
    assert account.advance.unused == 0


@needs("FIN-2")
def test_open_invoices_are_paid_before_anything_is_kept() -> None:
    """FIN-2: what is due first; a payment that names an invoice too."""
    order = Order()
    account = with_invoices(order, "4", "3")
    (booked,) = rules.settle(account, order.payment("80", account.invoices[1].invoice_id), "automatic").payments
    assert [(part.number, part.amount) for part in booked.settled] == [
        ("INV-2026-000002", Decimal(30)),
        ("INV-2026-000001", Decimal(40)),
        ("SO-2026-000001", Decimal(10)),
    ]


@needs("FIN-2")
def test_what_is_kept_is_given_back_at_the_orders_end_only() -> None:
    """FIN-2: an order changed to less keeps what came until it is over."""
    order = Order()
    account = rules.settle(agreed(order), order.payment("100"), "automatic").document
    account = advances_rules.agree(account, order.changed({1: ("4", "10")}), TODAY, 7).document
    account = shipped(account, order, order.dispatched(line1="4")).document
    assert account.advance.unused == 60
    (refund,) = advances_rules.end(account, "closed", 2, "automatic").events
    assert refund == PaymentRefunded(order_id=order.id, amount=money("60.00"), of="advance")


@needs("FIN-2")
def test_no_more_is_kept_than_the_order_still_asks() -> None:
    """FIN-2: a second payment for the same goods goes back."""
    order = Order(share="0.3")
    account = rules.settle(agreed(order), order.payment("90"), "automatic").document
    turn = rules.settle(account, order.payment("90"), "automatic")
    (booked,) = turn.payments
    assert [part.amount for part in booked.settled] == [10]
    assert (booked.refunded, turn.document.advance.received) == (money("80"), Decimal(100))


@needs("FIN-2", "FIN-3")
@given(payments=st.lists(st.integers(1, 130), max_size=4), parts=st.lists(st.integers(1, 6), max_size=4))
def test_whatever_is_paid_when_the_money_is_the_invoices_the_advance_or_given_back(
    payments: list[int], parts: list[int]
) -> None:
    """FIN-2, FIN-3: what came = what invoices took + what is left of the advance + what went back."""
    order = Order({1: ("12", "10")}, share="0.25", tax="0.13")
    account, came, back = agreed(order), 0, Decimal(0)
    for step in range(4):
        for amount in payments[step : step + 1]:
            turn = rules.settle(account, order.payment(str(amount)), "automatic")
            (booked,) = turn.payments
            account, came, back = turn.document, came + amount, back + booked.refunded.amount
        for part in parts[step : step + 1]:
            account = shipped(account, order, order.dispatched(line1=str(part))).document
        taken = sum(invoice.paid + invoice.advance_used for invoice in account.invoices)
        assert came == taken + account.advance.unused + back


@needs("FIN-2")
def test_money_for_an_order_that_is_over_goes_back() -> None:
    order = Order()
    closed = advances_rules.end(agreed(order), "closed", 1, "automatic").document
    turn = rules.settle(closed, order.payment("75"), "automatic")
    (booked,) = turn.payments
    assert turn.events == (PaymentRefunded(order_id=order.id, amount=money("75"), of="overpayment"),)
    assert len(turn.entries) == 2
    assert booked.settled == ()


@needs("FIN-4")
def test_an_unpaid_invoice_is_overdue_the_day_after_its_due_date_and_once() -> None:
    order = Order(days=30)
    account = with_invoices(order, "10")
    assert fall_overdue(account, TODAY + timedelta(days=30)).events == ()
    turn = fall_overdue(account, TODAY + timedelta(days=31))
    (overdue,) = turn.events
    assert (overdue.outstanding, overdue.invoice_id) == (money("100.00"), account.invoices[0].invoice_id)
    assert fall_overdue(turn.document, TODAY + timedelta(days=40)).events == ()


@needs("FIN-4")
def test_an_unpaid_advance_is_overdue_unless_the_order_is_over() -> None:
    order = Order(share="0.5")
    account = agreed(order)
    (overdue,) = fall_overdue(account, TODAY + timedelta(days=8)).events
    assert (overdue.invoice_id, overdue.outstanding) == (None, money("50.00"))
    over = account.but(stage="cancelled")
    assert fall_overdue(over, TODAY + timedelta(days=8)).events == ()


@needs("FIN-2")
async def test_the_same_bank_line_twice_is_one_payment(db: asyncpg.Connection) -> None:
    order = Order(share="1")
    await advances.agree(db, [order.confirmed()])
    (first,) = await handlers.pay(db, [order.payment("60")])
    (again,) = await handlers.pay(db, [order.payment("60")])
    assert isinstance(first, Answer)
    assert isinstance(again, Answer)
    assert (again.body, again.events) == (first.body, ())
    (other,) = await handlers.pay(db, [order.payment("61")])
    assert isinstance(other, rules.BankReferenceUsed)


@needs("FIN-2")
async def test_one_bank_reference_in_a_statement_for_two_orders_is_booked_for_the_first(
    db: asyncpg.Connection,
) -> None:
    one, two = Order(share="1", number="SO-1"), Order(share="1", number="SO-2")
    await advances.agree(db, [one.confirmed(), two.confirmed()])
    booked, refused = await handlers.pay(db, [one.payment("60"), two.payment("60")])
    assert isinstance(booked, Answer)
    assert isinstance(refused, rules.BankReferenceUsed)


@needs("FIN-2")
async def test_a_reference_is_an_invoice_an_order_or_the_customers_own_number(db: asyncpg.Connection) -> None:
    order = Order()
    await advances.agree(db, [order.confirmed()])
    ((issued,),) = await invoices.issue(db, [order.dispatched(line1="10")])  # type: ignore[misc]
    assert isinstance(issued, InvoiceIssued)
    number = issued.number
    references = [number, "SO-2026-000001", "PO of SO-2026-000001", "nothing"]
    named = await store.resolve(db, ["ALFKI"] * 4, references)
    assert [n and (n.order_id, n.invoice_id) for n in named] == [
        (order.id, issued.invoice_id),
        (order.id, None),
        (order.id, None),
        None,
    ]
    assert await store.resolve(db, ["BONAP"], references[2:3]) == [None]


@needs("FIN-4")
async def test_what_falls_due_is_found_and_said_once(db: asyncpg.Connection) -> None:
    order = Order(days=0, number="SO-9")
    await advances.agree(db, [order.confirmed()])
    await invoices.issue(db, [order.dispatched(line1="10")])
    await db.execute("UPDATE invoice SET due = due - 1, doc = jsonb_set(doc, '{due}', to_jsonb(due - 1))")
    today = await db.fetchval("SELECT issued_on FROM invoice")
    assert await store.due(db, today) == [order.id]
    ((overdue,),) = await handlers.tell_overdue(db, [PastDue(order.id)])
    assert isinstance(overdue, PaymentOverdue)
    assert await store.due(db, today) == []
    assert await handlers.tell_overdue(db, [PastDue(order.id)]) == [()]


@pytest.mark.parametrize(("currency", "most"), [("CNY", 4), ("USD", 6)])
async def test_a_statement_of_500_lines_takes_three_statements_beside_the_figures(
    db: asyncpg.Connection, statements: Any, currency: str, most: int
) -> None:
    """And two more in foreign money, whose rates are looked at (FIN-8)."""
    orders = [Order(number=f"SO-{n}", currency=currency) for n in range(500)]
    await advances.agree(db, [order.confirmed() for order in orders])
    await invoices.issue(db, [order.dispatched(line1="10") for order in orders])
    lines = [replace(order.payment("100"), bank_reference=f"B-{n}") for n, order in enumerate(orders)]
    with statements(db) as seen:
        answers = await handlers.pay(db, lines)
    assert len(seen) <= most
    assert all(isinstance(answer, Answer) for answer in answers)
    assert await db.fetchval("SELECT sum(outstanding) FROM invoice") == 0


@needs("FIN-2", "FIN-3")
async def test_one_transfer_for_two_invoices_is_booked_once(db: asyncpg.Connection) -> None:
    """FIN-2, FIN-3: the same bank line again moves nothing, and the receivables agree."""
    order = Order()
    await advances.agree(db, [order.confirmed()])
    ((first,),) = await invoices.issue(db, [order.dispatched(line1="4")])  # type: ignore[misc]
    assert isinstance(first, InvoiceIssued)
    await invoices.issue(db, [order.dispatched(line1="6")])
    for _ in range(2):
        (answer,) = await handlers.pay(db, [order.payment("100", first.invoice_id)])
        assert isinstance(answer, Answer)
    assert await db.fetchval("SELECT sum(outstanding) FROM invoice") == 0
    assert await db.fetchval("SELECT count(*) FROM journal_entry WHERE kind = 'payment'") == 1
    assert await ledger.faults(db) == []
