"""Packed goods are logistics' to decide; who waits meanwhile holds but gets nothing (WHS-6, WHS-8)."""

from collections.abc import Sequence
from decimal import Decimal
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from contracts.order import Package
from contracts.supply import Lack
from contracts.warehouse import ReturnReceived, StockReserved, StockShort, StockUnreserved
from services.warehouse.book.rules.book import Book
from services.warehouse.book.rules.deal import follow
from services.warehouse.book.rules.demand import Part, Shipment
from services.warehouse.book.rules.gate import Master
from services.warehouse.book.rules.packages import packages_of
from services.warehouse.dispatch.rules.returns import (
    MoreScrappedThanCame,
    MoreThanShipped,
    NotDispatched,
    Returned,
    TakeBack,
    return_refusal,
    take_back,
)
from services.warehouse.dispatch.rules.shipping import cause_unheard, leave, pack, unpack
from services.warehouse.reservation.rules import answer, cancel
from services.warehouse.tests.samples import AT, Order, a_book, delivery, ids, kinds, on_shelf, only
from tests.needs import needs

ONE = Decimal(1)


def measure(weight_kg: Decimal, volume_m3: Decimal, unit: str = "") -> Master:
    return Master(unit, weight_kg=weight_kg, volume_m3=volume_m3)


MEASURES = {"bolt": measure(Decimal(10), Decimal("0.1"))}


def packed(book: Book, order: Order, **wants: int) -> Shipment:
    """An order whose goods are in logistics' hands."""
    reserved = only(StockReserved, answer(book, order.confirmed(**wants), ids()))
    return pack_it(book, order, reserved.shipment_id)


def pack_it(book: Book, order: Order, shipment_id: UUID | None) -> Shipment:
    assert shipment_id
    shipment = book.demands[order.id].shipments[shipment_id]
    book.masters |= MEASURES
    pack(book, shipment, "OS-2026-000001", Decimal(25))
    return shipment


def back(order: Order, shipment: Shipment, *quantities: int, scrapped: int = 0) -> TakeBack:
    """So much of the first line came back, of each part so much scrapped."""
    lines = tuple(Returned(1, Decimal(quantity), Decimal(scrapped)) for quantity in quantities)
    return TakeBack(order.id, shipment.shipment_id, lines)


@needs("WHS-6")
def test_packages_hold_no_more_than_the_limit_and_all_of_the_weight() -> None:
    packages = packages_of((Part(1, "bolt", Decimal(6)),), MEASURES, Decimal(25))
    assert [package.number for package in packages] == [1, 2, 3]
    assert {package.weight_kg for package in packages} == {Decimal(20)}
    assert {package.volume_m3 for package in packages} == {Decimal("0.2")}


def weights(packages: Sequence[Package]) -> list[str]:
    return [f"{package.weight_kg.normalize():f}" for package in packages]


@needs("WHS-6")
def test_a_machine_is_not_sawn_in_two() -> None:
    """WHS-6: a piece above the limit goes alone, and that is said."""
    measures = {"machine": measure(Decimal(30), Decimal(1), "set"), "manual": measure(ONE, Decimal("0.01"), "pcs")}
    parts = (Part(1, "manual", Decimal(2)), Part(2, "machine", Decimal(2)))
    packages = packages_of(parts, measures, Decimal(25))
    assert (weights(packages), packages[0].volume_m3) == (["30", "30", "2"], ONE)
    assert [package.above_limit for package in packages] == [True, True, False]


@needs("WHS-6")
def test_packages_hold_whole_pieces_as_many_as_the_limit_allows() -> None:
    measures = {"pot": measure(Decimal(10), Decimal("0.1"), "pcs"), "lid": measure(Decimal(3), Decimal(0), "pcs")}
    parts = (Part(1, "lid", Decimal(3)), Part(2, "pot", Decimal(5)))
    assert weights(packages_of(parts, measures, Decimal(25))) == ["23", "23", "13"]
    assert weights(packages_of(parts, measures, Decimal(100))) == ["59"]


@needs("WHS-6")
def test_what_is_weighed_out_fills_the_room_that_pieces_leave_and_may_be_split() -> None:
    measures = {"pot": measure(Decimal(20), ONE, "pcs"), "ore": measure(ONE, Decimal("0.01"), "kg")}
    parts = (Part(1, "ore", Decimal("70.5")), Part(2, "pot", ONE))
    assert weights(packages_of(parts, measures, Decimal(25))) == ["25", "21.834", "21.834", "21.834"]


@needs("WHS-6")
def test_goods_without_weight_are_one_package() -> None:
    measures = {"file": measure(Decimal(0), Decimal(0), "pcs")}
    assert weights(packages_of((Part(1, "file", Decimal(7)),), measures, Decimal(25))) == ["0"]


@needs("WHS-6")
@given(
    st.lists(st.tuples(st.integers(1, 40), st.integers(0, 60), st.sampled_from(("pcs", "kg"))), min_size=1, max_size=6)
)
def test_packages_hold_all_of_the_weight_and_no_more_than_the_limit_but_for_single_pieces(
    goods: list[tuple[int, int, str]],
) -> None:
    parts = [Part(n, f"i-{n}", Decimal(quantity)) for n, (quantity, _, _) in enumerate(goods)]
    measures = {f"i-{n}": measure(Decimal(weight) / 2, ONE, unit) for n, (_, weight, unit) in enumerate(goods)}
    packages = packages_of(parts, measures, Decimal(25))
    total = sum(part.quantity * measures[part.item].weight_kg for part in parts)
    assert total <= sum(package.weight_kg for package in packages) <= total + len(packages) * Decimal("0.001")
    assert all(package.above_limit or package.weight_kg <= 25 for package in packages)
    pieces = {measure.weight_kg for measure in measures.values() if measure.unit == "pcs"}
    assert all(package.weight_kg in pieces for package in packages if package.above_limit)


def test_a_cancel_does_not_unpack() -> None:
    book, order = a_book(bolt=5), Order()
    packed(book, order, bolt=5)
    assert cancel(book, order.cancelled(), ids()) == ()
    assert book.shelves["bolt"].reserved == 5


@needs("SAL-9")
def test_shipment_cancelled_after_a_cancel_gives_the_goods_to_who_waits() -> None:
    book, order, waiting = a_book(bolt=5), Order("SO-1"), Order("SO-2")
    shipment = packed(book, order, bolt=5)
    answer(book, waiting.confirmed(bolt=5), ids())
    cancel(book, order.cancelled(), ids())
    said = unpack(book, book.demands[order.id], shipment, ids())
    assert kinds(said) == ["stock.unreserved", "stock.reserved"]
    assert only(StockReserved, said).order_id == waiting.id


def test_shipment_cancelled_waits_for_the_cancel_that_caused_it() -> None:
    book, order = a_book(bolt=5), Order()
    shipment = packed(book, order, bolt=5)
    assert cause_unheard(book.demands[order.id], shipment)
    answer(book, order.changed(bolt=4), ids())
    assert not cause_unheard(book.demands[order.id], shipment)


@needs("SAL-9")
def test_a_newer_version_of_packed_goods_makes_no_new_shipment_until_logistics_decides() -> None:
    book, order = a_book(bolt=20), Order()
    shipment = packed(book, order, bolt=5)
    said = answer(book, order.changed(bolt=8), ids())
    short = only(StockShort, said)
    assert (len(said), short.lacks, short.order_version) == (1, (), 2)
    assert on_shelf(book, "bolt") == {"reserved": 5, "held": 3, "free": 12}
    said = unpack(book, book.demands[order.id], shipment, ids())
    assert kinds(said) == ["stock.unreserved", "stock.reserved"]
    assert only(StockReserved, said).lines[0].quantity == 8


def test_a_blocked_order_states_its_shortage_as_if_the_packed_goods_will_leave() -> None:
    book, order = a_book(bolt=5), Order(partial=True)
    shipment = packed(book, order, bolt=5)
    short = only(StockShort, answer(book, order.changed(bolt=8), ids()))
    assert short.lacks == (Lack(item="bolt", quantity=Decimal(3)),)
    book.move(delivery("bolt", 2))
    short = only(StockShort, follow(book, ["bolt"], ids()).events)
    assert short.lacks == (Lack(item="bolt", quantity=Decimal(1)),)
    said = leave(book, book.demands[order.id], shipment, AT, ids())
    reserved = only(StockReserved, said)
    assert (len(said), int(reserved.lines[0].quantity), reserved.need_version) == (1, 2, short.need_version)
    assert reserved.lacks == short.lacks


def test_a_version_that_has_left_whole_is_answered_by_an_empty_reservation() -> None:
    book, order = a_book(bolt=5), Order()
    shipment = packed(book, order, bolt=5)
    assert leave(book, book.demands[order.id], shipment, AT, ids()) == ()
    reserved = only(StockReserved, answer(book, order.changed(bolt=5), ids()))
    assert (reserved.shipment_id, reserved.lines, reserved.final, reserved.order_version) == (None, (), True, 2)


@needs("SAL-9")
def test_dispatch_that_won_against_a_change_leaves_an_empty_reservation_of_the_new_version() -> None:
    book, order = a_book(bolt=5), Order()
    shipment = packed(book, order, bolt=5)
    assert only(StockShort, answer(book, order.changed(bolt=3), ids())).lacks == ()
    reserved = only(StockReserved, leave(book, book.demands[order.id], shipment, AT, ids()))
    assert (reserved.shipment_id, reserved.final, reserved.order_version) == (None, True, 2)
    assert on_shelf(book, "bolt") == {"reserved": 0, "held": 0, "free": 0}


def test_two_packed_shipments_are_both_decided_before_anything_new_is_reserved() -> None:
    book, order = a_book(bolt=5), Order(partial=True)
    first = packed(book, order, bolt=8)
    book.move(delivery("bolt", 3))
    second = pack_it(book, order, only(StockReserved, follow(book, ["bolt"], ids()).events).shipment_id)
    answer(book, order.changed(bolt=7), ids())
    said = unpack(book, book.demands[order.id], first, ids())
    assert kinds(said) == ["stock.unreserved"]
    said = leave(book, book.demands[order.id], second, AT, ids())
    assert only(StockReserved, said).lines[0].quantity == 4


def test_a_partial_order_goes_on_being_served_while_goods_of_its_version_are_packed() -> None:
    book, order = a_book(bolt=5), Order(partial=True)
    packed(book, order, bolt=8)
    book.move(delivery("bolt", 3))
    assert only(StockReserved, follow(book, ["bolt"], ids()).events).final


def test_a_cancel_of_a_half_packed_order_releases_the_rest_and_its_wait() -> None:
    book, order = a_book(bolt=5), Order(partial=True)
    packed(book, order, bolt=9)
    book.move(delivery("bolt", 1))
    follow(book, ["bolt"], ids())
    said = cancel(book, order.cancelled(), ids())
    assert [event.shipment_id is None for event in said if isinstance(event, StockUnreserved)] == [False, True]


def test_dispatch_after_a_cancel_takes_the_goods_off_the_shelf_silently() -> None:
    book, order = a_book(bolt=5), Order()
    shipment = packed(book, order, bolt=5)
    cancel(book, order.cancelled(), ids())
    assert leave(book, book.demands[order.id], shipment, AT, ids()) == ()
    assert book.shelves["bolt"].on_hand == 0
    assert unpack(book, book.demands[order.id], shipment, ids()) == ()


@needs("WHS-8")
def test_returned_goods_are_restocked_and_dealt_and_whole_when_all_is_back() -> None:
    book, order, waiting = a_book(bolt=5), Order("SO-1"), Order("SO-2")
    shipment = packed(book, order, bolt=5)
    leave(book, book.demands[order.id], shipment, AT, ids())
    answer(book, waiting.confirmed(bolt=2), ids())
    said = take_back(book, back(order, shipment, 2), AT, ids())
    assert kinds(said) == ["return.received", "stock.reserved"]
    assert not only(ReturnReceived, said).whole
    rest = back(order, shipment, 3)
    assert only(ReturnReceived, take_back(book, rest, AT, ids())).whole
    assert isinstance(return_refusal(book.demands[order.id], rest), MoreThanShipped)


@needs("WHS-8")
def test_what_is_scrapped_of_a_return_counts_as_returned_and_is_sold_to_nobody() -> None:
    """WHS-8: the customer gets his credit, the next order does not get broken goods."""
    book, order, waiting = a_book(bolt=5), Order("SO-1"), Order("SO-2")
    shipment = packed(book, order, bolt=5)
    leave(book, book.demands[order.id], shipment, AT, ids())
    answer(book, waiting.confirmed(bolt=5), ids())
    said = take_back(book, back(order, shipment, 5, scrapped=3), AT, ids())
    received = only(ReturnReceived, said)
    assert (int(received.lines[0].quantity), received.whole) == (5, True)
    assert only(StockShort, said).lacks == (Lack(item="bolt", quantity=Decimal(3)),)
    assert [(move.kind, int(move.quantity)) for move in book.movements[-2:]] == [("return", 5), ("scrap", -3)]
    assert on_shelf(book, "bolt") == {"reserved": 0, "held": 2, "free": 0}


@needs("WHS-8", "WHS-1")
def test_more_cannot_be_scrapped_than_came_back() -> None:
    """WHS-8, WHS-1: stock would go where no goods went."""
    book, order = a_book(bolt=9), Order()
    shipment = packed(book, order, bolt=5)
    leave(book, book.demands[order.id], shipment, AT, ids())
    refused = return_refusal(book.demands[order.id], back(order, shipment, 2, scrapped=3))
    assert isinstance(refused, MoreScrappedThanCame)


@needs("WHS-8")
def test_a_line_named_twice_in_a_return_counts_with_its_sum() -> None:
    """WHS-8: five and five of five did not come back; two and three did."""
    book, order = a_book(bolt=5), Order()
    shipment = packed(book, order, bolt=5)
    leave(book, book.demands[order.id], shipment, AT, ids())
    twice = back(order, shipment, 5, 5)
    assert isinstance(return_refusal(book.demands[order.id], twice), MoreThanShipped)
    parts = back(order, shipment, 2, 3, scrapped=1)
    assert return_refusal(book.demands[order.id], parts) is None
    assert only(ReturnReceived, take_back(book, parts, AT, ids())).lines[0].quantity == 5
    assert on_shelf(book, "bolt")["free"] == 3


@needs("WHS-8")
def test_goods_that_did_not_leave_cannot_come_back() -> None:
    book, order = a_book(bolt=5), Order()
    shipment = packed(book, order, bolt=5)
    assert isinstance(return_refusal(book.demands[order.id], back(order, shipment, 2)), NotDispatched)
