"""Goods come in, are packed, leave, and come back (WHS-3, WHS-6, WHS-8)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from decimal import Decimal

from contracts.order import Package
from services.warehouse.book.rules.book import Book
from services.warehouse.book.rules.demand import Shipment
from services.warehouse.book.rules.goods import ZERO, Movement, Purchase, Receipt
from services.warehouse.book.rules.picking import packed_of, pick
from services.warehouse.book.rules.quants import OWN, lies_in


def expect(book: Book, purchase: Purchase) -> None:
    """A new purchase is on its way."""
    book.purchases[purchase.purchase_id] = book.changed_purchases[purchase.purchase_id] = purchase
    book.shelf(purchase.item).on_order += purchase.outstanding


def take_in(book: Book, receipt: Receipt) -> None:
    """What was counted at the dock: accepted goods go on the shelf, and are the answer to its alert (WHS-7)."""
    expect_less(book, book.purchases[receipt.purchase_id], accepted=receipt.accepted, rejected=receipt.rejected)
    book.receipts.append(receipt)
    book.came[receipt.number] = receipt
    if not receipt.accepted:
        return
    why = receipt.inspection
    came = Movement(receipt.item, "receipt", receipt.accepted, receipt.number, why, receipt.at, why)
    arrive(book, put_away(book, came, receipt))


def put_away(book: Book, came: Movement, receipt: Receipt | None) -> Movement:
    """As its receipt told it: of its lot, at the place named there while that is one of the item's."""
    if receipt is None:
        return came
    place = receipt.place if lies_in(book.shelf(came.item), receipt.place) else OWN
    return replace(came, place=place, lot=receipt.kept_as, expires_on=receipt.expires_on)


def arrive(book: Book, came: Movement) -> None:
    """Goods of a purchase go on the shelf."""
    book.move(came)
    shelf = book.shelf(came.item)
    shelf.received += came.quantity
    shelf.low = False


def expect_less(
    book: Book, purchase: Purchase, accepted: Decimal = ZERO, rejected: Decimal = ZERO, cancelled: Decimal = ZERO
) -> None:
    """Something of a purchase came or was given up; the shelf's quantity on order follows."""
    before = purchase.outstanding
    purchase.accepted += accepted
    purchase.rejected += rejected
    purchase.cancelled += cancelled
    book.changed_purchases[purchase.purchase_id] = purchase
    book.shelf(purchase.item).on_order += purchase.outstanding - before


def await_packing(book: Book, shipment: Shipment, sales_slip: str) -> None:
    """Sales released it by this slip; a storekeeper packs it."""
    shipment.sales_slip = sales_slip
    book.bring(shipment, "to_pack")


def hand_over(book: Book, shipment: Shipment, slip_number: str, packages: tuple[Package, ...]) -> None:
    """It is packed, and in logistics' hands from now on."""
    shipment.slip_number = slip_number
    pick(book, shipment)
    book.packages[shipment.shipment_id] = packages
    book.bring(shipment, "packed")


def depart(book: Book, shipment: Shipment, at: datetime) -> None:
    """Its goods are off the shelf."""
    about = (shipment.slip_number, str(shipment.shipment_id), at)
    for part in shipment.parts:
        book.shelf(part.item).reserved -= part.quantity
        packed = packed_of(book, shipment, part.line)
        for one in packed:
            book.move(Movement(one.item, "dispatch", -one.quantity, *about, place=shipment.slip_number, lot=one.lot))
        if not packed:
            book.move(Movement(part.item, "dispatch", -part.quantity, *about))
    book.bring(shipment, "dispatched")


def come_back(book: Book, shipment: Shipment, quantities: Mapping[int, Decimal]) -> None:
    """So much of its lines came back; what of it goes on the shelf is moved there on its own."""
    parts = ((part, quantities.get(part.line, ZERO)) for part in shipment.parts)
    shipment.parts = tuple(replace(part, returned=part.returned + came) for part, came in parts)
    book.bring(shipment, "dispatched")
