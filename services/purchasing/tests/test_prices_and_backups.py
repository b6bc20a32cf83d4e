"""Price control and backup suppliers (PUR-3, PUR-7)."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest

from services.purchasing.ledger.rules import book as book_rules
from services.purchasing.ledger.rules import heard
from services.purchasing.ledger.rules import purchase as rules
from services.purchasing.ledger.rules.offers import Offer, within_budget
from services.purchasing.purchases.rules import doing
from services.purchasing.tests.made import ORDERING, TODAY, Desk, eur, offer, order_id, served, topics
from tests.needs import needs

A, B = order_id(1), order_id(2)


def refuse(desk: Desk) -> list[Any]:
    p = next(p for p in desk.purchases if p.state == "asked")
    book = book_rules.exclude(desk.book, p)
    return desk.with_book(book_rules.update(book, rules.back_to_draft(p)))


def decline(desk: Desk, at: int = 0) -> list[Any]:
    before = desk.purchases[at]
    after = doing.decline(before, "no capacity")
    assert isinstance(after, rules.Purchase)
    return desk.with_book(book_rules.lose(book_rules.exclude(desk.book, before), before, after))


@needs("PUR-3")
@pytest.mark.parametrize(("asks", "passes"), [("10.50", True), ("10.51", False), ("9", True)])
def test_a_price_within_five_percent_of_the_budget_passes(asks: str, passes: bool) -> None:
    assert within_budget(eur(asks), eur(10), Decimal("0.05")) is passes


@needs("PUR-3")
def test_another_currency_never_passes_without_signatures() -> None:
    dollars = eur(1).but(currency="USD")
    assert not within_budget(dollars, eur(10), Decimal("0.05"))


@needs("PUR-3")
def test_a_price_above_the_tolerance_is_asked_with_its_budget() -> None:
    (event,) = Desk(offer(asks="12")).lacks(1, 10, need=3)
    assert (event.topic, event.request, event.supplier) == ("price.change_requested", 1, "S-1")
    assert (event.unit_price, event.budget_price, event.quantity) == (eur(12), eur(10), 10)
    assert event.served[0].need_version == 3


@needs("PUR-3")
def test_an_approved_price_is_ordered_at_no_more_than_was_signed() -> None:
    desk = Desk(offer(asks="12"))
    desk.lacks(1, 10)
    events = desk.put(rules.approve(desk.purchase, eur("11.50"), Decimal(8), TODAY))
    first = next(e for e in events if e.topic == "purchase.ordered")
    assert (first.unit_price, first.quantity) == (eur("11.50"), 8)
    assert topics(events) == ["price.change_requested", "purchase.ordered"]
    assert [p.quantity for p in desk.purchases] == [8, 2]


@needs("PUR-3")
def test_while_its_price_is_asked_no_need_joins() -> None:
    desk = Desk(offer(asks="12"))
    desk.lacks(1, 10)
    (event,) = desk.lacks(2, 5)
    assert (event.topic, served(event)) == ("price.change_requested", {B: 5})
    assert served(desk.purchases[0]) == {A: 10}


@needs("PUR-3")
def test_while_its_price_is_asked_a_need_may_shrink() -> None:
    desk = Desk(offer(asks="12"))
    desk.lacks(1, 10)
    (event,) = desk.lacks(1, 6, need=2)
    assert (event.topic, served(event), event.outstanding) == ("purchase.changed", {A: 6}, 6)


@needs("PUR-3")
def test_when_all_needs_leave_while_the_price_is_asked_it_is_withdrawn() -> None:
    desk = Desk(offer(asks="12"))
    desk.lacks(1, 10)
    (event,) = desk.cancelled(1)
    assert (event.topic, event.was_ordered, event.quantity) == ("purchase.cancelled", False, 10)
    assert event.orders == (A,)


@needs("PUR-7")
def test_a_refused_price_goes_to_the_backup_with_a_new_request() -> None:
    desk = Desk(offer(asks="12"), offer("S-2", rank=2, agreed="15", asks="13"))
    first = desk.lacks(1, 10)[0]
    (event,) = refuse(desk)
    assert (event.topic, event.supplier, event.request) == ("price.change_requested", "S-2", 2)
    assert event.purchase_id == first.purchase_id
    assert event.budget_price == eur(10), "the original budget, not the backup's own"


@needs("PUR-3")
def test_a_backup_within_the_original_budget_is_ordered_at_once() -> None:
    desk = Desk(offer(asks="12"), offer("S-2", rank=2, agreed="9", asks="10.2"))
    desk.lacks(1, 10)
    (event,) = refuse(desk)
    assert (event.topic, event.supplier) == ("purchase.ordered", "S-2")


@needs("PUR-7")
def test_refused_without_a_backup_is_impossible() -> None:
    desk = Desk(offer(asks="12"))
    desk.lacks(1, 10, need=2)
    (event,) = refuse(desk)
    assert (event.topic, served(event), event.reasons[0].code) == ("purchase.impossible", {A: 10}, "all_declined")


@needs("PUR-7")
def test_an_impossible_need_is_answered_again_for_the_same_version() -> None:
    desk = Desk(offer(asks="12"))
    desk.lacks(1, 10)
    refuse(desk)
    (event,) = desk.lacks(1, 10, need=2)
    assert (event.topic, event.served[0].need_version) == ("purchase.impossible", 2)


@needs("PUR-7")
def test_a_newer_order_version_is_tried_anew() -> None:
    desk = Desk(offer(asks="12"))
    desk.lacks(1, 10)
    refuse(desk)
    (event,) = desk.lacks(1, 10, need=2, version=2)
    assert (event.topic, event.served[0].order_version) == ("price.change_requested", 2)


@needs("PUR-7")
def test_another_order_may_still_be_asked_of_a_supplier_who_declined_one() -> None:
    desk = Desk(offer())
    desk.lacks(1, 10)
    assert topics(decline(desk)) == ["purchase.cancelled", "purchase.impossible"]
    (event,) = desk.lacks(2, 5)
    assert (event.topic, served(event)) == ("purchase.ordered", {B: 5})
    assert desk.after(desk.ledger) == []


@needs("PUR-7")
def test_a_declined_order_is_covered_anew_by_the_next_supplier() -> None:
    desk = Desk(offer(), offer("S-2", rank=2))
    desk.lacks(1, 10)
    events = decline(desk)
    assert topics(events) == ["purchase.cancelled", "purchase.ordered"]
    assert (events[0].quantity, events[0].was_ordered) == (10, True)
    assert (desk.purchase.supplier, desk.purchase.quantity) == ("S-2", 10)


@needs("PUR-3")
def test_a_backup_after_a_decline_is_held_to_the_original_budget() -> None:
    desk = Desk(offer(), offer("S-2", rank=2, agreed="20", asks="20"))
    desk.lacks(1, 10)
    events = decline(desk)
    assert topics(events) == ["price.change_requested", "purchase.cancelled"]
    assert events[1].budget_price == eur(10)


@needs("PUR-7")
def test_a_supplier_whose_offer_changed_is_asked_again() -> None:
    desk = Desk(offer())
    desk.lacks(1, 10)
    decline(desk)
    (event,) = desk.with_book(replace(desk.book, tried=()))
    assert (event.topic, served(event)) == ("purchase.ordered", {A: 10})


@needs("PUR-7")
def test_nobody_sells_and_discontinued_are_told_apart() -> None:
    desk = Desk()
    assert desk.lacks(1, 10)[0].reasons[0].code == "nobody_sells"
    desk = Desk(offer())
    desk.with_book(replace(desk.book, discontinued=True))
    assert desk.lacks(1, 10)[0].reasons[0].code == "discontinued"


@needs("PUR-7")
def test_impossible_names_who_stays_uncovered_after_dealing_by_priority() -> None:
    desk = Desk(offer())
    desk.order(1, priority=1)
    desk.order(2, priority=5)
    desk.lacks(1, 10)
    desk.with_book(replace(desk.book, offers=()))
    events = desk.lacks(2, 6)
    assert topics(events) == ["purchase.changed", "purchase.impossible"]
    impossible = next(e for e in events if e.topic == "purchase.impossible")
    assert served(impossible) == {A: 6}
    assert served(desk.purchase) == {B: 6, A: 4}


@needs("PUR-7")
def test_an_offer_that_comes_later_covers_what_was_impossible() -> None:
    desk = Desk()
    desk.lacks(1, 10)
    (event,) = desk.with_book(replace(desk.book, offers=(offer(),)))
    assert (event.topic, served(event)) == ("purchase.ordered", {A: 10})
    assert desk.lacks(1, 10, need=2)[0].topic == "purchase.changed"


def test_there_is_one_impossible_row_per_item() -> None:
    desk = Desk()
    first = desk.lacks(1, 10)[0]
    second = desk.lacks(2, 5)[0]
    assert first.purchase_id == second.purchase_id
    assert second.version == 2
    assert served(second) == {A: 10, B: 5}


def test_what_nobody_sells_is_taken_from_what_is_bought_for_the_shelf() -> None:
    desk = Desk(offer())
    desk.with_book(heard.hear_low(desk.book, 1, Decimal(6)))
    desk.with_book(replace(desk.book, offers=()))
    events = desk.lacks(1, 10)
    assert topics(events) == ["purchase.changed", "purchase.impossible"]
    assert served(events[0]) == {A: 6}
    assert served(events[1]) == {A: 4}


@needs("WHS-5")
def test_a_rejected_lot_stays_outstanding_until_it_is_given_up() -> None:
    desk = Desk(offer())
    desk.lacks(1, 10)
    assert desk.put(rules.reject(desk.purchase, Decimal(10))) == []
    assert desk.purchase.outstanding == 10
    before = desk.purchase
    after = doing.give_up(before, Decimal(10), "bad lot")
    assert isinstance(after, rules.Purchase)
    events = desk.with_book(book_rules.lose(desk.book, before, after))
    assert topics(events) == ["purchase.cancelled", "purchase.ordered"]


@needs("WHS-5")
def test_a_rejected_lot_may_be_delivered_again() -> None:
    desk = Desk(offer())
    desk.lacks(1, 10)
    desk.put(rules.reject(desk.purchase, Decimal(4)))
    (event,) = desk.put(doing.redeliver(desk.purchase, TODAY, TODAY))
    assert (event.topic, event.outstanding) == ("purchase.confirmed", 10)
    assert isinstance(doing.redeliver(desk.purchase, TODAY, TODAY), doing.NothingRejected)


def test_a_step_in_the_wrong_state_is_refused() -> None:
    desk = Desk(offer(asks="12"))
    desk.lacks(1, 10)
    asked = desk.purchase
    assert isinstance(doing.confirm(asked, TODAY, TODAY), doing.NotInState)
    assert isinstance(doing.delay(asked, TODAY, "late", TODAY), doing.NotInState)
    assert isinstance(doing.decline(asked, "no"), doing.NotInState)
    assert isinstance(doing.give_up(asked, Decimal(1), "no"), doing.NotInState)
    assert isinstance(doing.give_up(asked, Decimal(11), "no"), doing.MoreThanOutstanding)
    assert isinstance(doing.agree_cancel(asked), doing.NoCancelAsked)
    assert isinstance(doing.refuse_cancel(asked), doing.NoCancelAsked)
    assert isinstance(doing.order_draft(asked, (), ORDERING, "li.na"), doing.NotInState)


@needs("PUR-4")
def test_a_date_in_the_past_is_refused() -> None:
    desk = Desk(offer())
    desk.lacks(1, 10)
    assert isinstance(doing.confirm(desk.purchase, TODAY.replace(year=2025), TODAY), doing.DateInThePast)


@needs("PUR-4")
def test_a_second_word_about_a_purchase_is_answered_with_the_first() -> None:
    """PUR-4: who confirms or declines twice hears what is recorded."""
    confirmed = doing.confirm(
        rules.Purchase(id=order_id(1), item="bolt", state="ordered", quantity=Decimal(5)), TODAY, TODAY
    )
    assert isinstance(confirmed, rules.Purchase)
    again = doing.confirm(confirmed, TODAY + timedelta(1), TODAY)
    assert isinstance(again, doing.NotInState)
    assert f"is confirmed, promised for {TODAY};" in str(again)
    declined = doing.decline(confirmed, "no material")
    assert isinstance(declined, rules.Purchase)
    assert "5 given up: no material;" in str(doing.decline(declined, "another reason"))


def least(minimum: int, **of: Any) -> Offer:
    return replace(offer(**of), minimum=Decimal(minimum))


@needs("PUR-10")
def test_less_than_a_supplier_sells_at_his_price_is_bought_of_the_next() -> None:
    desk = Desk(least(50), offer("S-2", rank=2, agreed="11", asks="10.1"))
    (event,) = desk.lacks(1, 10)
    assert (event.topic, event.supplier, event.quantity) == ("purchase.ordered", "S-2", 10)
    (event,) = desk.lacks(2, 60)
    assert (event.supplier, event.quantity) == ("S-1", 60)


@needs("PUR-10")
def test_needs_that_reach_the_least_quantity_together_are_bought_at_that_price() -> None:
    desk = Desk(least(50))
    (event,) = desk.lacks(1, 20)
    assert (event.topic, event.reasons[0].code) == ("purchase.impossible", "below_least")
    assert str(event.reasons[0].text) == "20 of bolt is less than S-1 sells at his price, 50"
    events = desk.lacks(2, 30)
    assert [(e.topic, served(e)) for e in events if e.topic == "purchase.ordered"] == [
        ("purchase.ordered", {A: 20, B: 30})
    ]


@needs("PUR-10")
def test_a_price_that_has_ended_is_not_bought_at() -> None:
    ended = replace(offer(), valid_until=TODAY - timedelta(days=1))
    (event,) = Desk(ended).lacks(1, 10)
    assert (event.topic, event.reasons[0].code) == ("purchase.impossible", "price_ended")
    (event,) = Desk(replace(ended, valid_until=TODAY)).lacks(1, 10)
    assert event.topic == "purchase.ordered"


@needs("PUR-10")
def test_a_draft_whose_price_has_ended_meanwhile_is_not_ordered_at_it() -> None:
    desk = Desk(replace(offer(), valid_until=TODAY), ordering=replace(ORDERING, by_hand=True))
    desk.lacks(1, 10)
    later = replace(desk.ordering, today=TODAY + timedelta(days=1))
    assert isinstance(doing.order_draft(desk.purchase, desk.book.offers, later, "li.na"), doing.PriceEnded)


def weekly(quantity: int, **of: Any) -> Offer:
    return replace(offer(**of), weekly=Decimal(quantity))


@needs("PUR-6", "PUR-7")
def test_who_would_have_more_to_deliver_in_a_week_than_he_can_is_passed_over_where_another_has_room() -> None:
    desk = Desk(weekly(10), offer("S-2", rank=2, agreed="11", asks="10.1"))
    assert [one.supplier for one in desk.lacks(1, 8)] == ["S-1"]
    assert [one.supplier for one in desk.lacks(2, 8)] == ["S-2"]
    assert [one.supplier for one in desk.lacks(3, 2)] == ["S-1"]


@needs("PUR-6")
def test_what_nobody_has_room_for_stays_with_the_first_who_says_when() -> None:
    (event,) = Desk(weekly(10)).lacks(1, 30)
    assert (event.topic, event.supplier, event.quantity) == ("purchase.ordered", "S-1", 30)


@needs("PUR-6")
def test_what_comes_in_another_week_takes_no_room() -> None:
    desk = Desk(weekly(10), offer("S-2", rank=2, agreed="11", asks="10.1"))
    desk.lacks(1, 10)
    desk.put(doing.confirm(desk.purchase, TODAY + timedelta(days=30), TODAY))
    assert [one.supplier for one in desk.lacks(2, 10)] == ["S-1"]
