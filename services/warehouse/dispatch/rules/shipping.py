"""Released shipments are packed, at once or by a storekeeper; they leave, or logistics gives them back (WHS-6)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from chassis.handling import Nothing, NotReady
from chassis.refusal import Refusal
from contracts.sales import ItemChanged, OrderReleased
from contracts.warehouse import GoodsPacked
from services.warehouse.book.rules.book import Book
from services.warehouse.book.rules.deal import Redeal, Statement, follow
from services.warehouse.book.rules.demand import Demand, Shipment
from services.warehouse.book.rules.moving import await_packing, depart, hand_over
from services.warehouse.book.rules.packages import packages_of
from services.warehouse.book.rules.picking import out_of_date
from services.warehouse.book.rules.reservations import end, ending, take_up_again, unblock
from services.warehouse.dispatch.rules.contents import Laid, contents_refusal, elsewhere, with_contents
from services.warehouse.dispatch.rules.measured import Measured, label_refusal, packages
from services.warehouse.dispatch.rules.pieces import misnamed, put_in, serialised_in


class NotReleased(Refusal):
    """Shipment {shipment_id} is {state}; only a shipment that sales released can be packed."""


class PackedAlready(NotReleased):
    """Shipment {shipment_id} was packed already: slip {slip_number}."""


class NotPackedSo(Refusal):
    """It cannot be packed so: {faults}"""

    of_input = True


class ItemNotKnownYet(Refusal):
    """The weight of {item} was not heard of yet; the same request may be asked again."""


@dataclass(frozen=True)
class Pack:
    """A storekeeper packs a released shipment, with the pieces that he names by their serial numbers."""

    order_id: UUID
    shipment_id: UUID
    serials: tuple[str, ...] = ()
    measured: tuple[Measured, ...] = ()
    """Its packages as they really are; by rule where none is told."""
    laid: tuple[Laid, ...] = ()
    """What lies in which of them, where he says so."""

    @property
    def pieces(self) -> tuple[str, ...]:
        """The pieces by their serial numbers: who says in which packages they lie names them once."""
        return self.serials or tuple(serial for one in self.laid for serial in one.serials)


def unmeasured(book: Book, shipment: Shipment) -> str | None:
    """The first item of a shipment whose weight is not known."""
    return next((part.item for part in shipment.parts if part.item not in book.masters), None)


def packs(book: Book, released: OrderReleased) -> bool:
    """Whether the shipment is packed at once: not when it is no longer reserved, nor while a weight is not known."""
    shipment = book.find_shipment(released.order_id, released.shipment_id)
    if shipment is None or shipment.state != "reserved":
        return False
    return unmeasured(book, shipment) is None and not _waits_for_somebody(book, shipment)


def _waits_for_somebody(book: Book, shipment: Shipment) -> bool:
    """Its goods are past their date, or somebody has to read their serial numbers (WHS-1)."""
    return bool(out_of_date(book, shipment) or serialised_in(book, shipment))


def pack_released(book: Book, released: OrderReleased, max_kg: Decimal) -> GoodsPacked | Nothing | NotReady:
    """Pack what sales released; silent about a shipment that is no longer reserved. One whose goods are past their date
    or have serial numbers waits for a storekeeper."""
    shipment = book.find_shipment(released.order_id, released.shipment_id)
    if shipment is None or shipment.state != "reserved":
        return ()
    if item := unmeasured(book, shipment):
        return NotReady(of=(ItemChanged,), key=item)
    await_packing(book, shipment, released.slip_number)
    return () if _waits_for_somebody(book, shipment) else pack(book, shipment, next(book.numbers), max_kg)


def leave_to_storekeeper(book: Book, released: OrderReleased) -> Nothing:
    """The shipment waits to be packed, unless it is no longer reserved."""
    shipment = book.find_shipment(released.order_id, released.shipment_id)
    if shipment and shipment.state == "reserved":
        await_packing(book, shipment, released.slip_number)
    return ()


def packing_refusal(book: Book, asked: Pack, labelled: Mapping[str, UUID]) -> Refusal | None:
    """Why a shipment cannot be packed by hand. One that is not in its order's book any more has ended."""
    shipment = book.find_shipment(asked.order_id, asked.shipment_id)
    if shipment is None:
        return NotReleased(shipment_id=asked.shipment_id, state="ended")
    if shipment.state in ("packed", "dispatched"):
        about = {"state": shipment.state, "slip_number": shipment.slip_number}
        return PackedAlready(shipment_id=shipment.shipment_id, **about)
    if shipment.state != "to_pack":
        return NotReleased(shipment_id=shipment.shipment_id, state=shipment.state)
    item = unmeasured(book, shipment)
    if item:
        return ItemNotKnownYet(item=item)
    return out_of_date(book, shipment) or _told_wrongly(book, shipment, asked, labelled)


def _told_wrongly(book: Book, shipment: Shipment, asked: Pack, labelled: Mapping[str, UUID]) -> Refusal | None:
    """All that is wrong with pieces, contents and labels at once."""
    each = (
        misnamed(book, shipment, asked.pieces),
        contents_refusal(book, shipment, len(asked.measured), asked.laid),
        elsewhere(asked.serials, asked.laid),
        label_refusal(asked.measured, labelled),
    )
    wrong = [one for one in each if one]
    return NotPackedSo(faults=tuple(one.text for one in wrong)) if len(wrong) > 1 else next(iter(wrong), None)


def pack(
    book: Book,
    shipment: Shipment,
    slip_number: str,
    max_kg: Decimal,
    asked: Pack | None = None,
) -> GoodsPacked:
    """The goods are in logistics' hands from now on, with the pieces and packages that were asked, or by rule."""
    put_in(book, shipment, asked.pieces if asked else ())
    if asked and asked.measured:
        filled = with_contents(packages(asked.measured, max_kg), shipment, asked.laid)
    else:
        filled = packages_of(shipment.parts, book.masters, max_kg)
    hand_over(book, shipment, slip_number, filled)
    return GoodsPacked(
        order_id=shipment.order_id,
        order_version=shipment.order_version,
        shipment_id=shipment.shipment_id,
        slip_number=slip_number,
        lines=shipment.lines,
        packages=filled,
    )


def cause_unheard(demand: Demand, shipment: Shipment) -> bool:
    """Logistics cancels because of a cancel or a newer version of the order, which was not heard here yet."""
    return shipment.state == "packed" and not demand.cancelled and demand.version == shipment.order_version


def unpack(book: Book, demand: Demand, shipment: Shipment, ids: Iterator[UUID]) -> tuple[Redeal, ...]:
    """Logistics will not send it: its order keeps what it still wants, the rest goes to whom it is due.

    Silent when it is not packed.
    """
    if shipment.state != "packed":
        return ()
    end(book, shipment)
    if demand.cancelled:
        deal = follow(book, {part.item for part in shipment.parts}, ids)
    else:
        deal = follow(book, take_up_again(book, demand, shipment), ids, demand)
    return (ending(shipment, deal.cover), *deal.events)


def leave(book: Book, demand: Demand, shipment: Shipment, at: datetime, ids: Iterator[UUID]) -> tuple[Statement, ...]:
    """The goods are gone. Says something only when a newer version waited for this to be decided."""
    if shipment.state != "packed":
        return ()
    depart(book, shipment, at)
    if demand.cancelled or not demand.blocked:
        return ()
    unblock(book, demand)
    return () if demand.blocked else follow(book, (), ids, demand).events
