"""The shelf says what it wants before what is on order; purchasing subtracts that, once (PUR-1, WHS-7)."""

from decimal import Decimal
from typing import Any

from contracts.values import Cover
from services.purchasing.book import rules as book_rules
from services.purchasing.tests.made import Desk, offer


def low(desk: Desk, version: int, wants: int, received: int = 0, total: int = 0) -> list[Any]:
    """The shelf wants so much; all that ever came of purchases, and what orders lack after it."""
    cover = Cover(item="bolt", cover_version=version, total=Decimal(total), received=Decimal(received))
    return desk.with_book(book_rules.hear_low(desk.book, version, Decimal(wants), cover))


def receive(desk: Desk, at: int, accepted: int) -> None:
    desk.with_book(book_rules.take_in(desk.book, desk.purchases[at], Decimal(accepted)))


def bought(desk: Desk) -> list[int]:
    return [int(p.quantity) for p in desk.purchases]


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
