"""A recalled lot is promised to nobody and not packed, and it says which customers got the rest (WHS-1)."""

from decimal import Decimal
from typing import Any, TypeVar

from hypothesis import given
from hypothesis import strategies as st

from contracts.warehouse import LotRecalled, StockReserved, StockShort, StockUnreserved
from services.warehouse.book.rules.book import Book
from services.warehouse.book.rules.demand import Shipment
from services.warehouse.dispatch.rules.shipping import Pack, packing_refusal
from services.warehouse.recalling.rules import Lift, Lot, Recall, lift, recall
from services.warehouse.receiving import handlers as receiving
from services.warehouse.reservation import handlers as reservation
from services.warehouse.reservation.rules import answer
from services.warehouse.tests.conftest import Caller
from services.warehouse.tests.samples import Order, ids, purchased
from services.warehouse.tests.test_lots import a_book, lot, packed, picks, reserved
from tests.needs import needs

pytestmark = needs("WHS-1")
T = TypeVar("T")
TOLD = {"reason": "hairline cracks"}
RECALL, LOT = Recall("L", "", "hairline cracks", "qian.rui"), Lot("GR-1", "bolt", "L", "S-07")


def barred(book: Book, *receipts: str) -> Book:
    """The same book, opened after these lots were recalled."""
    masters, quants = book.masters, book.quants.of("bolt")
    told: dict[str, Any] = {
        "masters": masters,
        "quants": quants,
        "today": book.today,
        "recalled": dict.fromkeys(receipts, ("bolt", "S-07", "L")),
    }
    return Book(book.shelves.values(), book.demands.values(), **told)


def test_what_is_left_of_it_is_not_dealt_and_another_lot_is() -> None:
    book = a_book()
    lot(book, "GR-1", 4, 9)
    lot(book, "GR-2", 3, 30)
    book = barred(book, "GR-1")
    assert (book.shelves["bolt"].past, book.shelves["bolt"].free) == (Decimal(4), Decimal(3))
    (said,) = recall(book, RECALL, [LOT], ids())
    assert isinstance(said, LotRecalled)
    assert (said.receipt, int(said.here), int(said.left_us), len(said.orders)) == ("GR-1", 4, 0, 0)
    waiting = Order("SO-9")
    answer(book, waiting.confirmed(bolt=5), ids())
    assert [lack.quantity for lack in book.demands[waiting.id].lacks] == [2]


def test_of_two_lots_the_one_that_is_not_recalled_is_taken_though_it_expires_later() -> None:
    book = a_book()
    lot(book, "GR-1", 4, 9)
    lot(book, "GR-2", 3, 30)
    order, shipment = reserved(book, 3)
    book = barred(book, "GR-1")
    assert packing_refusal(book, Pack(order.id, shipment.shipment_id), {}) is None
    taken = list(book.quants.picked(book.shelves["bolt"], Decimal(3), book.today, None))
    assert [(one.lot, one.quantity) for one in taken] == [("GR-2", Decimal(3))]
    assert picks(shipment) == []


def test_it_is_not_packed_for_who_was_promised_it() -> None:
    book = a_book()
    lot(book, "GR-1", 4)
    order, shipment = reserved(book, 4)
    refused = packing_refusal(barred(book, "GR-1"), Pack(order.id, shipment.shipment_id), {})
    assert str(refused) == "Only 0 of bolt are neither past their date nor recalled; 4 are to be packed."


def of_topic(said: Any, kind: type[T]) -> list[T]:
    return [one for one in said if isinstance(one, kind)]


def promised(book: Book, order: Order) -> list[tuple[str, int]]:
    """The states of its shipments, and how many of the item each has."""
    shipments: list[Shipment] = list(book.demands[order.id].shipments.values())
    return [(one.state, int(sum(part.quantity for part in one.parts))) for one in shipments]


def test_who_was_promised_it_gets_it_of_another_lot_in_a_new_reservation_or_lacks_it() -> None:
    book = a_book()
    lot(book, "GR-1", 4)
    lot(book, "GR-2", 5)
    first, _ = reserved(book, 4)
    second, shipment = reserved(book, 3)
    book = barred(book, "GR-1")
    said = recall(book, RECALL, [LOT], ids())
    assert promised(book, first) == [("to_pack", 4)]
    assert promised(book, second) == [("ended", 3)]
    assert [one.orders for one in of_topic(said, LotRecalled)] == [(second.id,)]
    assert [one.shipment_id for one in of_topic(said, StockUnreserved)] == [shipment.shipment_id]
    (short,) = of_topic(said, StockShort)
    assert (short.order_id, [int(lack.quantity) for lack in short.lacks]) == (second.id, [2])
    assert book.shelves["bolt"].reserved == 4
    assert book.shelves["bolt"].held == 1


def test_an_order_that_another_lot_covers_is_reserved_anew_at_once() -> None:
    book = a_book()
    lot(book, "GR-1", 4)
    first, _ = reserved(book, 4)
    lot(book, "GR-2", 4)
    book = barred(book, "GR-1")
    assert [type(one) for one in recall(book, RECALL, [LOT], ids())] == [LotRecalled]
    assert promised(book, first) == [("to_pack", 4)], "it is packed of the other lot"


def test_of_two_orders_the_last_gives_back_and_the_first_is_served_of_what_is_left() -> None:
    book = a_book()
    lot(book, "GR-1", 4)
    first, _ = reserved(book, 2)
    second, _ = reserved(book, 2)
    book = barred(book, "GR-1")
    said = recall(book, RECALL, [LOT], ids())
    assert {one.order_id for one in of_topic(said, StockShort)} == {first.id, second.id}
    assert of_topic(said, StockReserved) == []
    assert book.shelves["bolt"].reserved == 0
    assert (int(book.shelves["bolt"].lacking), int(book.shelves["bolt"].free)) == (4, 0)


def test_what_is_packed_of_it_is_told_to_its_order_and_stays_packed() -> None:
    book = a_book()
    lot(book, "GR-1", 4)
    order, shipment = packed(book, 4)
    book = barred(book, "GR-1")
    (said,) = recall(book, RECALL, [LOT], ids())
    assert (said.orders, shipment.state) == ((order.id,), "packed")


WANTED = st.lists(st.tuples(st.integers(1, 5), st.booleans()), max_size=6)


@given(st.lists(st.integers(1, 5), min_size=1, max_size=5), WANTED, st.sets(st.integers(0, 4)))
def test_whatever_is_recalled_no_more_is_promised_than_is_usable_and_lifted_it_is_as_before(
    came: list[int], wanted: list[tuple[int, bool]], recalled: set[int]
) -> None:
    book = a_book()
    for n, quantity in enumerate(came):
        lot(book, f"GR-{n}", quantity)
    for n, (quantity, partial) in enumerate(wanted):
        answer(book, Order(f"SO-{n}", partial=partial).confirmed(bolt=quantity), ids())
    lots = [Lot(f"GR-{n}", "bolt", "L", "S-07") for n in recalled if n < len(came)]
    book = barred(book, *(one.receipt for one in lots))
    recall(book, RECALL, lots, ids())
    agree(book, came, [n for n in range(len(came)) if n not in recalled])
    book = barred(book)
    for one in lots:
        lift(book, Lift(one.receipt, "复检合格", "qian.rui"), one, ids())
    agree(book, came, list(range(len(came))))
    lacking = sum(quantity for quantity, _ in wanted) - sum(came)
    assert book.shelves["bolt"].lacking == max(0, lacking)


def agree(book: Book, came: list[int], usable: list[int]) -> None:
    shelf = book.shelves["bolt"]
    going = [one for demand in book.demands.values() for one in demand.shipments.values() if one.state != "ended"]
    promised = sum((part.quantity for one in going for part in one.parts), Decimal(0))
    assert shelf.reserved == promised <= sum(came[n] for n in usable)
    held = sum((claim.held for demand in book.demands.values() for claim in demand.claims), Decimal(0))
    assert shelf.held == held <= shelf.unpromised
    for demand in book.demands.values():
        sent = sum((p.quantity for s in demand.shipments.values() if s.state != "ended" for p in s.parts), Decimal(0))
        assert sent + sum((claim.needed for claim in demand.claims), Decimal(0)) == demand.parts[0].quantity
        assert demand.stated == demand.lacks


async def waits(call: Caller, order: Order, **wants: int) -> tuple[Any, ...]:
    return await call.hear(reservation.reserve, order.confirmed(**wants))


async def test_a_lifted_recall_gives_back_what_is_left_and_who_waits_is_served(call: Caller) -> None:
    receipt = await came(call, "L-7", "4")
    order = Order("SO-1")
    await waits(call, order, bolt=3)
    assert await states(call) == ["reserved"]
    await call("POST", "/lots/L-7/recall", TOLD, role="quality manager")
    assert await states(call) == []
    assert (await call("GET", "/stock/bolt")).json()["lacking"] == "3"
    lifted = await call("POST", f"/recalls/{receipt.lower()}/lift", {"reason": "复检合格"}, role="quality manager")
    assert lifted.json() == {"receipt": receipt, "item": "bolt", "lot": "L-7", "here": "4"}
    assert await states(call) == ["reserved"]
    shelf = (await call("GET", "/stock/bolt")).json()
    assert (shelf["past"], shelf["free"]) == ("0", "1")
    (listed,) = (await call("GET", "/recalls")).json()["items"]
    assert (listed["lifted_by"], listed["lifted_for"], listed["reason"]) == ("li.na", "复检合格", TOLD["reason"])
    assert (await call("GET", "/check")).json() == {"ok": True, "faults": []}


async def states(call: Caller) -> list[str]:
    return [one["state"] for one in (await call("GET", "/shipments")).json()["items"] if one["state"] != "ended"]


async def test_a_lot_is_recalled_again_after_its_recall_was_lifted_and_is_lifted_once(call: Caller) -> None:
    receipt = await came(call, "L-7", "4")
    lift = (f"/recalls/{receipt}/lift", TOLD)
    refused = await call("POST", *lift, role="quality manager")
    assert refused.json()["detail"] == f"Lot {receipt} is not recalled."
    await call("POST", "/lots/L-7/recall", TOLD, role="quality manager")
    assert (await call("POST", *lift)).status_code == 403
    assert (await call("POST", *lift, role="quality manager")).status_code == 200
    assert (await call("POST", *lift, role="quality manager")).status_code == 409
    await call("POST", "/lots/L-7/recall", {"reason": "again"}, role="quality manager")
    (listed,) = (await call("GET", "/recalls")).json()["items"]
    assert (listed["reason"], listed["lifted_on"], listed["here"]) == ("again", None, "4")
    assert (await call("GET", "/stock/bolt")).json()["free"] == "0"


async def came(call: Caller, name: str, quantity: str) -> str:
    ordered = purchased("bolt", 8)
    await call.hear(receiving.expect, ordered)
    body = {"purchase_id": str(ordered.purchase_id), "accepted": quantity, "lot": name}
    return str((await call("POST", "/receipts", body)).json()["number"])


async def test_a_quality_manager_recalls_all_receipts_of_a_lot_and_the_list_tells_what_is_here(call: Caller) -> None:
    first, second, other = await came(call, "L-7", "4"), await came(call, "L-7", "2"), await came(call, "L-8", "1")
    answered = await call("POST", "/lots/L-7/recall", TOLD, role="quality manager")
    assert answered.json() == {"lot": "L-7", "receipts": [first, second], "items": ["bolt"], "here": "6"}
    shelf = (await call("GET", "/stock/bolt")).json()
    assert (shelf["on_hand"], shelf["past"], shelf["free"]) == ("7", "6", "1")
    again = await call("POST", f"/lots/{first.lower()}/recall", {"reason": "again"}, role="quality manager")
    assert again.json()["here"] == "4"
    listed = (await call("GET", "/recalls")).json()["items"]
    assert [(one["receipt"], one["here"], one["reason"], one["customers"]) for one in listed] == [
        (first, "4", "hairline cracks", []),
        (second, "2", "hairline cracks", []),
    ]
    assert other not in {one["receipt"] for one in listed}
    assert (await call("GET", "/recalls?limit=1")).json()["next"] == first
    assert (await call("GET", "/check")).json() == {"ok": True, "faults": []}


async def test_a_lot_that_nobody_knows_is_not_found_and_a_storekeeper_recalls_nothing(call: Caller) -> None:
    await came(call, "L-7", "4")
    body = TOLD | {"supplier": "S-99"}
    assert (await call("POST", "/lots/L-7/recall", body, role="quality manager")).status_code == 404
    assert (await call("POST", "/lots/L-9/recall", TOLD, role="quality manager")).status_code == 404
    assert (await call("POST", "/lots/L-7/recall", TOLD)).status_code == 403
    assert (await call("GET", "/recalls")).json()["items"] == []


async def test_more_of_a_recalled_lot_is_not_taken_in_and_may_be_told_as_rejected(call: Caller) -> None:
    await came(call, "L-7", "4")
    await call("POST", "/lots/L-7/recall", TOLD, role="quality manager")
    ordered = purchased("bolt", 8)
    await call.hear(receiving.expect, ordered)
    body = {"purchase_id": str(ordered.purchase_id), "lot": "L-7"}
    refused = await call("POST", "/receipts", body | {"accepted": "1"})
    assert refused.json()["detail"].startswith(f"Lot L-7 of bolt from {ordered.supplier} was recalled")
    assert (await call("GET", "/stock/bolt")).json()["on_hand"] == "4"
    told = body | {"accepted": "0", "rejected": "1", "inspection": "INS-1"}
    assert (await call("POST", "/receipts", told)).status_code == 200
    assert (await call("POST", "/receipts", body | {"accepted": "1", "lot": "L-8"})).status_code == 200
