"""What came keeps the rate of its day: on suspense, as an advance, not billed, in the bank (FIN-8)."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import asyncpg
import pytest
from hypothesis import given
from hypothesis import strategies as st

from chassis import clock
from chassis.clock import Clock
from chassis.http.page import FIRST as FIRST_ID
from contracts.rates import HOME
from services.finance.account.rules.entries import ADVANCES, PAYABLE, RECEIVABLE, SUSPENSE
from services.finance.advances import handlers as advances
from services.finance.bank_statements import handlers as statements
from services.finance.bank_statements.rules.reading import read
from services.finance.bank_statements.rules.taking import BankFile, named
from services.finance.bills.rules import LineAsked
from services.finance.invoices import handlers as invoices
from services.finance.ledger import store as ledger
from services.finance.matching import handlers as matching
from services.finance.matching.rules.assigning import Assign, GiveBack
from services.finance.month.rules.month import Month
from services.finance.payees import handlers as payees
from services.finance.payments import handlers as payments
from services.finance.policy import Policy
from services.finance.purchased import handlers as purchased
from services.finance.rates import store as rates
from services.finance.rates.rules.putting import Rate
from services.finance.receipt import store as receipts
from services.finance.reversals import handlers as reversals
from services.finance.tests.bank_files import Line, camt
from services.finance.tests.bought import Bought, balances, entered, paper, supplier
from services.finance.tests.samples import Order, money
from services.finance.tests.test_valuation import IN_OWN, TOLD, paid_out
from services.finance.valuation import work
from services.finance.valuation.rules import Move, carried
from tests.figures import put as put_figures
from tests.needs import needs

pytestmark = needs("FIN-8", "FIN-3")

FIRST, SECOND, THIRD = date(2026, 3, 3), date(2026, 3, 10), date(2026, 3, 20)
GAINED = "SELECT coalesce(sum(credit - debit), 0) FROM journal_line WHERE account = '606101'"
BETWEEN = """
SELECT coalesce(sum((l.debit - l.credit) * CASE WHEN e.currency = $1 THEN 1 ELSE rate_on(e.currency, $2::json,
    CASE WHEN e.kind = 'bill' THEN date_trunc('month', e.booked_on)::date ELSE e.booked_on END) END), 0)
FROM journal_line l JOIN journal_entry e USING (entry_id) WHERE l.account = '6061'
"""


@pytest.fixture(autouse=True)
def clock_again() -> Iterator[None]:
    yield
    clock.set_clock(Clock.of())


@pytest.fixture(autouse=True)
async def books_agree(db: asyncpg.Connection) -> Any:
    yield
    sums = await db.fetchrow(IN_OWN, HOME, TOLD)
    assert sums
    assert sums["debit"] == sums["credit"]
    assert await ledger.faults(db) == []


async def on(db: asyncpg.Connection, day: date, dollar: str) -> None:
    """From here on it is this day, and a dollar is worth so much."""
    clock.set_clock(Clock.of(anchor=datetime(day.year, day.month, day.day, 4, tzinfo=UTC), rate=0))
    await rates.put(db, [Rate("USD", day.toordinal(), day, Decimal(dollar), "chen.wei", clock.now())])


async def gained(db: asyncpg.Connection) -> Decimal:
    return Decimal(await db.fetchval(GAINED))


async def invoiced(db: asyncpg.Connection, **terms: Any) -> tuple[Order, Any]:
    order = Order({1: ("100", "100")}, **terms)
    await advances.agree(db, [order.confirmed()])
    said = (await invoices.issue(db, [order.dispatched(line1="100")]))[0]
    return order, next(event for event in said if event.topic == "invoice.issued")  # type: ignore[union-attr]


async def came(db: asyncpg.Connection, *lines: Line, **told: str) -> list[Any]:
    """The receipts that a bank's file brings."""
    content = camt(*lines, **told)
    reading = read(content, {}, {"USD": Decimal(7)}, THIRD)
    assert not reading.faults
    await statements.take_in(db, [BankFile(tuple(map(named, reading.statements)), "li.na", content.encode())])
    return await receipts.listed(db, None, FIRST_ID, 100)


async def assign(db: asyncpg.Connection, receipt: Any, order: Order, invoice: Any, amount: str | None = None) -> None:
    so_much = Decimal(amount) if amount else None
    asked = Assign(receipt.receipt_id, order.id, invoice and invoice.invoice_id, "INV", so_much, "li.na")
    (answer,) = await matching.assign_receipts(db, [asked])
    assert not isinstance(answer, Exception), answer


async def test_money_on_suspense_keeps_the_rate_of_the_day_on_which_it_came(db: asyncpg.Connection) -> None:
    """10,000 dollars invoiced at 7.10 came at 7.00 and were assigned at 7.20: 1,000 yuan are lost."""
    await on(db, FIRST, "7.10")
    order, invoice = await invoiced(db)
    await on(db, SECOND, "7.00")
    (receipt,) = await came(db, Line("10000.00", "?"))
    await on(db, THIRD, "7.20")
    await assign(db, receipt, order, invoice)
    assert await gained(db) == -1000
    told = await balances(db)
    assert [told["112299"], told["22410199"]] == [1000, -2000]


async def test_what_is_assigned_in_parts_loses_no_more_than_the_whole(db: asyncpg.Connection) -> None:
    await on(db, FIRST, "7.1234")
    order, invoice = await invoiced(db)
    await on(db, SECOND, "7.0567")
    (receipt,) = await came(db, Line("10000.00", "?"))
    for day, rate, amount in ((11, "7.2", "3333.33"), (12, "7.3", "3333.33"), (13, "7.4", None)):
        await on(db, date(2026, 3, day), rate)
        await assign(db, receipt, order, invoice, amount)
    assert await gained(db) == -667


async def test_an_advance_settles_at_the_rate_of_its_own_day(db: asyncpg.Connection) -> None:
    """5,000 at 6.90 and 5,000 at 7.00 for what is invoiced at 7.10."""
    await on(db, FIRST, "6.90")
    order = Order({1: ("100", "100")}, share="1")
    await advances.agree(db, [order.confirmed()])
    await payments.pay(db, [order.payment("5000")])
    await on(db, SECOND, "7.00")
    await payments.pay(db, [order.payment("5000", bank_reference="B-2")])
    assert await gained(db) == 0
    await on(db, THIRD, "7.10")
    await invoices.issue(db, [order.dispatched(line1="100")])
    assert await gained(db) == -1500


async def test_an_advance_that_goes_back_gains_or_loses_from_its_own_day(db: asyncpg.Connection) -> None:
    await put_figures(db, Policy, refunds="automatic")
    await on(db, FIRST, "7.00")
    order = Order({1: ("100", "100")}, share="0.5")
    await advances.agree(db, [order.confirmed()])
    await payments.pay(db, [order.payment("5000")])
    await on(db, SECOND, "7.20")
    await advances.cancel(db, [order.cancelled()])
    assert await gained(db) == -1000


async def test_money_that_is_for_nobody_goes_back_at_the_rate_of_that_day(db: asyncpg.Connection) -> None:
    await on(db, FIRST, "7.00")
    (receipt,) = await came(db, Line("100.00", "?"))
    await on(db, SECOND, "7.20")
    await matching.return_receipts(db, [GiveBack(receipt.receipt_id, "chen.wei")])
    assert await gained(db) == -20


async def test_what_the_bank_took_back_unassigned_leaves_nothing_on_suspense(db: asyncpg.Connection) -> None:
    await on(db, FIRST, "7.00")
    await came(db, Line("100.00", "?", "R-77881"))
    await on(db, SECOND, "7.20")
    back = Line("-100.00", "back R-77881", "X-1", reversal=True)
    await came(db, back, number="S-2", sequence="2", opening="1100.00")
    found = await reversals.find_reversals(db, clock.now())
    await reversals.take_back(db, [asked for _, asked in found])
    assert await gained(db) == -20


async def test_goods_that_are_not_billed_keep_the_rate_of_the_day_on_which_they_came(db: asyncpg.Connection) -> None:
    """100 dollars of goods at 7.00 are billed at 7.10 and paid at 7.30: they came into stock at 700, and cost 730."""
    bought = await abroad(db, "7.00")
    await on(db, SECOND, "7.10")
    line = LineAsked(bought.number, "bolt", Decimal(40), Decimal("2.50"), Decimal(0))
    bill, _ = await entered(db, paper(line, currency="USD", dated=FIRST))
    assert await gained(db) == -10
    await on(db, THIRD, "7.30")
    await paid_out(db, bill.bill_id, THIRD)
    assert await gained(db) == -30
    await db.execute("UPDATE bill SET outstanding = 0")


async def abroad(db: asyncpg.Connection, dollar: str) -> Bought:
    """100 dollars of goods that are there and not billed."""
    bought = Bought("40", "2.50")
    await on(db, FIRST, dollar)
    await payees.take_suppliers(db, [supplier()])
    await purchased.take_orders(db, [bought.ordered().but(unit_price=money("2.50"))])
    await purchased.take_receipts(db, [bought.received("40")])
    return bought


async def test_with_the_rate_of_the_month_nothing_is_left_between_two_currencies(db: asyncpg.Connection) -> None:
    """A bill above the order takes its month's rate; what it asks besides counts for the stock at the same one."""
    await on(db, date(2026, 3, 1), "7.00")
    await put_figures(db, Policy, bill_rate="month", bill_price_tolerance="0.5")
    bought = await abroad(db, "7.50")
    line = LineAsked(bought.number, "bolt", Decimal(40), Decimal("3.00"), Decimal(0))
    await entered(db, paper(line, currency="USD", dated=FIRST))
    assert await db.fetchval(BETWEEN, HOME, TOLD) == 0
    assert (await balances(db))["1405"] == 750 + 140


async def test_foreign_money_in_the_bank_is_valued_at_a_months_end_and_an_advance_is_not(
    db: asyncpg.Connection,
) -> None:
    await on(db, FIRST, "7.00")
    order = Order({1: ("100", "100")}, share="0.5")
    await advances.agree(db, [order.confirmed()])
    await payments.pay(db, [order.payment("5000")])
    await on(db, date(2026, 3, 31), "7.20")
    await work.close(db, [Month(month="2026-03")])
    lines = await db.fetch(
        """SELECT account, debit - credit AS amount FROM journal_entry JOIN journal_line USING (entry_id)
           WHERE kind = 'revaluation' AND booked_on < '2026-04-01' ORDER BY account"""
    )
    assert [tuple(line) for line in lines] == [("100299", 1000), ("606101", -1000)]


AMOUNTS = st.integers(1, 99999).map(lambda cents: Decimal(cents) / 100)
RATES = st.integers(60000, 80000).map(lambda rate: Decimal(rate) / 10000)


@given(st.sampled_from([RECEIVABLE, PAYABLE, SUSPENSE, ADVANCES]), st.lists(st.tuples(AMOUNTS, RATES, st.booleans())))
def test_what_is_gone_is_worth_nothing_in_whatever_order_it_came_and_went(account: str, told: list[Any]) -> None:
    """So all differences of an item are what came for it less what it was worth, by whatever way."""
    moves = [Move(amount if came else -amount, rate) for amount, rate, came in told]
    left = sum((move.amount for move in moves), Decimal(0))
    whole = [*moves, Move(-left, Decimal("7.5"))] if left else moves
    assert abs(carried(account, whole)) < Decimal("1e-15")


@given(AMOUNTS, st.lists(RATES, min_size=3, max_size=3), st.lists(AMOUNTS, max_size=6))
def test_differences_sum_up_to_what_the_money_was_worth_less_what_was_invoiced(
    total: Decimal, days: list[Decimal], parts: list[Decimal]
) -> None:
    """Invoiced on one day, in the bank on the next, assigned in parts on a third."""
    invoiced, banked, assigned = days
    cut = [min(part, total / 7) for part in parts]
    cut.append(total - sum(cut, Decimal(0)))
    receivable = [Move(total, invoiced), *(Move(-part, assigned) for part in cut)]
    suspense = [Move(-total, banked), *(Move(part, assigned) for part in cut)]
    both = ((RECEIVABLE, receivable), (SUSPENSE, suspense))
    found = sum((carried(of, moves) - sum(m.amount * m.rate for m in moves) for of, moves in both), Decimal(0))
    assert abs(found - (total * banked - total * invoiced)) < Decimal("1e-15")
