"""Differences of exchange, realised and unrealised: the books of the company's own currency balance (FIN-8, FIN-3)."""

import json
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from random import Random
from typing import Any

import asyncpg
import pytest

from chassis import clock
from contracts.rates import HOME, OPENING
from services.finance.account import store as accounts
from services.finance.account.rules.account import Account, Turn
from services.finance.account.rules.entries import BANK, PAYABLE, Entry, credit, debit
from services.finance.bills.rules import LineAsked
from services.finance.month.rules.month import Month
from services.finance.payees import handlers as payees
from services.finance.payments import handlers as payments
from services.finance.payments.rules import settle
from services.finance.policy import Policy
from services.finance.purchased import handlers as purchased
from services.finance.rates import store as rates
from services.finance.rates.rules.putting import Rate
from services.finance.returns import handlers as returns
from services.finance.reversals.rules.undoing import undo
from services.finance.tests.bought import Bought, balances, entered, paper, supplier
from services.finance.tests.samples import Order, agreed, money, shipped
from services.finance.valuation import store, work
from tests.figures import put as put_figures
from tests.needs import needs
from tests.written import written

pytestmark = needs("FIN-8", "FIN-3")

AT = datetime(2026, 3, 1, tzinfo=UTC)
MARCH, APRIL = date(2026, 3, 10), date(2026, 4, 10)
IN_OWN = """
SELECT sum(l.debit * rate) AS debit, sum(l.credit * rate) AS credit
FROM journal_line l JOIN journal_entry e USING (entry_id),
    LATERAL (SELECT CASE WHEN e.currency = $1 THEN 1 ELSE rate_on(e.currency, $2::json, e.booked_on) END AS rate) r
"""
CARRIED = """
SELECT i.invoice_id, sum((l.debit - l.credit)
    * CASE WHEN e.currency = $1 THEN 1 ELSE rate_on(e.currency, $2::json, e.booked_on) END) AS carried
FROM invoice i JOIN journal_line l USING (invoice_id) JOIN journal_entry e USING (entry_id)
WHERE i.outstanding = 0 AND l.account = ANY($3) GROUP BY 1
"""
TOLD = json.dumps({currency: str(value) for currency, value in OPENING.items()})


async def worth(db: asyncpg.Connection, value: str, day: date, currency: str = "USD", version: int = 1) -> None:
    await rates.put(db, [Rate(currency, version, day, Decimal(value), "chen.wei", AT)])


async def invoiced(db: asyncpg.Connection, day: date, **terms: Any) -> tuple[Order, Turn[Any]]:
    """An order of 100 that left whole on a day."""
    order = Order(**terms)
    turn = shipped(agreed(order), order, order.dispatched(line1="10"))
    invoice = turn.document.invoices[0].but(number=f"INV-{order.id}")
    turn = Turn(turn.document.but(invoices=(invoice,)), (), turn.entries)
    await accounts.save(db, [Account(order_id=order.id)], [turn], day)
    return order, turn


async def paid(db: asyncpg.Connection, order: Order, turn: Turn[Any], amount: str, day: date, line: str) -> Turn[Any]:
    settled = settle(turn.document, order.payment(amount, bank_reference=line), "automatic")
    await accounts.save(db, [turn.document], [settled], day)
    await work.handle(db, settled.entries, day)
    return settled


async def test_a_payment_at_another_rate_than_its_invoice_gains_or_loses_the_difference(
    db: asyncpg.Connection,
) -> None:
    """100 dollars at 7.10 are paid at 7.00: 10 yuan are lost."""
    await worth(db, "7.10", MARCH)
    await worth(db, "7.00", APRIL, version=2)
    order, turn = await invoiced(db, MARCH)
    await paid(db, order, turn, "100", APRIL, "B-1")
    told = await balances(db)
    assert (told["606101"], told["112299"]) == (Decimal(10), Decimal(-10))


async def test_parts_of_a_payment_sum_up_to_the_rounded_whole(db: asyncpg.Connection) -> None:
    await worth(db, "7.1234", MARCH)
    await worth(db, "7.0567", APRIL, version=2)
    order, turn = await invoiced(db, MARCH)
    for place, amount in enumerate(("33.33", "33.33", "33.34")):
        turn = await paid(db, order, turn, amount, APRIL, f"B-{place}")
    assert (await balances(db))["606101"] == Decimal("6.67")


async def test_what_the_bank_took_back_is_owed_at_its_own_rate_again(db: asyncpg.Connection) -> None:
    await worth(db, "7.10", MARCH)
    await worth(db, "7.00", APRIL, version=2)
    order, turn = await invoiced(db, MARCH)
    settled = await paid(db, order, turn, "100", APRIL, "B-1")
    back = undo(settled.document, settled.payments[0], "FT-2")
    assert back
    await accounts.save(db, [settled.document], [back], APRIL)
    await work.handle(db, back.entries, APRIL)
    assert "606101" not in await balances(db)


async def test_where_the_rate_did_not_move_nothing_is_posted(db: asyncpg.Connection) -> None:
    order, turn = await invoiced(db, MARCH)
    settled = await paid(db, order, turn, "100", APRIL, "B-1")
    async with written(db) as rows:
        await work.handle(db, settled.entries, APRIL)
    assert rows == {}


async def test_a_company_that_takes_the_rate_of_the_month_compares_by_it(db: asyncpg.Connection) -> None:
    """Both of April: the rate of its first day holds for the invoice and for the payment."""
    await worth(db, "7.10", date(2026, 4, 1))
    await worth(db, "7.00", APRIL, version=2)
    await put_figures(db, Policy, invoice_rate="month", receipt_rate="month")
    order, turn = await invoiced(db, date(2026, 4, 2))
    await paid(db, order, turn, "100", APRIL, "B-1")
    assert "606101" not in await balances(db)


async def test_what_a_payment_over_http_gains_is_booked_with_it(db: asyncpg.Connection) -> None:
    today = clock.today()
    await worth(db, "7.10", today - timedelta(days=9))
    await worth(db, "7.20", today, version=2)
    order, _ = await invoiced(db, today - timedelta(days=9))
    await payments.pay(db, [order.payment("100")])
    assert (await balances(db))["606101"] == Decimal(-10)


async def test_goods_that_come_back_are_credited_at_the_rate_of_their_invoice(db: asyncpg.Connection) -> None:
    today = clock.today()
    await worth(db, "7.10", today - timedelta(days=9))
    await worth(db, "7.20", today, version=2)
    order, turn = await invoiced(db, today - timedelta(days=9))
    await returns.credit(db, [order.back(turn.document.invoices[0].shipment_id, line1="10")])
    assert (await balances(db))["112299"] == Decimal(10)


async def test_what_is_open_at_a_months_end_is_valued_and_back_on_the_next_day(db: asyncpg.Connection) -> None:
    """200 dollars of customers and 100 of a supplier, at 7.10, are at 7.30 when March ends."""
    await worth(db, "7.10", MARCH)
    await worth(db, "7.30", date(2026, 3, 31), version=2)
    await invoiced(db, MARCH)
    await invoiced(db, MARCH, number="SO-2026-000002")
    await work.close(db, [Month(month="2026-03")])
    lines = await db.fetch(
        """SELECT booked_on, document, account, debit - credit AS amount FROM journal_entry JOIN journal_line
           USING (entry_id) WHERE kind = 'revaluation' ORDER BY booked_on, account"""
    )
    assert [tuple(line) for line in lines] == [
        (date(2026, 3, 31), "2026-03 USD", "112299", Decimal(40)),
        (date(2026, 3, 31), "2026-03 USD", "606101", Decimal(-40)),
        (date(2026, 4, 1), "2026-03 USD", "112299", Decimal(-40)),
        (date(2026, 4, 1), "2026-03 USD", "606101", Decimal(40)),
    ]


async def test_what_was_paid_after_the_months_end_was_open_at_it(db: asyncpg.Connection) -> None:
    await worth(db, "7.10", MARCH)
    await worth(db, "7.30", date(2026, 3, 31), version=2)
    order, turn = await invoiced(db, MARCH)
    await paid(db, order, turn, "100", APRIL, "B-1")
    (found,) = await store.open_at(db, date(2026, 3, 31), [])
    assert (found.account, found.gained) == ("1122", Decimal(20))
    assert await store.open_at(db, APRIL, []) == []


async def test_what_is_owed_to_a_supplier_loses_when_his_currency_rises(db: asyncpg.Connection) -> None:
    today, bought = clock.today(), Bought("40", "2.50")
    await worth(db, "7.10", today)
    await worth(db, "7.30", today + timedelta(days=1), version=2)
    await payees.take_suppliers(db, [supplier()])
    await purchased.take_orders(db, [bought.ordered().but(unit_price=money("2.50"))])
    await purchased.take_receipts(db, [bought.received("40")])
    line = LineAsked(bought.number, "bolt", Decimal(40), Decimal("2.50"), Decimal(0))
    bill, _ = await entered(db, paper(line, currency="USD"))
    (found,) = await store.open_at(db, today + timedelta(days=1), [])
    assert (found.account, found.gained) == ("2202", Decimal(-20))
    await paid_out(db, bill.bill_id, today + timedelta(days=1))
    assert (await balances(db))["606101"] == Decimal(20)


async def paid_out(db: asyncpg.Connection, bill_id: Any, day: date) -> None:
    """As a payment run posts it."""
    postings = (debit(PAYABLE, Decimal(100), bill_id), credit(BANK, Decimal(100)))
    entry = Entry(kind="payout", document="PAY", currency="USD", postings=postings)
    await accounts.post(db, [entry], day)
    await work.handle(db, [entry], day)


@pytest.mark.parametrize("seed", range(6))
async def test_the_books_in_our_own_currency_balance_whatever_rates_do(db: asyncpg.Connection, seed: int) -> None:
    """Any orders, payments and rates: debits are credits, and what is paid is worth nothing any more."""
    chance = Random(seed)
    days = [MARCH + timedelta(days=3 * n) for n in range(12)]
    for version, day in enumerate(days, start=1):
        for currency, about in (("USD", 7.1), ("EUR", 7.8)):
            await worth(db, f"{about * chance.uniform(0.9, 1.1):.4f}", day, currency, version)
    for number in range(5):
        await traded(db, chance, days, number)
    for month in ("2026-03", "2026-04"):
        await work.close(db, [Month(month=month)])
    sums = await db.fetchrow(IN_OWN, HOME, TOLD)
    assert sums
    assert sums["debit"] == sums["credit"]
    carried = await db.fetch(CARRIED, HOME, TOLD, ["1122", "112299"])
    assert len(carried) == 5
    assert max(abs(row["carried"]) for row in carried) <= Decimal("0.005")


async def traded(db: asyncpg.Connection, chance: Random, days: Sequence[date], number: int) -> None:
    """An order that is invoiced on one day and paid in parts on later ones."""
    first = chance.randrange(6)
    order, turn = await invoiced(db, days[first], currency=chance.choice(("USD", "EUR")), number=f"SO-{number}")
    cut = Decimal(chance.randrange(1, 9999)) / 100
    for place, amount in enumerate((cut, 100 - cut)):
        day = days[chance.randrange(first, len(days))]
        turn = await paid(db, order, turn, f"{amount:f}", day, f"B-{number}-{place}")
