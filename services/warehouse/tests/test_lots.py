"""Lots are kept apart by their receipts, leave by their dates, and are traced both ways (WHS-1, WHS-6)."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

import asyncpg

from chassis import clock
from contracts.warehouse import GoodsPacked, StockReserved
from services.warehouse.book.rules.book import Book
from services.warehouse.book.rules.demand import Shipment
from services.warehouse.book.rules.goods import Purchase, Shelf
from services.warehouse.book.rules.picking import put_back
from services.warehouse.dispatch import handlers as dispatching
from services.warehouse.dispatch.rules.returns import Returned, TakeBack, take_back
from services.warehouse.dispatch.rules.shipping import Pack, leave, pack, packing_refusal
from services.warehouse.receiving import handlers as receiving
from services.warehouse.receiving.rules import Receive, receive, too_old
from services.warehouse.reservation import handlers as reservation
from services.warehouse.reservation.rules import answer
from services.warehouse.stock import handlers as stock
from services.warehouse.stock import store
from services.warehouse.stock.rules import Adjust, Count, adjust
from services.warehouse.tests.conftest import Caller
from services.warehouse.tests.samples import AT, Order, dispatched, ids, item_changed, purchased
from services.warehouse.tracing.store import OF_LOT, OF_SLIP, delivered_of_lot, delivered_with
from services.warehouse.transfer.rules import Transfer
from services.warehouse.transferring.rules import sending as transfers
from tests.needs import needs

pytestmark = needs("WHS-1")
TODAY = AT.date()
PLACES = ("A-2", "A-10")


def a_book() -> Book:
    return Book([Shelf("bolt", place="A-1", places=PLACES)], now=AT, today=TODAY)


def lot(book: Book, number: str, quantity: int, days: int | None = None, name: str = "L") -> None:
    """A lot that came, and may be used for so many days."""
    purchase = Purchase(next(ids()), "PO-1", "bolt", "S-07", Decimal(quantity))
    book.purchases[purchase.purchase_id] = purchase
    until = None if days is None else TODAY + timedelta(days)
    asked = Receive(purchase.purchase_id, Decimal(quantity), Decimal(0), "", lot=name, expires_on=until)
    receive(book, asked, number, AT, ids(), TODAY)


def reserved(book: Book, quantity: int) -> tuple[Order, Shipment]:
    order = Order(f"SO-{len(book.demands)}")
    answer(book, order.confirmed(bolt=quantity), ids())
    (shipment,) = book.demands[order.id].shipments.values()
    shipment.state = "to_pack"
    book.masters |= {"bolt": book.master("bolt")}
    return order, shipment


def packed(book: Book, quantity: int, slip: str = "OS-1") -> tuple[Order, Shipment]:
    order, shipment = reserved(book, quantity)
    assert packing_refusal(book, Pack(order.id, shipment.shipment_id), {}) is None
    pack(book, shipment, slip, Decimal(25))
    return order, shipment


def picks(shipment: Shipment) -> list[tuple[str, str, int]]:
    return [(one.place, one.lot, int(one.quantity)) for one in shipment.picks]


@needs("WHS-6")
def test_what_expires_first_leaves_first_and_then_what_came_first() -> None:
    book = a_book()
    for number, days in (("GR-1", None), ("GR-2", 30), ("GR-3", None), ("GR-4", 9)):
        lot(book, number, 2, days)
    _, shipment = packed(book, 7)
    assert picks(shipment) == [("A-1", "GR-4", 2), ("A-1", "GR-2", 2), ("A-1", "GR-1", 2), ("A-1", "GR-3", 1)]


def test_what_is_packed_is_taken_by_nobody_else_and_leaves_with_its_lot() -> None:
    book = a_book()
    lot(book, "GR-1", 4, 9)
    lot(book, "GR-2", 4, 30)
    first, shipment = packed(book, 3)
    _, second = packed(book, 3, "OS-2")
    assert picks(second) == [("A-1", "GR-1", 1), ("A-1", "GR-2", 2)]
    leave(book, book.demands[first.id], shipment, AT, ids())
    gone = [(one.reference, one.lot, int(one.quantity)) for one in book.movements if one.kind == "dispatch"]
    assert gone == [("OS-1", "GR-1", -3)]
    put_back(book, second)
    lies = {(one.place, one.lot): int(one.quantity) for one in book.quants.of("bolt")}
    assert lies == {("", "GR-1"): 1, ("", "GR-2"): 4}
    assert book.shelves["bolt"].on_hand == book.shelves["bolt"].in_quants


def test_a_lot_past_its_date_is_not_taken_in() -> None:
    book = a_book()
    lot(book, "GR-1", 1)
    (purchase,) = book.purchases.values()
    asked = Receive(purchase.purchase_id, Decimal(1), Decimal(0), "", lot="L-7", expires_on=TODAY)
    assert too_old(book, asked) is None, "it may be used on its last day"
    book.today += timedelta(1)
    told = "Lot L-7 of bolt may be used until 2026-03-02: expected a day from 2026-03-03 on, or the goods rejected."
    assert str(too_old(book, asked)) == told


def test_a_lot_past_its_date_is_promised_to_nobody_and_not_packed() -> None:
    book = a_book()
    lot(book, "GR-1", 4, 5)
    order, shipment = reserved(book, 3)
    shelves, orders, day = book.shelves.values(), book.demands.values(), TODAY + timedelta(6)
    later = Book(shelves, orders, masters=book.masters, quants=book.quants.of("bolt"), today=day)
    refused = packing_refusal(later, Pack(order.id, shipment.shipment_id), {})
    assert str(refused) == "Only 0 of bolt are neither past their date nor recalled; 3 are to be packed."
    assert (later.shelves["bolt"].past, later.shelves["bolt"].free) == (Decimal(4), Decimal(0))
    waiting = Order("SO-9")
    answer(later, waiting.confirmed(bolt=1), ids())
    assert [lack.quantity for lack in later.demands[waiting.id].lacks] == [1]
    adjust(later, Adjust("bolt", Decimal(-1), "past its date", lot="GR-1"), AT, ids())
    assert (later.shelves["bolt"].past, later.shelves["bolt"].on_hand) == (Decimal(3), Decimal(3))
    assert "Only 0 of bolt lie at A-1, of lot GR-9." in str(
        adjust(later, Adjust("bolt", Decimal(1), "found", lot="GR-9"), AT, ids())
    )


@needs("WHS-8")
def test_what_comes_back_lies_in_its_lot_again_and_what_expires_first_is_taken_to_come_first() -> None:
    book = a_book()
    lot(book, "GR-1", 2, 9)
    lot(book, "GR-2", 4, 30)
    order, shipment = packed(book, 5)
    leave(book, book.demands[order.id], shipment, AT, ids())

    def back(quantity: int, scrapped: int = 0) -> dict[str, int]:
        came = Returned(1, Decimal(quantity), Decimal(scrapped))
        take_back(book, TakeBack(order.id, shipment.shipment_id, (came,)), AT, ids())
        assert book.shelves["bolt"].loose == 0
        return {one.lot: int(one.quantity) for one in book.quants.of("bolt") if one.place == ""}

    assert back(1) == {"GR-1": 1, "GR-2": 1}
    assert back(3, scrapped=2) == {"GR-1": 1, "GR-2": 2}
    assert {one.lot: one.expires_on for one in book.quants.of("bolt")} == {
        "GR-1": TODAY + timedelta(9),
        "GR-2": TODAY + timedelta(30),
    }


@needs("WHS-10")
def test_a_lot_stays_a_lot_on_its_way_to_another_place() -> None:
    book = a_book()
    lot(book, "GR-1", 4, 30)
    lot(book, "GR-2", 4, 9)
    wanted = transfers.Request("bolt", Decimal(6), "", "A-10", "sold there", "li.na")
    known: Transfer = transfers.request(wanted, next(ids()), "TF-1", AT)
    sent: Any = transfers.dispatch(book, known, transfers.Dispatch(known.transfer_id, None, "li.na"), AT, ids())
    asked = transfers.Receive(known.transfer_id, Decimal(5), "one fell off", "li.na")
    transfers.receive(book, sent[0], asked, AT, ids())
    lies = {(one.place, one.lot): (int(one.quantity), one.expires_on) for one in book.quants.of("bolt")}
    late, soon = TODAY + timedelta(30), TODAY + timedelta(9)
    assert lies == {("", "GR-1"): (2, late), ("A-10", "GR-2"): (4, soon), ("A-10", "GR-1"): (1, late)}


async def test_a_suppliers_lot_is_traced_to_its_customers_and_a_slip_to_its_lots(db: asyncpg.Connection) -> None:
    """Also one that waited for its inspection, and one that came in two receipts."""
    await stock.learn(db, [item_changed("bolt"), item_changed("nut")])
    await stock.count(db, [Count("bolt", Decimal(0), place="A-1"), Count("nut", Decimal(5))])
    order = Order()
    ordered = purchased("bolt", 8, order)
    await receiving.expect(db, [ordered])
    until = clock.today() + timedelta(30)
    for note in ("D-1", "D-2"):
        asked = Receive(ordered.purchase_id, Decimal(4), Decimal(0), "", note, None, "L-77", until, "CN")
        await receiving.receive(db, [asked])
    ((said,),) = await reservation.reserve(db, [order.confirmed(bolt=6, nut=2)])
    assert isinstance(said, StockReserved)
    (heard,) = await dispatching.take_released(db, [order.released(said.shipment_id)])
    assert isinstance(heard, GoodsPacked)
    assert await store.faults(db) == []
    await dispatching.leave(db, [dispatched(order, said.shipment_id, said.lines)])
    assert await store.faults(db) == []
    went = await delivered_of_lot(db, "L-77", "S-07")
    year = clock.today().year
    assert [(one.receipt[-1], one.customer, one.order_number, int(one.quantity)) for one in went] == [
        ("1", "ALFKI", order.number, 4),
        ("2", "ALFKI", order.number, 2),
    ]
    assert await delivered_with(db, heard.slip_number) == went
    assert await delivered_of_lot(db, f"GR-{year}-000002", None) == went[1:]
    assert await delivered_of_lot(db, "L-77", "S-08") == []


MANY = """
INSERT INTO receipt (number, purchase_id, item, accepted, rejected, inspection, at, lot)
SELECT 'GR-' || n, gen_random_uuid(), 'bolt', 1, 0, '', now(), 'L-' || n FROM generate_series(1, 5000) n;
INSERT INTO shipment (shipment_id, order_id, order_version, state, slip_number, lines)
SELECT gen_random_uuid(), gen_random_uuid(), 1, 'dispatched', 'OS-' || n, '[]' FROM generate_series(1, 5000) n;
INSERT INTO movement (item, kind, quantity, reference, reason, at, lot)
SELECT 'bolt', CASE n % 4 WHEN 0 THEN 'dispatch' ELSE 'receipt' END, -1, 'OS-' || n % 5000, '', now(),
       CASE n % 8 WHEN 0 THEN 'GR-' || n % 5000 ELSE '' END
FROM generate_series(1, 40000) n;
ANALYZE receipt; ANALYZE movement; ANALYZE shipment;
"""


async def test_a_trace_reads_by_its_indexes_however_many_movements_there_are(db: asyncpg.Connection) -> None:
    await db.execute(MANY)
    for query, arguments in ((OF_LOT, ("L-8", None)), (OF_SLIP, ("OS-8",))):
        plan = "\n".join(row[0] for row in await db.fetch(f"EXPLAIN {query}", *arguments))
        for table in ("movement", "receipt", "shipment"):
            assert f"Seq Scan on {table}" not in plan, plan


async def test_the_dock_tells_a_lot_and_the_shelf_shows_it(call: Caller) -> None:
    ordered = purchased("bolt", 8)
    await call.hear(receiving.expect, ordered)
    until = clock.today() + timedelta(30)
    body = {"purchase_id": str(ordered.purchase_id), "accepted": "4", "lot": "L-77", "origin": "CN"}
    late = await call("POST", "/receipts", body | {"expires_on": str(clock.today() - timedelta(1))})
    assert (late.status_code, late.json()["type"].rsplit("/", 1)[-1].rsplit(":", 1)[-1]) == (409, "lot-past-its-date")
    made = (await call("POST", "/receipts", body | {"expires_on": str(until)})).json()
    story = (await call("GET", "/stock/bolt")).json()
    (lies,) = story["lying"]
    assert lies == {"place": "", "lot": made["number"], "expires_on": str(until), "quantity": "4"}
    assert (story["free"], story["past"], story["movements"][0]["lot"]) == ("4", "0", made["number"])
    assert (await call("GET", "/lots/L-77/deliveries")).json() == {"delivered": []}
    assert (await call("GET", "/slips/OS-2026-000009/lots")).json() == {"delivered": []}
