"""The warehouse judges what a changed order lacks beside all that it holds (SAL-9, SAL-5)."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import asyncpg

from chassis.handling import NotReady
from contracts.sales import OrderChanged, ReviewRequested
from contracts.supply import Lack
from contracts.warehouse import StockReviewed
from services.warehouse.book.rules.book import Book
from services.warehouse.reservation import handlers as reservation
from services.warehouse.reservation.rules import answer, cancel
from services.warehouse.review import handlers
from services.warehouse.review.rules import review_change
from services.warehouse.stock import handlers as stock
from services.warehouse.stock.rules import Count
from services.warehouse.tests.samples import AT, Order, a_book, ids, on_shelf, shelf
from tests.needs import needs

pytestmark = needs("SAL-9", "SAL-5")
TODAY = AT.date()


def asked(changed: OrderChanged) -> ReviewRequested:
    return ReviewRequested(order_id=changed.order_id, order_version=changed.version, content=changed.content)


def judged(book: Book, order: Order, **wants: Any) -> StockReviewed:
    changed = order.changed(**wants)
    answer(book, changed, ids())
    review = review_change(book, asked(changed), TODAY)
    assert isinstance(review, StockReviewed)
    return review


def test_what_it_holds_already_is_no_shortage() -> None:
    book, order = a_book(bolt=5, nut=2), Order()
    answer(book, order.confirmed(bolt=5, nut=2), ids())
    review = judged(book, order, bolt=4, nut=2)
    assert (review.order_version, review.verdict, review.ready_on, review.lacks) == (2, "yes", TODAY, ())


def test_what_the_shelf_has_not_beside_it_lacks_and_a_verdict_takes_nothing() -> None:
    book, order = a_book(bolt=7), Order()
    answer(book, order.confirmed(bolt=5), ids())
    review = judged(book, order, bolt=10)
    assert (review.verdict, review.lacks) == ("conditions", (Lack(item="bolt", quantity=Decimal(3)),))
    assert [reason.code for reason in review.reasons] == ["short"]
    before = on_shelf(book, "bolt")
    assert review_change(book, asked(order.changed(bolt=10)), TODAY) == NotReady((OrderChanged,), str(order.id))
    assert on_shelf(book, "bolt") == before


def test_a_discontinued_item_of_which_more_is_wanted_than_comes_is_a_no() -> None:
    book, order = Book([shelf("bolt", 5)]), Order()
    book.shelf("bolt").discontinued = True
    answer(book, order.confirmed(bolt=5), ids())
    review = judged(book, order, bolt=6)
    assert (review.verdict, [reason.code for reason in review.reasons]) == ("no", ["discontinued"])


def test_of_a_cancelled_order_and_of_an_older_version_nothing_is_said() -> None:
    book, order = a_book(bolt=5), Order()
    answer(book, order.confirmed(bolt=5), ids())
    first = order.changed(bolt=4)
    for version in (first, order.changed(bolt=3)):
        answer(book, version, ids())
    assert review_change(book, asked(first), TODAY) == ()
    last = order.changed(bolt=2)
    cancel(book, order.cancelled(), ids())
    assert review_change(book, asked(last), TODAY) == ()


async def test_it_waits_until_the_version_was_dealt_to(db: asyncpg.Connection) -> None:
    await stock.count(db, [Count("bolt", Decimal(5))])
    order = Order()
    await reservation.reserve(db, [order.confirmed(bolt=5)])
    changed = order.changed(bolt=8)
    assert await handlers.review_change(db, [asked(changed)]) == [NotReady((OrderChanged,), str(order.id))]
    await reservation.reserve(db, [changed])
    (review,) = await handlers.review_change(db, [asked(changed)])
    assert isinstance(review, StockReviewed)
    assert review.lacks == (Lack(item="bolt", quantity=Decimal(3)),)
