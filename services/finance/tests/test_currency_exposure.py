"""What is open in foreign currencies, and what a move of one would cost (FIN-8)."""

from decimal import Decimal
from typing import Any

import asyncpg

from chassis.http.page import FIRST
from contracts.rates import OPENING
from services.finance.advances import handlers as advances
from services.finance.bills.rules import LineAsked
from services.finance.currency_exposure import store
from services.finance.currency_exposure.rules import Move, effect
from services.finance.currency_exposure.view import OrderExposure, currencies_of, order_of
from services.finance.invoices import handlers as invoices
from services.finance.payees import handlers as payees
from services.finance.payments import handlers as payments
from services.finance.purchased import handlers as purchased
from services.finance.tests.bought import Bought, entered, paper, supplier
from services.finance.tests.samples import Order, money
from services.finance.tests.test_http import Office, office, pool
from tests.needs import needs

__all__ = ["office", "pool"]
pytestmark = needs("FIN-8")

FALL = Move(Decimal(-5), "USD")


async def by_currency(db: asyncpg.Connection, move: Move = FALL) -> dict[str, Any]:
    return {one.currency: one for one in currencies_of(await store.by_month(db), move, OPENING)}


async def of_orders(db: asyncpg.Connection, move: Move = FALL) -> list[OrderExposure]:
    return [order_of(one, move, OPENING) for one in await store.by_order(db, FIRST, 10)]


def imported(bought: Bought, currency: str = "USD") -> Any:
    return bought.ordered().but(unit_price=money(bought.price, currency))


async def test_an_order_is_to_be_paid_by_its_advance_its_invoices_and_what_is_not_invoiced_yet(
    db: asyncpg.Connection,
) -> None:
    """1,000 with a fifth before release: 200 asked, 800 on credit, due 30 days after the promised day."""
    order = Order({1: ("10", "100")}, share="0.2")
    await advances.agree(db, [order.confirmed()])
    agreed = (await by_currency(db))["USD"]
    assert (agreed.coming, agreed.net) == (Decimal(1000), Decimal(1000))
    assert ("2026-05", Decimal(800)) in [(one.month, one.coming) for one in agreed.months]
    await payments.pay(db, [order.payment("200")])
    ((issued,),) = await invoices.issue(db, [order.dispatched(line1="5")])  # type: ignore[misc]
    half = (await by_currency(db))["USD"]
    assert half.coming == 800
    assert f"{issued.due:%Y-%m}" in [one.month for one in half.months]


async def test_a_purchase_is_to_be_paid_from_its_order_until_its_last_bill_is_paid(db: asyncpg.Connection) -> None:
    bought = Bought("100", "2.50")
    await payees.take_suppliers(db, [supplier()])
    await purchased.take_orders(db, [imported(bought)])
    assert [(one.month, one.going) for one in (await by_currency(db))["USD"].months] == [(None, Decimal(250))]
    await purchased.take_receipts(db, [bought.received("40")])
    line = LineAsked(bought.number, "bolt", Decimal(40), Decimal("2.50"), Decimal(0))
    await entered(db, paper(line, currency="USD"))
    told = (await by_currency(db))["USD"]
    assert [(one.month, one.going) for one in told.months] == [("2026-05", Decimal(100)), (None, Decimal(150))]


async def test_what_a_purchase_serves_is_divided_among_its_orders(db: asyncpg.Connection) -> None:
    bought, first, second = Bought("100", "3"), Order({1: ("10", "100")}), Order({1: ("1", "100")}, number="2")
    await advances.agree(db, [first.confirmed(), second.confirmed()])
    await purchased.take_orders(db, [imported(bought).but(orders=(first.id, second.id))])
    one, other = await of_orders(db)
    assert [(c.coming, c.going) for c in one.currencies] == [(Decimal(1000), Decimal(150))]
    assert [(c.coming, c.going) for c in other.currencies] == [(Decimal(100), Decimal(150))]


async def test_a_fall_of_a_currency_costs_the_margin_what_is_still_to_come_less_what_is_to_go(
    db: asyncpg.Connection,
) -> None:
    """1,000 dollars to come and 400 to go at 7.1: 5 % less is 213 of 7,100, 3 points."""
    order, bought = Order({1: ("10", "100")}), Bought("100", "4")
    await advances.agree(db, [order.confirmed()])
    await purchased.take_orders(db, [imported(bought).but(orders=(order.id,))])
    (told,) = await of_orders(db)
    assert (told.value, told.effect, told.effect_percent) == (Decimal(7100), Decimal(-213), Decimal(-3))
    assert (await by_currency(db))["USD"].effect == -213
    assert (await of_orders(db, Move(Decimal(-5), "EUR")))[0].effect == 0


async def test_what_is_in_our_own_currency_is_at_no_risk(db: asyncpg.Connection) -> None:
    await advances.agree(db, [Order(currency="CNY").confirmed()])
    await purchased.take_orders(db, [Bought().ordered()])
    assert (await by_currency(db), await of_orders(db)) == ({}, [])


async def test_a_currency_without_a_rate_is_shown_and_not_valued(db: asyncpg.Connection) -> None:
    await advances.agree(db, [Order(currency="CHF").confirmed()])
    told = (await by_currency(db))["CHF"]
    assert (told.coming, told.worth, told.rate, told.effect) == (Decimal(100), None, None, 0)


def test_a_move_without_a_currency_moves_them_all() -> None:
    nets = {"USD": Decimal(100), "EUR": Decimal(-100)}
    assert effect(nets, Move(Decimal(10)), OPENING) == Decimal("-7.00")


async def test_nothing_is_looked_for_in_what_is_settled(db: asyncpg.Connection) -> None:
    """The company keeps every invoice and purchase; what is open is found by its own indexes."""
    async with db.transaction():
        # As nobody counted them: a test that did may have come before, and of one row any index will do.
        await db.execute("TRUNCATE invoice, order_account, order_content, purchase_account, bill CASCADE")
        await db.execute("SET LOCAL enable_seqscan = off")
        rows = await db.fetch(f"EXPLAIN {store.BY_MONTH}", "CNY")
    plan = "\n".join(row[0] for row in rows)
    assert "Seq Scan" not in plan, plan
    assert all(f"{index}" in plan for index in ("invoice_", "order_account_open", "purchase_account_to_bill")), plan


async def test_management_asks_what_a_move_would_cost(office: Office, pool: asyncpg.Pool) -> None:
    async with pool.acquire() as db:
        await advances.agree(db, [Order().confirmed()])
    status, told = await office.ask("GET", "/currency-exposure?currency=USD&percent=-10", "management")
    assert (status, told["effect"]) == (200, "-71.00")
    _, orders = await office.ask("GET", "/currency-exposure/orders?percent=-10", "finance manager")
    assert [one["effect"] for one in orders["items"]] == ["-71.00"]
    assert (await office.ask("GET", "/currency-exposure", "merchandiser"))[0] == 403
    assert (await office.ask("GET", "/currency-exposure?percent=-100", "management"))[0] == 422
