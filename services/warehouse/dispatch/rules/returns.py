"""Dispatched goods come back: what is sold again, and what is scrapped (WHS-8)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from chassis.refusal import NotFound, Refusal
from contracts.order import ShipmentLine
from contracts.warehouse import ReturnReceived
from services.warehouse.book.rules.book import Book
from services.warehouse.book.rules.deal import Statement, follow
from services.warehouse.book.rules.demand import Demand, Part, Pick, Shipment
from services.warehouse.book.rules.gate import UNHEARD, Master, barred, unfit
from services.warehouse.book.rules.goods import ZERO, Movement
from services.warehouse.book.rules.moving import come_back
from services.warehouse.book.rules.quants import LOOSE, OWN
from services.warehouse.book.rules.serials import Faults, NoSerials
from services.warehouse.dispatch.rules import pieces


class NotDispatched(Refusal):
    """Shipment {shipment_id} is {state}; only goods that left can come back."""


class MoreThanShipped(Refusal):
    """{came} of line {line} came back; only {allowed} of it are still out."""

    of_input = True


class MoreScrappedThanCame(Refusal):
    """{scrapped} of line {line} are to be scrapped; only {came} of it came back."""

    of_input = True


@dataclass(frozen=True)
class Returned:
    """How much of an order line came back, and how much of that is scrapped instead of sold again (WHS-8)."""

    line: int
    quantity: Decimal
    scrapped: Decimal = ZERO


@dataclass(frozen=True)
class TakeBack:
    """Goods of a shipment came back. A line that is named twice counts with its sum."""

    order_id: UUID
    shipment_id: UUID
    lines: tuple[Returned, ...]
    inspection: str = ""
    returned_on: date | None = None
    serials: tuple[str, ...] = ()
    """Of the pieces that are sold again; ``scrapped_serials`` of those that are not."""
    scrapped_serials: tuple[str, ...] = ()

    @property
    def by_line(self) -> dict[int, Returned]:
        """What came back of each line in all."""
        sums: dict[int, Returned] = {}
        for each in self.lines:
            so_far = sums.get(each.line, Returned(each.line, ZERO))
            scrapped = so_far.scrapped + each.scrapped
            sums[each.line] = Returned(each.line, so_far.quantity + each.quantity, scrapped)
        return sums


def return_refusal(
    demand: Demand | None, asked: TakeBack, masters: Mapping[str, Master] | None = None
) -> Refusal | None:
    """Why goods cannot be taken back: they never left, are no whole piece, or were not inspected (WHS-4)."""
    shipment = demand.shipments.get(asked.shipment_id) if demand else None
    if shipment is None:
        return NotFound(what="shipment", id=asked.shipment_id)
    if shipment.state != "dispatched":
        return NotDispatched(shipment_id=shipment.shipment_id, state=shipment.state)
    out = {part.line: part.quantity - part.returned for part in shipment.parts}
    for line, came in asked.by_line.items():
        if came.quantity > out.get(line, ZERO):
            return MoreThanShipped(came=came.quantity, line=line, allowed=out.get(line, ZERO))
        if came.scrapped > came.quantity:
            return MoreScrappedThanCame(scrapped=came.scrapped, line=line, came=came.quantity)
    return _gate(shipment, asked, masters or {})


def _gate(shipment: Shipment, asked: TakeBack, masters: Mapping[str, Master]) -> Refusal | None:
    """The first that bars a line: all that is still out may come back, whatever left once."""
    for part in shipment.parts:
        came, master = asked.by_line.get(part.line), masters.get(part.item, UNHEARD)
        if came is None:
            continue
        out = part.quantity - part.returned
        odd = [each for each in (came.quantity, came.scrapped) if each != out]
        if refusal := unfit(part.item, master, *odd) or barred(part.item, master, asked.inspection):
            return refusal
    return None


def misnamed(book: Book, asked: TakeBack) -> Refusal | None:
    """What is wrong with the serial numbers of what came back (WHS-1)."""
    shipment, told = (
        book.demands[asked.order_id].shipments[asked.shipment_id],
        (*asked.serials, *asked.scrapped_serials),
    )
    serialised = pieces.serialised_in(book, shipment)
    came = [(part, asked.by_line[part.line]) for part in shipment.parts if part.line in asked.by_line]
    named = [(part.item, each) for part, each in came if part.item in serialised]
    if not named:
        return NoSerials(item=", ".join(sorted({part.item for part, _ in came}))) if told else None
    quantities = {item: sum((each.quantity for one, each in named if one == item), ZERO) for item, _ in named}
    if refusal := pieces.misnamed_back(book, shipment, quantities, told):
        return refusal
    scrapped = sum((each.scrapped for _, each in named), ZERO) if told else ZERO
    return Faults().refusal(scrapped, asked.scrapped_serials)


def take_back(book: Book, asked: TakeBack, at: datetime, ids: Iterator[UUID]) -> tuple[ReturnReceived | Statement, ...]:
    """Restock what came back, but for what is scrapped, and deal it to who waits (WHS-8)."""
    shipment, came = book.demands[asked.order_id].shipments[asked.shipment_id], asked.by_line
    back = tuple((part, came[part.line]) for part in shipment.parts if part.line in came)
    pieces.take_back(book, shipment, asked.serials, asked.scrapped_serials)
    come_back(book, shipment, {line: each.quantity for line, each in came.items()})
    for part, each in back:
        about = Movement(
            part.item, "return", ZERO, shipment.slip_number, str(shipment.shipment_id), at, asked.inspection
        )
        _restock(book, about, each, tuple(lots_back(shipment, part, each.quantity)))
    received = ReturnReceived(
        order_id=asked.order_id,
        shipment_id=shipment.shipment_id,
        lines=tuple(ShipmentLine(line=part.line, item=part.item, quantity=each.quantity) for part, each in back),
        scrapped=tuple(
            ShipmentLine(line=part.line, item=part.item, quantity=each.scrapped) for part, each in back if each.scrapped
        ),
        whole=all(part.returned == part.quantity for part in shipment.parts),
        returned_on=asked.returned_on,
    )
    return (received, *follow(book, {part.item for part, _ in back}, ids).events)


def _restock(book: Book, about: Movement, came: Returned, lots: tuple[Pick, ...]) -> None:
    """At the item's own place; what is scrapped is of the lots that expire first."""
    scrapped = came.scrapped
    for lot in lots:
        told = replace(about, lot=lot.lot, expires_on=lot.expires_on)
        book.move(replace(told, quantity=lot.quantity))
        if gone := min(scrapped, lot.quantity):
            book.lay(replace(told, kind="scrap", quantity=-gone))
            scrapped -= gone


def lots_back(shipment: Shipment, part: Part, came: Decimal) -> Iterator[Pick]:
    """In which of the lots that left it came back, the one that expires first before the others: nobody reads lots at
    that door, and goods may lie shorter than they could, never longer (WHS-1). What left loose is of none.

    ``part`` as it was before that.
    """
    left = sorted((one for one in shipment.picks if one.line == part.line), key=lambda one: one.expires_on or date.max)
    loose = Pick(line=part.line, item=part.item, place=OWN, lot=LOOSE, expires_on=None, quantity=part.quantity)
    before = part.returned
    for one in (*left, loose):
        here = max(ZERO, one.quantity - before)
        before = max(ZERO, before - one.quantity)
        if taken := min(here, came):
            yield one.but(quantity=taken)
            came -= taken
