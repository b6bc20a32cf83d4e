"""Shipments are packed, leave, or come back (WHS-6, WHS-8)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from chassis.refusal import NotFound, Refusal
from contracts.order import ShipmentLine
from contracts.warehouse import GoodsPacked, ReturnReceived
from services.warehouse.book.rules import ZERO, Book, Demand, Movement, Shipment
from services.warehouse.gate.rules import Master, barred, unfit
from services.warehouse.packages.rules import Measures, packages_of
from services.warehouse.reservation.rules import Undone, put_back, reclaim, released
from services.warehouse.stock.rules import Statement, deal


class NotReleased(Refusal):
    """Shipment {shipment_id} is {state}; only a shipment that sales released can be packed."""


class PackedAlready(NotReleased):
    """Shipment {shipment_id} was packed already: slip {slip_number}."""


class NotDispatched(Refusal):
    """Shipment {shipment_id} is {state}; only goods that left can come back."""


class MoreThanShipped(Refusal):
    """{came} of line {line} came back; only {allowed} of it are still out."""


class MoreScrappedThanCame(Refusal):
    """{scrapped} of line {line} are to be scrapped; only {came} of it came back."""


class ItemNotKnownYet(Refusal):
    """The weight of {item} was not heard of yet; the same request may be asked again."""


@dataclass(frozen=True)
class Pack:
    """A storekeeper packs a released shipment."""

    order_id: UUID
    shipment_id: UUID


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

    @property
    def by_line(self) -> dict[int, Returned]:
        """What came back of each line in all."""
        sums: dict[int, Returned] = {}
        for each in self.lines:
            so_far = sums.get(each.line, Returned(each.line, ZERO))
            scrapped = so_far.scrapped + each.scrapped
            sums[each.line] = Returned(each.line, so_far.quantity + each.quantity, scrapped)
        return sums


def unmeasured(shipment: Shipment, measures: Measures) -> str | None:
    """The first item of a shipment whose weight is not known."""
    return next((part.item for part in shipment.parts if part.item not in measures), None)


def packing_refusal(shipment: Shipment | None, asked: Pack, measures: Measures) -> Refusal | None:
    """Why a shipment cannot be packed by hand."""
    if shipment is None:
        return NotFound(what="shipment", id=asked.shipment_id)
    if shipment.state in ("packed", "dispatched"):
        about = {"state": shipment.state, "slip_number": shipment.slip_number}
        return PackedAlready(shipment_id=shipment.shipment_id, **about)
    if shipment.state != "to_pack":
        return NotReleased(shipment_id=shipment.shipment_id, state=shipment.state)
    item = unmeasured(shipment, measures)
    return ItemNotKnownYet(item=item) if item else None


def pack(shipment: Shipment, slip_number: str, measures: Measures, max_kg: Decimal) -> GoodsPacked:
    """The goods are in logistics' hands from now on."""
    shipment.state, shipment.slip_number = "packed", slip_number
    return GoodsPacked(
        order_id=shipment.order_id,
        order_version=shipment.order_version,
        shipment_id=shipment.shipment_id,
        slip_number=slip_number,
        lines=shipment.lines,
        packages=packages_of(shipment.parts, measures, max_kg),
    )


def cause_unheard(demand: Demand, shipment: Shipment) -> bool:
    """Logistics cancels because of a cancel or a newer version of the order, which was not heard here yet."""
    return shipment.state == "packed" and not demand.cancelled and demand.version == shipment.order_version


def unpack(book: Book, demand: Demand, shipment: Shipment, ids: Iterator[UUID]) -> tuple[Undone, ...]:
    """Logistics will not send it: its order keeps what it still wants, the rest goes to whom it is due.

    Silent when it is not packed.
    """
    if shipment.state != "packed":
        return ()
    put_back(book, shipment)
    touched = {part.item for part in shipment.parts}
    waiting = book.demand(demand.order_id) if not demand.cancelled else None
    if waiting:
        _unblock(waiting)
        touched |= reclaim(book, waiting, [shipment])
    dealt = deal(book, touched, ids, waiting)
    return (released(shipment, dealt.cover), *dealt.said)


def leave(book: Book, demand: Demand, shipment: Shipment, at: datetime, ids: Iterator[UUID]) -> tuple[Statement, ...]:
    """The goods are gone. Says something only when a newer version waited for this to be decided."""
    if shipment.state != "packed":
        return ()
    for part in shipment.parts:
        book.shelf(part.item).reserved -= part.quantity
        book.move(Movement(part.item, "dispatch", -part.quantity, shipment.slip_number, str(shipment.shipment_id), at))
    book.shipment(shipment, "dispatched")
    if demand.cancelled or not demand.blocked:
        return ()
    _unblock(book.demand(demand.order_id))
    return () if demand.blocked else deal(book, (), ids, demand).said


def _unblock(demand: Demand) -> None:
    demand.blocked = any(
        sent.state == "packed" and sent.order_version < demand.version for sent in demand.shipments.values()
    )


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
        came, master = asked.by_line.get(part.line), masters.get(part.item, Master())
        if came is None:
            continue
        out = part.quantity - part.returned
        odd = [each for each in (came.quantity, came.scrapped) if each != out]
        if refusal := unfit(part.item, master, *odd) or barred(part.item, master, asked.inspection):
            return refusal
    return None


def take_back(book: Book, asked: TakeBack, at: datetime, ids: Iterator[UUID]) -> tuple[ReturnReceived | Statement, ...]:
    """Restock what came back, but for what is scrapped, and deal it to who waits (WHS-8)."""
    shipment, came = book.demands[asked.order_id].shipments[asked.shipment_id], asked.by_line
    back = tuple((part, came[part.line]) for part in shipment.parts if part.line in came)
    counted = {part: replace(part, returned=part.returned + each.quantity) for part, each in back}
    shipment.parts = tuple(counted.get(part, part) for part in shipment.parts)
    book.shipment(shipment, "dispatched")
    for part, each in back:
        _restock(book, part.item, each, shipment, at, asked.inspection)
    received = ReturnReceived(
        order_id=asked.order_id,
        shipment_id=shipment.shipment_id,
        lines=tuple(ShipmentLine(line=part.line, item=part.item, quantity=each.quantity) for part, each in back),
        whole=all(part.returned == part.quantity for part in shipment.parts),
        returned_on=asked.returned_on,
    )
    return (received, *deal(book, {part.item for part, _ in back}, ids).said)


def _restock(book: Book, item: str, came: Returned, shipment: Shipment, at: datetime, inspection: str) -> None:
    about = (shipment.slip_number, str(shipment.shipment_id), at, inspection)
    book.move(Movement(item, "return", came.quantity, *about))
    if came.scrapped:
        book.move(Movement(item, "scrap", -came.scrapped, *about))
