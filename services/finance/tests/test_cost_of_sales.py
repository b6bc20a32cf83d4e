"""What leaves the stock is booked out at what it cost, by the moving average (FIN-3, decision 0040)."""

from decimal import Decimal
from pathlib import Path
from typing import Any

import asyncpg
import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.logistics import ShipmentDispatched
from contracts.order import ShipmentLine
from contracts.warehouse import StockAdjusted
from services.finance.account import store as accounts
from services.finance.account.rules.account import Account, Turn
from services.finance.account.rules.entries import EXCHANGE, INVENTORY, NOT_BILLED, Entry, credit, debit, either_way
from services.finance.advances import handlers as advances
from services.finance.counted import handlers as counted
from services.finance.invoices import handlers as invoices
from services.finance.item_cost.rules.average import ItemCost, arrive, leave, turn_out
from services.finance.item_cost.rules.stock import Stock, Valued
from services.finance.ledger import store as ledger
from services.finance.purchased import handlers as purchased
from services.finance.returns import handlers as returns
from services.finance.tests.bought import Bought, balances, delivered, entered
from services.finance.tests.samples import TODAY, Order
from tests.needs import needs

pytestmark = needs("FIN-3")
OPENING = Path(__file__).parents[1] / "migrations" / "0018_item_cost.sql"
VALUES = {"CNY": Decimal(1), "USD": Decimal("7.1")}
BOLT = ItemCost(item="bolt")
quantities = st.decimals("0.1", "900", places=1)
amounts = st.decimals("0", "9000", places=2)
moves = st.lists(
    st.one_of(
        st.tuples(st.just("came"), quantities, amounts),
        st.tuples(st.just("left"), quantities, st.just(Decimal(0))),
        st.tuples(st.just("back"), quantities, st.just(Decimal(0))),
        st.tuples(st.sampled_from(["found", "missing", "opening"]), quantities, st.just(Decimal(0))),
        st.tuples(st.just("besides"), quantities, st.decimals("-900", "900", places=2)),
    ),
    max_size=25,
)


def of_purchase(quantity: str, amount: str, *, came: bool = True, currency: str = "CNY") -> Valued:
    return Valued(
        item="bolt",
        quantity=Decimal(quantity),
        amount=Decimal(amount),
        came=came,
        kind="receipt",
        document="GR-1",
        supplier="S-07",
        currency=currency,
        against=either_way(NOT_BILLED, -Decimal(amount)),
    )


def line(quantity: Decimal) -> list[ShipmentLine]:
    return [ShipmentLine(line=1, item="bolt", quantity=quantity)]


def done(stock: Stock, kind: str, quantity: Decimal, amount: Decimal) -> Any:
    """The entries of one movement; each balances by its making."""
    nothing: Turn[Any] = Turn(Account(order_id=Order().id))
    if kind == "left":
        return stock.sold(nothing, "INV-1", line(quantity)).entries
    if kind == "back":
        return stock.taken_back(nothing, "CN-1", line(quantity)).entries
    if kind in ("found", "missing", "opening"):
        signed = -quantity if kind == "missing" else quantity
        return stock.adjust(StockAdjusted(item="bolt", quantity=signed, opening=kind == "opening"))
    return stock.value(of_purchase(str(quantity), str(amount), came=kind == "came"), VALUES)


@given(moves)
def test_in_any_order_of_movements_the_ledger_has_what_the_items_are_worth(happened: Any) -> None:
    stock = Stock({})
    entries = [entry for move in happened for entry in done(stock, *move)]
    booked = sum(p.debit - p.credit for entry in entries for p in entry.postings if p.account == "1405")
    now = stock.of("bolt")
    assert booked == now.value
    assert now.value >= 0 or now.quantity < 0
    assert now.quantity or not now.value


@given(moves)
def test_all_that_is_sold_out_leaves_no_value(happened: Any) -> None:
    stock = Stock({})
    for move in happened:
        done(stock, *move)
    left = stock.of("bolt").quantity
    done(stock, "left" if left > 0 else "came", abs(left), Decimal(100)) if left else None
    assert [stock.of("bolt").quantity, stock.of("bolt").value] == [0, 0]


def test_what_leaves_costs_the_average_of_what_came() -> None:
    there = arrive(arrive(BOLT, Decimal(10), Decimal(20)), Decimal(10), Decimal(40))
    assert [there.average, leave(there, Decimal(5)).value] == [3, 45]


def test_what_left_before_it_came_costs_what_it_came_with() -> None:
    """At nothing first, for nothing is known; then all of it, and the rest is there at its price."""
    short = leave(BOLT, Decimal(4))
    came = arrive(short, Decimal(10), Decimal(20))
    assert [short.value, came.quantity, came.value] == [0, 6, 12]


def test_of_a_price_that_turns_out_otherwise_the_part_that_is_there_is_stock() -> None:
    there = leave(arrive(BOLT, Decimal(10), Decimal(20)), Decimal(6))
    assert turn_out(there, Decimal(10), Decimal(5)).value == 8 + 2
    assert turn_out(there, Decimal(10), Decimal(-50)).value == 0
    assert turn_out(leave(there, Decimal(4)), Decimal(10), Decimal(5)).value == 0


def test_goods_in_another_currency_come_in_by_the_rate_of_the_day() -> None:
    stock = Stock({})
    abroad, ours = stock.value(of_purchase("10", "20", currency="USD"), VALUES)
    assert (abroad.currency, [p.account for p in abroad.postings]) == ("USD", ["6061", "220202"])
    assert (ours.currency, [p.account for p in ours.postings]) == ("CNY", ["1405", "6061"])
    assert stock.of("bolt").value == 142


def test_goods_in_a_currency_without_a_rate_come_in_without_a_value() -> None:
    stock = Stock({})
    (entry,) = stock.value(of_purchase("10", "20", currency="XOF"), VALUES)
    assert [p.account for p in entry.postings] == ["1404", "220202"]
    assert [stock.of("bolt").quantity, stock.of("bolt").value] == [10, 0]


@pytest.fixture
async def order(db: asyncpg.Connection) -> Order:
    """An order of ten bolts."""
    order = Order()
    await advances.agree(db, [order.confirmed()])
    return order


def bolts(order: Order, quantity: str) -> ShipmentDispatched:
    shipment = order.dispatched(line1=quantity)
    return shipment.but(lines=tuple(each.but(item="bolt") for each in shipment.lines))


async def stock_and_cost(db: asyncpg.Connection) -> list[Decimal]:
    """Of the ledger, which is sound."""
    assert await ledger.faults(db) == []
    left = await balances(db)
    return [left.get(account, Decimal(0)) for account in ("1405", "6401", "1404")]


@needs("FIN-1")
async def test_what_is_invoiced_is_booked_out_of_the_stock_and_comes_back_into_it(
    db: asyncpg.Connection, order: Order
) -> None:
    await delivered(db, Bought("100", "2.50"), "40")
    shipment = bolts(order, "10")
    await invoices.issue(db, [shipment])
    assert await stock_and_cost(db) == [75, 25, 0]
    back = order.back(shipment.shipment_id, line1="4")
    one = tuple(each.but(item="bolt", quantity=Decimal(1)) for each in back.lines)
    back = back.but(lines=tuple(each.but(item="bolt") for each in back.lines), scrapped=one)
    await returns.credit(db, [back])
    assert await stock_and_cost(db) == [Decimal("82.50"), Decimal("17.50"), 0]


async def test_goods_that_left_before_their_receipt_was_heard_cost_the_same(
    db: asyncpg.Connection, order: Order
) -> None:
    await invoices.issue(db, [bolts(order, "10")])
    assert "6401" not in await balances(db)
    await delivered(db, Bought("100", "2.50"), "40")
    assert await stock_and_cost(db) == [75, 25, 0]


@needs("FIN-5")
async def test_what_a_bill_asks_besides_is_stock_as_far_as_its_goods_are_there(
    db: asyncpg.Connection, order: Order
) -> None:
    bought = Bought("40", "2.50")
    await delivered(db, bought, "40")
    await invoices.issue(db, [bolts(order, "10")])
    await entered(db, bought.billed("40", "2.40"))
    assert await stock_and_cost(db) == [72, 24, 0]


@needs("FIN-5")
async def test_a_price_that_changes_after_goods_came_leaves_nothing_not_billed(db: asyncpg.Connection) -> None:
    bought = Bought("40", "2.50")
    await delivered(db, bought, "40")
    bought.price = "2.60"
    await purchased.take_orders(db, [bought.ordered().but(version=2)])
    assert await balances(db) == {"1405": 104, "220202": -104}
    await entered(db, bought.billed("40"))
    assert await balances(db) == {"1405": 104, "2202": -104}
    assert await ledger.faults(db) == []


@needs("WHS-1")
async def test_what_is_found_or_missing_counts_at_the_average_and_an_opening_stock_has_no_cost(
    db: asyncpg.Connection,
) -> None:
    await delivered(db, Bought("100", "2.50"), "40")
    told = [StockAdjusted(item="bolt", quantity=Decimal(n), reason="counted") for n in ("-3", "1")]
    await counted.take_adjustments(db, told)
    assert await stock_and_cost(db) == [95, 0, 0]
    assert (await balances(db))["6602"] == 5
    await counted.take_adjustments(db, [StockAdjusted(item="bolt", quantity=Decimal(38), opening=True)])
    (row,) = await db.fetch("SELECT quantity, value, average FROM item_cost")
    assert list(row.values()) == [76, 95, Decimal("1.25")]


async def test_stock_of_before_this_release_opens_at_what_was_bought_less_what_was_sold(
    db: asyncpg.Connection, order: Order
) -> None:
    await delivered(db, Bought("100", "2.50"), "40")
    await invoices.issue(db, [bolts(order, "10")])
    sides = (debit(INVENTORY, Decimal(10)), credit(EXCHANGE, Decimal(10)))
    await accounts.post(db, [Entry(kind="receipt", document="sold", currency="CNY", postings=sides)], TODAY)
    await db.execute("DROP TABLE item_cost CASCADE")
    await db.execute(OPENING.read_text())
    (row,) = await db.fetch("SELECT quantity, value, average FROM item_cost")
    assert list(row.values()) == [30, 75, Decimal("2.5")]
    assert await stock_and_cost(db) == [75, 35, 0]


async def test_the_check_names_stock_that_the_ledger_does_not_know(db: asyncpg.Connection) -> None:
    await delivered(db, Bought(), "40")
    await db.execute("UPDATE item_cost SET value = value + 1")
    assert [fault.fault for fault in await ledger.faults(db)] == ["stock in the ledger is not what items are worth"]
