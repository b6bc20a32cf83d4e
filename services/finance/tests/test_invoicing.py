"""One invoice per shipment; the sum is what was shipped at its price, however it is cut (FIN-1)."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

import asyncpg
import pytest
from hypothesis import given
from hypothesis import strategies as st

from chassis import clock
from chassis.handling import NotReady
from contracts.finance import InvoiceIssued
from contracts.money import rounded
from contracts.sales import OrderChanged, OrderConfirmed
from services.finance.account.rules.account import Account
from services.finance.account.rules.billing import worth
from services.finance.account.rules.follow import fall_overdue
from services.finance.advances import handlers as advances
from services.finance.advances import rules as advances_rules
from services.finance.invoices import handlers
from services.finance.invoices.rules import due_by_bank
from services.finance.tests.samples import TODAY, Order, agreed, money, shipped
from tests.needs import needs

pytestmark = needs("FIN-1")


def invoice_all(order: Order, *quantities: str) -> Account:
    account = agreed(order)
    for quantity in quantities:
        account = shipped(account, order, order.dispatched(line1=quantity)).document
    return account


def test_a_line_is_its_price_times_its_quantity_half_up() -> None:
    (invoice,) = invoice_all(Order({1: ("3", "0.335")}), "3").invoices
    assert invoice.lines[0].amount == Decimal("1.01")


def test_a_currency_without_minor_unit_is_rounded_to_whole_ones() -> None:
    (invoice,) = invoice_all(Order({1: ("3", "33.5")}, currency="JPY"), "3").invoices
    assert invoice.total == Decimal(101)


def test_partial_shipments_add_up_to_the_whole_line() -> None:
    account = invoice_all(Order({1: ("3", "0.335")}), "1", "1", "1")
    assert [i.total for i in account.invoices] == [Decimal("0.34"), Decimal("0.33"), Decimal("0.34")]


def test_freight_goes_to_the_first_shipment() -> None:
    account = invoice_all(Order(freight="25"), "4", "6")
    assert [i.freight for i in account.invoices] == [Decimal(25), Decimal(0)]


def test_tax_is_on_goods_less_discount_and_on_freight() -> None:
    (invoice,) = invoice_all(Order(freight="10", discount="0.1", tax="0.13"), "10").invoices
    assert (invoice.discount, invoice.tax, invoice.total) == (Decimal(10), Decimal("13.00"), Decimal("113.00"))


def test_the_due_date_is_the_terms_days_after_issue() -> None:
    (invoice,) = invoice_all(Order(days=45), "10").invoices
    assert invoice.due == TODAY + timedelta(days=45)


@needs("LOG-7", "FIN-4")
def test_what_a_bank_accepted_to_pay_is_due_on_its_day() -> None:
    order = Order(days=30)
    account = invoice_all(order, "10")
    late = fall_overdue(account, TODAY + timedelta(days=31)).document
    accepted = order.accepted_by_bank(account.invoices[0].shipment_id, TODAY + timedelta(days=90))
    paid_later = due_by_bank(late, late.invoices[0], accepted, TODAY + timedelta(days=32)).document
    assert fall_overdue(paid_later, TODAY + timedelta(days=90)).events == ()
    assert len(fall_overdue(paid_later, TODAY + timedelta(days=91)).events) == 1, "it is said again"


@needs("LOG-7")
async def test_a_banks_day_waits_for_its_invoice_and_is_kept(db: asyncpg.Connection) -> None:
    order = Order()
    await advances.agree(db, [order.confirmed()])
    left = order.dispatched(line1="10")
    accepted = order.accepted_by_bank(left.shipment_id, TODAY + timedelta(days=90))
    (early,) = await handlers.take_banks_day(db, [accepted])
    assert isinstance(early, NotReady)
    await handlers.issue(db, [left])
    (said,) = await handlers.take_banks_day(db, [accepted])
    assert isinstance(said, tuple)
    (told,) = said
    assert (told.due, told.was, told.outstanding, told.version) == (
        TODAY + timedelta(days=90),
        clock.today() + timedelta(days=30),
        Decimal(100),
        2,
    )
    assert await handlers.take_banks_day(db, [accepted]) == [()], "the same day is told once"
    due = await db.fetchval("SELECT due FROM invoice WHERE order_id = $1", order.id)
    assert due == TODAY + timedelta(days=90)


def test_a_new_price_counts_for_what_ships_at_that_version() -> None:
    order = Order({1: ("3", "0.335")})
    account = shipped(agreed(order), order, order.dispatched(line1="1")).document
    changed = order.changed({1: ("3", "0.5")})
    account = advances_rules.agree(account, changed, TODAY, 7).document
    account = shipped(account, order, order.dispatched(line1="1")).document
    account = shipped(account, order, order.dispatched(version=1, line1="1")).document
    assert [i.total for i in account.invoices] == [Decimal("0.34"), Decimal("0.50"), Decimal("0.33")]


def test_an_advance_is_set_off_in_the_order_of_dispatch() -> None:
    order = Order(share="0.5")
    account = agreed(order).with_advance(received=Decimal(50))
    account = shipped(account, order, order.dispatched(line1="4")).document
    account = shipped(account, order, order.dispatched(line1="6")).document
    assert [i.advance_used for i in account.invoices] == [Decimal(40), Decimal(10)]
    assert [i.outstanding for i in account.invoices] == [Decimal(0), Decimal(50)]
    assert account.advance.unused == 0


def test_an_invoice_is_posted_so_that_it_balances() -> None:
    order = Order(freight="10", discount="0.1", tax="0.13", share="0.5")
    turn = shipped(agreed(order).with_advance(received=Decimal(50)), order, order.dispatched(line1="10"))
    posted = {(p.account, int(p.debit - p.credit)) for p in turn.entries[0].postings}
    assert posted == {("1122", 113), ("6001", -90), ("6051", -10), ("2221", -13), ("2203", 50), ("1122", -50)}


@given(
    parts=st.lists(st.integers(1, 40), min_size=1, max_size=8),
    price=st.decimals("0.001", "99", places=3),
    discount=st.decimals("0", "1", places=3),
    tax=st.decimals("0", "0.3", places=3),
    currency=st.sampled_from(["USD", "JPY"]),
)
def test_however_it_is_cut_the_invoices_sum_up_to_the_order(
    parts: list[int], price: Decimal, discount: Decimal, tax: Decimal, currency: str
) -> None:
    terms: dict[str, Any] = {"freight": "7.5", "discount": str(discount), "tax": str(tax), "currency": currency}
    order = Order({1: (str(sum(parts)), str(price))}, **terms)
    account = invoice_all(order, *(str(part) for part in parts))
    assert sum(i.total for i in account.invoices) == worth((), order.content())
    assert all(i.total >= 0 and i.total == rounded(i.total, currency) for i in account.invoices)


async def test_a_shipment_waits_for_the_content_of_its_very_version(db: asyncpg.Connection) -> None:
    order = Order()
    await advances.agree(db, [order.confirmed()])
    early = order.dispatched(version=2, line1="4")
    (waits,) = await handlers.issue(db, [early])
    assert waits == NotReady(of=(OrderConfirmed, OrderChanged), key=str(order.id))
    assert await db.fetchval("SELECT count(*) FROM invoice") == 0
    await advances.agree(db, [order.changed(lines={1: ("10", "11")})])
    ((issued,),) = await handlers.issue(db, [early])  # type: ignore[misc]
    assert isinstance(issued, InvoiceIssued)
    assert issued.total.amount == 44


async def test_a_shipment_of_an_old_version_is_billed_at_the_old_price_also_after_a_cancel(
    db: asyncpg.Connection,
) -> None:
    order = Order()
    confirmed, changed = order.confirmed(), order.changed(lines={1: ("10", "11")})
    cancelled = order.cancelled()
    await advances.cancel(db, [cancelled])
    await advances.agree(db, [changed])
    await advances.agree(db, [confirmed])
    ((issued,),) = await handlers.issue(db, [order.dispatched(version=1, line1="4")])  # type: ignore[misc]
    assert isinstance(issued, InvoiceIssued)
    assert (issued.total, issued.customer) == (money("40.00"), "ALFKI")


async def test_a_shipment_is_invoiced_once(db: asyncpg.Connection) -> None:
    order = Order()
    await advances.agree(db, [order.confirmed()])
    shipment = order.dispatched(line1="4")
    await handlers.issue(db, [shipment])
    assert await handlers.issue(db, [shipment]) == [()]
    with pytest.raises(asyncpg.UniqueViolationError):
        await db.execute(
            "INSERT INTO invoice (invoice_id, order_id, position, customer, shipment_id, number, currency, total,"
            " advance_used, paid, credited, refunded, issued_on, due, overdue, doc) SELECT gen_random_uuid(),"
            " gen_random_uuid(), 1, customer, shipment_id, 'X', currency, total, 0, 0, 0, 0, issued_on, due, false, doc"
            " FROM invoice"
        )


async def test_500_orders_are_agreed_in_three_statements_and_invoiced_in_five(
    db: asyncpg.Connection, statements: Any
) -> None:
    orders = [Order(number=f"SO-{n}", freight="5", tax="0.13") for n in range(500)]
    with statements(db) as seen:
        await advances.agree(db, [order.confirmed() for order in orders])
    assert len(seen) <= 3
    with statements(db) as seen:
        outcomes = await handlers.issue(db, [order.dispatched(line1="10") for order in orders])
    assert len(seen) <= 5
    issued = [outcome[0] for outcome in outcomes if isinstance(outcome, tuple)]
    numbers = [said.number for said in issued if isinstance(said, InvoiceIssued)]
    assert numbers == [f"INV-{numbers[0][4:8]}-{n:06d}" for n in range(1, 501)]


@needs("SAL-9", "FIN-1")
def test_a_freight_changed_before_anything_left_is_open_until_it_is_invoiced() -> None:
    """SAL-9, FIN-1: the credit carries what will be billed, no more and no less."""
    order = Order(freight="100")
    account = agreed(order)
    changed = order.changed(freight="300")
    account = advances_rules.agree(account, changed, TODAY, 7).document
    left = [account.open_value]
    for quantity in ("4", "6"):
        account = shipped(account, order, order.dispatched(line1=quantity), freight="300").document
        left.append(account.open_value)
    assert left == [400, 60, 0]
    assert [invoice.freight for invoice in account.invoices] == [300, 0]
