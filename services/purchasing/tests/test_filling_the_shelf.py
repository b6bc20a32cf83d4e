"""The shelf says what it wants before what is on order; purchasing subtracts that, once (PUR-1, WHS-7)."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from contracts.supply import Cover
from services.purchasing.ledger.rules import book as book_rules
from services.purchasing.ledger.rules import heard
from services.purchasing.tests.made import Desk, offer, order_id
from tests.needs import needs

pytestmark = needs("PUR-1")


def low(desk: Desk, version: int, wants: int, received: int = 0, total: int = 0) -> list[Any]:
    """The shelf wants so much; all that ever came of purchases, and what orders lack after it."""
    cover = Cover(item="bolt", cover_version=version, total=Decimal(total), received=Decimal(received))
    return desk.with_book(heard.hear_low(desk.book, version, Decimal(wants), cover))


def receive(desk: Desk, at: int, accepted: int) -> None:
    desk.with_book(book_rules.take_in(desk.book, desk.purchases[at], Decimal(accepted)))


def bought(desk: Desk) -> list[int]:
    return [int(p.quantity) for p in desk.purchases]


@needs("WHS-7")
def test_a_shelf_that_fell_further_gets_only_what_is_not_on_order_for_it() -> None:
    """WHS-7: free fell from 90 to 10 while 60 were bought; it wants 140 now."""
    desk = Desk(offer())
    low(desk, 1, 60)
    low(desk, 2, 140)
    assert bought(desk) == [60, 80]


def test_the_same_wish_again_buys_nothing() -> None:
    """PUR-1: nothing is bought twice."""
    desk = Desk(offer())
    low(desk, 1, 60)
    assert low(desk, 2, 60) == []
    assert bought(desk) == [60]


@needs("WHS-7")
def test_goods_that_came_for_the_shelf_are_on_order_no_more_though_their_receipt_is_heard_later() -> None:
    """WHS-7: all 150 came and were sold again; else the shelf would wait for goods that are gone."""
    desk = Desk(offer())
    low(desk, 1, 150)
    low(desk, 2, 110, received=150)
    assert bought(desk) == [150, 110]
    receive(desk, 0, 150)
    assert bought(desk) == [110]


def test_goods_that_came_for_orders_leave_what_is_on_order_for_the_shelf() -> None:
    """PUR-1: ten came for an order, sixty for the shelf are still under way."""
    desk = Desk(offer())
    low(desk, 1, 60)
    desk.lacks(1, 10)
    low(desk, 2, 60, received=10)
    assert bought(desk) == [60, 10]


def test_a_wish_from_before_a_receipt_that_was_heard_first_is_not_bought_again() -> None:
    """PUR-1: what came since is on the shelf that asked."""
    desk = Desk(offer())
    low(desk, 1, 60)
    receive(desk, 0, 60)
    assert low(desk, 2, 60, received=0) == []
    assert low(desk, 3, 60, received=60)[0].quantity == 60


def come_for_the_shelf(desk: Desk, *, needs_first: bool) -> list[Any]:
    """Order 1 lacks 20 and the shelf 30; the shelf's 30 come first, and the order gets 20 of them."""
    desk.order(1)
    desk.lacks(1, 20)
    low(desk, 2, 30, total=20)
    assert bought(desk) == [20, 30]
    said = desk.lacks(1, 0, need=2, cover_version=3, total=0, received=30) if needs_first else []
    before = desk.book
    book = book_rules.take_in(desk.book, desk.purchases[1], Decimal(30))
    ledger = heard.hear_needs(replace(desk.ledger, books={"bolt": book}), [heard.NeedHeard(order_id(1), 2, 1, ())])
    cover = Cover(item="bolt", cover_version=3, total=Decimal(0), received=Decimal(30))
    after = heard.hear_cover(ledger, [cover]).books["bolt"]
    return [*said, *desk.with_book(book_rules.left_to_shelf(before, after))]


@pytest.mark.parametrize("needs_first", [False, True])
def test_what_orders_took_of_the_shelfs_goods_is_bought_for_the_shelf_already(*, needs_first: bool) -> None:
    """PUR-1: the 20 under way for the order are what the shelf lacks now; nothing is cancelled and bought anew."""
    desk = Desk(offer())
    said = come_for_the_shelf(desk, needs_first=needs_first)
    said += low(desk, 4, 20, received=30)
    assert {event.topic for event in said} <= {"purchase.changed"}
    assert bought(desk) == [20]
    assert desk.purchase.stock == 20


def test_a_wish_that_was_heard_before_the_goods_is_not_bought_anew() -> None:
    """PUR-1: stock.low comes before goods.received."""
    desk = Desk(offer())
    desk.order(1)
    desk.lacks(1, 20)
    low(desk, 2, 30, total=20)
    desk.lacks(1, 0, need=2, cover_version=3, total=0, received=30)
    low(desk, 4, 20, received=30)
    before = desk.book
    after = book_rules.take_in(before, desk.purchases[1], Decimal(30))
    said = desk.with_book(book_rules.left_to_shelf(before, after))
    assert "purchase.cancelled" not in {event.topic for event in said}
    assert bought(desk) == [20]


def test_what_nobody_lacks_any_more_is_given_up_though_the_shelf_got_its_goods() -> None:
    """PUR-1: the order is cancelled; the shelf has what it wanted."""
    desk = Desk(offer())
    desk.order(1)
    desk.lacks(1, 20)
    low(desk, 2, 30, total=20)
    desk.cancelled(1)
    desk.total(0)
    before = desk.book
    desk.with_book(book_rules.left_to_shelf(before, book_rules.take_in(before, desk.purchases[-1], Decimal(30))))
    assert bought(desk) == []
