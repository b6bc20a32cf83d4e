"""What a customer's account says of a month (FIN-10)."""

from datetime import date
from decimal import Decimal
from typing import Any

import asyncpg

from services.finance.account import store as accounts
from services.finance.account.rules.account import Account, Turn
from services.finance.customer_statements import store
from services.finance.customer_statements.view import CustomerStatement, InCurrency, statement_of
from services.finance.month.rules.month import Month
from services.finance.payments.rules import settle
from services.finance.tests.samples import Order, agreed, shipped
from tests.needs import needs

pytestmark = needs("FIN-10")
MARCH, APRIL, MAY = date(2026, 3, 5), date(2026, 4, 5), date(2026, 5, 5)


async def trade(db: asyncpg.Connection) -> None:
    """Invoiced 100 in March, of which 30 came in April and 80 in May."""
    order = Order()
    turn: Any = shipped(agreed(order), order, order.dispatched(line1="10"))
    await accounts.save(db, [Account(order_id=order.id)], [Turn(turn.document, (), turn.entries)], MARCH)
    for amount, day in (("30", APRIL), ("80", MAY)):
        paid = settle(turn.document, order.payment(amount, bank_reference=f"B-{amount}"), "by_hand")
        await accounts.save(db, [turn.document], [paid], day)
        turn = paid


async def statement(db: asyncpg.Connection, month: str, customer: str = "ALFKI") -> CustomerStatement:
    of = Month(month=month)
    openings = await store.openings(db, customer, of.first_day)
    lines = await store.lines(db, customer, of.first_day, of.last_day)
    return statement_of(customer, month, openings, lines, await store.open_items(db, customer, of.last_day))


async def of_month(db: asyncpg.Connection, month: str) -> InCurrency:
    (told,) = (await statement(db, month)).currencies
    return told


async def test_a_month_goes_on_where_the_one_before_ended(db: asyncpg.Connection) -> None:
    await trade(db)
    told = [await of_month(db, f"2026-{month:02d}") for month in (3, 4, 5, 6)]
    assert [one.opening for one in told] == [0, 100, 70, -10]
    assert [one.closing for one in told] == [100, 70, -10, -10]


async def test_each_line_says_what_was_booked_and_each_open_invoice_what_is_left(db: asyncpg.Connection) -> None:
    await trade(db)
    march, april, may = [await of_month(db, f"2026-{month:02d}") for month in (3, 4, 5)]
    (invoice,) = march.lines
    assert (invoice.kind, invoice.document, invoice.amount) == ("invoice", "INV-2026-000001", Decimal(100))
    assert [(one.kind, one.order, one.amount) for one in april.lines] == [("payment", "SO-2026-000001", Decimal(-30))]
    assert [(one.number, one.outstanding) for one in april.open_items] == [("INV-2026-000001", Decimal(70))]
    assert may.open_items == []


async def test_a_customer_without_bookings_has_an_empty_statement(db: asyncpg.Connection) -> None:
    assert (await statement(db, "2026-03", "BONAP")).currencies == []
