"""What is bought, given up and dealt (PUR-1)."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

from contracts.reasons import because
from contracts.supply import Cover
from services.purchasing.ledger.rules import book as book_rules
from services.purchasing.ledger.rules import heard
from services.purchasing.ledger.rules import purchase as rules
from services.purchasing.ledger.rules.covering import answer_low
from services.purchasing.purchases.rules import doing
from services.purchasing.tests.made import BY_HAND, ORDERING, TODAY, Desk, offer, order_id, served, topics
from tests.needs import needs

pytestmark = needs("PUR-1")

A, B, C = order_id(1), order_id(2), order_id(3)


def test_a_shortage_is_ordered_and_names_the_need_version() -> None:
    desk = Desk(offer())
    (event,) = desk.lacks(1, 10, need=4)
    assert event.topic == "purchase.ordered"
    assert event.quantity == 10
    assert event.served[0].need_version == 4
    assert event.orders == (A,)


def test_nothing_is_bought_for_what_is_on_order_already() -> None:
    desk = Desk(offer())
    desk.lacks(1, 10)
    assert desk.lacks(1, 10, need=2)[0].topic == "purchase.changed"
    assert desk.purchase.quantity == 10


def test_a_growing_shortage_buys_only_the_difference() -> None:
    desk = Desk(offer())
    desk.lacks(1, 10)
    events = desk.lacks(1, 14, need=2)
    assert [p.quantity for p in desk.purchases] == [10, 4]
    assert topics(events) == ["purchase.changed", "purchase.ordered"]


def test_the_same_facts_again_say_nothing() -> None:
    desk = Desk(offer())
    desk.lacks(1, 10)
    desk.lacks(2, 5)
    before = desk.book
    assert desk.after(desk.ledger) == []
    assert desk.book == before


def test_the_receipt_heard_before_the_reservation_buys_nothing() -> None:
    desk = Desk(offer())
    desk.lacks(1, 10)
    received = book_rules.update(desk.book, rules.receive(desk.purchase, Decimal(10)))
    ledger = replace(desk.ledger, books={"bolt": received})
    total = Cover(item="bolt", cover_version=2, total=Decimal(0))
    assert desk.after(heard.hear_cover(ledger, [total])) == []
    assert desk.purchases == []


def test_the_reservation_heard_before_the_receipt_gives_up_nothing_of_a_confirmed_purchase() -> None:
    desk = Desk(offer())
    desk.lacks(1, 10)
    desk.put(doing.confirm(desk.purchase, TODAY, TODAY))
    assert topics(desk.lacks(1, 0, need=2)) == ["purchase.changed"]
    assert desk.put(rules.receive(desk.purchase, Decimal(10))) == []
    assert desk.purchases == []


def test_goods_that_came_are_not_given_up_before_their_receipt_is_heard() -> None:
    desk = Desk(offer())
    desk.lacks(1, 4)
    desk.lacks(2, 6)
    first = desk.purchases[0]
    assert topics(desk.lacks(1, 0, need=2, received=4)) == ["purchase.changed", "purchase.changed"]
    desk.cancelled(2)
    (given_up,) = desk.lacks(2, 0, need=2, received=4)
    assert (given_up.topic, given_up.quantity) == ("purchase.cancelled", 6)
    assert desk.with_book(book_rules.take_in(desk.book, first, Decimal(4))) == []
    assert desk.purchases == []


def test_a_reservation_of_goods_that_were_found_gives_up_the_purchase() -> None:
    desk = Desk(offer())
    desk.lacks(1, 10)
    (event,) = desk.lacks(1, 0, need=2)
    assert (event.topic, event.quantity) == ("purchase.cancelled", 10)


def test_an_old_shortage_heard_late_buys_nothing() -> None:
    desk = Desk(offer())
    desk.lacks(1, 0, need=2, total=0, cover_version=2)
    assert desk.lacks(1, 10, need=1, total=10, cover_version=1) == []
    assert desk.purchases == []


def test_no_more_is_bought_than_all_orders_lack_together() -> None:
    desk = Desk(offer())
    desk.lacks(1, 10)
    desk.lacks(2, 6, total=10)
    assert desk.purchase.quantity == 10


def test_no_more_is_bought_than_the_known_needs() -> None:
    desk = Desk(offer())
    desk.lacks(1, 10, total=25)
    assert desk.purchase.quantity == 10


def test_only_what_is_above_both_totals_is_given_up() -> None:
    desk = Desk(offer())
    desk.lacks(1, 10)
    assert topics(desk.cancelled(1)) == ["purchase.changed"]
    (event,) = desk.total(0)
    assert (event.topic, event.quantity, event.was_ordered, event.outstanding) == ("purchase.cancelled", 10, True, 0)


def test_a_total_that_falls_first_gives_up_nothing_until_the_cancel_is_heard() -> None:
    desk = Desk(offer())
    desk.lacks(1, 10)
    assert desk.total(0) == []
    assert topics(desk.cancelled(1)) == ["purchase.cancelled"]


def test_a_confirmed_purchase_goes_on_covering_until_the_supplier_agrees() -> None:
    desk = Desk(offer())
    desk.lacks(1, 10)
    desk.put(doing.confirm(desk.purchase, TODAY, TODAY))
    desk.cancelled(1)
    assert desk.total(0) == []
    assert desk.purchase.cancel_asked == 10
    (event,) = desk.lacks(2, 8)
    assert served(event) == {B: 8}
    assert (len(desk.purchases), desk.purchase.cancel_asked) == (1, 2)


@needs("ALL-10")
def test_by_hand_also_an_unconfirmed_supplier_is_asked() -> None:
    desk = Desk(offer(), ordering=replace(ORDERING, cancel_by_hand=True))
    desk.lacks(1, 10)
    desk.cancelled(1)
    desk.total(0)
    assert (desk.purchase.state, desk.purchase.cancel_asked) == ("ordered", 10)


def test_what_the_supplier_refuses_to_cancel_is_kept_and_used_first() -> None:
    desk = Desk(offer(), ordering=replace(ORDERING, cancel_by_hand=True))
    desk.lacks(1, 10)
    desk.cancelled(1)
    desk.total(0)
    (event,) = desk.put(doing.refuse_cancel(desk.purchase))
    assert (event.topic, served(event), event.outstanding) == ("purchase.changed", {}, 10)
    assert desk.purchase.cancel_asked == 0
    (event,) = desk.lacks(2, 10)
    assert (event.topic, served(event)) == ("purchase.changed", {B: 10})


def test_what_the_supplier_agrees_to_cancel_is_gone() -> None:
    desk = Desk(offer(), ordering=replace(ORDERING, cancel_by_hand=True))
    desk.lacks(1, 10)
    desk.cancelled(1)
    desk.total(0)
    (event,) = desk.put(doing.agree_cancel(desk.purchase))
    assert (event.topic, event.quantity, event.outstanding) == ("purchase.cancelled", 10, 0)
    assert (event.reason, event.reasons[0].code) == ("no longer needed; the supplier agrees", "not_needed_agreed")
    assert desk.purchases == []


def test_goods_that_come_although_cancelled_were_not_cancelled() -> None:
    desk = Desk(offer())
    desk.lacks(1, 10)
    cancelled = rules.cancel(desk.purchase, Decimal(10), because("not_needed"))
    received = rules.receive(cancelled, Decimal(4))
    assert received.cancelled == 6
    assert received.outstanding == 0


@needs("SAL-7")
def test_what_is_on_order_is_dealt_by_priority_then_order_number() -> None:
    desk = Desk(offer())
    desk.order(2, priority=1)
    desk.lacks(2, 10)
    desk.order(1, priority=5)
    desk.lacks(1, 6, total=10)
    assert served(desk.purchase) == {A: 6, B: 4}
    desk.order(3, priority=1)
    desk.lacks(3, 4, total=10)
    assert served(desk.purchase) == {A: 6, B: 4}


def test_a_new_priority_deals_anew_and_buys_nothing() -> None:
    desk = Desk(offer())
    desk.order(1)
    desk.lacks(1, 10)
    desk.order(2)
    desk.lacks(2, 10)
    events = desk.order(2, priority=9, version=2)
    assert topics(events) == ["purchase.changed", "purchase.changed"]
    assert sum(p.quantity for p in desk.purchases) == 20


def test_a_draft_takes_new_needs_until_it_is_ordered() -> None:
    desk = Desk(offer(), ordering=BY_HAND)
    assert desk.lacks(1, 10) == []
    assert desk.lacks(2, 5) == []
    assert (desk.purchase.state, served(desk.purchase)) == ("draft", {A: 10, B: 5})
    (event,) = desk.put(doing.order_draft(desk.purchase, desk.book.offers, BY_HAND, "li.na"))
    assert (event.topic, event.quantity) == ("purchase.ordered", 15)
    desk.lacks(3, 2)
    assert [p.state for p in desk.purchases] == ["ordered", "draft"]


def test_a_draft_that_nobody_needs_any_more_disappears_in_silence() -> None:
    desk = Desk(offer(), ordering=BY_HAND)
    desk.lacks(1, 10)
    desk.cancelled(1)
    assert desk.total(0) == []
    assert desk.purchases == []


@needs("PUR-2")
def test_the_latest_purchase_date_counts_back_from_the_earliest_promise() -> None:
    desk = Desk(offer(lead_days=7), ordering=BY_HAND)
    desk.order(1, promised=TODAY + timedelta(30))
    desk.order(2, promised=TODAY + timedelta(20))
    desk.lacks(2, 1)
    desk.lacks(1, 1)
    assert desk.purchase.latest_on == TODAY + timedelta(10)


def test_an_order_cancelled_before_its_need_is_heard_needs_nothing() -> None:
    desk = Desk(offer())
    desk.cancelled(1)
    assert desk.lacks(1, 10, total=10) == []
    assert desk.purchases == []


def test_the_shelf_is_filled_by_a_purchase_that_serves_nobody() -> None:
    desk = Desk(offer())
    (event,) = desk.with_book(heard.hear_low(desk.book, 1, Decimal(20)))
    assert (event.topic, event.quantity, event.served) == ("purchase.ordered", 20, ())
    assert desk.total(0) == []
    assert desk.purchase.outstanding == 20


def test_the_shelf_is_not_filled_twice_and_is_answered() -> None:
    desk = Desk(offer())
    desk.with_book(heard.hear_low(desk.book, 1, Decimal(20)))
    book = heard.hear_low(desk.book, 2, Decimal(20))
    assert book.unbought == 0
    assert [said.kind for p in answer_low(book).purchases for said in p.news] == ["changed"]


def test_an_order_does_not_take_what_is_bought_for_the_shelf() -> None:
    desk = Desk(offer())
    desk.with_book(heard.hear_low(desk.book, 1, Decimal(20)))
    desk.lacks(1, 5)
    assert [p.quantity for p in desk.purchases] == [20, 5]
    assert served(desk.purchases[1]) == {A: 5}


def test_what_is_kept_for_stock_fills_the_shelf() -> None:
    desk = Desk(offer(), ordering=replace(ORDERING, cancel_by_hand=True))
    desk.lacks(1, 10)
    desk.cancelled(1)
    desk.total(0)
    desk.put(doing.refuse_cancel(desk.purchase))
    desk.with_book(heard.hear_low(desk.book, 1, Decimal(12)))
    assert [(p.quantity, p.stock) for p in desk.purchases] == [(10, 10), (2, 2)]
