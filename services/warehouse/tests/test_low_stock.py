"""An item that is low and not bought enough of asks again (WHS-7)."""

from decimal import Decimal
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from contracts.purchasing import PurchaseOrdered
from contracts.warehouse import StockLow
from services.warehouse.book.rules.book import Book
from services.warehouse.receiving.rules import Receive, give_up, order, receive
from services.warehouse.reservation.rules import answer, cancel
from services.warehouse.tests.samples import AT, Order, given_up, ids, kinds, only, purchased, shelf
from tests.needs import needs

pytestmark = needs("WHS-7")

ZERO = Decimal(0)
POINT, SAFETY = 100, 50


def a_shelf(free: int) -> Book:
    return Book([shelf("bolt", free, reorder_point=POINT, safety_stock=SAFETY)])


def bought(book: Book, quantity: Any) -> tuple[PurchaseOrdered, tuple[StockLow, ...]]:
    heard = purchased("bolt", quantity)
    return heard, order(book, heard)


def taken_in(book: Book, heard: PurchaseOrdered, accepted: Any, rejected: int = 0) -> tuple[Any, ...]:
    return receive(book, Receive(heard.purchase_id, Decimal(accepted), Decimal(rejected), ""), "GR-1", AT, ids())


def test_what_was_bought_and_is_too_little_by_now_is_asked_again_until_it_is_enough() -> None:
    """WHS-7: an item that fell further while its purchase was under way does not stay empty."""
    book = a_shelf(120)
    assert only(StockLow, answer(book, Order("SO-1").confirmed(bolt=30), ids())).quantity == 60
    assert kinds(answer(book, Order("SO-2").confirmed(bolt=80), ids())) == ["stock.reserved"]
    first, (again,) = bought(book, 60)
    assert (again.low_version, int(again.free), int(again.quantity)) == (2, 10, 140)
    second, silent = bought(book, 80)
    assert silent == ()
    assert kinds(taken_in(book, first, 60)) == kinds(taken_in(book, second, 80)) == ["goods.received"]


def test_a_receipt_that_leaves_the_item_low_asks_again() -> None:
    """WHS-7: of what came nothing stayed on the shelf."""
    book = a_shelf(120)
    answer(book, Order("SO-1").confirmed(bolt=200), ids())
    heard, _ = bought(book, 80)
    low = only(StockLow, taken_in(book, heard, 80))
    assert (low.low_version, int(low.free), int(low.quantity)) == (3, 0, 150)


def test_a_purchase_given_up_while_the_item_is_low_asks_again() -> None:
    """WHS-7."""
    book = a_shelf(120)
    answer(book, Order("SO-1").confirmed(bolt=115), ids())
    heard, _ = bought(book, 60)
    (low,) = give_up(book, given_up(heard, 60))
    assert (low.low_version, int(low.quantity)) == (3, 145)


@needs("PUR-1")
def test_the_quantity_says_what_the_shelf_wants_before_what_is_on_order() -> None:
    """PUR-1: purchasing alone subtracts what it ordered, else it is subtracted twice."""
    book = a_shelf(120)
    bought(book, 60)
    assert only(StockLow, answer(book, Order("SO-1").confirmed(bolt=90), ids())).quantity == 120


@needs("WHS-4", "WHS-7")
def test_a_rejected_lot_alone_asks_nothing_and_the_item_stays_low() -> None:
    """WHS-4, WHS-7: it stays on order."""
    book = a_shelf(50)
    heard, (low,) = bought(book, 10)
    assert low.low_version == 1
    assert kinds(taken_in(book, heard, 0, 10)) == ["goods.rejected"]
    assert book.shelves["bolt"].low


class Buyer:
    """Purchasing as far as the shelf sees it: of each wish it orders what is not on order for the shelf."""

    def __init__(self, book: Book) -> None:
        self.book, self.lows, self.sent = book, list[StockLow](), list[PurchaseOrdered]()
        self.open: dict[Any, Decimal] = {}

    def told(self, said: tuple[Any, ...]) -> None:
        self.lows += [event for event in said if isinstance(event, StockLow)]

    def hear(self) -> None:
        if self.lows:
            wish = self.lows.pop(0).quantity - sum(self.open.values(), ZERO)
            if wish > 0:
                self.sent.append(purchased("bolt", wish))
                self.open[self.sent[-1].purchase_id] = wish

    def send(self) -> None:
        if self.sent:
            self.told(order(self.book, self.sent.pop(0)))

    def bring(self, part: Decimal) -> None:
        known = [p for p in self.book.purchases.values() if p.outstanding]
        if known:
            accepted = min(known[0].outstanding, part)
            self.open[known[0].purchase_id] -= accepted
            asked = Receive(known[0].purchase_id, accepted, ZERO, "")
            self.told(receive(self.book, asked, "GR-1", AT, ids()))

    def lose(self, part: Decimal) -> None:
        known = [p for p in self.book.purchases.values() if p.outstanding]
        if known:
            lost = min(known[0].outstanding, part)
            self.open[known[0].purchase_id] -= lost
            heard = purchased("bolt", 1).but(purchase_id=known[0].purchase_id)
            self.told(give_up(self.book, given_up(heard, lost)))


STEP = st.tuples(st.sampled_from(("order", "order", "cancel", "hear", "send", "bring", "lose")), st.integers(1, 120))


@settings(max_examples=300)
@given(st.integers(0, 200), st.lists(STEP, max_size=40))
def test_whatever_happens_a_low_item_is_asked_for_or_on_order_and_in_the_end_filled(
    free: int, steps: list[tuple[str, int]]
) -> None:
    """WHS-7: reservations, receipts, cancels and losses in any order, with purchasing slow to hear and to be heard."""
    book = a_shelf(free)
    buyer, orders = Buyer(book), list[Order]()
    buyer.told(answer(book, Order("SO-0").confirmed(bolt=1), ids()))
    for what, quantity in steps:
        if what == "order" and quantity <= book.shelves["bolt"].free:
            orders.append(Order(f"SO-{len(orders) + 1}"))
            buyer.told(answer(book, orders[-1].confirmed(bolt=quantity), ids()))
        elif what == "cancel" and orders:
            buyer.told(cancel(book, orders.pop().cancelled(), ids()))
        elif what in ("hear", "send"):
            getattr(buyer, what)()
        elif what in ("bring", "lose"):
            getattr(buyer, what)(Decimal(quantity))
        assert not low(book) or buyer.lows or buyer.sent or any(buyer.open.values())
    while buyer.lows or buyer.sent:
        buyer.hear()
        buyer.send()
    assert not low(book)


def low(book: Book) -> bool:
    on = book.shelves["bolt"]
    return on.free + max(ZERO, on.on_order - on.lacking) < POINT
