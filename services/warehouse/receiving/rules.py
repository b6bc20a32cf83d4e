"""Goods come in against a purchase: accepted, inspected first, rejected, refused (WHS-3, WHS-4, WHS-5)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from chassis.refusal import Refusal
from contracts.purchasing import PurchaseCancelled, PurchaseOrdered
from contracts.warehouse import GoodsReceived, GoodsRejected, StockLow
from services.warehouse.book.rules.book import Book
from services.warehouse.book.rules.deal import Statement, alert_anew, follow
from services.warehouse.book.rules.gate import UNHEARD, Master, unfit
from services.warehouse.book.rules.goods import ZERO, Purchase, Receipt, Shelf
from services.warehouse.book.rules.moving import expect, expect_less, take_in
from services.warehouse.book.rules.places import NoPlace, known_as, no_place
from services.warehouse.book.rules.quarantine import is_inspected, put_aside, standings_of
from services.warehouse.book.rules.serials import Faults, NoSerials, Serial, Stands

NOBODY = Serial("", "")


class PurchaseNotKnownYet(Refusal):
    """Purchase {purchase_id} was not heard of at the dock yet; the same receipt may be asked again."""


class NothingCounted(Refusal):
    """A receipt accepts or rejects something."""

    status = 422


class OverDelivery(Refusal):
    """{came} of {item} came on purchase {number}; at most {allowed} may be taken in."""


class ReceivedAlready(Refusal):
    """Delivery note {delivery_note} was received already as {number}: {accepted} accepted, {rejected} rejected."""

    of_input = True


class LotPastItsDate(Refusal):
    """[Lot {lot} of ]{item} may be used until {expires_on}: expected a day from {today} on, or the goods rejected."""

    of_input = True


class Discontinued(Refusal):
    """{supplier} delivered 5 bad lots of {item}: no more is taken in until the quality manager resumes inspection."""


class StandsAtGate(Refusal):
    """What is made stands at a gate: nothing of it comes in before inspection {inspection} passed or was conceded."""

    of_input = True


class LotRecalled(Refusal):
    """Lot {lot} of {item} from {supplier} was recalled: expected another lot, or the goods rejected."""

    of_input = True


@dataclass(frozen=True)
class Receive:
    """What was counted at the dock, the inspection's reference, the supplier's delivery note and the day it came."""

    purchase_id: UUID
    accepted: Decimal
    rejected: Decimal
    inspection: str
    delivery_note: str = ""
    received_on: date | None = None
    lot: str = ""
    expires_on: date | None = None
    origin: str = ""
    place: str = ""
    serials: tuple[str, ...] = ()


def order(book: Book, heard: PurchaseOrdered) -> tuple[StockLow, ...]:
    """Expect the purchase at the dock."""
    orders = tuple(dict.fromkeys(served.order_id for served in heard.served))
    expect(book, Purchase(heard.purchase_id, heard.number, heard.item, heard.supplier, heard.quantity, orders=orders))
    return alert_anew(book, heard.item)


def give_up(book: Book, heard: PurchaseCancelled) -> tuple[StockLow, ...]:
    """Expect that much less."""
    expect_less(book, book.purchases[heard.purchase_id], cancelled=heard.quantity)
    return alert_anew(book, heard.item)


def known(book: Book, asked: Receive) -> Receipt | Refusal | None:
    """The receipt of the same delivery note; refused when it says otherwise. Without a note each lot is another one."""
    receipt = book.noted.get((asked.purchase_id, asked.delivery_note)) if asked.delivery_note else None
    if receipt is None:
        return None
    pieces = [book.serials.known.get((receipt.item, name), NOBODY) for name in asked.serials]
    told = {"accepted": receipt.good, "rejected": receipt.rejected, "inspection": receipt.inspection}
    about = {"lot": receipt.lot, "expires_on": receipt.expires_on, "origin": receipt.origin}
    same = all(getattr(asked, name) == value for name, value in (told | about).items())
    there = known_as(_shelf_of(book, receipt.item), asked.place) == receipt.place
    named = all(one.receipt == receipt.number for one in pieces)
    if same and there and named and asked.received_on in (None, receipt.received_on):
        return receipt
    return ReceivedAlready(delivery_note=receipt.delivery_note, number=receipt.number, **told)


def stands_at_gate(book: Book, asked: Receive) -> StandsAtGate | None:
    """Our own shop brings what did not pass its gate; what is rejected may be told (WHS-4)."""
    inspection = book.at_gates.get(asked.purchase_id) if asked.accepted else None
    return StandsAtGate(inspection=inspection) if inspection else None


def refusal_of(
    purchase: Purchase | None, asked: Receive, over_share: Decimal, master: Master = UNHEARD
) -> Refusal | None:
    """Why the dock cannot take the goods in; ``over_share`` is the part above the order that is tolerated.

    What is rejected is not taken in, so it is never too much. What is being inspected may all be accepted.
    """
    if purchase is None:
        return PurchaseNotKnownYet(purchase_id=asked.purchase_id)
    if asked.accepted + asked.rejected <= 0:
        return NothingCounted()
    if refusal := unfit(purchase.item, master, asked.accepted, asked.rejected):
        return refusal
    allowed = room_for(purchase, over_share)
    if asked.accepted > allowed:
        return OverDelivery(came=asked.accepted, item=purchase.item, number=purchase.number, allowed=allowed)
    return None


def too_old(book: Book, asked: Receive) -> LotPastItsDate | None:
    """Why a lot is not taken in: it may be used until a day that is over (WHS-1)."""
    if not asked.accepted or asked.expires_on is None or asked.expires_on >= book.today:
        return None
    item = book.purchases[asked.purchase_id].item
    return LotPastItsDate(lot=asked.lot, item=item, expires_on=asked.expires_on, today=book.today)


def elsewhere(book: Book, asked: Receive) -> NoPlace | None:
    """Why goods are not put away there: the item has no such place (WHS-1)."""
    return no_place(_shelf_of(book, book.purchases[asked.purchase_id].item), asked.place)


def _shelf_of(book: Book, item: str) -> Shelf:
    return book.shelves.get(item) or Shelf(item)


def recalled(book: Book, asked: Receive) -> LotRecalled | None:
    """Why a lot is not taken in: goods of it that came before were recalled (WHS-1)."""
    purchase = book.purchases[asked.purchase_id]
    named = (purchase.item, purchase.supplier, asked.lot)
    if not asked.accepted or not asked.lot or named not in book.recalled.values():
        return None
    return LotRecalled(lot=asked.lot, item=purchase.item, supplier=purchase.supplier)


def misnamed(book: Book, asked: Receive) -> Refusal | None:
    """What is wrong with the serial numbers of what was counted as good; what was sent back may come again (WHS-1)."""
    item = book.purchases[asked.purchase_id].item
    if not book.master(item).serialised:
        return NoSerials(item=item) if asked.serials else None
    known = (book.serials.known.get((item, name)) for name in asked.serials)
    faults = Faults(known=[one.serial for one in known if one and one.left_as != "sent back"])
    return faults.refusal(asked.accepted, asked.serials)


def room_for(purchase: Purchase, over_share: Decimal) -> Decimal:
    """How much more of a purchase may be taken in, beside what is being inspected."""
    tolerated = (purchase.ordered - purchase.cancelled) * (1 + over_share) - purchase.accepted - purchase.inspecting
    return max(ZERO, tolerated) if purchase.outstanding else ZERO


def discontinued(book: Book, asked: Receive) -> Discontinued | None:
    """Why no more lots of the supplier's are inspected (ISO 2859-1, 9.4)."""
    purchase = book.purchases[asked.purchase_id]
    stopped = any(standing.discontinued for standing in standings_of(book, purchase).values())
    return Discontinued(supplier=purchase.supplier, item=purchase.item) if stopped and asked.accepted else None


def receive(
    book: Book, asked: Receive, number: str, at: datetime, ids: Iterator[UUID], today: date | None = None
) -> tuple[GoodsReceived | GoodsRejected | Statement, ...]:
    """Put the accepted goods on the shelf and serve who waits; a rejected lot stays outstanding.

    What is inspected first (WHS-4) goes into quarantine, and nothing is said of it before the verdict. ``today`` is
    when it came, unless that is told. When nothing is outstanding a rejected lot is owed by nobody: the receipt keeps
    it, and purchasing has nothing to decide.
    """
    purchase = book.purchases[asked.purchase_id]
    apart = asked.accepted if is_inspected(book, purchase.item, asked.inspection) else ZERO
    about = (asked.inspection, at, asked.received_on or today, asked.delivery_note, apart)
    receipt = Receipt(number, purchase.purchase_id, purchase.item, asked.accepted - apart, asked.rejected, *about)
    place = known_as(book.shelf(purchase.item), asked.place)
    receipt = replace(receipt, lot=asked.lot, expires_on=asked.expires_on, origin=asked.origin, place=place)
    take_in(book, receipt)
    inspection_id = next(ids) if apart else None
    if inspection_id:
        put_aside(book, purchase, receipt, inspection_id)
    _name(book, receipt, inspection_id, asked.serials)
    came = Lot(receipt.accepted, number, receipt.received_on)
    said = accepted(book, purchase, came, ids) if came.quantity else ()
    turned_down = replace(came, quantity=asked.rejected, number=asked.inspection)
    return (*said, rejected(purchase, turned_down)) if asked.rejected and purchase.outstanding else said


def _name(book: Book, receipt: Receipt, inspection_id: UUID | None, serials: Iterable[str]) -> None:
    stands: Stands = "in quarantine" if inspection_id else "in stock"
    for name in serials:
        before = book.serials.known.get((receipt.item, name), Serial(receipt.item, name))
        came = replace(before, receipt=receipt.number, inspection_id=inspection_id, shipment_id=None, left_as="")
        came = replace(came, place=receipt.place)
        book.serials.keep(replace(came, stands=stands, lot=receipt.kept_as, expires_on=receipt.expires_on))


@dataclass(frozen=True)
class Lot:
    """So many of a purchase that came on a day; ``number`` of the receipt, or of the inspection that rejected them."""

    quantity: Decimal
    number: str
    received_on: date | None


def accepted(book: Book, purchase: Purchase, lot: Lot, ids: Iterator[UUID]) -> tuple[GoodsReceived | Statement, ...]:
    """Say what is on the shelf now, and serve who waits for it."""
    deal = follow(book, [purchase.item], ids)
    received = GoodsReceived(
        orders=tuple(dict.fromkeys((*purchase.orders, *(need.order_id for need in deal.needs)))),
        purchase_id=purchase.purchase_id,
        item=purchase.item,
        accepted=lot.quantity,
        outstanding=purchase.outstanding,
        receipt_number=lot.number,
        received_on=lot.received_on,
        needs=deal.needs,
        cover=deal.cover or (book.shelves[purchase.item].cover,),
    )
    return (received, *deal.events)


def rejected(purchase: Purchase, lot: Lot) -> GoodsRejected:
    """Say that the supplier still owes them."""
    return GoodsRejected(
        orders=purchase.orders,
        purchase_id=purchase.purchase_id,
        item=purchase.item,
        quantity=lot.quantity,
        inspection=lot.number,
        received_on=lot.received_on,
    )
