"""The first supplier by rank who can deliver in time is asked (PUR-2, PUR-7), held to the original budget (PUR-3)."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

from services.purchasing.ledger.rules import book as book_rules
from services.purchasing.ledger.rules import heard
from services.purchasing.ledger.rules import purchase as rules
from services.purchasing.tests.made import BY_HAND, TODAY, Desk, eur, offer, order_id, served, topics
from tests.needs import needs

A, B = order_id(1), order_id(2)
SLOW = offer("S-1", 1, lead_days=60)


def needed(desk: Desk, in_days: int, number: int = 1) -> list[Any]:
    """An order promised in so many days lacks ten."""
    desk.order(number, promised=TODAY + timedelta(in_days))
    return desk.lacks(number, 10)


@needs("PUR-7")
def test_a_backup_in_time_is_asked_before_a_main_supplier_who_is_late() -> None:
    """PUR-7: the main one cannot deliver in time, the next one can."""
    desk = Desk(SLOW, offer("S-2", 2, "10.20", "10.20", lead_days=5))
    (event,) = needed(desk, 20)
    assert (event.topic, event.supplier, event.unit_price) == ("purchase.ordered", "S-2", eur("10.20"))
    assert (event.was_due_on, event.reasons) == (None, ())
    assert desk.purchase.ordered_on <= desk.purchase.latest_on


@needs("PUR-2")
def test_the_main_supplier_is_asked_up_to_the_latest_day_on_which_he_is_in_time() -> None:
    """PUR-2: the latest purchase date counts the days between arrival and promise."""
    offers = offer("S-1", 1, lead_days=7), offer("S-2", 2, lead_days=5)
    assert needed(Desk(*offers), 10)[0].supplier == "S-1"
    assert needed(Desk(*offers), 9)[0].supplier == "S-2"


@needs("PUR-2")
def test_when_nobody_is_in_time_the_fastest_is_asked_and_of_equals_the_first_by_rank() -> None:
    """PUR-2: as little late as can be."""
    desk = Desk(SLOW, offer("S-2", 2, lead_days=30), offer("S-3", 3, lead_days=30))
    assert needed(desk, 5)[0].supplier == "S-2"


@needs("PUR-7")
def test_what_nobody_promised_a_day_for_is_bought_by_rank() -> None:
    """PUR-7: the shelf, and an order without a date, can wait."""
    desk = Desk(SLOW, offer("S-2", 2, lead_days=5))
    desk.with_book(heard.hear_low(desk.book, 1, Decimal(20)))
    assert desk.purchase.supplier == "S-1"
    desk.order(1)
    assert desk.lacks(1, 10)[0].supplier == "S-1"


@needs("PUR-2")
def test_only_the_needs_that_cannot_wait_go_to_the_faster_supplier() -> None:
    """PUR-2: each need counts from its own promised date."""
    desk = Desk(SLOW, offer("S-2", 2, lead_days=5))
    (first,) = needed(desk, 90, number=1)
    (second,) = needed(desk, 20, number=2)
    assert [(e.supplier, served(e)) for e in (first, second)] == [("S-1", {A: 10}), ("S-2", {B: 10})]


@needs("PUR-2", "PUR-4")
def test_a_draft_that_waited_too_long_for_its_buyer_goes_to_a_faster_supplier() -> None:
    """PUR-2, PUR-4: by hand, the day on which it is ordered counts."""
    desk = Desk(offer("S-1", 1, lead_days=7), offer("S-2", 2, lead_days=5), ordering=BY_HAND)
    needed(desk, 10)
    assert desk.purchase.supplier == "S-1"
    desk.order(1, promised=TODAY + timedelta(9), version=2)
    assert (desk.purchase.supplier, served(desk.purchase)) == ("S-2", {A: 10})


@needs("PUR-3")
def test_a_faster_and_dearer_backup_is_held_to_the_budget_of_the_first_by_rank() -> None:
    """PUR-3: being in a hurry is not a way around the signatures."""
    desk = Desk(SLOW, offer("S-2", 2, "20", "20", lead_days=5))
    (event,) = needed(desk, 20)
    assert (event.topic, event.supplier, event.budget_price) == ("price.change_requested", "S-2", eur(10))


@needs("PUR-2", "PUR-3")
def test_when_the_dearer_and_faster_is_refused_the_slower_is_ordered_and_stands_as_late() -> None:
    """PUR-2, PUR-3: who refuses the price takes the delay; the purchase shows it."""
    desk = Desk(SLOW, offer("S-2", 2, "20", "20", lead_days=5))
    needed(desk, 20)
    book = book_rules.exclude(desk.book, desk.purchase)
    events = desk.with_book(book_rules.update(book, rules.back_to_draft(desk.purchase)))
    assert (topics(events), desk.purchase.supplier) == (["purchase.ordered"], "S-1")
    assert desk.purchase.ordered_on > desk.purchase.latest_on
    assert events[0].was_due_on == desk.purchase.latest_on
    assert [reason.code for reason in events[0].reasons] == ["ordered_late"]
