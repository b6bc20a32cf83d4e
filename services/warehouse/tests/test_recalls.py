"""A recalled lot is promised to nobody and not packed, and it says which customers got the rest (WHS-1)."""

from decimal import Decimal
from typing import Any

from services.warehouse.book.rules.book import Book
from services.warehouse.dispatch.rules.shipping import Pack, packing_refusal
from services.warehouse.recalling.rules import Lot, recall
from services.warehouse.receiving import handlers as receiving
from services.warehouse.reservation.rules import answer
from services.warehouse.tests.conftest import Caller
from services.warehouse.tests.samples import Order, ids, purchased
from services.warehouse.tests.test_lots import a_book, lot, picks, reserved
from tests.needs import needs

pytestmark = needs("WHS-1")
TOLD = {"reason": "hairline cracks"}


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
    here, _ = recall(book, [Lot("GR-1", "bolt", "L", "S-07")], ids())
    assert here == 4
    waiting = Order("SO-9")
    answer(book, waiting.confirmed(bolt=5), ids())
    assert [lack.quantity for lack in book.demands[waiting.id].lacks] == [2]


def test_of_two_lots_the_one_that_is_not_recalled_is_taken_though_it_expires_later() -> None:
    book = a_book()
    lot(book, "GR-1", 4, 9)
    lot(book, "GR-2", 3, 30)
    order, shipment = reserved(book, 3)
    book = barred(book, "GR-1")
    assert packing_refusal(book, Pack(order.id, shipment.shipment_id)) is None
    taken = list(book.quants.picked(book.shelves["bolt"], Decimal(3), book.today, None))
    assert [(one.lot, one.quantity) for one in taken] == [("GR-2", Decimal(3))]
    assert picks(shipment) == []


def test_it_is_not_packed_for_who_was_promised_it() -> None:
    book = a_book()
    lot(book, "GR-1", 4)
    order, shipment = reserved(book, 4)
    refused = packing_refusal(barred(book, "GR-1"), Pack(order.id, shipment.shipment_id))
    assert str(refused) == "Only 0 of bolt are neither past their date nor recalled; 4 are to be packed."


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
