"""Goods come in against a purchase; a review says what is free (WHS-3, WHS-4, SAL-5)."""

from decimal import Decimal

import pytest

from contracts.supply import Cover, Lack
from contracts.warehouse import GoodsReceived, GoodsRejected
from services.warehouse.book.rules.book import Book
from services.warehouse.book.rules.gate import Master
from services.warehouse.book.rules.goods import Purchase
from services.warehouse.receiving.rules import (
    NothingCounted,
    OverDelivery,
    PurchaseNotKnownYet,
    Receive,
    give_up,
    order,
    receive,
    refusal_of,
)
from services.warehouse.reservation.rules import answer
from services.warehouse.review.rules import Sight, Standing, review, unseen
from services.warehouse.tests.samples import AT, Order, a_book, given_up, ids, kinds, only, purchased, shelf
from tests.needs import needs

SHARE = Decimal("0.05")


def a_purchase(book: Book, quantity: int, *orders: Order) -> Purchase:
    heard = purchased("bolt", quantity, *orders)
    order(book, heard)
    return book.purchases[heard.purchase_id]


def arrive(purchase: Purchase, accepted: int, rejected: int = 0) -> Receive:
    return Receive(purchase.purchase_id, Decimal(accepted), Decimal(rejected), "QC-1")


@needs("WHS-3")
def test_a_receipt_tells_the_needs_and_the_cover_and_then_who_is_served() -> None:
    book, waiting = a_book(bolt=1), Order()
    answer(book, waiting.confirmed(bolt=5), ids())
    purchase = a_purchase(book, 10)
    said = receive(book, arrive(purchase, 6), "GR-2026-000001", AT, ids())
    assert kinds(said) == ["goods.received", "stock.reserved"]
    received = only(GoodsReceived, said)
    assert (received.outstanding, received.receipt_number) == (Decimal(4), "GR-2026-000001")
    assert received.cover == (Cover(item="bolt", cover_version=2, total=Decimal(0), received=Decimal(6)),)
    assert [(need.order_id, need.need_version, need.lacks) for need in received.needs] == [(waiting.id, 2, ())]
    assert received.orders == (waiting.id,)
    assert book.shelves["bolt"].on_order == 4


def test_a_receipt_that_nobody_waits_for_still_tells_its_items_cover() -> None:
    book = a_book(bolt=1)
    (received,) = receive(book, arrive(a_purchase(book, 10), 10), "GR-1", AT, ids())
    assert isinstance(received, GoodsReceived)
    assert received.cover == (Cover(item="bolt", cover_version=0, total=Decimal(0), received=Decimal(10)),)


@needs("WHS-5")
def test_rejected_goods_stay_outstanding_and_are_no_new_shortage() -> None:
    book, waiting = a_book(bolt=0), Order()
    answer(book, waiting.confirmed(bolt=5), ids())
    purchase = a_purchase(book, 5, waiting)
    (rejected,) = receive(book, arrive(purchase, 0, 5), "GR-1", AT, ids())
    assert isinstance(rejected, GoodsRejected)
    assert (rejected.quantity, rejected.orders, purchase.outstanding) == (Decimal(5), (waiting.id,), Decimal(5))


@needs("WHS-5")
def test_part_of_a_lot_accepted_and_part_rejected_says_both() -> None:
    book = a_book(bolt=0)
    said = receive(book, arrive(a_purchase(book, 5), 3, 2), "GR-1", AT, ids())
    assert kinds(said) == ["goods.received", "goods.rejected"]


@needs("WHS-3")
@pytest.mark.parametrize(("came", "taken"), [(100, True), (105, True), (106, False)])
def test_more_than_ordered_is_taken_within_the_tolerance_only(came: int, taken: bool) -> None:
    purchase = a_purchase(a_book(bolt=0), 100)
    assert (refusal_of(purchase, arrive(purchase, came), SHARE) is None) == taken


@needs("WHS-3", "WHS-4")
def test_what_is_rejected_is_not_taken_in_and_no_over_delivery() -> None:
    """WHS-3, WHS-4: a hundred good ones and ten bad ones of a hundred are counted as they came."""
    book = a_book(bolt=0)
    purchase = a_purchase(book, 100)
    assert refusal_of(purchase, arrive(purchase, 100, 10), SHARE) is None
    assert isinstance(refusal_of(purchase, arrive(purchase, 106, 10), SHARE), OverDelivery)
    receive(book, arrive(purchase, 100, 10), "GR-1", AT, ids())
    (receipt,) = book.receipts
    assert [int(q) for q in (receipt.accepted, receipt.rejected, purchase.rejected)] == [100, 10, 10]
    assert refusal_of(purchase, arrive(purchase, 0, 3), SHARE) is None


@needs("WHS-4")
def test_a_rejected_lot_that_nobody_is_owed_is_kept_and_not_said() -> None:
    """WHS-4: all that was ordered is here; no supplier delivers it again, so nobody is to be waited for."""
    book = a_book(bolt=0)
    purchase = a_purchase(book, 100)
    assert kinds(receive(book, arrive(purchase, 100, 10), "GR-1", AT, ids())) == ["goods.received"]
    assert receive(book, arrive(purchase, 0, 3), "GR-2", AT, ids()) == ()


@needs("WHS-4")
@pytest.mark.parametrize(("inspection", "free"), [("QC-7", 5), ("", 0), ("  ", 0)])
def test_goods_of_a_critical_item_are_free_with_their_inspection_only(inspection: str, free: int) -> None:
    """WHS-4: the inspection is a gate; who brings none has every piece inspected here."""
    book = a_book(bolt=0)
    book.masters["bolt"] = Master(critical=True)
    purchase = a_purchase(book, 5)
    asked = Receive(purchase.purchase_id, Decimal(5), Decimal(0), inspection)
    said = receive(book, asked, "GR-2026-000001", AT, ids())
    assert (int(book.shelves["bolt"].free), int(book.shelves["bolt"].quarantine)) == (free, 5 - free)
    assert kinds(said) == (["goods.received"] if free else [])
    assert [one.sample for one in book.inspections.values()] == ([] if free else [5])


@needs("WHS-3")
def test_nothing_is_outstanding_after_an_over_delivery_and_no_more_is_taken() -> None:
    book = a_book(bolt=0)
    purchase = a_purchase(book, 100)
    receive(book, arrive(purchase, 103), "GR-1", AT, ids())
    assert (purchase.outstanding, book.shelves["bolt"].on_order) == (Decimal(0), Decimal(0))
    assert isinstance(refusal_of(purchase, arrive(purchase, 1), SHARE), OverDelivery)


@needs("WHS-3")
def test_goods_of_a_purchase_not_heard_of_are_refused_for_now() -> None:
    refusal = refusal_of(None, arrive(Purchase(Order().id, "", "bolt", "", Decimal(1)), 1), SHARE)
    assert isinstance(refusal, PurchaseNotKnownYet)
    assert refusal.code() == "purchase-not-known-yet"


@needs("WHS-3")
def test_an_empty_receipt_is_refused() -> None:
    purchase = a_purchase(a_book(bolt=0), 5)
    assert isinstance(refusal_of(purchase, arrive(purchase, 0), SHARE), NothingCounted)


@needs("WHS-7")
def test_what_a_purchase_gives_up_is_no_longer_on_order_and_may_make_the_item_low() -> None:
    book = Book([shelf("bolt", 2, reorder_point=5)])
    heard = purchased("bolt", 10)
    order(book, heard)
    assert not book.shelves["bolt"].low
    assert kinds(give_up(book, given_up(heard, 10))) == ["stock.low"]
    assert book.shelves["bolt"].on_order == 0


def sight(free: int, coming: int = 0, discontinued: bool = False) -> Sight:
    return Sight(Decimal(free), Decimal(coming), discontinued)


@needs("SAL-5")
def test_a_review_says_yes_today_when_all_is_free() -> None:
    verdict = review(Order().received(bolt=5), {"bolt": sight(5)}, AT.date())
    assert (verdict.verdict, verdict.ready_on, verdict.lacks) == ("yes", AT.date(), ())


@needs("SAL-5")
def test_a_review_has_conditions_when_something_lacks() -> None:
    verdict = review(Order().received(bolt=5, nut=9), {"bolt": sight(5), "nut": sight(4, 9)}, AT.date())
    assert (verdict.verdict, verdict.ready_on) == ("conditions", None)
    assert verdict.lacks == (Lack(item="nut", quantity=Decimal(5)),)
    assert [reason.code for reason in verdict.reasons] == ["on_order"]


@needs("SAL-5")
@pytest.mark.parametrize(("coming", "said"), [(0, "no"), (3, "conditions")])
def test_a_discontinued_item_is_refused_unless_it_is_there_or_coming(coming: int, said: str) -> None:
    assert review(Order().received(bolt=5), {"bolt": sight(2, coming, True)}, AT.date()).verdict == said


def test_an_item_not_heard_of_is_awaited() -> None:
    assert unseen(Order().received(bolt=5, nut=1), {"bolt": sight(1)}) == "nut"


@needs("SAL-5")
def test_only_the_current_version_of_a_living_order_is_reviewed() -> None:
    assert Standing(reviewed=1).awaits(2)
    assert not Standing(reviewed=2).awaits(1)
    assert not Standing(confirmed=3).awaits(2)
    assert not Standing(over=True).awaits(9)
