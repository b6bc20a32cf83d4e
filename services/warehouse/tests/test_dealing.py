"""Each version is answered; who waits is served by priority; stock is never promised twice (WHS-2)."""

from decimal import Decimal

from contracts.sales import OrderWeighed
from contracts.supply import Cover, Lack
from contracts.warehouse import StockLow, StockReserved, StockShort, StockUnreserved
from services.warehouse.book.rules.book import Book
from services.warehouse.book.rules.deal import follow
from services.warehouse.reservation.rules import answer, cancel, weigh
from services.warehouse.stock.rules import Adjust, BelowPromised, Count, adjust, count
from services.warehouse.tests.samples import AT, Order, a_book, delivery, ids, kinds, on_shelf, only, shelf
from tests.needs import needs


def lacks(**quantities: int) -> tuple[Lack, ...]:
    return tuple(Lack(item=item, quantity=Decimal(quantity)) for item, quantity in quantities.items())


@needs("WHS-2")
def test_an_order_within_free_stock_is_reserved_whole_and_final() -> None:
    book = a_book(bolt=10, nut=5)
    reserved = only(StockReserved, answer(book, Order().confirmed(bolt=4, nut=5), ids()))
    assert {line.item: int(line.quantity) for line in reserved.lines} == {"bolt": 4, "nut": 5}
    assert (reserved.final, reserved.lacks, reserved.cover, reserved.need_version) == (True, (), (), 1)
    assert on_shelf(book, "bolt") == {"reserved": 4, "held": 0, "free": 6}


@needs("WHS-2")
def test_an_order_above_free_stock_is_short_by_the_difference_and_holds_what_is_there() -> None:
    book = a_book(bolt=9)
    short = only(StockShort, answer(book, Order().confirmed(bolt=12), ids()))
    assert short.lacks == lacks(bolt=3)
    assert short.cover == (Cover(item="bolt", cover_version=1, total=Decimal(3)),)
    assert on_shelf(book, "bolt") == {"reserved": 0, "held": 9, "free": 0}


@needs("WHS-2")
def test_an_order_of_an_item_without_a_shelf_is_short_of_all_of_it() -> None:
    assert only(StockShort, answer(Book(), Order().confirmed(bolt=12), ids())).lacks == lacks(bolt=12)


@needs("WHS-2")
def test_an_order_that_takes_parts_gets_what_is_there_and_is_short_of_the_rest() -> None:
    book = a_book(bolt=9, nut=1)
    said = answer(book, Order(partial=True).confirmed(bolt=12, nut=1), ids())
    assert kinds(said) == ["stock.reserved", "stock.short"]
    reserved, short = only(StockReserved, said), only(StockShort, said)
    assert [line.quantity for line in reserved.lines] == [9, 1]
    assert not reserved.final
    assert reserved.lacks == short.lacks == lacks(bolt=3)
    assert reserved.need_version == short.need_version == 1


@needs("WHS-2")
def test_two_lines_of_one_item_lack_together() -> None:
    book, order = a_book(bolt=5), Order()
    event = order.confirmed(bolt=4, nut=3)
    second = event.content.lines[1].but(item="bolt")
    content = event.content.but(lines=(event.content.lines[0], second))
    short = only(StockShort, answer(book, event.but(content=content), ids()))
    assert short.lacks == lacks(bolt=2)


@needs("WHS-2")
def test_held_goods_are_not_free_for_a_later_order_of_lower_rank() -> None:
    book = a_book(bolt=9)
    answer(book, Order("SO-1").confirmed(bolt=12), ids())
    assert only(StockShort, answer(book, Order("SO-2").confirmed(bolt=4), ids())).lacks == lacks(bolt=4)


@needs("SAL-7", "WHS-2")
def test_an_order_of_higher_priority_takes_what_others_hold_and_their_lack_grows() -> None:
    book, waiting, urgent = a_book(bolt=9), Order("SO-1"), Order("SO-2", priority=5)
    answer(book, waiting.confirmed(bolt=12), ids())
    said = answer(book, urgent.confirmed(bolt=4), ids())
    assert only(StockReserved, said).order_id == urgent.id
    short = only(StockShort, said)
    assert (short.order_id, short.need_version, short.lacks) == (waiting.id, 2, lacks(bolt=7))
    assert short.cover == (Cover(item="bolt", cover_version=2, total=Decimal(7)),)


@needs("WHS-2")
def test_what_is_reserved_is_not_taken_back_for_a_higher_priority() -> None:
    book = a_book(bolt=9)
    answer(book, Order("SO-1").confirmed(bolt=9), ids())
    assert kinds(answer(book, Order("SO-2", priority=9).confirmed(bolt=4), ids())) == ["stock.short"]


@needs("SAL-7", "WHS-2")
def test_an_order_that_is_weighed_otherwise_is_served_by_that_from_the_next_dealing_on() -> None:
    book = a_book(bolt=0)
    first, second = Order("SO-1"), Order("SO-2")
    for order in (first, second):
        answer(book, order.confirmed(bolt=5), ids())
    now = OrderWeighed(order_id=second.id, order_version=second.version, weighed=1, priority=9, quadrant="urgent")
    assert weigh(book, now.but(order_version=second.version + 1)) == ()
    assert [entry[3].number for entry in book.queue("bolt")] == ["SO-1", "SO-2"]
    assert weigh(book, now) == ()
    assert [entry[3].number for entry in book.queue("bolt")] == ["SO-2", "SO-1"]
    book.move(delivery("bolt", 5))
    assert only(StockReserved, follow(book, {"bolt"}, ids()).events).order_id == second.id


@needs("SAL-7", "WHS-2")
def test_goods_that_come_serve_by_priority_then_by_number() -> None:
    book = a_book(bolt=0)
    first, second, urgent = Order("SO-1"), Order("SO-2"), Order("SO-3", priority=1)
    for order in (second, first, urgent):
        answer(book, order.confirmed(bolt=5), ids())
    book.move(delivery("bolt", 12))
    dealt = follow(book, ["bolt"], ids())
    assert [(e.order_id, e.topic) for e in dealt.events if isinstance(e, StockReserved | StockShort)] == [
        (urgent.id, "stock.reserved"),
        (first.id, "stock.reserved"),
        (second.id, "stock.short"),
    ]
    assert [need.need_version for need in dealt.needs] == [2, 2, 2]
    assert dealt.cover[0].total == 3


@needs("WHS-2")
def test_an_order_is_reserved_with_what_it_held_of_its_other_items() -> None:
    book, order = a_book(bolt=0, nut=3), Order()
    answer(book, order.confirmed(bolt=5, nut=3), ids())
    assert book.shelves["nut"].held == 3
    book.move(delivery("bolt", 5))
    reserved = only(StockReserved, follow(book, ["bolt"], ids()).events)
    assert [line.item for line in reserved.lines] == ["bolt", "nut"]
    assert on_shelf(book, "nut") == {"reserved": 3, "held": 0, "free": 0}


@needs("WHS-2")
def test_nothing_is_said_when_nothing_changes_for_who_waits() -> None:
    book = a_book(bolt=1)
    answer(book, Order().confirmed(bolt=5), ids())
    assert follow(book, ["bolt"], ids()).events == ()


@needs("WHS-2")
def test_a_new_version_ends_the_reservation_and_is_answered_also_when_nothing_is_different() -> None:
    book, order = a_book(bolt=9), Order()
    old = only(StockReserved, answer(book, order.confirmed(bolt=4), ids()))
    said = answer(book, order.changed(bolt=4), ids())
    assert kinds(said) == ["stock.unreserved", "stock.reserved"]
    assert only(StockUnreserved, said).shipment_id == old.shipment_id
    new = only(StockReserved, said)
    assert (new.order_version, new.shipment_id != old.shipment_id) == (2, True)
    assert book.shelves["bolt"].reserved == 4


@needs("WHS-2")
def test_a_new_version_of_a_short_order_says_its_shortage_again_under_a_new_need_version() -> None:
    book, order = a_book(bolt=1), Order()
    answer(book, order.confirmed(bolt=4), ids())
    short = only(StockShort, answer(book, order.changed(bolt=4), ids()))
    assert (short.order_version, short.need_version, short.lacks, short.cover) == (2, 2, lacks(bolt=3), ())


@needs("WHS-2")
def test_a_smaller_version_gives_the_difference_to_who_waits() -> None:
    book, order, waiting = a_book(bolt=9), Order("SO-1"), Order("SO-2")
    answer(book, order.confirmed(bolt=9), ids())
    answer(book, waiting.confirmed(bolt=5), ids())
    said = answer(book, order.changed(bolt=4), ids())
    assert kinds(said) == ["stock.unreserved", "stock.reserved", "stock.reserved"]
    assert said[2].orders == (waiting.id,)


@needs("WHS-2")
def test_a_lower_version_changes_nothing() -> None:
    book, order = a_book(bolt=9), Order()
    first, second = order.confirmed(bolt=1), order.changed(bolt=2)
    answer(book, second, ids())
    assert answer(book, first, ids()) == ()
    assert book.shelves["bolt"].reserved == 2


@needs("WHS-2")
def test_a_cancelled_order_gives_back_what_was_reserved() -> None:
    book, order, waiting = a_book(bolt=5), Order("SO-1"), Order("SO-2")
    reserved = only(StockReserved, answer(book, order.confirmed(bolt=5), ids()))
    answer(book, waiting.confirmed(bolt=5), ids())
    said = cancel(book, order.cancelled(), ids())
    assert kinds(said) == ["stock.unreserved", "stock.reserved"]
    unreserved = only(StockUnreserved, said)
    assert (unreserved.shipment_id, unreserved.lines) == (reserved.shipment_id, reserved.lines)
    assert unreserved.cover == (Cover(item="bolt", cover_version=2, total=Decimal(0)),)


@needs("WHS-2")
def test_the_cancel_of_a_waiting_order_is_answered_and_its_need_leaves_the_cover() -> None:
    book, order = a_book(bolt=2), Order()
    answer(book, order.confirmed(bolt=5), ids())
    unreserved = only(StockUnreserved, cancel(book, order.cancelled(), ids()))
    assert (unreserved.shipment_id, unreserved.lines, int(unreserved.cover[0].total)) == (None, (), 0)
    assert on_shelf(book, "bolt") == {"reserved": 0, "held": 0, "free": 2}


@needs("WHS-2")
def test_the_cancel_of_an_unknown_order_is_kept_so_that_its_version_reserves_nothing() -> None:
    book, order = a_book(bolt=5), Order()
    confirmed = order.confirmed(bolt=5)
    assert cancel(book, order.cancelled(), ids()) == ()
    assert answer(book, confirmed, ids()) == ()
    assert book.shelves["bolt"].reserved == 0


@needs("WHS-2")
def test_a_cancel_is_final_for_higher_versions_too() -> None:
    book, order = a_book(bolt=5), Order()
    cancel(book, order.cancelled(), ids())
    assert answer(book, order.changed(bolt=5), ids()) == ()


@needs("WHS-1")
def test_counting_a_shelf_serves_who_waits_and_counts_once() -> None:
    book, order = Book(), Order()
    answer(book, order.confirmed(bolt=5), ids())
    asked = Count("bolt", Decimal(8), Decimal(0), Decimal(0), "A-1")
    assert kinds(count(book, asked, AT, ids())) == ["stock.adjusted", "stock.reserved"]
    assert count(book, asked, AT, ids()) == ()
    assert book.shelves["bolt"].on_hand == 8


@needs("WHS-1")
def test_a_difference_takes_from_who_holds_but_not_from_who_has_reserved() -> None:
    book, waiting = a_book(bolt=5), Order("SO-2")
    answer(book, Order("SO-1").confirmed(bolt=3), ids())
    answer(book, waiting.confirmed(bolt=4), ids())
    said = adjust(book, Adjust("bolt", Decimal(-2), "broken"), AT, ids())
    assert isinstance(said, tuple)
    assert only(StockShort, said).lacks == lacks(bolt=4)
    refused = adjust(book, Adjust("bolt", Decimal(-1), "broken"), AT, ids())
    assert isinstance(refused, BelowPromised)
    assert str(refused) == "3 of bolt are reserved or packed; 2 on hand would break that promise."


@needs("WHS-7")
def test_an_item_is_low_once_per_fall_below_its_reorder_point() -> None:
    book = Book([shelf("bolt", 10, reorder_point=8, safety_stock=4)])
    low = only(StockLow, answer(book, Order("SO-1").confirmed(bolt=3), ids()))
    assert (int(low.free), int(low.quantity), low.low_version) == (7, 5, 1)
    assert kinds(answer(book, Order("SO-2").confirmed(bolt=3), ids())) == ["stock.reserved"]
    book.move(delivery("bolt", 10))
    assert follow(book, ["bolt"], ids()).events == ()
    assert only(StockLow, answer(book, Order("SO-3").confirmed(bolt=8), ids())).low_version == 2


@needs("WHS-7")
def test_what_orders_lack_is_not_asked_a_second_time_by_the_alert() -> None:
    book = Book([shelf("bolt", 10, reorder_point=8, safety_stock=4)])
    said = answer(book, Order().confirmed(bolt=30), ids())
    assert only(StockShort, said).lacks == lacks(bolt=20)
    assert only(StockLow, said).quantity == 12


@needs("SAL-25", "WHS-7")
def test_a_discontinued_item_is_never_low() -> None:
    book = Book([shelf("bolt", 10, reorder_point=8)])
    book.shelves["bolt"].discontinued = True
    assert kinds(answer(book, Order().confirmed(bolt=9), ids())) == ["stock.reserved"]
